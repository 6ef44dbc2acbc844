# SPDX-License-Identifier: GPL-2.0-or-later
"""The candidate parcels: ids, shapes, declared facts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from land_entry_plugin.engine.crs import planes_of_parcels, project
from land_entry_plugin.engine.repair import Fault, FaultKind, shape_faults
from land_entry_plugin.engine.shapes import from_wkb
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.source import blank
from land_entry_plugin.jobs.placed import crs_of
from land_entry_plugin.roles.catalogue import PARCELS, roles
from land_entry_plugin.roles.recognition import field_mapping
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    import pyproj

    from land_entry_plugin.engine.crs import Plane
    from land_entry_plugin.files.source import LayerDescription, Rows, Source

ROW_NUMBER = "row_number"


@dataclass(frozen=True)
class Parcels:
    """The parcel layer, read.

    Attributes
    ----------
    description : LayerDescription
    crs : pyproj.CRS
    rows : Rows
        With all of the layer's fields.
    id_field : str
        The field that gave the ids, or ``row_number``.
    id_was_named : bool
        Whether the user named that field.
    ids : list of str
    id_is_blank : list of bool
    rows_of_id : dict of str to tuple of int
        Row positions, from 1.
    geometry : ndarray of shapely geometries, shape (n,)
        As stored, 2D, in ``crs``; None where null.
    faults : list of Fault or None
    planes : list of Plane or None
    facts : dict
        Standard field name: the layer's own, for the declared facts.
    """

    description: LayerDescription
    crs: pyproj.CRS
    rows: Rows
    id_field: str
    id_was_named: bool
    ids: list[str]
    id_is_blank: list[bool]
    rows_of_id: dict[str, tuple[int, ...]]
    geometry: np.ndarray
    faults: list[Fault | None]
    planes: list[Plane | None]
    facts: dict[str, str]

    def declared(self, row: int) -> dict[str, Any]:
        """Return the declared facts of a parcel, None where blank."""
        values = {standard: self.rows.columns[own][row] for standard, own in self.facts.items()}
        return {standard: None if blank(value) else _text(value) for standard, value in values.items()}


def read_parcels(source: Source, id_field: str | None) -> Parcels:
    """Return the parcels of a layer.

    Raises
    ------
    InputError
        When the layer has no CRS, another datum, no parcels, or no field of the wanted name.
    """
    description = source.describe()
    if not description.holds_polygons:
        raise InputError("not_polygons", layer=description.name, role=both("word.role_parcels", {}))
    crs = crs_of(description)
    field = _id_field(description, id_field)
    rows = source.rows(description.fields)
    if not len(rows.ids):
        raise InputError("no_parcels", layer=description.name)
    ids, is_blank = _ids(rows, field)
    rows_of_id: dict[str, list[int]] = defaultdict(list)
    for position, parcel_id in enumerate(ids, start=1):
        rows_of_id[parcel_id].append(position)
    geometry = from_wkb(rows.wkb)
    faults = [
        Fault(FaultKind.INVALID, reason="WKB") if shape is None and wkb is not None else fault
        for shape, wkb, fault in zip(
            geometry, rows.wkb, shape_faults(geometry, in_metres=not crs.is_geographic), strict=True
        )
    ]
    sound = np.where([fault is None for fault in faults], geometry, None)
    planes = planes_of_parcels(sound, crs)
    for row, plane in enumerate(planes):
        if plane is None and faults[row] is None:
            faults[row] = Fault(FaultKind.MISPLACED, reason=crs.name)
    return Parcels(
        description=description,
        crs=crs,
        rows=rows,
        id_field=field or ROW_NUMBER,
        id_was_named=id_field is not None,
        ids=ids,
        id_is_blank=is_blank,
        rows_of_id={parcel_id: tuple(positions) for parcel_id, positions in rows_of_id.items()},
        geometry=geometry,
        faults=faults,
        planes=planes,
        facts=field_mapping(roles()[PARCELS], description.fields),
    )


def _id_field(description: LayerDescription, wanted: str | None) -> str | None:
    own = {name.upper(): name for name in description.fields}
    if wanted:
        if wanted.upper() not in own:
            raise InputError(
                "unknown_id_field", layer=description.name, field=wanted, fields=list(description.fields) or "—"
            )
        return own[wanted.upper()]
    return next((own[name] for name in roles()[PARCELS].id_fields if name in own), None)


def _text(value: object) -> str:
    """Return a value as text; a code that a table keeps as a floating number without its point."""
    return str(int(value) if isinstance(value, float) and value.is_integer() else value).strip()


def _ids(rows: Rows, field: str | None) -> tuple[list[str], list[bool]]:
    """Return an id for every row, and whether the layer gave none."""
    if field is None:
        return [str(position) for position in range(1, len(rows.ids) + 1)], [False] * len(rows.ids)
    ids, is_blank = [], []
    for position, value in enumerate(rows.columns[field], start=1):
        is_blank.append(blank(value))
        if blank(value):
            ids.append(f"row {position}")
        else:
            ids.append(_text(value))
    return ids, is_blank


def in_plane(parcels: Parcels, rows: np.ndarray, plane: Plane) -> np.ndarray:
    """Return the shapes of some parcels, projected to a plane."""
    return project(parcels.geometry[rows], parcels.crs, plane.crs)
