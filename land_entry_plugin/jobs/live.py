# SPDX-License-Identifier: GPL-2.0-or-later
"""A shape that is still being drawn, held against layers that were read once: what it hits, at every point."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from land_entry_plugin.engine.area import plane_area
from land_entry_plugin.engine.crs import planes_of_parcels, project
from land_entry_plugin.engine.repair import Fault, FaultKind, shape_fault
from land_entry_plugin.engine.shapes import NOWHERE, union
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.source import Rows
from land_entry_plugin.jobs.avoidance.preview import Surroundings
from land_entry_plugin.jobs.evidence import Ground, ParcelEvidence, gather
from land_entry_plugin.jobs.importing import speed_up
from land_entry_plugin.jobs.layers import choose_layers
from land_entry_plugin.jobs.parcels import in_plane, read_parcels
from land_entry_plugin.jobs.placed import placed
from land_entry_plugin.jobs.plan import limits_of
from land_entry_plugin.jobs.progress import Silent
from land_entry_plugin.jobs.reading import newest_data_year, prepare
from land_entry_plugin.jobs.results import facts_of, measured
from land_entry_plugin.rules.avoidable import against
from land_entry_plugin.rules.facts import introduce
from land_entry_plugin.rules.findings import Outcome
from land_entry_plugin.rules.judge import judge
from land_entry_plugin.rules.layering import load_pack
from land_entry_plugin.rules.verdicts import Verdict, caps_of, spatial_verdict, verdict, worse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.engine.crs import Plane
    from land_entry_plugin.engine.limits import Limits
    from land_entry_plugin.files.source import LayerDescription, Source
    from land_entry_plugin.jobs.parcels import Parcels
    from land_entry_plugin.jobs.progress import Progress
    from land_entry_plugin.jobs.reading import PreparedLayer
    from land_entry_plugin.jobs.screening import ScreeningRequest
    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.findings import Finding
    from land_entry_plugin.rules.pack import RulePack

# In the units of a layer, degrees or metres: enough to make an area of a line.
_HAIR = 1e-4


@dataclass(frozen=True)
class WithDrawn:
    """A parcel layer and, as its last row, a shape that is not in it yet; a source."""

    source: Source
    wkb: bytes

    def describe(self) -> LayerDescription:
        return self.source.describe()

    def rows(self, fields: Sequence[str], boxes: np.ndarray | None = None) -> Rows:
        own = self.source.rows(fields, boxes)
        last = int(own.ids.max(initial=0)) + 1
        more = np.array([None, self.wkb], dtype=object)[1:]
        columns = {name: np.append(values, np.array([None], dtype=object)) for name, values in own.columns.items()}
        return Rows(np.append(own.ids, last), np.append(own.wkb, more), columns)


@dataclass(frozen=True)
class Hit:
    """What a finding is about, where it has a place.

    Attributes
    ----------
    finding : Finding
    geometry : shapely polygon or multipolygon
        In the CRS of the parcel layer.
    """

    finding: Finding
    geometry: shapely.Geometry


@dataclass(frozen=True)
class LiveResult:
    """What is to be said of a shape while it is drawn.

    Attributes
    ----------
    verdict : Verdict
        What shape and layers decide; a layer that is missing keeps it from being the best, an officer's answer not.
    findings : list of Finding
        Of shape and layers, the worst first, without those that passed.
    hits : list of Hit
    asked : int
        How many findings wait for an officer's answer.
    fault : Fault or None
        Why the shape cannot be judged; then there is no area and no finding.
    plane_m2, ellipsoid_m2 : float
    is_assumed : bool
        Whether a pass rests on an extent that was assumed.
    """

    verdict: Verdict
    findings: list[Finding]
    hits: list[Hit]
    asked: int
    fault: Fault | None = None
    plane_m2: float = 0.0
    ellipsoid_m2: float = 0.0
    is_assumed: bool = False


@dataclass(frozen=True)
class LiveIndex:
    """The layers around a place, read once and prepared; what is drawn there is looked at without reading again.

    Attributes
    ----------
    request : ScreeningRequest
    pack : RulePack
    limits : Limits
    parcels : Parcels
        Those of the layer; the last row stands for what is drawn.
    plane : Plane
    box : tuple of float
        What was read, in the plane.
    layers : dict of str to PreparedLayer
    complete, misplaced, shapeless, in_doubt : frozenset of str
        Roles, as ``Ground`` has them.
    """

    request: ScreeningRequest
    pack: RulePack
    limits: Limits
    parcels: Parcels
    plane: Plane
    box: tuple[float, float, float, float]
    layers: dict[str, PreparedLayer]
    complete: frozenset[str]
    misplaced: frozenset[str]
    shapeless: frozenset[str]
    in_doubt: frozenset[str]

    @property
    def drawn_row(self) -> int:
        """The row that stands for what is drawn."""
        return len(self.parcels.ids) - 1

    def covers(self, shape: shapely.Geometry, reach_m: float = 0.0) -> bool:
        """Return whether all that lies around a shape in the CRS of the parcel layer was read."""
        if shape_fault(shape, in_metres=False) is not None:
            return True
        if planes_of_parcels(np.array([shape], dtype=object), self.parcels.crs)[0] != self.plane:
            return False
        west, south, east, north = shapely.bounds(self._in_plane(shape))
        left, bottom, right, top = self.box
        inside = west - reach_m >= left and south - reach_m >= bottom
        return bool(inside and east + reach_m <= right and north + reach_m <= top)

    def look(self, shape: shapely.Geometry, row: int | None = None) -> LiveResult:
        """Return what is to be said of a shape in the CRS of the parcel layer.

        Parameters
        ----------
        shape : shapely geometry
        row : int, optional
            The parcel of the layer that has the shape; none for one that is not in the layer yet.
        """
        fault = shape_fault(shape, in_metres=not self.parcels.crs.is_geographic)
        if fault is not None:
            return LiveResult(Verdict.UNDETERMINED, [], [], 0, fault)
        # GEOS raises floating point flags in the course of exact work; they say nothing of the result
        with np.errstate(invalid="ignore"):
            evidence = self._evidence(shape, self.drawn_row if row is None else row)
            case = evidence.case
            figures = measured(case)
            facts = facts_of(case.parcel_id, figures, self.pack, {}, case.as_of)
            introduce((facts,))
            evidence = evidence.with_facts(facts)
            return self._said(evidence, judge(self.pack, evidence.case, evidence.other))

    def surroundings(self, shape: shapely.Geometry, row: int | None, reach_m: float) -> Surroundings:
        """Return a shape with what lies around it, to be cut clear of conflicts.

        Raises
        ------
        InputError
            When the shape cannot be judged.
        """
        row = self.drawn_row if row is None else row
        fault = shape_fault(shape, in_metres=not self.parcels.crs.is_geographic)
        if fault is not None:
            raise InputError("shape_not_sound", parcel=self.parcels.ids[row])
        with np.errstate(invalid="ignore"):
            evidence = self._evidence(shape, row, reach_m)
            own = self._in_plane(shape)
            return Surroundings(row, own, evidence.case, evidence.other, self.pack, {}, reach_m)

    def stored(self, shape: shapely.Geometry) -> shapely.Geometry:
        """Return a shape of the plane in the CRS of the parcel layer."""
        return project(np.array([shape], dtype=object), self.plane.crs, self.parcels.crs)[0]

    def _in_plane(self, shape: shapely.Geometry) -> shapely.Geometry:
        return project(np.array([shape], dtype=object), self.parcels.crs, self.plane.crs)[0]

    def _evidence(self, shape: shapely.Geometry, row: int, wider_m: float = 0.0) -> ParcelEvidence:
        parcels = self._with_shape(shape, row)
        rows = np.array([row])
        shapes = in_plane(parcels, rows, self.plane)
        if wider_m:
            shapes = shapely.buffer(shapes, wider_m)
        ground = Ground(
            self.request,
            parcels,
            rows,
            shapes,
            self.plane,
            self.layers,
            self.complete,
            self.limits,
            wider_m=wider_m,
            misplaced=self.misplaced,
            shapeless=self.shapeless,
            in_doubt=self.in_doubt,
            around=self._around(parcels, shapes[0], row),
        )
        return gather(ground, Silent(), 0.0, 1.0)[0]

    @cached_property
    def _projected(self) -> np.ndarray:
        """All sound parcels of the layer in the plane, None for others: projected once, not at every look."""
        sound = np.array([plane is not None for plane in self.parcels.planes])
        projected = np.full(len(sound), None, dtype=object)
        projected[sound] = in_plane(self.parcels, np.flatnonzero(sound), self.plane)
        return projected

    def _around(self, parcels: Parcels, shape: shapely.Geometry, row: int) -> np.ndarray:
        """Return all sound parcels in the plane, one of them with another shape."""
        around = self._projected.copy()
        around[row] = shape
        return around[[plane is not None for plane in parcels.planes]]

    def _with_shape(self, shape: shapely.Geometry, row: int) -> Parcels:
        """Return the parcels with one that has another shape; what is drawn is among them only where it is that one."""
        geometry, planes = self.parcels.geometry.copy(), list(self.parcels.planes)
        planes[self.drawn_row] = None
        geometry[row], planes[row] = shape, self.plane
        return replace(self.parcels, geometry=geometry, planes=planes)

    def _said(self, evidence: ParcelEvidence, findings: list[Finding]) -> LiveResult:
        case = evidence.case
        asked = sum(1 for finding in findings if finding.unanswered)
        # a shape that is drawn has no code yet
        found = [
            one for one in findings if one.is_spatial and not one.is_open_question and one.rule.kind != "parcel_id"
        ]
        caps = caps_of(found, in_force=self.pack.in_force(case.as_of))
        decided = worse(spatial_verdict(found), verdict(found, caps))
        open_findings = [one for one in found if one.outcome is not Outcome.PASS]
        cases = [one for one in (case, evidence.other) if one is not None]
        placed_findings = [(one, self._place(one, cases)) for one in open_findings]
        return LiveResult(
            verdict=decided,
            findings=open_findings,
            hits=[Hit(one, self.stored(place)) for one, place in placed_findings if not place.is_empty],
            asked=asked,
            plane_m2=float(plane_area(np.array([case.geometry], dtype=object))[0]),
            ellipsoid_m2=case.area_m2,
            is_assumed=any(one.assumed for one in found),
        )

    @staticmethod
    def _place(finding: Finding, cases: list[ParcelCase]) -> shapely.Geometry:
        """Return where a finding lies: the pieces that its rule holds against the shape, or what no layer covers."""
        if finding.role_missing:
            return NOWHERE
        if finding.rule.kind == "coverage":
            evidence = [cases[0].layers[role] for role in finding.rule.roles if role in cases[0].layers]
            return union([one.outside for one in evidence])
        return union([one.piece.geometry for one in against(finding.rule, cases)])


def read_index(
    request: ScreeningRequest, near: shapely.Geometry, margin_m: float, progress: Progress | None = None
) -> LiveIndex:
    """Return the layers around a place, read and prepared.

    Parameters
    ----------
    request : ScreeningRequest
        Parcels (none is needed), layers and options.
    near : shapely polygon
        In the CRS of the parcel layer.
    margin_m : float
        How far around the place is read.
    progress : Progress, optional

    Raises
    ------
    InputError
        When a layer, the pack or an option is at fault, or the place lies where no parcel can be.
    """
    progress = progress or Silent()
    pack = load_pack(request.rule_pack, request.pack_folders)
    limits = limits_of(request, pack)
    # points in one line span no area yet
    place = shapely.buffer(shapely.box(*shapely.bounds(near)), _HAIR, join_style="mitre")
    with np.errstate(invalid="ignore"):
        parcels = read_parcels(WithDrawn(request.parcels, shapely.to_wkb(place)), request.parcel_id)
        plane = parcels.planes[-1]
        if plane is None:
            fault = parcels.faults[-1] or Fault(FaultKind.MISPLACED)
            raise InputError("nowhere_to_draw", layer=parcels.description.name, reason=fault.reason)
        where = placed(
            choose_layers(request.named, request.offered, lambda one: newest_data_year(one, parcels)), parcels
        )
        speed_up(where.chosen.layers.values(), progress)
        west, south, east, north = shapely.bounds(in_plane(parcels, np.array([len(parcels.ids) - 1]), plane))[0]
        box = (float(west) - margin_m, float(south) - margin_m, float(east) + margin_m, float(north) + margin_m)
        boxes = np.array([box])
        layers = {key: prepare(layer, boxes, plane) for key, layer in where.chosen.layers.items()}
    return LiveIndex(
        request=request,
        pack=pack,
        limits=limits,
        parcels=parcels,
        plane=plane,
        box=box,
        layers=layers,
        complete=frozenset(request.complete) - where.chosen.in_doubt - where.roles,
        misplaced=where.roles,
        shapeless=where.shapeless,
        in_doubt=where.chosen.in_doubt,
    )
