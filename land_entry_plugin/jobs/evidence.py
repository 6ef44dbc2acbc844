# SPDX-License-Identifier: GPL-2.0-or-later
"""From layers to cases: the overlay of every role with the parcels of one plane, sorted by parcel."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from land_entry_plugin.engine.area import ellipsoid_area
from land_entry_plugin.engine.limits import Limits
from land_entry_plugin.engine.overlay import doubly_covered, overlay
from land_entry_plugin.engine.shapes import ARITHMETIC_AREA_M2, NOWHERE, differences, union
from land_entry_plugin.engine.slivers import TOUCH_AREA_M2
from land_entry_plugin.jobs.extents import layer_evidence
from land_entry_plugin.jobs.features import feature
from land_entry_plugin.jobs.parcels import in_plane
from land_entry_plugin.jobs.progress import followed
from land_entry_plugin.jobs.reading import data_year
from land_entry_plugin.jobs.surroundings import Neighbourhood
from land_entry_plugin.roles.catalogue import ADMIN_AREA, LAND_USE
from land_entry_plugin.roles.land_classes import class_code
from land_entry_plugin.rules.evidence import ParcelCase, Piece
from land_entry_plugin.rules.measurements import Measurements, foresee

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.cadastre.marks import GivenMarks
    from land_entry_plugin.cadastre.surroundings import Surroundings
    from land_entry_plugin.engine.crs import Plane
    from land_entry_plugin.jobs.parcels import Parcels
    from land_entry_plugin.jobs.progress import Progress
    from land_entry_plugin.jobs.reading import PreparedLayer
    from land_entry_plugin.jobs.screening import ScreeningRequest
    from land_entry_plugin.rules.facts import Facts

# By what records call the layer, then by parcel.
Pieces = dict[str, list[list[Piece]]]


@dataclass(frozen=True)
class ParcelEvidence:
    """A case, and what the record of the parcel says besides.

    Attributes
    ----------
    row : int
        Position in the parcel layer, from 0.
    case : ParcelCase
    other : ParcelCase or None
        The case with the edges of layers in degrees read as straight in degrees, where that makes a difference.
    self_overlap : shapely polygon or multipolygon
        Where the land survey overlaps itself, whatever the classes.
    surroundings : Surroundings or None
        None where only verdicts are wanted.
    """

    row: int
    case: ParcelCase
    other: ParcelCase | None
    self_overlap: shapely.Geometry
    surroundings: Surroundings | None

    def with_facts(self, facts: Facts) -> ParcelEvidence:
        """Return the same with what is known besides geometry."""
        other = None if self.other is None else replace(self.other, facts=facts)
        return replace(self, case=replace(self.case, facts=facts), other=other)


@dataclass(frozen=True)
class Ground:
    """The parcels of one plane and the layers that they are held against.

    Attributes
    ----------
    request : ScreeningRequest
    parcels : Parcels
    rows : ndarray of int, shape (p,)
        Their positions in the parcel layer.
    shapes : ndarray of shapely polygons, shape (p,)
        In ``plane``, valid.
    plane : Plane
    layers : dict of str to PreparedLayer
        By what records call them: the role's id where one layer serves it.
    complete : frozenset of str
        Roles whose completeness the user stated and whose layers are not in doubt.
    limits : Limits
    marks : GivenMarks or None
        Tables of boundary points and lines.
    wider_m : float
        By how much the shapes reach beyond the parcels.
    misplaced : frozenset of str
        Roles of which a layer lies elsewhere, wholly or in part.
    shapeless : frozenset of str
        Roles of which some features have no shape.
    in_doubt : frozenset of str
        Roles for which there are layers of which none could be chosen.
    around : ndarray of shapely polygons, or None
        All sound parcels in ``plane``, where they have been projected before: only verdicts are wanted then, and what
        lies around a parcel is not looked up for its maps.
    """

    request: ScreeningRequest
    parcels: Parcels
    rows: np.ndarray
    shapes: np.ndarray
    plane: Plane
    layers: dict[str, PreparedLayer]
    complete: frozenset[str]
    limits: Limits
    marks: GivenMarks | None = None
    wider_m: float = 0.0
    misplaced: frozenset[str] = frozenset()
    shapeless: frozenset[str] = frozenset()
    in_doubt: frozenset[str] = frozenset()
    around: np.ndarray | None = None

    def keys_of(self, role_id: str) -> list[str]:
        """Return what records call the layers of a role."""
        return [key for key, layer in self.layers.items() if layer.layer.role.id == role_id]


def gather(ground: Ground, progress: Progress, start: float, end: float) -> list[ParcelEvidence]:
    """Return the evidence of the parcels of one plane, while reporting progress from ``start`` to ``end``."""
    pieces: Pieces = {}
    others: Pieces = {}
    doubtful: Pieces = {}
    for key, layer in followed(ground.layers.items(), len(ground.layers), progress, "overlay", start, end):
        pieces[key] = _pieces_by_parcel(ground, layer, layer.geometry)
        doubtful[key] = _pieces_by_parcel(ground, layer, layer.doubt)
        if layer.other_reading is not None:
            others[key] = _pieces_by_parcel(ground, layer, layer.other_reading)
    areas = ellipsoid_area(ground.shapes, ground.plane)
    neighbours, around, ids = _other_parcels(ground)
    surroundings: Sequence[Surroundings | None] = [None] * len(ground.rows)
    if ground.around is None:
        surroundings = Neighbourhood(around, ids, ground.layers, ground.marks).around(ground.shapes)
    known = _measurements(ground, pieces)
    outside = _outside(ground, pieces, known)
    self_overlaps = _self_overlaps(pieces.get(LAND_USE, [[]] * len(known)), known)
    result = []
    # a loop: from here on every parcel is a case of its own
    for i, row in enumerate(ground.rows):
        own = {key: of_layer[i] for key, of_layer in pieces.items()}
        other = {key: of_layer[i] for key, of_layer in others.items()}
        doubt = {key: of_layer[i] for key, of_layer in doubtful.items()}
        uncovered = {key: of_layer[i] for key, of_layer in outside.items()}
        case = _case(ground, i, areas[i], neighbours[i], own, doubt, self_overlaps[i], known[i], uncovered)
        result.append(
            ParcelEvidence(
                row=int(row),
                case=case,
                other=_other_case(ground, i, case, own | other, doubt) if _differ(own, other) else None,
                self_overlap=self_overlaps[i],
                surroundings=surroundings[i],
            )
        )
    return result


def _case(
    ground: Ground,
    i: int,
    area_m2: float,
    neighbours: list[Piece],
    own: dict[str, list[Piece]],
    doubt: dict[str, list[Piece]],
    self_overlap: shapely.Geometry,
    known: Measurements,
    uncovered: dict[str, shapely.Geometry],
) -> ParcelCase:
    row = ground.rows[i]
    parcel_id = ground.parcels.ids[row]
    survey = own.get(LAND_USE, [])
    layers, history = layer_evidence(ground, own, doubt, ground.shapes[i], uncovered)
    years = frozenset(data_year(piece.attributes.get("SJNF")) for piece in survey if piece.area_m2 > TOUCH_AREA_M2)
    return ParcelCase(
        parcel_id=parcel_id,
        row=int(row) + 1,
        id_rows=ground.parcels.rows_of_id[parcel_id],
        id_is_blank=ground.parcels.id_is_blank[row],
        geometry=ground.shapes[i],
        plane=ground.plane,
        area_m2=float(area_m2),
        fault=None,
        layers=layers,
        neighbours=tuple(neighbours),
        doubly_covered=NOWHERE if self_overlap.is_empty else _between_classes(survey),
        survey_years=years,
        as_of=ground.request.as_of,
        limits=ground.limits,
        history=history,
        in_doubt=ground.in_doubt,
        known=known,
    )


def _other_case(
    ground: Ground, i: int, case: ParcelCase, own: dict[str, list[Piece]], doubt: dict[str, list[Piece]]
) -> ParcelCase:
    """Return a case by the other reading of layers in degrees."""
    known = Measurements()
    (overlap,) = _self_overlaps([own.get(LAND_USE, [])], [known])
    return _case(ground, i, case.area_m2, list(case.neighbours), own, doubt, overlap, known, {})


def _differ(own: dict[str, list[Piece]], other: dict[str, list[Piece]]) -> bool:
    """Return whether the two readings of layers in degrees give a parcel different pieces."""
    return any(
        abs(sum(piece.area_m2 for piece in own[key]) - sum(piece.area_m2 for piece in pieces)) > ARITHMETIC_AREA_M2
        or {piece.source_id for piece in own[key]} != {piece.source_id for piece in pieces}
        or any(abs(one.area_m2 - two.area_m2) > ARITHMETIC_AREA_M2 for one, two in zip(own[key], pieces, strict=False))
        for key, pieces in other.items()
    )


def _pieces_by_parcel(ground: Ground, layer: PreparedLayer, geometry: np.ndarray) -> list[list[Piece]]:
    """Return the pieces of one layer on each parcel."""
    found = overlay(ground.shapes, geometry)
    areas = ellipsoid_area(found.geometry, ground.plane)
    described = {row: feature(layer, row) for row in np.unique(found.feature).tolist()}
    result: list[list[Piece]] = [[] for _ in ground.shapes]
    for parcel, row, shape, area in zip(found.parcel, found.feature, found.geometry, areas, strict=True):
        own = described[int(row)]
        result[parcel].append(
            Piece(
                source_id=layer.layer.feature_id(layer.source_ids[row]),
                code=own.code,
                name=own.name,
                category=own.category,
                area_m2=float(area),
                deducted_m2=float(area * own.deducted_share),
                geometry=shape,
                attributes=own.attributes,
                groups=own.groups,
            )
        )
    for pieces in result:
        pieces.sort(key=lambda piece: (piece.source_id, piece.code or "", -piece.area_m2))
    return result


def _other_parcels(ground: Ground) -> tuple[list[list[Piece]], np.ndarray, list[str]]:
    """Return where other parcels lie on each parcel, and all sound parcels in this plane with their ids."""
    parcels = ground.parcels
    everywhere = np.array([i for i, own in enumerate(parcels.planes) if own is not None])
    is_all = len(everywhere) == len(ground.rows) and not ground.wider_m
    around = ground.around
    if around is None:
        around = ground.shapes if is_all else in_plane(parcels, everywhere, ground.plane)
    # ``everywhere`` is in order and holds every row of the ground
    found = overlay(ground.shapes, around, np.searchsorted(everywhere, ground.rows))
    areas = ellipsoid_area(found.geometry, ground.plane)
    result: list[list[Piece]] = [[] for _ in ground.rows]
    for i, j, geometry, area in zip(found.parcel, found.feature, found.geometry, areas, strict=True):
        result[i].append(Piece(parcels.ids[everywhere[j]], None, None, "parcel", float(area), 0.0, geometry))
    return result, around, [parcels.ids[j] for j in everywhere]


def _measurements(ground: Ground, pieces: Pieces) -> list[Measurements]:
    """Return what is known of the shapes on each parcel: areas of pieces, and what each layer covers."""
    known = [Measurements() for _ in ground.shapes]
    groups = []
    for i, own in enumerate(known):
        of_parcel = [of_layer[i] for of_layer in pieces.values()]
        for piece in (piece for of_layer in of_parcel for piece in of_layer):
            own.learn_area(piece.geometry, piece.area_m2)
        groups.append((own, [[piece.geometry for piece in of_layer] for of_layer in of_parcel]))
    foresee(groups, ground.plane)
    return known


def _outside(ground: Ground, pieces: Pieces, known: list[Measurements]) -> dict[str, np.ndarray]:
    """Return what layers that say where something is known leave of each parcel."""
    keys = [key for key, layer in ground.layers.items() if layer.layer.role.gap_free or key in (LAND_USE, ADMIN_AREA)]
    covered = {
        key: [own.union([piece.geometry for piece in on_it]) for own, on_it in zip(known, pieces[key], strict=True)]
        for key in keys
    }
    return {key: differences(ground.shapes, shapes) for key, shapes in covered.items()}


def _self_overlaps(pieces: Sequence[list[Piece]], known: Sequence[Measurements]) -> list[shapely.Geometry]:
    """Return where pieces of one layer lie on each other, parcel by parcel."""
    groups = [[piece.geometry for piece in of_parcel] for of_parcel in pieces]
    parcel = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    areas = shapely.area([shape for group in groups for shape in group])
    covered = shapely.area([own.union(group) for own, group in zip(known, groups, strict=True)])
    excess = np.bincount(parcel, areas, minlength=len(groups)) - covered
    return [
        doubly_covered(np.array(group, dtype=object)) if more > ARITHMETIC_AREA_M2 else NOWHERE
        for group, more in zip(groups, excess.tolist(), strict=True)
    ]


def _between_classes(pieces: list[Piece]) -> shapely.Geometry:
    """Return where patches of different classes lie on each other."""
    by_class: dict[str, list[shapely.Geometry]] = defaultdict(list)
    for piece in pieces:
        by_class[class_code(piece.code)].append(piece.geometry)
    return doubly_covered(np.array([union(geometries) for geometries in by_class.values()], dtype=object))
