# SPDX-License-Identifier: GPL-2.0-or-later
"""An update from files to files: one at a time on a ledger, all of it or nothing."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.answer_book import write_answer_book
from land_entry_plugin.files.ledger import read_ledger
from land_entry_plugin.files.locks import held
from land_entry_plugin.files.outputs import all_or_none, check_not_input, check_output, check_writable
from land_entry_plugin.files.styles import write_default_style
from land_entry_plugin.files.tables import write_tables
from land_entry_plugin.files.titled_book import write_titled_book
from land_entry_plugin.jobs.ledger.book import ledger_sheets
from land_entry_plugin.jobs.ledger.form import FORM, form_content, form_guide
from land_entry_plugin.jobs.ledger.layers import STYLED, ledger_tables
from land_entry_plugin.jobs.ledger.remarks import of_fonts
from land_entry_plugin.jobs.updateledger import LedgerRequest, UpdatedLedger, updateledger
from land_entry_plugin.packages import DOCX, XLSX, load, need

if TYPE_CHECKING:
    from collections.abc import Collection

FORMATS = (".gpkg",)
BOOK_NAME, FORM_NAME = "入市台账.xlsx", "办理情况登记表.xlsx"


@dataclass(frozen=True)
class LedgerOutputs:
    """Where an update goes; None for what is not wanted."""

    ledger: Path | None = None
    folder: Path | None = None


def check_ledger_outputs(request: LedgerRequest, outputs: LedgerOutputs) -> None:
    """Say before any work is done what cannot be written.

    Raises
    ------
    InputError
        When the ledger is no GeoPackage or another file that is there, an output is an input, or cannot be written.
    """
    if outputs.ledger is not None:
        check_output(outputs.ledger, FORMATS)
        check_not_input(outputs.ledger, request.inputs)
        if outputs.ledger.exists() and not _is_same(request.ledger, outputs.ledger):
            # a ledger may be written over, another GeoPackage is somebody's data
            read_ledger(outputs.ledger)
    if outputs.folder is not None:
        if outputs.folder.is_file():
            raise InputError("unwritable", path=str(outputs.folder))
        need(XLSX)
        for path in _files(outputs.folder, request):
            check_writable(path)
            check_not_input(path, request.inputs)


def _is_same(one: Path | None, other: Path) -> bool:
    return one is not None and one.exists() and one.resolve() == other.resolve()


def _files(folder: Path, request: LedgerRequest) -> list[Path]:
    return [
        folder / BOOK_NAME,
        _new_form(folder, request),
        *(folder / name for name in _documents().documents(request)),
    ]


def _documents() -> Any:
    """Return the module that writes documents, loaded where it is needed: without its packages all else works."""
    return load("land_entry_plugin.jobs.ledger.documents", DOCX)


def _new_form(folder: Path, request: LedgerRequest) -> Path:
    """Return where the form goes: one that is read in this run stays as somebody filled it in."""
    path, number = folder / FORM_NAME, 1
    while path.resolve() in request.inputs:
        number += 1
        path = folder / f"{Path(FORM_NAME).stem}_{number}{Path(FORM_NAME).suffix}"
    return path


def update_and_write(request: LedgerRequest, outputs: LedgerOutputs) -> tuple[UpdatedLedger, list[Path]]:
    """Update a ledger and write all outputs, or none; return them with what was written.

    Raises
    ------
    InputError
        When an input is at fault, another program is updating the ledger, or an output cannot be written.
    """
    check_ledger_outputs(request, outputs)
    templates = [] if outputs.folder is None else _documents().check_templates(request)
    with ExitStack() as stack:
        # from reading to renaming: what somebody else adds in between would be lost
        if outputs.ledger is not None:
            stack.enter_context(held(outputs.ledger.resolve()))
        updated = updateledger(request)
        if outputs.ledger is not None:
            _check_nothing_lost(updated, outputs.ledger)
        targets = [] if outputs.ledger is None else [outputs.ledger.resolve()]
        files = [] if outputs.folder is None else _files(outputs.folder, request)
        # last of all the ledger: what stands in it is in the documents
        with all_or_none([*files, *targets]) as parts:
            for path in targets:
                _write_ledger(updated, parts[path])
            _write_folder(updated, files, parts)
    updated = replace(updated, remarks=[*updated.remarks, *of_fonts(templates)])
    return updated, [path for path in (outputs.ledger, *files) if path is not None]


def _check_nothing_lost(updated: UpdatedLedger, target: Path) -> None:
    """Raise InputError where a ledger would be replaced by one that knows less."""
    if not target.exists() or _is_same(updated.request.ledger, target):
        return
    there, ours = read_ledger(target), updated.ledger
    lost = {one.code for one in there.records} - {one.code for one in ours.records}
    told = {(one.parcel_id, one.step, one.day) for one in there.events}
    told -= {(one.parcel_id, one.step, one.day) for one in ours.events}
    facts = {(one.parcel_id, one.name) for one in there.facts} - {(one.parcel_id, one.name) for one in ours.facts}
    if lost or told or facts:
        raise InputError("ledger_would_lose", path=str(target), records=len(lost), told=len(told) + len(facts))


def _write_ledger(updated: UpdatedLedger, part: Path) -> None:
    """Write all tables, and hold what was written against what was meant."""
    tables = ledger_tables(updated)
    write_tables(part, tables)
    for table in tables:
        if table.name in STYLED:
            write_default_style(part, table.name, "geom", STYLED[table.name], "Land Entry")
    if len(read_ledger(part).screened) != len(updated.ledger.screened):
        raise InputError("unwritable_layer", layer=tables[0].name, path=str(part))


def _write_folder(updated: UpdatedLedger, files: Collection[Path], parts: dict[Path, Path]) -> None:
    for path in files:
        if path.name == BOOK_NAME:
            write_titled_book(ledger_sheets(updated), parts[path])
        elif path.suffix == Path(FORM_NAME).suffix:
            write_answer_book(FORM, *form_content(updated.story.living), form_guide(), parts[path])
        else:
            _documents().write_document(updated, path.name, parts[path])
