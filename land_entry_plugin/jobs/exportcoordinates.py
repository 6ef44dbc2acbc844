# SPDX-License-Identifier: GPL-2.0-or-later
"""``exportcoordinates``: parcels become a coordinate file that reads back as it was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING

import numpy as np
import pyproj
import shapely

from land_entry_plugin.engine.boundary_points import numbered_rings
from land_entry_plugin.engine.crs import (
    CGCS2000,
    ZONE_OVERLAP_DEG,
    ZONE_WIDTH_DEG,
    planes_of_parcels,
    project,
    transformer,
)
from land_entry_plugin.engine.zones import PREFIX_UNIT_M
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.coordinates.dialect import Dialect, dialect_of
from land_entry_plugin.files.coordinates.model import NUMBER, Note
from land_entry_plugin.files.coordinates.reading import coordinate_batches
from land_entry_plugin.files.coordinates.write import WRITABLE, WrittenParcel, placed, write_points
from land_entry_plugin.files.outputs import all_or_none, check_not_input, check_output
from land_entry_plugin.files.source import blank
from land_entry_plugin.jobs.parcels import ROW_NUMBER, Parcels, read_parcels
from land_entry_plugin.jobs.spoken import spoken
from land_entry_plugin.texts import LANGUAGES, both, has_text

if TYPE_CHECKING:
    from pathlib import Path

    from land_entry_plugin.engine.crs import Plane
    from land_entry_plugin.engine.repair import Fault
    from land_entry_plugin.files.source import Source

# Beyond half of the last digit, what double precision leaves of an easting with a zone number.
_ARITHMETIC_M = 1e-6
# A sentence that names more is not read.
_MOST_NAMED = 20


@dataclass(frozen=True)
class Exported:
    """Parcels ready to be written.

    Attributes
    ----------
    parcels : tuple of WrittenParcel
    dialect : Dialect
    zone : int
        The 3-degree zone.
    day : date
        Of the file's header.
    notes : tuple of Note
    """

    parcels: tuple[WrittenParcel, ...]
    dialect: Dialect
    zone: int
    day: date
    notes: tuple[Note, ...]

    def sentences(self, language: str, file: Path) -> list[str]:
        """Return what is said aloud of the file, in ``"zh"`` or ``"en"``."""
        kind = file.suffix.lower().removeprefix(".")
        # a list of points is in no dialect
        own = {} if kind == "txt" else {"format": both(f"coordinate.format_{kind}", {})}
        notes = [replace(note, values=note.values | own) if "format" in note.values else note for note in self.notes]
        return spoken(tuple(notes), language)


def exportcoordinates(
    parcels: Source, parcel_id: str | None = None, dialect: str | None = None, day: date | None = None
) -> Exported:
    """Return parcels with numbered boundary points, in one CGCS2000 3-degree zone.

    Parameters
    ----------
    parcels : Source
    parcel_id : str or None
        The field with the parcel numbers.
    dialect : str or None
        Id of a dialect, or the path of one's own (YAML); the national one where None.
    day : date or None
        Of the file's header; today where None.

    Raises
    ------
    InputError
        When a parcel has no usable shape, or parcels lie too far apart for one zone.
    """
    chosen = dialect_of(dialect)
    read = read_parcels(parcels, parcel_id)
    _check_shapes(read)
    plane = _common_plane(read)
    shapes = project(read.geometry, read.crs, plane.crs)
    prefix = plane.zone * PREFIX_UNIT_M if plane.has_zone_prefix else 0.0
    notes = []
    if read.crs != plane.crs:
        notes.append(Note("moved_to_plane", {"source": read.crs.name, "crs": plane.crs.name}))
    written = []
    for row, shape in enumerate(shapes):
        number = None if read.id_is_blank[row] else read.ids[row]
        # numbered by the eastings without the zone number: the longer number has fewer digits left after the point
        rings = numbered_rings(shapely.transform(shape, lambda points: points - [prefix, 0.0]))
        parcel = WrittenParcel(number, _values(read, row, chosen), rings)
        notes += _on_changes(parcel)
        written.append(parcel)
    values = {
        "format": chosen.title,
        "count": len(written),
        "crs": f"CGCS2000 3° {plane.zone}",
        "decimals": chosen.write.decimals,
    }
    notes.insert(0, Note("written", values))
    return Exported(tuple(written), chosen, plane.zone, day or date.today(), tuple(notes))


def check_export_output(parcels: Source, file: Path) -> None:
    """Say before any work is done why the file could not be written.

    Raises
    ------
    InputError
        For a format that is none of coordinate files, a place that cannot be written, or the parcels' own file.
    """
    check_output(file, WRITABLE)
    path = parcels.describe().path
    check_not_input(file, [type(file)(path)] if path else [])


def write_exported(exported: Exported, file: Path) -> None:
    """Write the file, whole or not at all: it is read back first and held against the parcels.

    Raises
    ------
    InputError
        When it cannot be written, lacks a character, or does not come back as it was.
    """
    with all_or_none([file]) as parts:
        part = parts[file]
        write_points(part, exported.parcels, exported.dialect, exported.zone, exported.day)
        _check_reading(exported, part)


def _check_shapes(read: Parcels) -> None:
    """Raise InputError with every parcel that has no usable shape: a file that lacks parcels is no delivery."""
    faulty = [row for row, fault in enumerate(read.faults) if fault is not None]
    if len(faulty) == 1:
        raise InputError("export_shape", parcel=read.ids[faulty[0]], reason=_reason(read.faults[faulty[0]]))
    if faulty:
        named = {
            language: [f"{read.ids[row]} ({_reason(read.faults[row])[language]})" for row in faulty[:_MOST_NAMED]]
            for language in LANGUAGES
        }
        raise InputError("export_shapes", count=len(faulty), parcels=named)


def _reason(fault: Fault) -> dict[str, str]:
    text_id = f"coordinate.fault_{fault.kind}"
    edges = [" / ".join(pair) for pair in fault.edges[:3]]
    return both(text_id, {"edges": edges}) if has_text(text_id) else dict.fromkeys(LANGUAGES, fault.reason)


def _common_plane(read: Parcels) -> Plane:
    """Return the one plane for all parcels: theirs, or that of the middle where each still lies near enough."""
    planes = set(read.planes)
    if len(planes) == 1:
        return planes.pop()
    bounds = shapely.bounds(read.geometry)
    around = shapely.box(*bounds[:, :2].min(axis=0), *bounds[:, 2:].max(axis=0))
    (plane,) = planes_of_parcels(np.array([around], dtype=object), read.crs)
    middle = (bounds[:, :2] + bounds[:, 2:]) / 2
    to_geographic = transformer(read.crs, pyproj.CRS.from_user_input(CGCS2000))
    longitudes, _ = to_geographic.transform(middle[:, 0], middle[:, 1])
    off = np.abs(np.asarray(longitudes) - plane.central_meridian_deg)
    far = np.flatnonzero(off > ZONE_WIDTH_DEG / 2 + ZONE_OVERLAP_DEG)
    if len(far):
        raise InputError("export_zones", parcels=[read.ids[row] for row in far[:5]])
    return plane


def _values(read: Parcels, row: int, dialect: Dialect) -> dict[str, str | None]:
    """Return the other fields of a parcel, each from the first of its fields that the layer has."""
    own = {name.upper(): name for name in read.description.fields}
    values: dict[str, str | None] = {}
    for field, names in dialect.write.fields.items():
        found = next((own[name.upper()] for name in names if name.upper() in own), None)
        if field in dialect.parcel and found is not None:
            value = read.rows.columns[found][row]
            values[field] = None if blank(value) else str(value).strip()
    return values


def _on_changes(parcel: WrittenParcel) -> list[Note]:
    texts = {NUMBER: parcel.number, **parcel.values}
    return [
        Note("value_changed", {"parcel": parcel.number or ROW_NUMBER, "field": name, "text": parcel.value(name)})
        for name, text in texts.items()
        if text is not None and parcel.value(name) != text.strip()
    ]


def _check_reading(exported: Exported, part: Path) -> None:
    """Raise InputError where the file that was written does not say what was to be written."""
    dialect = exported.dialect
    limit = 0.5 * 10.0**-dialect.write.decimals + _ARITHMETIC_M
    batches = coordinate_batches(part, dialect if part.suffix.lower() == ".txt" else None)
    read = (parcel for batch in batches for parcel in batch.parcels)
    for i, (parcel, found) in enumerate(zip_longest(exported.parcels, read)):
        same = parcel is not None and found is not None and len(found.rings) == len(parcel.rings)
        pairs = zip(found.rings, parcel.rings, strict=True) if same else ()
        for back, ring in pairs:
            wanted = placed(ring.points, exported.zone, dialect)
            same = same and back.points.shape == wanted.shape and bool(np.abs(back.points - wanted).max() <= limit)
        if not same:
            number = parcel.number if parcel is not None else None
            raise InputError("export_differs", parcel=number or str(i + 1), dialect=dialect.title)
