# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether layers lie where their CRS says: one that is wholly elsewhere, or nowhere, is not free of conflict."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj
import shapely

from land_entry_plugin.engine.crs import CGCS2000, accepted_crs, transformer
from land_entry_plugin.engine.placement import (
    ELSEWHERE_KM,
    MOST_DEFORMATION,
    Extent,
    distance_km,
    fitting_zone,
    geographic_extent,
    length_deformation,
    looks_like,
    misplaced,
)
from land_entry_plugin.engine.zones import stated_crs
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.source import shapeless_count
from land_entry_plugin.roles.catalogue import ADMIN_AREA, LAND_USE, PARCELS
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from land_entry_plugin.files.source import LayerDescription
    from land_entry_plugin.jobs.candidates import RoleLayer
    from land_entry_plugin.jobs.layers import ChosenLayers
    from land_entry_plugin.jobs.parcels import Parcels

    Note = tuple[str, dict[str, Any]]

_CM_PER_KM = 1e5


@dataclass
class Placed:
    """What was found.

    Attributes
    ----------
    chosen : ChosenLayers
        Without the layers that lie elsewhere.
    notes : dict of str to list of (str, dict)
        Ids and values of sentences, by what records call the layer.
    roles : frozenset of str
        Roles of which a layer lies elsewhere, wholly or in part: what they leave free is not free of conflict.
    shapeless : frozenset of str
        Roles of lines and rights of which some features have no shape: they may lie anywhere.
    """

    chosen: ChosenLayers
    notes: dict[str, list[tuple[str, dict[str, Any]]]] = field(default_factory=dict)
    roles: frozenset[str] = frozenset()
    shapeless: frozenset[str] = frozenset()


def crs_of(description: LayerDescription) -> pyproj.CRS:
    """Return the CRS of a layer if parcels may be compared in it.

    Raises
    ------
    InputError
        When it has none, with what its coordinates look like; when it is on another datum, and no way is given.
    """
    if not description.crs and description.extent is not None:
        seen = looks_like(description.extent)
        values: dict[str, Any] = {"layer": description.name}
        if seen.is_swapped:
            raise InputError("no_crs_swapped", **values)
        if seen.code:
            raise InputError("no_crs_looks_like", **values, looks=named_crs(seen.code))
        if seen.kind == "plain":
            raise InputError("no_crs_plain", **values)
        if seen.kind == "mixed":
            raise InputError("no_crs_mixed", **values)
    return accepted_crs(description.crs, description.name, description.wishes.transformation)


def placed(chosen: ChosenLayers, parcels: Parcels) -> Placed:
    """Return the layers without those of lines and rights that lie wholly elsewhere, and what is to be said."""
    result = Placed(chosen)
    boxes = {key: _box(layer.description, layer.crs) for key, layer in chosen.layers.items()}
    own = _parcels_box(parcels)
    references = {key: boxes[key] for key in (LAND_USE, ADMIN_AREA) if boxes.get(key) is not None}
    if own is not None:
        references[PARCELS] = own
    _note_parcels(result, parcels, own, {key: box for key, box in references.items() if key != PARCELS})
    for key, layer in chosen.layers.items():
        others = [box for name, box in references.items() if name != key]
        shapeless = 0 if layer.role.gap_free else shapeless_count(layer.source)
        if 0 < shapeless < layer.description.feature_count:
            values = {"count": shapeless, "total": layer.description.feature_count}
            result.notes.setdefault(key, []).append(("some_no_shape", values))
            result.shapeless |= {layer.role.id}
        reason = _elsewhere(layer, boxes[key], others, shapeless)
        if reason is None:
            continue
        text_id, values = reason
        if text_id != "no_shapes" and _reaches(layer.description.extent, parcels, layer.crs):
            told = both(f"reading.{text_id}", values)
            result.notes.setdefault(key, []).append(("partly_elsewhere", {"reason": told}))
            result.roles |= {layer.role.id}
        elif layer.role.gap_free or layer.role.id == ADMIN_AREA:
            # what it does not cover is open anyhow: only the reason has to be said
            result.notes.setdefault(key, []).append(reason)
        else:
            result.chosen = result.chosen.without(layer, both(f"reading.{text_id}", values))
            result.roles |= {layer.role.id}
    return result


def _elsewhere(layer: RoleLayer, box: Extent | None, others: list[Extent], shapeless: int) -> Note | None:
    """Return why the coordinates of a layer cannot be right, None where they may be."""
    description = layer.description
    if not description.feature_count:
        return None
    if shapeless >= description.feature_count:
        return "no_shapes", {"layer": description.name, "count": description.feature_count}
    if not _is_known(description.extent):
        return None
    values: dict[str, Any] = {"layer": description.name, "crs": layer.crs.name}
    fault = misplaced(description.extent, layer.crs)
    if fault is not None:
        return fault.kind, values | {"looks": named_crs(fault.code) if fault.code else None}
    distances = [distance_km(box, other) for other in others] if box is not None else []
    if distances and min(distances) > ELSEWHERE_KM:
        zone = next((zone for other in others if (zone := fitting_zone(description.extent, layer.crs, other))), None)
        text_id = "other_meridian" if zone else "far_away"
        return text_id, values | {"km": round(min(distances)), "looks": named_crs(zone) if zone else None}
    return None


