# SPDX-License-Identifier: GPL-2.0-or-later
"""``updateledger`` on the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from land_entry_plugin.cli.options import add_day, templates_of
from land_entry_plugin.files.answers import open_answers
from land_entry_plugin.files.documents.folders import own_folders
from land_entry_plugin.files.records import read_record
from land_entry_plugin.jobs.ledger.outputs import LedgerOutputs, update_and_write
from land_entry_plugin.jobs.ledger.remarks import summary
from land_entry_plugin.jobs.screening import as_of_date
from land_entry_plugin.jobs.updateledger import LedgerRequest
from land_entry_plugin.texts import user_language

if TYPE_CHECKING:
    from argparse import Namespace, _SubParsersAction


def add_to(commands: _SubParsersAction) -> None:
    """Add the sub-command."""
    command = commands.add_parser(
        "updateledger",
        help="the ledger over years: parcels, procedure, supply plan, notice, supervision",
        description="Add the record of a screening to a ledger, tell it what was done since, and print ledger, annual "
        "supply plan, public notice and supervision list. The same record twice changes nothing. Name at least one of "
        "--updated-ledger and --folder.",
    )
    command.add_argument("--record", type=Path, metavar="FILE", help="record of a screening (.json)")
    command.add_argument("--ledger", type=Path, metavar="FILE", help="ledger so far (.gpkg); none begins a new one")
    command.add_argument("--answers", metavar="TABLE", help="officers' answers on the parcels of the record")
    command.add_argument(
        "--procedure", metavar="TABLE", help="form of the procedure that an earlier run put into --folder, filled in"
    )
    command.add_argument("--plan-year", type=int, metavar="YEAR", help="supply plan to print; that of --as-of else")
    add_day(command)
    command.add_argument(
        "--keep-absent", action="store_true", help="parcels that the record does not hold stay in the ledger"
    )
    command.add_argument("--place", metavar="NAME", help="county or township that the heads of documents name")
    command.add_argument("--templates", type=Path, metavar="FOLDER", help="Word templates of your own")
    command.add_argument(
        "--updated-ledger", type=Path, metavar="FILE", help="where the ledger goes (.gpkg); may be --ledger itself"
    )
    command.add_argument("--folder", type=Path, metavar="FOLDER", help="where workbook, documents and form go")
    command.set_defaults(run=_run, usage_error=command.error)


def _run(options: Namespace) -> None:
    if options.updated_ledger is None and options.folder is None:
        options.usage_error("name at least one of --updated-ledger, --folder")
    templates = (*templates_of(options), *own_folders())
    request = LedgerRequest(
        record=read_record(options.record) if options.record else None,
        record_path=options.record,
        ledger=options.ledger,
        answers=open_answers(options.answers) if options.answers else None,
        procedure=open_answers(options.procedure) if options.procedure else None,
        plan_year=options.plan_year,
        as_of=as_of_date(options.as_of),
        keep_absent=options.keep_absent,
        place=options.place,
        template_folders=templates,
    )
    updated, written = update_and_write(request, LedgerOutputs(options.updated_ledger, options.folder))
    language = user_language()
    for remark in updated.remarks:
        print(remark.text(language), file=sys.stderr)
    print(summary(updated).text(language))
    for path in written:
        print(path)
