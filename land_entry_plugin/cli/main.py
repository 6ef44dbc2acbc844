# SPDX-License-Identifier: GPL-2.0-or-later
"""The command line: sub-commands are the algorithm ids, options their parameters in lower case with hyphens."""

from __future__ import annotations

import argparse
import sys

from land_entry_plugin.cli import (
    adjustmententry,
    answersheet,
    avoidconflicts,
    checkdata,
    comparescreenings,
    entryplan,
    exportcoordinates,
    findcandidates,
    importcoordinates,
    layers,
    rules,
    screenparcels,
    surveysheets,
    updateledger,
    verifyscreening,
)
from land_entry_plugin.errors import Cancelled, LandEntryError
from land_entry_plugin.paths import plugin_version
from land_entry_plugin.texts import user_language

DONE, INPUT_AT_FAULT, CANCELLED = 0, 1, 130


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    result = argparse.ArgumentParser(prog="python -m land_entry_plugin", description=__doc__)
    result.add_argument("--version", action="version", version=plugin_version())
    commands = result.add_subparsers(dest="command", required=True, metavar="COMMAND")
    screenparcels.add_to(commands)
    surveysheets.add_to(commands)
    avoidconflicts.add_to(commands)
    checkdata.add_to(commands)
    adjustmententry.add_to(commands)
    answersheet.add_to(commands)
    entryplan.add_to(commands)
    findcandidates.add_to(commands)
    comparescreenings.add_to(commands)
    verifyscreening.add_to(commands)
    updateledger.add_to(commands)
    importcoordinates.add_to(commands)
    exportcoordinates.add_to(commands)
    layers.add_to(commands)
    rules.add_to(commands)
    return result


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return the exit code: 0 done, 1 the input is at fault, 2 wrong usage."""
    options = parser().parse_args(arguments)
    try:
        options.run(options)
    except LandEntryError as error:
        print(error.user_message(user_language()), file=sys.stderr)
        return INPUT_AT_FAULT
    except (Cancelled, KeyboardInterrupt):
        print(
            {"zh": "已取消，没有写出任何文件。", "en": "Cancelled; nothing was written."}[user_language()],
            file=sys.stderr,
        )
        return CANCELLED
    return DONE