def _note_parcels(result: Placed, parcels: Parcels, own: Extent | None, references: dict[str, Extent]) -> None:
    """Say what is amiss with the places of the parcels themselves."""
    notes: list[Note] = []
    values = {"layer": parcels.description.name, "crs": parcels.crs.name}
    extent = _extent(parcels.geometry)
    fault = None if extent is None else misplaced(extent, parcels.crs)
    if fault is not None:
        notes.append((fault.kind, values | {"looks": named_crs(fault.code) if fault.code else None}))
    elif own is not None and references:
        nearest = min(distance_km(own, box) for box in references.values())
        if nearest > ELSEWHERE_KM:
            zone = next((zone for box in references.values() if (zone := fitting_zone(extent, parcels.crs, box))), None)
            text_id = "other_meridian" if zone else "far_away"
            notes.append((text_id, values | {"km": round(nearest), "looks": named_crs(zone) if zone else None}))
    outside = _outside(parcels, references.get(ADMIN_AREA))
    if outside:
        notes.append(("parcels_outside_admin_area", {"parcels": outside, "count": len(outside)}))
    stretched = _stretched(parcels)
    if stretched:
        ids, most = stretched
        notes.append(
            ("length_deformation", {"parcels": ids, "count": len(ids), "cm_per_km": round(most * _CM_PER_KM, 1)})
        )
    if notes:
        result.notes[PARCELS] = notes


def _outside(parcels: Parcels, admin: Extent | None) -> list[str]:
    """Return the parcels that lie wholly outside the extent of the administrative area."""
    if admin is None:
        return []
    found = []
    for row, shape in enumerate(parcels.geometry):
        if parcels.planes[row] is not None:
            box = geographic_extent(tuple(shapely.bounds(shape)), parcels.crs)
            if box is not None and distance_km(box, admin) > 0:
                found.append(parcels.ids[row])
    return sorted(found)


def _stretched(parcels: Parcels) -> tuple[list[str], float] | None:
    """Return the parcels in whose plane lengths are off by more than 2.5 cm a kilometre, and the most of them."""
    ratios = np.zeros(len(parcels.ids))
    bounds = shapely.bounds(parcels.geometry)
    for plane in {plane for plane in parcels.planes if plane is not None}:
        rows = np.flatnonzero([own == plane for own in parcels.planes])
        middle = shapely.get_coordinates(shapely.centroid(shapely.box(*bounds[rows].T)))
        if parcels.crs != plane.crs:
            # parcels in degrees or in another zone: where they lie in the plane they are measured in
            from_own = transformer(parcels.crs, plane.crs)
            middle = np.column_stack(from_own.transform(middle[:, 0], middle[:, 1]))
        ratios[rows] = length_deformation(middle, plane)
    found = {parcels.ids[row]: float(ratios[row]) for row in np.flatnonzero(ratios > MOST_DEFORMATION).tolist()}
    return (sorted(found), max(found.values())) if found else None


def _parcels_box(parcels: Parcels) -> Extent | None:
    sound = [shape for shape, plane in zip(parcels.geometry, parcels.planes, strict=True) if plane is not None]
    extent = _extent(np.array(sound, dtype=object))
    return None if extent is None else geographic_extent(extent, parcels.crs)


def _extent(geometries: np.ndarray) -> Extent | None:
    bounds = shapely.total_bounds(geometries) if len(geometries) else np.full(4, np.nan)
    return tuple(float(value) for value in bounds) if np.isfinite(bounds).all() else None


def _box(description: LayerDescription, crs: pyproj.CRS) -> Extent | None:
    if not _is_known(description.extent) or misplaced(description.extent, crs) is not None:
        return None
    return geographic_extent(description.extent, crs)


def _is_known(extent: Extent | None) -> bool:
    """Return whether an extent says where a layer lies: with a coordinate that is no number it says nothing."""
    return extent is not None and bool(np.isfinite(extent).all())


def _reaches(extent: Extent, parcels: Parcels, crs: pyproj.CRS) -> bool:
    """Return whether an extent, as it is written, holds some of the parcels."""
    own = _parcels_box(parcels)
    if own is None:
        return False
    to_layer = transformer(pyproj.CRS.from_user_input(CGCS2000), crs)
    east, north = to_layer.transform((own[0] + own[2]) / 2, (own[1] + own[3]) / 2)
    return extent[0] <= east <= extent[2] and extent[1] <= north <= extent[3]


def named_crs(code: str) -> str:
    """Return a CRS as a surveyor names it, with its code."""
    return f"{stated_crs(code).name} ({code})"
