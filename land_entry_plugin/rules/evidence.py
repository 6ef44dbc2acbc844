# SPDX-License-Identifier: GPL-2.0-or-later
"""What the rules are told of one parcel: measured pieces, extents and limits; no files, no layers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.engine.limits import Limits
from land_entry_plugin.engine.shapes import ARITHMETIC_AREA_M2, NOWHERE, intersection
from land_entry_plugin.engine.slivers import NO_EXTENT, Extent, measure
from land_entry_plugin.rules.measurements import Measurements

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from land_entry_plugin.engine.crs import Plane
    from land_entry_plugin.engine.repair import Fault
    from land_entry_plugin.rules.facts import Facts


@dataclass(frozen=True)
class Piece:
    """Parcel x feature.

    Attributes
    ----------
    source_id : str
        The feature's own number, else its row.
    code, name : str or None
        As in the source.
    category : str
        Land-class category, urban zone, what a right is on, or the role.
    area_m2, deducted_m2 : float
        Ellipsoidal; deducted is 扣除 by KCXS.
    geometry : shapely polygon or multipolygon
        In the parcel's plane.
    attributes : dict
        The role's standard fields.
    groups : tuple of str
        What else its class is (``homestead``).
    """

    source_id: str
    code: str | None
    name: str | None
    category: str
    area_m2: float
    deducted_m2: float
    geometry: shapely.Geometry
    attributes: Mapping[str, Any] = field(default_factory=dict)
    groups: tuple[str, ...] = ()


def within(pieces: Sequence[Piece], shape: shapely.Geometry) -> list[Piece]:
    """Return what of pieces lies in a shape; areas in proportion, by the plane."""
    if not pieces or shape.is_empty:
        return []
    geometries = np.array([piece.geometry for piece in pieces], dtype=object)
    parts = intersection(geometries, shape)
    return [
        _part(piece, geometry, share)
        for piece, geometry, share in zip(pieces, parts, shapely.area(parts) / shapely.area(geometries), strict=True)
        if geometry.area > ARITHMETIC_AREA_M2
    ]


def _part(piece: Piece, geometry: shapely.Geometry, share: float) -> Piece:
    return replace(piece, geometry=geometry, area_m2=piece.area_m2 * share, deducted_m2=piece.deducted_m2 * share)


class Completeness(StrEnum):
    """Why a layer may be taken as complete somewhere."""

    MEASURED = "measured"
    STATED = "stated"
    ADMIN_AREA = "admin_area"
    ASSUMED = "assumed"
    NOT_STATED = "not_stated"


@dataclass(frozen=True)
class LayerEvidence:
    """One role on one parcel.

    Attributes
    ----------
    given : bool
        False where the user stated that there is no such layer because there is none of its kind.
    pieces : tuple of Piece
    completeness : Completeness
    outside : shapely polygon or multipolygon
        The part of the parcel where the layer is not known to be complete.
    doubtful : tuple of Piece
        Where it depends on the reading of a broken shape whether a feature lies on the parcel.
    class_system : str or None
        Of the codes of its classes; None where it is open, or where they are none.
    has_shapeless : bool
        Whether a feature of it has no shape, so that it may lie anywhere.
    """

    given: bool
    pieces: tuple[Piece, ...]
    completeness: Completeness
    outside: shapely.Geometry
    doubtful: tuple[Piece, ...] = ()
    class_system: str | None = None
    has_shapeless: bool = False


@dataclass(frozen=True)
class DatedSurvey:
    """An earlier land survey on one parcel: its classes are those of its own year and class system.

    Attributes
    ----------
    year : int
    evidence : LayerEvidence
    """

    year: int
    evidence: LayerEvidence


@dataclass(frozen=True)
class ParcelCase:
    """One parcel with all that the rules may ask.

    Attributes
    ----------
    parcel_id : str
    row : int
        Position in the parcel layer, from 1.
    id_rows : tuple of int
        Rows that bear the same id.
    id_is_blank : bool
        Whether the parcel layer gave no id.
    geometry : shapely polygon or multipolygon, or None
        In ``plane``.
    plane : Plane or None
    area_m2 : float
        Ellipsoidal.
    fault : Fault or None
        Why the shape cannot be judged.
    layers : mapping of role to LayerEvidence
        Of a role that several layers serve: all of them together (``history`` has the earlier surveys one by one).
    neighbours : tuple of Piece
        Where other parcels lie on this one.
    doubly_covered : shapely geometry
        Where patches of different classes of the land survey lie on each other.
    survey_years : frozenset of int or None
        The data years (SJNF) of the patches on the parcel, None for those that state none.
    as_of : date
    limits : Limits
    facts : Facts or None
        Answers, measured figures and what the pack makes of them.
    history : tuple of DatedSurvey
        The earlier land surveys one by one, the oldest first.
    in_doubt : frozenset of str
        Roles for which there are layers of which none could be chosen.
    known : Measurements
        What was worked out before: rules ask for the same unions and areas.
    """

    parcel_id: str
    row: int
    id_rows: tuple[int, ...]
    id_is_blank: bool
    geometry: shapely.Geometry | None
    plane: Plane | None
    area_m2: float
    fault: Fault | None
    layers: Mapping[str, LayerEvidence]
    neighbours: tuple[Piece, ...]
    doubly_covered: shapely.Geometry
    survey_years: frozenset[int | None]
    as_of: date
    limits: Limits
    facts: Facts | None = None
    history: tuple[DatedSurvey, ...] = ()
    in_doubt: frozenset[str] = frozenset()
    known: Measurements = field(default_factory=Measurements, compare=False, repr=False)

    def area_of(self, geometries: np.ndarray | Sequence[shapely.Geometry]) -> np.ndarray:
        """Return ellipsoidal areas in m2 of geometries in the parcel's plane."""
        return self.known.areas(geometries, self.plane)

    def one_area_of(self, geometry: shapely.Geometry) -> float:
        """Return the ellipsoidal area in m2 of a geometry in the parcel's plane."""
        return self.known.area(geometry, self.plane)

    def measure(self, pieces: Iterable[Piece], *, touch_width: bool = True) -> Extent:
        """Return how much pieces amount to together."""
        return self.measure_shape(self.union_of(pieces), touch_width=touch_width)

    def union_of(self, pieces: Iterable[Piece]) -> shapely.Geometry:
        """Return what pieces cover together."""
        return self.known.union([piece.geometry for piece in pieces])

    def rest_of(self, covered: shapely.Geometry) -> shapely.Geometry:
        """Return what a shape leaves of the parcel."""
        return self.known.rest(self.geometry, covered)

    def measure_shape(self, shape: shapely.Geometry, *, touch_width: bool = True) -> Extent:
        """Return how much a shape on the parcel amounts to."""
        if shape is NOWHERE:
            return NO_EXTENT
        return self.known.extent(shape, touch_width, lambda: self._measured(shape, touch_width=touch_width))

    def _measured(self, shape: shapely.Geometry, *, touch_width: bool) -> Extent:
        """Return how much a shape amounts to that was not measured before."""
        if shape.is_empty:
            return NO_EXTENT
        parts = self.known.parts(shape)
        return measure(shape, self.area_m2, self.limits, self.area_of, touch_width=touch_width, parts=parts)
