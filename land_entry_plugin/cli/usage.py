# SPDX-License-Identifier: GPL-2.0-or-later
"""Wrong usage in one sentence, in the user's language: the synopsis of a long command would bury it."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

from land_entry_plugin.texts import render, user_language

WRONG_USAGE = 2
# What argparse says, or we by ``usage_error``, by the sentence that stands for it.
_SENTENCES = (
    (re.compile(r"the following arguments are required: (?P<options>.+)"), "usage.required"),
    (re.compile(r"unrecognized arguments: (?P<options>.+)"), "usage.unknown"),
    (re.compile(r"argument (?P<options>\S+): expected .*"), "usage.no_value"),
    (re.compile(r"argument (?P<options>\S+): invalid (?:int|float) value: (?P<value>.+)"), "usage.no_number"),
    (
        re.compile(r"argument (?P<options>\S+): invalid choice: (?P<value>.+) \(choose from (?P<known>.+)\)"),
        "usage.choice",
    ),
    (re.compile(r"name (?:at least one of|an?) (?P<options>--.+)"), "usage.name_one"),
)


class Parser(argparse.ArgumentParser):
    """A parser that says in a sentence what is wrong, and where the whole usage is told."""

    def error(self, message: str) -> NoReturn:
        """Leave with code 2 and the sentence."""
        language = user_language()
        self.exit(WRONG_USAGE, f"{_sentence(message, language)}{self._where_to_look(language)}\n")

    def _where_to_look(self, language: str) -> str:
        return render("usage.help", {"command": f"{self.prog} --help"}, language)


def _sentence(message: str, language: str) -> str:
    for pattern, text_id in _SENTENCES:
        found = pattern.fullmatch(message)
        if found:
            return render(text_id, found.groupdict(), language)
    return render("usage.other", {"reason": message}, language)
