# SPDX-License-Identifier: GPL-2.0-or-later
"""``importcoordinates``: a coordinate file becomes a layer of parcels, and what is odd in it is said."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj

from land_entry_plugin.engine.area import plane_area
from land_entry_plugin.engine.crs import planes_of_parcels, project
from land_entry_plugin.files.coordinates.declared import (
    LAWFUL_DIFFERENCE_PERCENT,
    DeclaredArea,
    declared_area,
    declared_number,
    difference_percent,
)
from land_entry_plugin.files.coordinates.decode import plain_text
from land_entry_plugin.files.coordinates.dialect import dialect_of
from land_entry_plugin.files.coordinates.model import AREA, LAND_CLASS, NAME, NUMBER, SHEET, USE, Note
from land_entry_plugin.files.coordinates.reading import coordinate_batches
from land_entry_plugin.files.coordinates.understand import ring_starts
from land_entry_plugin.files.outputs import LAYER_FORMATS, all_or_none, check_not_input, check_output
from land_entry_plugin.files.tables import Table, append_rows, write_tables
from land_entry_plugin.jobs.spoken import MOST_OF_A_KIND, Spoken, spoken
from land_entry_plugin.rounding import recorded, rounded_up
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from land_entry_plugin.files.coordinates.model import ReadParcel
    from land_entry_plugin.files.coordinates.understand import CoordinateFile

# Rows of layers are in the language of the sheets.
LANGUAGE = "zh"
LAYER = "parcels"
_NAME_SEPARATOR = ","


class Importing:
    """A coordinate file on its way to a layer: a table for some parcels at a time."""

    def __init__(self, file: Path, dialect: str | None, crs: str | None, most_of_a_kind: int | None) -> None:
        """Take what ``importcoordinates`` takes, and how many notes of a kind are kept."""
        self._batches = coordinate_batches(file, dialect_of(dialect) if dialect else None, crs)
        self._found, self._odd_areas = Spoken(most_of_a_kind), Spoken(most_of_a_kind)
        self._most = most_of_a_kind
        self._read: Counter[tuple[str, str]] = Counter()
        self._usual: str | None = None
        self._count = 0
        self._last: CoordinateFile | None = None

    def tables(self) -> Iterator[Table]:
        """Yield the parcels as rows of a layer."""
        for found in self._batches:
            areas = _areas(found)
            declared, odd, read = _declared(found, areas, self._usual)
            self._count += len(found.parcels)
            self._last = found
            self._found.add(found.notes)
            self._odd_areas.add(odd)
            self._read += read
            units = {unit for unit, _ in self._read}
            self._usual = units.pop() if len(units) == 1 else None
            if found.parcels:
                yield _table(found, areas, declared, (*found.notes, *odd))

    def note_dropped(self, table: Table, columns: Collection[str]) -> None:
        """Say at which line a field appears that the layer has no column for."""
        for name in (name for name, _ in table.columns if name not in columns):
            lines = [row["source_line"] for row in table.rows if row.get(name) is not None]
            self._found.add([Note("field_dropped", {"line": line, "field": name}) for line in lines])

    def spoken(self) -> Spoken:
        """Return what is to be said once all tables were taken, the summary first."""
        spoken = Spoken(self._most)
        spoken.add([_summary(self._last, self._count)])
        for part in (self._found, Spoken.of(_told(self._read)), self._odd_areas):
            spoken.take(part)
        return spoken

    def notes(self) -> tuple[Note, ...]:
        """Return the notes that were kept, the summary first."""
        return tuple(self.spoken().notes)


@dataclass(frozen=True)
class Imported:
    """A coordinate file as a layer.

    Attributes
    ----------
    table : Table
        The parcels, in the file's coordinate system.
    notes : tuple of Note
        What was found out and what is odd, the summary first.
    """

    table: Table
    notes: tuple[Note, ...]

    def sentences(self, language: str) -> list[str]:
        """Return what is said aloud, in ``"zh"`` or ``"en"``."""
        return spoken(self.notes, language)


def importcoordinates(file: Path, dialect: str | None = None, crs: str | None = None) -> Imported:
    """Return the parcels of a coordinate file.

    Parameters
    ----------
    file : Path
        ``.txt``, ``.dat`` (CASS), ``.csv``, ``.xlsx``, ``.kml``, ``.kmz`` or ``.dxf``.
    dialect : str or None
        Id of a dialect of text files, or the path of one's own (YAML); None to find out.
    crs : str or None
        What the coordinates are in, where the file does not say.

    Raises
    ------
    InputError
        When the file cannot be read, says too little or contradicts itself: with file, line and what to do.
    """
    importing = Importing(file, dialect, crs, most_of_a_kind=None)
    tables = list(importing.tables())
    return Imported(_together(tables), importing.notes())


def import_to_file(file: Path, output: Path, dialect: str | None = None, crs: str | None = None) -> Spoken:
    """Write the parcels of a coordinate file to a GeoPackage as they are read; what is to be said comes back.

    Other formats cannot be added to: for them all parcels are held at once.

    Raises
    ------
    InputError
        When the file cannot be read or the layer not be written; nothing is left behind then.
    """
    if output.suffix.lower() != ".gpkg":
        imported = importcoordinates(file, dialect, crs)
        write_imported(imported, output)
        return Spoken.of(imported.notes)
    importing = Importing(file, dialect, crs, most_of_a_kind=MOST_OF_A_KIND)
    tables = importing.tables()
    # most files that are refused are refused here: then not even a folder is made
    first = next(tables)
    columns = [name for name, _ in first.columns]
    with all_or_none([output]) as parts:
        write_tables(parts[output], [first])
        for table in tables:
            importing.note_dropped(table, columns)
            append_rows(parts[output], replace(table, columns=[(one, _kind_of(table, one)) for one in columns]))
    return importing.spoken()


def _kind_of(table: Table, name: str) -> type:
    return dict(table.columns).get(name, str)


def _together(tables: list[Table]) -> Table:
    if len(tables) == 1:
        return tables[0]
    # the longest list of a batch's own fields stands where the others' do
    columns = dict(column for table in sorted(tables, key=lambda one: -len(one.columns)) for column in table.columns)
    rows = [row for table in tables for row in table.rows]
    return replace(
        tables[0], columns=list(columns.items()), rows=rows, geometry=np.concatenate([t.geometry for t in tables])
    )


def write_imported(imported: Imported, output: Path) -> None:
    """Write the layer, whole or not at all.

    Raises
    ------
    InputError
        When it cannot be written.
    """
    with all_or_none([output]) as parts:
        write_tables(parts[output], [imported.table])


def check_import_output(file: Path, output: Path) -> None:
    """Say before any work is done why the layer could not be written.

    Raises
    ------
    InputError
        For a format that is no layer's, a place that cannot be written, or the file itself.
    """
    check_output(output, LAYER_FORMATS)
    check_not_input(output, [file.resolve()])


def _summary(found: CoordinateFile, count: int) -> Note:
    values = {"format": found.reading.format, "count": count, "crs": _short(found.crs)}
    if found.reading.encoding is None:
        return Note("summary_unencoded", values)
    return Note("summary", values | {"encoding": found.reading.encoding})


def _short(crs: str) -> str:
    """Return a CRS as a person reads it."""
    name = pyproj.CRS.from_user_input(crs).name
    return f"{crs} {name}" if len(crs) < 20 else name


def _areas(found: CoordinateFile) -> np.ndarray:
    """Return plane areas by the coordinates as given; of those in degrees, in the parcel's 3-degree zone."""
    shapes = np.array([parcel.geometry for parcel in found.parcels], dtype=object)
    if not found.is_geographic:
        return plane_area(shapes)
    crs = pyproj.CRS.from_user_input(found.crs)
    planes = planes_of_parcels(shapes, crs)
    return np.array(
        [
            plane_area(project(shapes[i : i + 1], crs, plane.crs))[0] if plane else np.nan
            for i, plane in enumerate(planes)
        ]
    )


