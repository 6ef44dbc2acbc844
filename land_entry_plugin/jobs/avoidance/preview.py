# SPDX-License-Identifier: GPL-2.0-or-later
"""One parcel cut clear of the conflicts of some rules: what stays, what goes and why, the findings before and after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from land_entry_plugin.engine.area import ellipsoid_area, plane_area
from land_entry_plugin.engine.avoidance import Cutting, Why, cut, set_back
from land_entry_plugin.engine.shapes import NOWHERE, difference, intersection, union
from land_entry_plugin.engine.slivers import TOUCH_AREA_M2
from land_entry_plugin.jobs.avoidance.clipping import clipped
from land_entry_plugin.jobs.results import facts_of, measured
from land_entry_plugin.rules.avoidable import Against, against, chosen_rules, due
from land_entry_plugin.rules.judge import judge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from land_entry_plugin.engine.crs import Plane
    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.findings import Finding
    from land_entry_plugin.rules.pack import Rule, RulePack
    from land_entry_plugin.rules.questions import Answer


@dataclass(frozen=True)
class Surroundings:
    """One parcel and what the layers say of it and of the land around it: read once, cut as often as one likes.

    Attributes
    ----------
    row : int
        Position in the parcel layer, from 0.
    shape : shapely polygon or multipolygon
        The parcel, valid, in the plane of the case.
    case : ParcelCase
        Of the parcel widened by ``reach_m``.
    other : ParcelCase or None
        The same by the other reading of layers in degrees.
    pack : RulePack
    answers : dict of question id to Answer
    reach_m : float
        Set-backs whose reach (``Cutting.reach_m``) is not beyond this can be cut.
    """

    row: int
    shape: shapely.Geometry
    case: ParcelCase
    other: ParcelCase | None
    pack: RulePack
    answers: Mapping[str, Answer]
    reach_m: float = 0.0

    def findings(self, shape: shapely.Geometry) -> list[Finding]:
        """Return the findings of a shape that lies within the parcel, the worst first."""
        return judge(self.pack, *self.cases(shape))

    def cases(self, shape: shapely.Geometry) -> tuple[ParcelCase, ParcelCase | None]:
        """Return the cases of a shape that lies within the parcel."""
        case = clipped(self.case, shape)
        facts = facts_of(case.parcel_id, measured(case), self.pack, self.answers, case.as_of)
        other = None if self.other is None else clipped(self.other, shape)
        return replace(case, facts=facts), None if other is None else replace(other, facts=facts)


@dataclass(frozen=True)
class Area:
    """An area in m2, on the plane (as sheets print it) and on the ellipsoid (as overlaps are measured)."""

    plane_m2: float
    ellipsoid_m2: float


@dataclass(frozen=True)
class Removed:
    """A part that goes; no place is in two of them.

    Attributes
    ----------
    why : Why
    because_of : tuple of Against
        The pieces on this place: the one that takes it, then those of other rules. Empty where the options take it.
    geometry : shapely polygon or multipolygon
    area : Area
    """

    why: Why
    because_of: tuple[Against, ...]
    geometry: shapely.Geometry
    area: Area


@dataclass(frozen=True)
class Avoidance:
    """A parcel cut clear.

    Attributes
    ----------
    kept : shapely polygon or multipolygon
        The very parcel where nothing was in the way; empty where nothing is left.
    removed : list of Removed
    before, after : Area
    findings_after : list of Finding
        Of what stays, the worst first; empty where nothing is left.
    cut_for : tuple of str
        The rules for which something was cut off.
    """

    kept: shapely.Geometry
    removed: list[Removed]
    before: Area
    after: Area
    findings_after: list[Finding]
    cut_for: tuple[str, ...]

    @property
    def is_cut(self) -> bool:
        return bool(self.removed)

    @property
    def cut_off(self) -> Area:
        """How much goes."""
        return Area(
            self.before.plane_m2 - self.after.plane_m2,
            self.before.ellipsoid_m2 - self.after.ellipsoid_m2,
        )


def preview(
    surroundings: Surroundings,
    rules: Sequence[str] = (),
    told: Cutting | None = None,
    margin_m: float = 0.0,
) -> Avoidance:
    """Return a parcel cut clear of the conflicts of rules.

    Cutting makes a parcel smaller, and of a smaller parcel a sliver is a larger share: what becomes a conflict by that
    is cut off too, until no chosen rule has one.

    Parameters
    ----------
    surroundings : Surroundings
    rules : sequence of str
        Ids; none for all blocking ones that cutting may help.
    told : Cutting, optional
    margin_m : float
        By how much more is cut than the rules ask, where the arithmetic of coordinates left a trace.

    Raises
    ------
    ValueError
        When the set-back reaches further than what was read.
    """
    told = told or Cutting()
    if told.reach_m > surroundings.reach_m:
        raise ValueError(f"read to {surroundings.reach_m} m around the parcel, asked for {told.reach_m} m")
    chosen = chosen_rules(surroundings.pack, rules)
    parcel, plane = surroundings.shape, surroundings.case.plane
    findings = surroundings.findings(parcel)
    taken: dict[tuple[str, str], Rule] = {}
    pieces: list[Against] = []
    found = cut(parcel, NOWHERE, told)
    # a loop: each turn adds a rule, so there are no more turns than rules
    while True:
        new = [rule for rule in due(findings, chosen) if (rule.id, rule.pack.id) not in taken]
        if not new or found.kept.is_empty:
            break
        taken |= {(rule.id, rule.pack.id): rule for rule in new}
        pieces = list(_all_against(surroundings, taken.values()))
        forbidden = union([one.piece.geometry for one in pieces])
        if margin_m:
            forbidden = set_back(forbidden, margin_m)
        found = cut(parcel, forbidden, told)
        findings = [] if found.kept.is_empty else surroundings.findings(found.kept)
    return Avoidance(
        kept=found.kept,
        removed=[
            Removed(why, because, geometry, _area(geometry, plane))
            for why, because, geometry in _attributed(found.removed, pieces, told)
        ],
        before=_area(parcel, plane),
        after=_area(found.kept, plane),
        findings_after=findings,
        cut_for=tuple(dict.fromkeys(rule.id for rule in taken.values())) if found.is_cut else (),
    )


def _all_against(surroundings: Surroundings, rules: Iterable[Rule]) -> Iterator[Against]:
    """Yield what rules hold against the parcel and against the land around it."""
    cases = [case for case in (surroundings.case, surroundings.other) if case is not None]
    for rule in rules:
        yield from against(rule, cases)


def _attributed(
    removed: Mapping[Why, shapely.Geometry], pieces: Sequence[Against], told: Cutting
) -> Iterator[tuple[Why, tuple[Against, ...], shapely.Geometry]]:
    """Yield the parts that go, each place once: what lies on a conflict by the piece, the others by the reason."""
    for why, gone in removed.items():
        left = gone
        if why in (Why.CONFLICT, Why.SETBACK):
            for one in pieces:
                shape = one.piece.geometry
                if why is Why.SETBACK:
                    shape = set_back(shape, told.setback_m)
                part = intersection(shape, left)[0]
                if part.area > TOUCH_AREA_M2:
                    yield why, (one, *_others_on(part, one, pieces, why)), part
                    left = difference(left, part)
        if left.area > TOUCH_AREA_M2 or why not in (Why.CONFLICT, Why.SETBACK):
            yield why, (), left


def _others_on(part: shapely.Geometry, first: Against, pieces: Sequence[Against], why: Why) -> Iterator[Against]:
    """Yield what other rules have on a place."""
    seen = {first.rule.id}
    for one in pieces:
        if why is Why.CONFLICT and one.rule.id not in seen:
            if intersection(one.piece.geometry, part)[0].area > TOUCH_AREA_M2:
                seen.add(one.rule.id)
                yield one


def _area(shape: shapely.Geometry, plane: Plane) -> Area:
    shapes = np.array([shape], dtype=object)
    return Area(float(plane_area(shapes)[0]), float(ellipsoid_area(shapes, plane)[0]))
