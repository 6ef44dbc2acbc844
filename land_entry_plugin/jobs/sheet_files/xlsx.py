# SPDX-License-Identifier: GPL-2.0-or-later
"""Parcels as workbooks, and the workbook of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.edition import EDITION_WORDS, Edition, Editor
from land_entry_plugin.files.workbook import write_workbook
from land_entry_plugin.files.workbook_values import mark_of
from land_entry_plugin.jobs.sheet_files.parcel_tables import parcel_sheets
from land_entry_plugin.jobs.sheet_files.writer import WrittenFile, made_from
from land_entry_plugin.jobs.workbook import screening_sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


class XlsxWriter:
    """Writes a workbook a parcel."""

    format, suffix = "XLSX", ".xlsx"

    def __init__(self, record: dict[str, Any], edition: Edition = Edition.INTERNAL) -> None:
        self.record, self.edition = record, edition
        self.editor = Editor(record, edition)
        self.mark_of = mark_of

    def mark(self, parcel: dict[str, Any]) -> str:
        """Return the mark of the file that a parcel gets."""
        return made_from(self.record, parcel, format=self.format, edition=str(self.edition))

    def write(self, parcel: dict[str, Any], path: Path, mark: str, done: Callable[[float], None]) -> WrittenFile:
        """Write a workbook and return the titles of its sheets."""
        sheets = parcel_sheets(self.record, self.editor.edited(parcel), self.edition)
        title = f"地籍调查表 {parcel['parcel_id'] or ''}　{EDITION_WORDS[self.edition]}"
        write_workbook(sheets, path, title, mark)
        return WrittenFile([sheet.title for sheet in sheets])


class BatchWorkbook:
    """Writes the workbook of all parcels of a batch: screening table, counts, classes, findings, overlaps."""

    stem, suffix = "screening", ".xlsx"

    def __init__(self, record: dict[str, Any], edition: Edition = Edition.INTERNAL) -> None:
        self.record, self.edition = record, edition
        self.editor = Editor(record, edition)
        self.mark_of = mark_of

    def mark(self, parcels: Sequence[dict[str, Any]]) -> str:
        """Return the mark of the file."""
        return made_from(self.record, list(parcels), format="XLSX", edition=str(self.edition), whole=True)

    def write(self, parcels: Sequence[dict[str, Any]], path: Path, mark: str) -> None:
        """Write the workbook."""
        shown = [self.editor.edited(parcel) for parcel in parcels]
        title = f"入市核查汇总　{EDITION_WORDS[self.edition]}"
        write_workbook(screening_sheets(self.record, shown), path, title, mark)
