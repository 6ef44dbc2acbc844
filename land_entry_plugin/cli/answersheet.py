# SPDX-License-Identifier: GPL-2.0-or-later
"""``answersheet`` on the command line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from land_entry_plugin.cli.options import add_outputs, add_pack
from land_entry_plugin.cli.terminal import asked_outputs
from land_entry_plugin.files.answers import open_answers
from land_entry_plugin.files.vector import open_layer
from land_entry_plugin.jobs.answer_sheet.outputs import FORMATS, check_sheet_outputs, write_sheet
from land_entry_plugin.jobs.answersheet import AnswerSheetRequest, answersheet
from land_entry_plugin.texts import user_language

if TYPE_CHECKING:
    from argparse import Namespace, _SubParsersAction

OUTPUTS = {
    "output": ("layer with a form to fill in (.gpkg)", FORMATS["output"]),
    "table": ("workbook to fill in (.xlsx)", FORMATS["table"]),
}


def add_to(commands: _SubParsersAction) -> None:
    """Add the sub-command."""
    command = commands.add_parser(
        "answersheet",
        help="blank answers for parcels: what a rule pack wants to know from officers",
        description="Make a sheet of the questions that a rule pack asks officers, as a layer with a form or as a "
        "workbook. Filled in, it is the --answers of screenparcels. Name at least one output.",
    )
    command.add_argument("--parcels", required=True, metavar="LAYER", help="FILE or FILE|layername=NAME")
    command.add_argument(
        "--parcel-id", metavar="FIELD", help="field with the parcel id (ZDDM, BDCDYH, DKBH, else the row)"
    )
    add_pack(command)
    command.add_argument("--answers", metavar="TABLE", help="earlier answers, which are carried over")
    command.add_argument("--entry-plan", action="store_true", help="ask what an entry plan (entryplan) needs, too")
    add_outputs(command, OUTPUTS)
    command.set_defaults(run=_run, usage_error=command.error)


def _run(options: Namespace) -> None:
    paths = asked_outputs(options, OUTPUTS)
    request = AnswerSheetRequest(
        parcels=open_layer(options.parcels),
        parcel_id=options.parcel_id,
        answers=open_answers(options.answers) if options.answers else None,
        rule_pack=options.rule_pack,
        entry_plan=options.entry_plan,
    )
    check_sheet_outputs(request, paths.get("output"), paths.get("table"))
    sheet = answersheet(request)
    write_sheet(sheet, paths.get("output"), paths.get("table"))
    for text in sheet.said(user_language()):
        print(text, file=sys.stderr)
    for path in paths.values():
        print(path)
