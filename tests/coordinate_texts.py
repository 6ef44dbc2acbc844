# SPDX-License-Identifier: GPL-2.0-or-later
"""Coordinate text files made inline, and what is read from them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from land_entry_plugin.jobs.importcoordinates import importcoordinates

HEADER = {
    "坐标系": "2000国家大地坐标系",
    "几度分带": "3",
    "投影类型": "高斯克吕格",
    "计量单位": "米",
    "带号": "39",
    "精度": "0.001",
    "转换参数": ",,,,,,",
}
# 80 m by 60 m, northing and easting
SQUARE = [(4130000.0, 39500000.0), (4130000.0, 39500080.0), (4129940.0, 39500080.0), (4129940.0, 39500000.0)]
PARCEL = "5,0.4800,1,一号地块,面,,工业用地,0601,@"


def ring(points=SQUARE, number="1", *, closed=True, first=1, template="J{i},{ring},{x:.3f},{y:.3f}"):
    """Return the lines of one ring."""
    names = [*range(first, first + len(points)), *([first] if closed else [])]
    return [
        template.format(i=i, ring=number, x=x, y=y)
        for i, (x, y) in zip(names, [*points, *points[:1]] if closed else points, strict=True)
    ]


def moved(points, north=0.0, east=0.0, scale=1.0):
    """Return points scaled about their middle and moved."""
    array = np.array(points)
    middle = array.mean(axis=0)
    return [tuple(point) for point in (array - middle) * scale + middle + [north, east]]


def text(*lines, header=HEADER, **changes):
    """Return the text of a file; ``changes`` replace or (None) drop entries of the header."""
    stated = {key: value for key, value in (header | changes).items() if value is not None}
    return "\n".join(["[属性描述]", *(f"{key}={value}" for key, value in stated.items()), "[地块坐标]", *lines, ""])


def write(folder: Path, content: str | bytes, name="界址点.txt", encoding="utf-8") -> Path:
    """Return the path of a file with this content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


class Read:
    """An imported file, handy for tests."""

    def __init__(self, path, dialect=None, crs=None):
        self.imported = importcoordinates(path, dialect, crs)
        self.rows = self.imported.table.rows
        self.shapes = self.imported.table.geometry
        self.crs = self.imported.table.crs
        self.notes = {note.text_id for note in self.imported.notes}
        self.said = self.imported.sentences("zh")

    def values(self, text_id):
        """Return the values of the only note of one kind."""
        (note,) = [note for note in self.imported.notes if note.text_id == text_id]
        return note.values
