# SPDX-License-Identifier: GPL-2.0-or-later
"""The index of a folder of sheets: every parcel with its files, or why there is none. Written after each parcel."""

from __future__ import annotations

import csv
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING

from land_entry_plugin.files.csv_text import guarded, unguarded
from land_entry_plugin.files.outputs import written_whole

if TYPE_CHECKING:
    from pathlib import Path

INDEX_NAME = "index.csv"
HEADS = {
    "parcel_id": "宗地代码",
    "row": "行号",
    "state": "状态",
    "format": "格式",
    "file": "文件",
    "sheets": "表",
    "pages": "页数",
    "to_fill": "待补处数",
    "to_fill_by_sheet": "各表待补",
    "reason": "未导出原因",
    "screening_id": "核查编号",
    "edition": "版本",
    "mark": "校验码",
}
_NEEDED_HEADS = set(HEADS.values()) - {HEADS["format"]}


class State(StrEnum):
    """What became of a parcel."""

    WRITTEN = "已导出"
    KEPT = "沿用"
    FAILED = "失败"
    OPEN = "未导出"


@dataclass(frozen=True)
class IndexRow:
    """A line of the index.

    Attributes
    ----------
    parcel_id, row : str, int
    state : State
    format : str
        PDF, XLSX ...
    file : str
        Its name in the folder.
    sheets : str
        Titles of the sheets in it.
    pages : str
        How many pages it has.
    to_fill : str
        How many places read 待补.
    to_fill_by_sheet : str
        The same by sheet.
    reason : str
        Why there is no file.
    screening_id, edition, mark : str
        What the file was made from.
    """

    parcel_id: str
    row: str
    state: str = State.OPEN
    format: str = ""
    file: str = ""
    sheets: str = ""
    pages: str = ""
    to_fill: str = ""
    to_fill_by_sheet: str = ""
    reason: str = ""
    screening_id: str = ""
    edition: str = ""
    mark: str = ""


def read_index(path: Path) -> list[IndexRow] | None:
    """Return the rows of an index; none where there is no file, None where the file is something else."""
    if not path.exists():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            # an index of earlier days has no formats
            if not _NEEDED_HEADS <= set(reader.fieldnames or ()) <= set(HEADS.values()):
                return None
            rows = [{name: unguarded(line.get(head) or "") for name, head in HEADS.items()} for line in reader]
    except (OSError, UnicodeDecodeError, csv.Error):
        return None
    return [IndexRow(**row) for row in rows]


def write_index(path: Path, rows: list[IndexRow]) -> None:
    """Write an index, whole or not at all, so that spreadsheets read its signs and leave long codes as they are."""
    with written_whole(path) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADS[field.name] for field in fields(IndexRow))
        for row in rows:
            writer.writerow(_safe(value) for value in asdict(row).values())


def _safe(value: str) -> str:
    """Return a text that no spreadsheet takes for a formula or for a number with an exponent."""
    text = str(value)
    long_number = len(text) > 11 and text.isdigit()
    return f"\t{text}" if long_number else guarded(text)
