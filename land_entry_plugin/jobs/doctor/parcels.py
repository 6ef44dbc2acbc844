# SPDX-License-Identifier: GPL-2.0-or-later
"""The parcels before a screening: ids, shapes, areas, and whether the layers reach them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.engine.area import ellipsoid_area, plane_area
from land_entry_plugin.engine.crs import accepted_crs
from land_entry_plugin.engine.shapes import difference, union
from land_entry_plugin.engine.vertices import points_count, shortest_edge
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.source import blank
from land_entry_plugin.jobs.doctor.attributes import figure
from land_entry_plugin.jobs.doctor.reading import KnownLayer
from land_entry_plugin.roles.catalogue import PARCELS, roles
from land_entry_plugin.roles.data_checks import Severity, field_set
from land_entry_plugin.roles.parcel_codes import parcel_code
from land_entry_plugin.roles.recognition import field_mapping
from land_entry_plugin.rounding import recorded
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from land_entry_plugin.jobs.doctor.collector import Collector
    from land_entry_plugin.jobs.doctor.reading import ReadLayer
    from land_entry_plugin.jobs.doctor.request import CheckRequest
    from land_entry_plugin.roles.data_checks import CheckLimits

# Declared areas by unit (MJDW, by name or by code) in m2.
_UNITS = {"平方米": 1.0, "1": 1.0, "M2": 1.0, "亩": 2000 / 3, "2": 2000 / 3, "公顷": 10_000.0, "3": 10_000.0}


def open_parcels(request: CheckRequest, found: Collector) -> KnownLayer | None:
    """Return the parcel layer, None where it cannot be screened; then why is taken note of.

    Raises
    ------
    InputError
        When it has no field of the wanted name.
    """
    if request.parcels is None:
        return None
    description = request.parcels.describe()
    own = {name.upper(): name for name in description.fields}
    if request.parcel_id and request.parcel_id.upper() not in own:
        raise InputError(
            "unknown_id_field", layer=description.name, field=request.parcel_id, fields=list(description.fields) or "—"
        )
    role = roles()[PARCELS]
    try:
        if not description.holds_polygons:
            raise InputError("not_polygons", layer=description.name, role=both("word.role_parcels", {}))
        crs = accepted_crs(description.crs, description.name)
    except InputError as error:
        reason = {language: error.user_message(language) for language in ("zh", "en")}
        found.add("parcels_not_read", description.name, PARCELS, reason=reason)
        return None
    wanted = request.parcel_id.upper() if request.parcel_id else None
    id_field = own[wanted] if wanted else next((own[name] for name in role.id_fields if name in own), None)
    mapping = field_mapping(role, description.fields)
    mapping |= {key: name for key, name in field_set(PARCELS).besides(description.fields).items() if key not in mapping}
    return KnownLayer(request.parcels, description, role, crs, mapping, id_field)


def parcel_ids(read: ReadLayer) -> list[str]:
    """Return what every parcel is called."""
    if read.layer.id_field is None:
        return [str(position) for position in range(1, len(read.rows.ids) + 1)]
    return [read.feature(row) for row in range(len(read.rows.ids))]


def check_parcels(
    read: ReadLayer,
    admin: shapely.Geometry | None,
    land_use: ReadLayer | None,
    limits: CheckLimits,
    found: Collector,
) -> list[dict[str, Any]]:
    """Take note of what is wrong with parcels besides their shapes, and return a row for each."""
    layer = read.layer.name
    if not len(read.rows.ids):
        found.add("no_parcels", layer, PARCELS)
        return []
    if not read.sound.any():
        found.add("no_sound_parcel", layer, PARCELS, count=len(read.rows.ids))
    ids = parcel_ids(read)
    _check_ids(read, ids, found)
    tree = None if land_use is None else shapely.STRtree(land_use.shapes)
    rows = []
    # a loop: parcels are few beside patches
    for row, parcel_id in enumerate(ids):
        values = _figures(read, row, parcel_id)
        if read.sound[row]:
            _check_declared(read, row, parcel_id, values, limits, found)
            outside = _check_admin(read, row, parcel_id, admin, limits, found)
            if tree is not None and not outside:
                near = land_use.shapes[np.sort(tree.query(read.shapes[row], predicate="intersects"))]
                values["uncovered_m2"] = recorded(_check_covered(read, row, parcel_id, near, limits, found))
        rows.append(values)
    return rows


def _add(read: ReadLayer, found: Collector, kind: str, row: int, parcel_id: str, **values: Any) -> None:
    found.add_row(kind, read, row, feature=parcel_id, **values)


def _check_ids(read: ReadLayer, ids: list[str], found: Collector) -> None:
    rows: dict[str, list[int]] = defaultdict(list)
    field = read.layer.id_field
    for row, parcel_id in enumerate(ids):
        if field is not None and blank(read.rows.columns[field][row]):
            _add(read, found, "parcel_id_blank", row, parcel_id, field=field)
        else:
            rows[parcel_id].append(row)
    for parcel_id, own in rows.items():
        if len(own) > 1:
            names = tuple(f"#{read.rows.ids[row]}" for row in own)
            _add(read, found, "parcel_id_twice", own[0], parcel_id, others=names, count=len(own))
        if field is not None and field.upper() in ("ZDDM", "BDCDYH") and parcel_code(parcel_id) is None:
            _add(read, found, "parcel_code_odd", own[0], parcel_id, field=field)


def _figures(read: ReadLayer, row: int, parcel_id: str) -> dict[str, Any]:
    """Return what a parcel measures."""
    stored = read.stored[row]
    is_there = stored is not None and read.shapes[row] is not None
    rings = shapely.get_num_interior_rings(shapely.get_parts(stored)) if is_there else np.zeros(0)
    sound = bool(read.sound[row])
    return {
        "parcel_id": parcel_id,
        "row": row + 1,
        "points": int(points_count(np.array([stored], dtype=object))[0]) if is_there else None,
        "parts": int(shapely.get_num_geometries(stored)) if is_there else None,
        "holes": int(rings.sum()) if is_there else None,
        "shortest_edge_m": recorded(shortest_edge(read.shapes[row])) if is_there else None,
        "area_plane_m2": recorded(float(plane_area(read.shapes[row : row + 1])[0])) if sound else None,
        "area_ellipsoid_m2": recorded(float(read.areas[row])) if sound else None,
        "declared_m2": recorded(_declared(read, row)),
        "uncovered_m2": None,
        "fault": str(read.broken[row]) if row in read.broken else "misplaced" if read.misplaced[row] else None,
    }


def _declared(read: ReadLayer, row: int) -> float | None:
    """Return the parcel's declared area, None where there is none or its unit is not known."""
    column, units = read.column("ZDMJ"), read.column("MJDW")
    area = None if column is None else figure(column[row])
    if area is None or area <= 0:
        return None
    unit = "" if units is None or blank(units[row]) else str(units[row]).strip().upper().removesuffix(".0")
    return area * _UNITS[unit] if unit in _UNITS else area if not unit else None


