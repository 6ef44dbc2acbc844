# SPDX-License-Identifier: GPL-2.0-or-later
"""``surveysheets`` on the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.document_context import SHEETS
from land_entry_plugin.cadastre.edition import Edition
from land_entry_plugin.cadastre.sentences import FORM_VERSION
from land_entry_plugin.cli.options import listed, templates_of
from land_entry_plugin.cli.terminal import Terminal
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.coordinates.dialect import DEFAULT_DIALECT, shipped_ids
from land_entry_plugin.files.drawing.style import DEFAULT_STYLE, style_ids
from land_entry_plugin.files.outputs import check_folder
from land_entry_plugin.files.records import read_record
from land_entry_plugin.files.vector import open_layer, open_package
from land_entry_plugin.jobs.record import screening_record
from land_entry_plugin.jobs.screening import ScreeningRequest
from land_entry_plugin.jobs.screenparcels import screenparcels
from land_entry_plugin.jobs.sheet_files.formats import PDF, WITHOUT_QGIS, FileOptions, check_formats, whole_writer
from land_entry_plugin.jobs.surveysheets import surveysheets
from land_entry_plugin.texts import render, user_language

if TYPE_CHECKING:
    from argparse import Namespace, _SubParsersAction

    from land_entry_plugin.jobs.surveysheets import SheetBatch


def add_to(commands: _SubParsersAction) -> None:
    """Add the sub-command."""
    formats = ",".join(WITHOUT_QGIS)
    command = commands.add_parser(
        "surveysheets",
        help="write the survey sheets of parcels",
        description="Write a file per parcel and format, and an index; run again, it goes on with what is missing. "
        "Give a record, or parcels with data. PDF is printed by QGIS alone: qgis_process run landentry:surveysheets.",
    )
    command.add_argument("--record", type=Path, metavar="FILE", help="record of a screening (.json)")
    command.add_argument("--parcels", metavar="LAYER", help="or parcels: FILE or FILE|layername=NAME")
    command.add_argument("--data", metavar="PLACE", help="with folder, .gdb or .gpkg")
    command.add_argument("--parcel-id", default="", metavar="IDS", help="parcels to write, with commas; else all")
    command.add_argument("--formats", default=formats, metavar="FORMATS", help=f"with commas; {formats} if not given")
    command.add_argument(
        "--edition", type=str.upper, default=str(Edition.INTERNAL), choices=[str(edition) for edition in Edition]
    )
    command.add_argument(
        "--sheets", default="", metavar="SHEETS", help=f"of DOCX, with commas; all of {','.join(SHEETS)}"
    )
    command.add_argument("--templates", type=Path, metavar="FOLDER", help="of DOCX: templates of your own")
    command.add_argument("--form-version", default=FORM_VERSION, metavar="TEXT", help="of DOCX: printed in the foot")
    for option, usual, of, ids in (
        ("--dialect", DEFAULT_DIALECT, "TXT", shipped_ids()),
        ("--cad-style", DEFAULT_STYLE, "DXF", style_ids()),
    ):
        words = f"of {of}: {', '.join(ids)}, or a YAML file"
        command.add_argument(option, default=usual, metavar="ID", help=words)
    command.add_argument("--folder", type=Path, metavar="FOLDER", help="where the files go")
    command.set_defaults(run=_run, usage_error=command.error)


def _run(options: Namespace) -> None:
    if options.folder is None:
        options.usage_error("name a --folder")
    formats = tuple(dict.fromkeys(name.upper() for name in listed(options.formats)))
    if not formats:
        options.usage_error("name at least one of --formats")
    if PDF in formats:
        raise InputError("pdf_needs_qgis", formats=list(WITHOUT_QGIS))
    edition = Edition(options.edition)
    settings = FileOptions(
        edition,
        options.dialect,
        options.cad_style,
        _sheets(options),
        options.form_version.strip() or FORM_VERSION,
        templates_of(options),
    )
    check_formats(formats, settings)
    check_folder(options.folder)
    record = _record(options)
    writers = [WITHOUT_QGIS[name].make(record, settings) for name in formats]
    whole = whole_writer(record, formats, settings)
    ids = listed(options.parcel_id) or None
    batch = surveysheets(
        record, ids, options.folder, writers, Terminal(), edition=edition, whole=whole, path=options.record
    )
    Terminal.clear()
    _tell(batch)
    print(options.folder)


def _sheets(options: Namespace) -> tuple[str, ...]:
    sheets = tuple(name.upper() for name in listed(options.sheets))
    for name in sheets:
        if name not in SHEETS:
            raise InputError("no_such_sheet", sheet=name, sheets=list(SHEETS))
    return sheets


def _record(options: Namespace) -> dict[str, Any]:
    """Return the record that was named, or that of a screening of the parcels."""
    if options.record is not None and options.parcels:
        raise InputError("record_and_parcels")
    if options.record is not None:
        return read_record(options.record)
    if not options.parcels:
        raise InputError("record_or_parcels")
    offered = tuple(open_package(options.data)) if options.data else ()
    return screening_record(screenparcels(ScreeningRequest(open_layer(options.parcels), offered=offered), Terminal()))


def _tell(batch: SheetBatch) -> None:
    """Say what was written and which parcels failed.

    Raises
    ------
    InputError
        When nothing was written, nor was there before: the first reason why.
    """
    language = user_language()
    if batch.failed and not batch.written and not batch.kept:
        raise batch.failed[0].error
    for sheet in batch.failed:
        print(f"{sheet.parcel_id} {sheet.format}: {sheet.error.user_message(language)}", file=sys.stderr)
    if batch.passed_over:
        print(render("note.sheets_renamed", {"count": batch.passed_over}, language), file=sys.stderr)
    for note in batch.notes:
        print(note[language], file=sys.stderr)
    print(render("note.sheets_written", batch.counts, language), file=sys.stderr)
