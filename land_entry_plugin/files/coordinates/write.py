# SPDX-License-Identifier: GPL-2.0-or-later
"""Coordinate files, written: text in any dialect, CASS .dat, CSV and XLSX point lists."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from land_entry_plugin.engine.crs import ZONE_WIDTH_DEG
from land_entry_plugin.engine.zones import PREFIX_UNIT_M
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.coordinates.declared import SQUARE_METRES
from land_entry_plugin.files.coordinates.dialect import BLANK_FIELD, EAST, NORTH, POINT, RING
from land_entry_plugin.files.coordinates.model import AREA, COUNT, KIND, NUMBER, POLYGON_KIND
from land_entry_plugin.files.csv_text import guarded
from land_entry_plugin.packages import XLSX, Later
from land_entry_plugin.rounding import half_up
from land_entry_plugin.texts import render

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from land_entry_plugin.engine.boundary_points import NumberedRing
    from land_entry_plugin.files.coordinates.dialect import Dialect

_openpyxl, _cells = Later("openpyxl", XLSX), Later("openpyxl.cell.cell", XLSX)
WRITABLE = (".txt", ".dat", ".csv", ".xlsx")
LENGTH = "length"
_LENGTH_DECIMALS = 3
# What would end a column; a reader splits at the full-width comma too.
_SEPARATORS = str.maketrans({",": "、", "，": "、", "\n": " ", "\r": " ", "\t": " "})
_HEADS = ("地块编号", "圈号", "点号", "X", "Y")


@dataclass(frozen=True)
class WrittenParcel:
    """One parcel to be written.

    Attributes
    ----------
    number : str or None
    values : dict
        Other fields by code.
    rings : list of NumberedRing
        In a 3-degree plane, without the zone number before the eastings.
    """

    number: str | None
    values: dict[str, str | None]
    rings: list[NumberedRing]

    def value(self, name: str) -> str:
        """Return a field as it can stand between commas."""
        text = self.number if name == NUMBER else self.values.get(name)
        return (text or "").translate(_SEPARATORS).strip()


def placed(points: np.ndarray, zone: int, dialect: Dialect) -> np.ndarray:
    """Return the points of a ring with the zone number before the eastings, where the dialect has it there."""
    return points + np.array([zone * PREFIX_UNIT_M if dialect.write.zone_prefix else 0.0, 0.0])


def write_points(path: Path, parcels: Sequence[WrittenParcel], dialect: Dialect, zone: int, day: date) -> None:
    """Write parcels to a file, in the format of its ending; the caller gives a temporary name.

    Raises
    ------
    InputError
        When the encoding lacks a character.
    """
    suffix = path.suffix.lower()
    if suffix == ".txt":
        path.write_bytes(encoded(text_of(parcels, dialect, zone, day), parcels, dialect))
    elif suffix == ".dat":
        path.write_bytes(encoded(_dat(parcels, dialect, zone), parcels, dialect))
    elif suffix == ".csv":
        stream = io.StringIO(newline="")
        rows = [_HEADS, *_list_rows(parcels, dialect, zone)]
        csv.writer(stream).writerows([guarded(one) if isinstance(one, str) else one for one in row] for row in rows)
        # with the mark that tells spreadsheets that it is UTF-8
        path.write_bytes(stream.getvalue().encode("utf-8-sig"))
    else:
        _write_xlsx(path, parcels, dialect, zone)


def text_of(parcels: Sequence[WrittenParcel], dialect: Dialect, zone: int, day: date) -> str:
    """Return parcels as the text of a coordinate file.

    Parameters
    ----------
    parcels : sequence of WrittenParcel
    dialect : Dialect
    zone : int
        The 3-degree zone.
    day : date
        Of the header.
    """
    write = dialect.write
    known = {
        "date": day.isoformat(),
        "zone_width": str(ZONE_WIDTH_DEG),
        "zone": str(zone),
        "central_meridian": str(zone * ZONE_WIDTH_DEG),
        "area_unit": render(f"coordinate.unit_{write.area_unit}", {}, "zh"),
        "precision": str(half_up(10.0**-write.decimals, write.decimals)),
        **write.values,
    }
    lines = [f"[{dialect.header_section}]"]
    lines += [f"{dialect.header[fact][0]}={known.get(fact, '')}" for fact in write.header]
    lines.append(f"[{dialect.parcels_section}]")
    for parcel in parcels:
        lines.append(_parcel_line(parcel, dialect))
        lines += _point_lines(parcel, dialect, zone)
    return write.line_end.join([*lines, ""])


def _parcel_line(parcel: WrittenParcel, dialect: Dialect) -> str:
    write = dialect.write
    corners = sum(len(ring.names) for ring in parcel.rings)
    closing = len(parcel.rings) if write.close_rings and write.count_closing_points else 0
    computed = {
        COUNT: str(corners + closing),
        AREA: str(half_up(_area_m2(parcel, write.decimals) / SQUARE_METRES[write.area_unit], write.area_decimals)),
        KIND: POLYGON_KIND,
        BLANK_FIELD: "",
    }
    fields = [
        "" if name in write.leave_blank else computed.get(name, None) or parcel.value(name) for name in dialect.parcel
    ]
    return ",".join([*fields, dialect.end_mark]) + write.after_end_mark


def _area_m2(parcel: WrittenParcel, decimals: int) -> float:
    """Return the plane area by the coordinates as they are written."""
    areas = [shapely.Polygon(np.round(ring.points, decimals)).area for ring in parcel.rings]
    return sum(-area if ring.is_hole else area for area, ring in zip(areas, parcel.rings, strict=True))


def _point_lines(parcel: WrittenParcel, dialect: Dialect, zone: int) -> list[str]:
    write, layout = dialect.write, dialect.points[0]
    lines = []
    for number, ring in enumerate(parcel.rings, start=1):
        points = placed(ring.points, zone, dialect)
        lengths = ring.edge_lengths_m
        for i in [*range(len(points)), *([0] if write.close_rings else [])]:
            texts = {
                POINT: ring.names[i],
                RING: str(number),
                NORTH: str(half_up(points[i, 1], write.decimals)),
                EAST: str(half_up(points[i, 0], write.decimals)),
                LENGTH: str(half_up(lengths[i], _LENGTH_DECIMALS)),
            }
            lines.append(",".join(texts.get(name, "") for name in layout))
    return lines


def encoded(text: str, parcels: Sequence[WrittenParcel], dialect: Dialect) -> bytes:
    """Return a text in the dialect's encoding.

    Raises
    ------
    InputError
        When the encoding lacks a character, with the parcel and the field that hold it.
    """
    encoding = dialect.write.encoding
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        character = text[error.start]
        for parcel in parcels:
            for name in (NUMBER, *parcel.values):
                if character in parcel.value(name):
                    found = {"parcel": parcel.number or "—", "field": name, "character": character}
                    raise InputError("export_encoding", encoding=dialect.write.encoding_name, **found) from error
        raise InputError(
            "bad_dialect", path=dialect.id, reason=f"{dialect.write.encoding_name}: {character}"
        ) from error


def _dat(parcels: Sequence[WrittenParcel], dialect: Dialect, zone: int) -> str:
    """Return parcels as CASS has points: number, code (the parcel), east, north, height."""
    decimals = dialect.write.decimals
    lines = []
    for parcel in parcels:
        for ring in parcel.rings:
            points = placed(ring.points, zone, dialect)
            for i in [*range(len(points)), 0]:
                east, north = (half_up(value, decimals) for value in points[i])
                lines.append(f"{ring.names[i]},{parcel.value(NUMBER)},{east},{north},0")
    return dialect.write.line_end.join([*lines, ""])


def _list_rows(parcels: Sequence[WrittenParcel], dialect: Dialect, zone: int) -> list[tuple[object, ...]]:
    decimals = dialect.write.decimals
    rows: list[tuple[object, ...]] = []
    for parcel in parcels:
        for number, ring in enumerate(parcel.rings, start=1):
            points = placed(ring.points, zone, dialect)
            for i in [*range(len(points)), 0]:
                east, north = (half_up(value, decimals) for value in points[i])
                rows.append((parcel.value(NUMBER), number, ring.names[i], north, east))
    return rows


def _write_xlsx(path: Path, parcels: Sequence[WrittenParcel], dialect: Dialect, zone: int) -> None:
    workbook = _openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "界址点坐标"
    sheet.append(_HEADS)
    sheet.freeze_panes = "A2"
    number_format = "0." + "0" * dialect.write.decimals if dialect.write.decimals else "0"
    for row, values in enumerate(_list_rows(parcels, dialect, zone), start=2):
        for column, value in enumerate(values, start=1):
            if column > 3:
                sheet.cell(row, column, float(str(value))).number_format = number_format
            else:
                text = _cells.ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
                cell = sheet.cell(row, column, text)
                if isinstance(value, str):
                    # a name that begins with = is a name, no formula
                    cell.data_type = "s"
    for letter, width in zip("ABCDE", (24, 6, 8, 16, 18), strict=True):
        sheet.column_dimensions[letter].width = width
    workbook.save(path)