def _check_declared(
    read: ReadLayer, row: int, parcel_id: str, values: dict[str, Any], limits: CheckLimits, found: Collector
) -> None:
    declared, area = values["declared_m2"], values["area_plane_m2"]
    if declared is None or not area:
        return
    if abs(declared - area) > max(limits.area_share * area, limits.area_rounding_m2):
        share = abs(declared / area - 1)
        _add(read, found, "parcel_area_differs", row, parcel_id, area_m2=area, declared_m2=declared, share=share)


def _outside(read: ReadLayer, shape: shapely.Geometry) -> tuple[float, float]:
    """Return area on the ellipsoid and mean width."""
    if shapely.is_empty(shape):
        return 0.0, 0.0
    area = float(ellipsoid_area(np.array([shape]), read.plane)[0])
    return area, 2 * area / max(float(shapely.length(shape)), 1e-9)


def _check_admin(
    read: ReadLayer, row: int, parcel_id: str, admin: shapely.Geometry | None, limits: CheckLimits, found: Collector
) -> bool:
    """Return whether a parcel lies wholly outside the administrative area; take note of that and of parts outside."""
    if admin is None:
        return False
    beyond = difference(read.shapes[row], admin)
    area, width = _outside(read, beyond)
    if area >= read.areas[row] - limits.touch_area_m2:
        _add(read, found, "parcel_outside", row, parcel_id, area_m2=area)
        return True
    if area > limits.touch_area_m2 and width > limits.touch_width_m:
        _add(read, found, "parcel_partly_outside", row, parcel_id, area_m2=area, place=beyond)
    return False


def _check_covered(
    read: ReadLayer, row: int, parcel_id: str, near: np.ndarray, limits: CheckLimits, found: Collector
) -> float:
    """Return what of a parcel the land survey leaves open; take note of it."""
    open_ = difference(read.shapes[row], union(list(near)))
    area, width = _outside(read, open_)
    if area > limits.touch_area_m2 and width > limits.touch_width_m:
        is_large = area >= limits.sliver_area_m2 and width >= limits.sliver_width_m
        grave = None if is_large else Severity.WARNING
        _add(read, found, "parcel_uncovered", row, parcel_id, grave=grave, area_m2=area, place=open_)
    return area