def _declared(
    found: CoordinateFile, areas: np.ndarray, usual: str | None
) -> tuple[list[DeclaredArea | None], list[Note], Counter[tuple[str, str]]]:
    """Return the declared areas, what is odd about them, and how often each unit was told by what.

    ``usual`` is the unit of the parcels before these, where all have the same.
    """
    result = [_declared_area(parcel, float(area), None) for parcel, area in zip(found.parcels, areas, strict=True)]
    units = {area.unit for area in result if area is not None and area.unit is not None}
    unit = usual or (next(iter(units)) if len(units) == 1 else None)
    if unit is not None:
        result = [
            _declared_area(parcel, float(area), unit) if own is not None and own.unit is None else own
            for parcel, area, own in zip(found.parcels, areas, result, strict=True)
        ]
    notes: list[Note] = []
    read: Counter[tuple[str, str]] = Counter()
    for i, (parcel, area, computed) in enumerate(zip(found.parcels, result, areas, strict=True)):
        if area is None:
            continue
        values = {"line": parcel.block.line, "text": area.text, "computed": computed}
        if area.unit is None:
            is_number = declared_number(plain_text(area.text)) is not None
            notes.append(Note("area_open" if is_number else "area_no_number", values, i, found.reading.unit))
            continue
        read[area.unit, area.told_by] += 1
        percent = difference_percent(area.area_m2, float(computed))
        if percent is not None and abs(percent) > LAWFUL_DIFFERENCE_PERCENT:
            values = values | {"declared": area.area_m2, "percent": str(rounded_up(abs(percent)))}
            notes.append(Note("area_differs", values, i, found.reading.unit))
    return result, notes, read


