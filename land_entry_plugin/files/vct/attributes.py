# SPDX-License-Identifier: GPL-2.0-or-later
"""The attributes of a VCT file's objects: only the fields that are asked for are read."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.vct.lines import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.files.vct.index import VctIndex

_NOTHING = ("", "NULL", "<NULL>")


def columns_of(
    index: VctIndex, stream: BinaryIO, file: str, table: str, numbers: np.ndarray, fields: Sequence[str]
) -> dict[str, np.ndarray]:
    """Return the values of fields for the objects of these identifiers; None where an object has no row.

    Raises
    ------
    InputError
        With the line of a row that does not fit its table, or that is one of several of an object.
    """
    columns = {name: np.full(len(numbers), None, dtype=object) for name in fields}
    if table not in index.rows or not len(numbers) or not fields:
        return columns
    structure = index.tables[table]
    own, offsets, lines = (np.array(values, dtype=np.int64) for values in index.rows[table])
    order = np.argsort(own, kind="stable")
    left = np.searchsorted(own[order], numbers)
    right = np.searchsorted(own[order], numbers, side="right")
    wanted = [(name, structure.fields.index(name)) for name in fields]
    for i in np.argsort(np.where(right > left, left, -1), kind="stable"):
        if right[i] <= left[i]:
            continue
        row = order[left[i]]
        if right[i] > left[i] + 1:
            raise InputError("vct_rows_twice", file=file, line=int(lines[order[left[i] + 1]]), number=int(numbers[i]))
        stream.seek(offsets[row])
        line = stream.readline().strip(b"\r\n")
        values = index.text(line).split(index.head.separator)
        if len(values) == len(structure.fields) + 1:
            values = values[1:]
        elif len(values) != len(structure.fields):
            raise InputError(
                "vct_values",
                file=file,
                line=int(lines[row]),
                table=structure.name,
                found=len(values),
                wanted=len(structure.fields),
            )
        for name, place in wanted:
            try:
                columns[name][i] = _value(values[place].strip(), structure.kinds[place])
            except ValueError as error:
                raise InputError(
                    "vct_value",
                    file=file,
                    line=int(lines[row]),
                    field=name,
                    text=shown(values[place].encode("gb18030")),
                ) from error
    return columns


def _value(text: str, kind: type) -> Any:
    if text.upper() in _NOTHING:
        return None
    if kind is str:
        return text
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return int(number) if kind is int and number.is_integer() else number


def rows_without_object(index: VctIndex, table: str, numbers: np.ndarray) -> tuple[int, int, int]:
    """Return how many rows of a table have none of these objects, and identifier and line of the first."""
    if table not in index.rows:
        return 0, 0, 0
    own, _, lines = (np.array(values, dtype=np.int64) for values in index.rows[table])
    lost = np.flatnonzero(~np.isin(own, numbers))
    return (len(lost), int(own[lost[0]]), int(lines[lost[0]])) if len(lost) else (0, 0, 0)
