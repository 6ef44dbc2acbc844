# SPDX-License-Identifier: GPL-2.0-or-later
"""From layers to cases: the overlay of every role with the parcels of one plane, sorted by parcel."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from land_entry_plugin.cadastre.facts import Surroundings
from land_entry_plugin.cadastre.map_window import map_window
from land_entry_plugin.engine.area import ellipsoid_area
from land_entry_plugin.engine.overlay import doubly_covered, overlay
from land_entry_plugin.engine.shapes import ARITHMETIC_AREA_M2, NOWHERE, polygons_only, union
from land_entry_plugin.jobs.layers import came_together
from land_entry_plugin.jobs.parcels import in_plane
from land_entry_plugin.jobs.progress import followed
from land_entry_plugin.roles.catalogue import ADMIN_AREA, LAND_USE, URBAN_BOUNDARY, layer_roles
from land_entry_plugin.roles.land_classes import FARMLAND, category, class_code, class_name, urban_zone
from land_entry_plugin.rules.evidence import Completeness, LayerEvidence, ParcelCase, Piece
from land_entry_plugin.rules.kinds.deduction_factor import deduction_factor

if TYPE_CHECKING:
    from land_entry_plugin.engine.crs import Plane
    from land_entry_plugin.engine.slivers import Limits
    from land_entry_plugin.jobs.parcels import Parcels
    from land_entry_plugin.jobs.progress import Progress
    from land_entry_plugin.jobs.reading import PreparedLayer
    from land_entry_plugin.jobs.screening import ScreeningRequest

# KCXS above this is no deduction factor; the pack's rule may report more, the net area never trusts it.
_HIGHEST_FACTOR = 0.5
# Classes that adjoin by what they are rather than by whose they are (roads, water).
_NAMED_BY_CLASS = ("10", "11")


@dataclass(frozen=True)
class ParcelEvidence:
    """A case, and what the sheet of the parcel shows besides.

    Attributes
    ----------
    row : int
        Position in the parcel layer, from 0.
    case : ParcelCase
    survey_year : int or None
        The newest data year (SJNF) of the patches on the parcel.
    self_overlap : shapely polygon or multipolygon
        Where the land survey overlaps itself, whatever the classes.
    surroundings : Surroundings
    """

    row: int
    case: ParcelCase
    survey_year: int | None
    self_overlap: shapely.Geometry
    surroundings: Surroundings


def gather(
    request: ScreeningRequest,
    parcels: Parcels,
    rows: np.ndarray,
    shapes: np.ndarray,
    plane: Plane,
    layers: dict[str, PreparedLayer],
    limits: Limits,
    progress: Progress,
    start: float,
    end: float,
) -> list[ParcelEvidence]:
    """Return the evidence of the parcels of one plane.

    Parameters
    ----------
    rows : ndarray of int, shape (p,)
        Their positions in the parcel layer.
    shapes : ndarray of shapely polygons, shape (p,)
        In ``plane``, valid.
    """
    pieces: dict[str, list[list[Piece]]] = {}
    for role, layer in followed(layers.items(), len(layers), progress, "overlay", start, end):
        pieces[role] = _pieces_by_parcel(role, layer, shapes, plane)
    areas = ellipsoid_area(shapes, plane)
    neighbours, shapes_around, ids_around = _other_parcels(parcels, rows, shapes, plane)
    patch_tree = shapely.STRtree(layers[LAND_USE].geometry) if LAND_USE in layers else None
    around_tree = shapely.STRtree(shapes_around)
    result = []
    # a loop: from here on every parcel is a case of its own
    for i, row in enumerate(rows):
        own = {role: of_role[i] for role, of_role in pieces.items()}
        survey = own.get(LAND_USE, [])
        parcel_id = parcels.ids[row]
        self_overlap = _self_overlap(survey)
        case = ParcelCase(
            parcel_id=parcel_id,
            row=int(row) + 1,
            id_rows=parcels.rows_of_id[parcel_id],
            id_is_blank=parcels.id_is_blank[row],
            geometry=shapes[i],
            plane=plane,
            area_m2=float(areas[i]),
            fault=None,
            layers=_layer_evidence(request, layers, own, shapes[i]),
            neighbours=tuple(neighbours[i]),
            doubly_covered=NOWHERE if self_overlap.is_empty else _between_classes(survey),
            limits=limits,
        )
        result.append(
            ParcelEvidence(
                row=int(row),
                case=case,
                survey_year=max((y for piece in survey if (y := _year(piece.attributes.get("SJNF")))), default=None),
                self_overlap=self_overlap,
                surroundings=_surroundings(i, shapes, layers, patch_tree, shapes_around, ids_around, around_tree),
            )
        )
    return result


def _pieces_by_parcel(role: str, layer: PreparedLayer, shapes: np.ndarray, plane: Plane) -> list[list[Piece]]:
    """Return the pieces of one role on each parcel."""
    found = overlay(shapes, layer.geometry)
    areas = ellipsoid_area(found.geometry, plane)
    result: list[list[Piece]] = [[] for _ in shapes]
    for parcel, feature, geometry, area in zip(found.parcel, found.feature, found.geometry, areas, strict=True):
        attributes = layer.attributes(feature)
        code, name = (layer.text(field, feature) for field in (layer.layer.role.code, layer.layer.role.name))
        kind, deducted = role, 0.0
        if role == LAND_USE:
            kind = category(code, _year(attributes.get("SJNF")))
            name = name or class_name(code)
            if kind == FARMLAND:
                deducted = area * (deduction_factor(attributes.get("KCXS"), _HIGHEST_FACTOR) or 0.0)
        elif role == URBAN_BOUNDARY:
            kind = urban_zone(code, name)
        result[parcel].append(
            Piece(
                source_id=layer.source_ids[feature],
                code=code,
                name=name,
                category=kind,
                area_m2=float(area),
                deducted_m2=float(deducted),
                geometry=geometry,
                attributes=attributes,
                repair_m2=float(layer.changed_m2[feature]),
            )
        )
    for pieces in result:
        pieces.sort(key=lambda piece: (piece.source_id, piece.code or "", -piece.area_m2))
    return result


def _year(value: object) -> int | None:
    """Return a data year, None where none is stated."""
    try:
        return int(float(str(value)))
    except ValueError:
        return None


def _other_parcels(
    parcels: Parcels, rows: np.ndarray, shapes: np.ndarray, plane: Plane
) -> tuple[list[list[Piece]], np.ndarray, list[str]]:
    """Return where other parcels lie on each parcel, and all sound parcels in this plane with their ids."""
    everywhere = np.array([i for i, own in enumerate(parcels.planes) if own is not None])
    around = shapes if len(everywhere) == len(rows) else in_plane(parcels, everywhere, plane)
    found = overlay(shapes, around)
    areas = ellipsoid_area(found.geometry, plane)
    result: list[list[Piece]] = [[] for _ in rows]
    for i, j, geometry, area in zip(found.parcel, found.feature, found.geometry, areas, strict=True):
        if rows[i] != everywhere[j]:
            other = parcels.ids[everywhere[j]]
            result[i].append(Piece(other, None, None, "parcel", float(area), 0.0, geometry))
    return result, around, [parcels.ids[j] for j in everywhere]


def _layer_evidence(
    request: ScreeningRequest,
    layers: dict[str, PreparedLayer],
    own: dict[str, list[Piece]],
    shape: shapely.Geometry,
) -> dict[str, LayerEvidence]:
    """Return the evidence of every role that was given, or of which the user stated that there is none."""

    def uncovered_by(role: str) -> shapely.Geometry:
        return polygons_only([shapely.difference(shape, union([piece.geometry for piece in own[role]]))])[0]

    evidence = {}
    for role_id, role in layer_roles().items():
        given, stated = role_id in layers, role_id in request.complete
        if role_id == ADMIN_AREA or not role.is_read or not (given or stated):
            continue
        if role.gap_free:
            completeness, outside = Completeness.MEASURED, uncovered_by(role_id)
        elif ADMIN_AREA in layers:
            completeness = Completeness.STATED if stated else Completeness.ADMIN_AREA
            outside = uncovered_by(ADMIN_AREA)
        elif LAND_USE in layers and stated:
            completeness, outside = Completeness.STATED, uncovered_by(LAND_USE)
        elif LAND_USE in layers and came_together(layers[role_id].layer, layers[LAND_USE].layer):
            completeness, outside = Completeness.ASSUMED, uncovered_by(LAND_USE)
        else:
            completeness, outside = Completeness.NOT_STATED, shape
        evidence[role_id] = LayerEvidence(given, tuple(own.get(role_id, ())), completeness, outside)
    return evidence


def _self_overlap(pieces: list[Piece]) -> shapely.Geometry:
    """Return where pieces of one layer lie on each other."""
    geometries = [piece.geometry for piece in pieces]
    excess = sum(geometry.area for geometry in geometries) - union(geometries).area
    if excess <= ARITHMETIC_AREA_M2:
        return NOWHERE
    return doubly_covered(np.array(geometries, dtype=object))


def _between_classes(pieces: list[Piece]) -> shapely.Geometry:
    """Return where patches of different classes lie on each other."""
    by_class: dict[str, list[shapely.Geometry]] = defaultdict(list)
    for piece in pieces:
        by_class[class_code(piece.code)].append(piece.geometry)
    return doubly_covered(np.array([union(geometries) for geometries in by_class.values()], dtype=object))


def _surroundings(
    i: int,
    shapes: np.ndarray,
    layers: dict[str, PreparedLayer],
    patch_tree: shapely.STRtree | None,
    shapes_around: np.ndarray,
    ids_around: list[str],
    around_tree: shapely.STRtree,
) -> Surroundings:
    """Return other parcels and patches in the window of a parcel's map."""
    window = shapely.box(*map_window(shapely.bounds(shapes[i])).bounds)
    near = [int(j) for j in np.sort(around_tree.query(window)) if shapes_around[j] is not shapes[i]]
    near = [j for j in near if not shapely.equals(shapes_around[j], shapes[i])]
    geometry, labels = [shapes_around[j] for j in near], [f"宗地 {ids_around[j]}" for j in near]
    kinds = ["parcel"] * len(near)
    codes: list[str | None] = [None] * len(near)
    if patch_tree is not None:
        survey = layers[LAND_USE]
        for j in np.sort(patch_tree.query(window, predicate="intersects")):
            geometry.append(survey.geometry[j])
            kinds.append("patch")
            codes.append(survey.text("DLBM", j))
            labels.append(_patch_label(survey, int(j)))
    return Surroundings(np.array(geometry, dtype=object), kinds, labels, codes)


def _patch_label(survey: PreparedLayer, row: int) -> str:
    """Return who or what a patch is as a neighbour: a road by its class, a field by its owner and class."""
    code = survey.text("DLBM", row)
    land_class = survey.text("DLMC", row) or class_name(code) or "地类不明"
    owner = survey.text("QSDWMC", row) or survey.text("ZLDWMC", row)
    if owner is None or class_code(code)[:2] in _NAMED_BY_CLASS:
        return land_class
    return f"{owner}（{land_class}）"