def _told(read: Counter[tuple[str, str]]) -> list[Note]:
    return [
        Note("area_read", {"unit": _word(f"unit_{unit}"), "told_by": _word(f"told_by_{told_by}"), "count": count})
        for (unit, told_by), count in sorted(read.items())
    ]


def _declared_area(parcel: ReadParcel, computed_m2: float, usual_unit: str | None) -> DeclaredArea | None:
    text = parcel.block.values.get(AREA)
    if text is None:
        return None
    return declared_area(text, plain_text(text), parcel.block.header.get("area_unit"), computed_m2, usual_unit)


def _word(name: str) -> dict[str, str]:
    return both(f"coordinate.{name}", {})


def _table(
    found: CoordinateFile, areas: np.ndarray, declared: list[DeclaredArea | None], notes: tuple[Note, ...]
) -> Table:
    own = found.reading.extra_fields
    remarks = defaultdict(list)
    for note in notes:
        if note.parcel is not None:
            remarks[note.parcel].append(note.sentence(LANGUAGE))
    rows = [
        _row(parcel, float(area), stated, own) | {"remarks": "".join(remarks[i]) or None}
        for i, (parcel, area, stated) in enumerate(zip(found.parcels, areas, declared, strict=True))
    ]
    columns: list[tuple[str, type]] = [(name, str) for name in (NUMBER, NAME, USE, SHEET, LAND_CLASS, *own, AREA)]
    columns += [
        ("declared_area_m2", float),
        ("declared_area_unit", str),
        ("area_plane_m2", float),
        ("area_difference_percent", float),
        ("point_names", str),
        ("ring_starts", str),
        ("source_line", int),
        ("remarks", str),
    ]
    shapes = np.empty(len(rows), dtype=object)
    shapes[:] = [parcel.geometry for parcel in found.parcels]
    return Table(LAYER, columns, rows, shapes, found.crs)


def _row(parcel: ReadParcel, area_m2: float, stated: DeclaredArea | None, own: tuple[str, ...]) -> dict[str, Any]:
    values = parcel.block.values
    names = [name for ring in parcel.rings for name in ring.names]
    has_area = stated is not None and stated.area_m2 is not None
    return {
        **{name: values.get(name) for name in (NUMBER, NAME, USE, SHEET, LAND_CLASS, AREA, *own)},
        "declared_area_m2": recorded(stated.area_m2) if has_area else None,
        "declared_area_unit": stated.unit if stated is not None else None,
        "area_plane_m2": None if np.isnan(area_m2) else recorded(area_m2),
        "area_difference_percent": recorded(difference_percent(stated.area_m2, area_m2)) if has_area else None,
        "point_names": _NAME_SEPARATOR.join(name or "" for name in names) if any(names) else None,
        "ring_starts": _NAME_SEPARATOR.join(str(start) for start in ring_starts(parcel.rings)),
        "source_line": parcel.block.line,
    }
