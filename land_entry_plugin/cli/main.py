# SPDX-License-Identifier: GPL-2.0-or-later
"""The command line: sub-commands are the algorithm ids, options their parameters in lower case with hyphens."""

from __future__ import annotations

import argparse
import importlib
import os
import sys

from land_entry_plugin.cli.usage import Parser
from land_entry_plugin.errors import Cancelled, LandEntryError
from land_entry_plugin.files.faults import system_fault
from land_entry_plugin.paths import plugin_version
from land_entry_plugin.texts import user_language

DONE, INPUT_AT_FAULT, CANCELLED = 0, 1, 130
# In the order of the help; each is a module of this room.
COMMANDS = (
    "screenparcels", "surveysheets", "avoidconflicts", "checkdata", "adjustmententry", "answersheet", "entryplan",
    "findcandidates", "comparescreenings", "verifyscreening", "updateledger", "importcoordinates", "exportcoordinates",
    "layers", "rules",
)  # fmt: skip
# Commands that print what they have to say, and do nothing after it.
_TO_BE_READ = ("layers", "rules")


def parser(only: str | None = None) -> argparse.ArgumentParser:
    """Return the parser of the whole command line, or of one command: the others are not even loaded then."""
    result = Parser(prog="python -m land_entry_plugin", description=__doc__)
    result.add_argument("--version", action="version", version=plugin_version())
    commands = result.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in (only,) if only in COMMANDS else COMMANDS:
        importlib.import_module(f"land_entry_plugin.cli.{name}").add_to(commands)
    return result


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return the exit code: 0 done, 1 the input is at fault, 2 wrong usage."""
    given = sys.argv[1:] if arguments is None else arguments
    options = parser(given[0] if given else None).parse_args(given)
    try:
        options.run(options)
        sys.stdout.flush()
    except LandEntryError as error:
        print(error.user_message(user_language()), file=sys.stderr)
        return INPUT_AT_FAULT
    except (OSError, MemoryError) as error:
        if isinstance(error, BrokenPipeError) and options.command in _TO_BE_READ:
            # who reads has read enough (head, a pager that was left): the rest goes nowhere
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return DONE
        print(system_fault(error).user_message(user_language()), file=sys.stderr)
        return INPUT_AT_FAULT
    except (Cancelled, KeyboardInterrupt):
        print(
            {"zh": "已取消，没有写出任何文件。", "en": "Cancelled; nothing was written."}[user_language()],
            file=sys.stderr,
        )
        return CANCELLED
    return DONE
