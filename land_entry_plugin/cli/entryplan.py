# SPDX-License-Identifier: GPL-2.0-or-later
"""``entryplan`` on the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from land_entry_plugin.cli.options import add_day, listed, templates_of
from land_entry_plugin.cli.terminal import Terminal
from land_entry_plugin.files.answers import open_answers
from land_entry_plugin.files.documents.folders import own_folders
from land_entry_plugin.files.records import read_record
from land_entry_plugin.jobs.entry_plan.summary import said
from land_entry_plugin.jobs.entryplan import FORMATS, EntryPlanRequest, entryplan
from land_entry_plugin.jobs.screening import as_of_date
from land_entry_plugin.texts import user_language

if TYPE_CHECKING:
    from argparse import Namespace, _SubParsersAction


def add_to(commands: _SubParsersAction) -> None:
    """Add the sub-command."""
    command = commands.add_parser(
        "entryplan",
        help="entry plans (入市方案) of the parcels of a record",
        description="Make the entry plan of every parcel of a record that may enter the market, from the record and "
        "the answers of officers: a document and a workbook each.",
    )
    command.add_argument("--record", required=True, type=Path, metavar="FILE", help="record of a screening (.json)")
    command.add_argument("--answers", metavar="TABLE", help="answers of officers; without them most is open")
    command.add_argument("--parcel-id", default="", metavar="IDS", help="only these parcels, with commas")
    command.add_argument("--rule-pack", metavar="PACK", help="id, or a YAML file; that of the record where not given")
    add_day(command)
    command.add_argument("--formats", default=",".join(FORMATS), metavar="FORMATS", help="DOCX, XLSX")
    command.add_argument("--templates", type=Path, metavar="FOLDER", help="Word templates of your own")
    command.add_argument("--folder", required=True, type=Path, metavar="FOLDER", help="where the plans go")
    command.set_defaults(run=_run, usage_error=command.error)


def _run(options: Namespace) -> None:
    formats = listed(options.formats.upper())
    if not formats or set(formats) - set(FORMATS):
        options.usage_error(f"--formats is a list of {', '.join(FORMATS)}")
    templates = (*templates_of(options), *own_folders())
    request = EntryPlanRequest(
        record=read_record(options.record),
        answers=open_answers(options.answers) if options.answers else None,
        parcel_ids=listed(options.parcel_id) or None,
        rule_pack=options.rule_pack,
        as_of=as_of_date(options.as_of),
    )
    written = entryplan(request, options.folder, templates, tuple(dict.fromkeys(formats)), Terminal())
    Terminal.clear()
    for text in said(written, user_language()):
        print(text, file=sys.stderr)
    for path in written.paths:
        print(path)
