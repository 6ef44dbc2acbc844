# SPDX-License-Identifier: GPL-2.0-or-later
"""Outcomes and verdicts of one parcel by DESIGN.md section 3 and the national pack, written anew.

The product measures on the ellipsoid and in floats, the oracle on the plane and exactly. So every size is judged with
its area a little less and a little more (``BAND``), and with and without the parts that are arithmetic only
(``ARITHMETIC_M2``): the result is the set of outcomes that are right. Nearly always it has one member.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from oracle.arrangement import (
    SQUARE_MM,
    Arrangement,
    Region,
    convex_hull,
    doubtful_m2,
    is_broken,
    twice_ring_area,
)
from oracle.model import BASIC_FARMLAND, LAND_USE, LINES, RED_LINE, URBAN, Patch, Shape, Township, Zone, bounds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

# 三调工作分类, as far as the townships use it (TD/T 1055-2019; categories by 土地管理法 art. 4)
CATEGORY = {
    "0101": "farmland", "0102": "farmland", "0103": "farmland",
    "0201": "agricultural", "0301": "agricultural", "1006": "agricultural",
    "1107": "agricultural", "1202": "agricultural", "1103": "agricultural",
    "1206": "unused", "1101": "unused", "1204": "unused",
    "0601": "construction", "05H1": "construction", "0702": "construction", "1003": "construction",
    "1201": "construction", "09": "construction",
}  # fmt: skip
HEAVIEST_FIRST = ("farmland", "agricultural", "unused", "unknown", "construction")

TOUCH_M2, TOUCH_M = 0.01, 0.005
SLIVER_M2, SLIVER_M, SLIVER_SHARE = 10.0, 1.0, 0.01
SMALL_AGRICULTURAL_M2 = 400.0
HIGHEST_KCXS = 0.5
LAST_SURVEY, THIS_YEAR = 2025, 2026  # completed by 21 November 2026, the day of the tests

BAND = (1e-5, 1e-6)  # m2, of the area
ARITHMETIC_M2 = 4e-6

NOT_BLOCKING = {"parcel_id", "deduction_factor", "survey_overlap", "source_repair", "parcel_overlap", "survey_year"}
RULES_OF_THE_SURVEY = (
    "farmland", "agricultural_land", "unused_land", "homestead", "state_land", "land_use_coverage", "land_class",
    "deduction_factor", "survey_overlap", "survey_year",
)  # fmt: skip
BEST_FIRST = ("pass", "review", "unknown", "conflict")
VERDICTS_BEST_FIRST = ("eligible", "review", "undetermined", "prohibited")


SUFFIXED = {
    *("0201K", "0202K", "0203K", "0204K", "0301K", "0302K", "0307K", "0403K", "1104K"),
    *("08H2A", "0810A", "1104A", "1107A"),
}


def bare_code(code: str | None) -> str:
    """Return a class code without blanks and without a suffix that its class has."""
    text = (code or "").strip().upper()
    return text[:4] if text in SUFFIXED else text


def category(code: str | None, year: int | None) -> str:
    if bare_code(code) == "0404":  # agricultural since the survey of 2023; the stricter one without a year
        return "agricultural" if year is not None and year >= 2023 else "unused"
    return CATEGORY.get(bare_code(code), "unknown")


def zone_kind(zone: Zone) -> str:
    """Return the kind of an urban zone: the name says it, else the code."""
    for kind, name in (("core", "集中建设区"), ("flexible", "弹性发展区"), ("special", "特别用途区")):
        if name in (zone.name or ""):
            return kind
    for kind, long, short in (("core", "41", "01"), ("flexible", "42", "02"), ("special", "43", "03")):
        if (zone.code or "").startswith(long) or zone.code == short:
            return kind
    return "unknown"


def owner_of(patch: Patch) -> str:
    return {"1": "state", "2": "state", "3": "collective", "4": "collective"}.get(
        (patch.owner or "").strip()[:1], "not_stated"
    )


@dataclass
class Judged:
    """What is right of one parcel: of outcomes and verdicts the set of what may be said.

    Attributes
    ----------
    overlaps : dict of (role, position of the feature) to m2
    by_category : dict of category to m2, every place once
    """

    outcomes: dict[str, set[str]] = field(default_factory=dict)
    verdicts: set[str] = field(default_factory=set)
    spatial_verdicts: set[str] = field(default_factory=set)
    area_m2: float = 0.0
    measures: dict[str, float] = field(default_factory=dict)
    overlaps: dict[tuple[str, int], float] = field(default_factory=dict)
    urban_status: set[str] = field(default_factory=set)
    caps: list[set[bool]] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)


def sizes(regions: Sequence[Region], parcel_m2: float, *, touch_width: bool = True, is_strict: bool = True) -> set[str]:
    """Return what regions may amount to: ``none``, ``touch``, ``sliver`` or ``large``."""
    # what is thin on the whole but thick somewhere counts by its area there (docs/adr/0005); the oracle does not
    # measure that, so unless nothing is thick by design it lets thinness count or not
    few = [region for region in regions if region.area_m2 > ARITHMETIC_M2]
    variants = [regions] if len(few) == len(regions) else [regions, few]
    return {
        _size([(_shifted(one.area_m2, sign), one.perimeter_m) for one in variant], parcel_m2, touch_width, by_width)
        for variant, sign, by_width in itertools.product(variants, (-1, 0, 1), (True,) if is_strict else (True, False))
    }


def _shifted(area_m2: float, sign: int) -> float:
    return area_m2 + sign * (BAND[0] + BAND[1] * area_m2)


def _size(parts: Sequence[tuple[float, float]], parcel_m2: float, touch_width: bool, by_width: bool) -> str:
    if not parts:
        return "none"

    def touches(area: float, perimeter: float) -> bool:
        return area <= TOUCH_M2 or (touch_width and by_width and 2 * area / perimeter < TOUCH_M)

    def is_small(area: float, perimeter: float) -> bool:
        is_under = area < SLIVER_M2 or (by_width and 2 * area / perimeter < SLIVER_M)
        return is_under and area < SLIVER_SHARE * parcel_m2

    together = math.fsum(area for area, _ in parts), math.fsum(perimeter for _, perimeter in parts)
    if all(touches(*part) for part in parts) and touches(*together):
        return "touch"
    if all(touches(*part) or is_small(*part) for part in parts) and is_small(*together):
        return "sliver"
    return "large"


OF_PROHIBITING = {"none": "pass", "touch": "pass", "sliver": "review", "large": "conflict"}
OF_GAPS = {"none": "pass", "touch": "pass", "sliver": "review", "large": "unknown"}
OF_DOUBTS = {"none": "pass", "touch": "pass", "sliver": "review", "large": "review"}


def worst(*outcomes: str) -> str:
    return max(outcomes, key=BEST_FIRST.index)


def above(area_m2: float, limit_m2: float) -> set[bool]:
    """Return whether an area is over a limit: both where it is too near to say."""
    return {_shifted(area_m2, sign) > limit_m2 for sign in (-1, 0, 1)}


class ParcelOracle:
    """One parcel of a township, judged."""

    def __init__(self, township: Township, number: int, *, is_strict: bool) -> None:
        self.is_strict = is_strict
        self.township = township
        self.number = number
        self.result = Judged()
        self.parcel = township.parcels[number]
        if is_broken(self.parcel) or _least_m2(self.parcel) <= TOUCH_M2:
            self.result.outcomes = {"parcel_geometry": {"unknown"}, "parcel_id": {"pass"}}
            self.result.verdicts = self.result.spatial_verdicts = {"undetermined"}
            return
        self._arrange()
        self._judge()
        self._conclude()

    # the overlay

    def _arrange(self) -> None:
        shapes: list[Shape] = []
        self.members: dict[str, list[int]] = {}

        def place(role: str, of_role: Iterable[Shape] | None) -> None:
            if of_role is None:
                return
            self.members[role] = []
            for shape in of_role:
                self.members[role].append(len(shapes))
                shapes.append(shape)

        town = self.township
        place(LAND_USE, None if town.patches is None else [patch.shape for patch in town.patches])
        place(BASIC_FARMLAND, town.basic_farmland)
        place(RED_LINE, town.ecological_red_line)
        place(URBAN, None if town.urban_boundary is None else [zone.shape for zone in town.urban_boundary])
        place("admin_area", None if town.admin_area is None else [town.admin_area])
        others = [s for i, s in enumerate(town.parcels) if i != self.number and not is_broken(s)]
        place("others", others)
        near = [shape if _meet(bounds(self.parcel), bounds(shape)) else () for shape in shapes]
        self.near = near
        self.arrangement = Arrangement(self.parcel, near)
        self.result.area_m2 = self.arrangement.area(lambda labels: True)
        # every feature's part, in one pass over the cells
        sums: dict[int, list[float]] = {}
        for cell in self.arrangement.cells:
            for label in cell.labels:
                sums.setdefault(label, []).append(cell.area_m2)
        self.area_of_feature = {label: math.fsum(areas) for label, areas in sums.items()}
        for role, numbers in self.members.items():
            for position, label in enumerate(numbers):
                if label in self.area_of_feature:
                    self.result.overlaps[role, position] = self.area_of_feature[label]

    def _patches(self, chosen: Callable[[Patch], bool]) -> frozenset[int]:
        return frozenset(
            label
            for label, patch in zip(self.members[LAND_USE], self.township.patches or (), strict=True)
            if chosen(patch)
        )

    def _union_m2(self, wanted: frozenset[int]) -> float:
        return self.arrangement.area(lambda labels: not wanted.isdisjoint(labels))

    def _sizes_of(self, wanted: Iterable[int], *, touch_width: bool = True) -> set[str]:
        chosen = frozenset(wanted)
        return self._sizes_where(lambda labels: not chosen.isdisjoint(labels), touch_width=touch_width)

    def _sizes_without(self, wanted: Iterable[int]) -> set[str]:
        chosen = frozenset(wanted)
        return self._sizes_where(chosen.isdisjoint)

    def _sizes_where(self, chosen: Callable[[frozenset[int]], bool], *, touch_width: bool = True) -> set[str]:
        return sizes(
            self.arrangement.regions(chosen), self.result.area_m2, touch_width=touch_width, is_strict=self.is_strict
        )

    # the rules

    def _judge(self) -> None:
        outcomes = self.result.outcomes
        outcomes |= {"parcel_geometry": {"pass"}, "parcel_id": {"pass"}}
        if LAND_USE in self.members:
            self._judge_survey()
        else:
            self.result.missing |= set(RULES_OF_THE_SURVEY)
            outcomes |= {rule: {"unknown"} for rule in RULES_OF_THE_SURVEY}
        for role in LINES:
            if role not in self.members and role not in self.township.complete:
                self.result.missing.add(role)
                outcomes[role] = {"unknown"}
                continue
            if role not in self.members:
                self.result.missing.add(role)  # stated that there is none: no layer decides it
            (self._judge_urban if role == URBAN else self._judge_line)(role)
        outcomes["parcel_overlap"] = {OF_DOUBTS[size] for size in self._sizes_of(self.members["others"])}
        outcomes["source_repair"] = self._judge_repairs()

    def _judge_survey(self) -> None:
        outcomes, measures = self.result.outcomes, self.result.measures
        everything = frozenset(self.members[LAND_USE])
        of_category = {
            kind: self._patches(lambda patch, kind=kind: category(patch.code, self.township.year) == kind)
            for kind in HEAVIEST_FIRST
        }
        for rule, kind in (("farmland", "farmland"), ("unused_land", "unused")):
            outcomes[rule] = {OF_PROHIBITING[size] for size in self._sizes_of(of_category[kind])}
        agricultural = {OF_PROHIBITING[size] for size in self._sizes_of(of_category["agricultural"])}
        under = {not over for over in above(self._union_m2(of_category["agricultural"]), SMALL_AGRICULTURAL_M2)}
        outcomes["agricultural_land"] = {
            "review" if outcome == "conflict" and is_under else outcome
            for outcome, is_under in itertools.product(agricultural, under)
        }
        homesteads = self._patches(lambda patch: bare_code(patch.code) == "0702")
        outcomes["homestead"] = {OF_PROHIBITING[size] for size in self._sizes_of(homesteads)}
        state = {OF_PROHIBITING[s] for s in self._sizes_of(self._patches(lambda patch: owner_of(patch) == "state"))}
        not_stated = self._sizes_of(self._patches(lambda patch: owner_of(patch) == "not_stated"))
        outcomes["state_land"] = {
            worst(one, OF_DOUBTS[size]) if one == "pass" else one for one, size in itertools.product(state, not_stated)
        }
        # of what is not covered or has no class nobody can say that it is no farmland: absence of data is never a pass
        no_class = of_category["unknown"]
        open_ground = self._sizes_where(lambda labels: everything.isdisjoint(labels) or not no_class.isdisjoint(labels))
        gaps = {"state_land": self._sizes_without(everything)}
        for rule in ("farmland", "agricultural_land", "unused_land", "homestead", "state_land"):
            outcomes[rule] = {
                worst(one, "unknown") if size == "large" else one
                for one, size in itertools.product(outcomes[rule], gaps.get(rule, open_ground))
            }
        outcomes["land_class"] = {OF_GAPS[size] for size in self._sizes_of(of_category["unknown"])}
        outcomes["land_use_coverage"] = {OF_GAPS[size] for size in self._sizes_without(everything)}
        strange = self._patches(lambda p: p.kcxs is not None and not 0 <= p.kcxs <= HIGHEST_KCXS)
        outcomes["deduction_factor"] = {OF_DOUBTS[size] for size in self._sizes_of(strange)}
        codes = {
            label: bare_code(patch.code)
            for label, patch in zip(self.members[LAND_USE], self.township.patches, strict=True)
        }
        twofold = self._sizes_where(lambda labels: len({codes[label] for label in labels if label in codes}) > 1)
        outcomes["survey_overlap"] = {OF_DOUBTS[size] for size in twofold}
        year = self.township.year
        outcomes["survey_year"] = {"pass" if year is not None and LAST_SURVEY <= year <= THIS_YEAR else "review"}
        if not any(self.area_of_feature.get(label, 0.0) > TOUCH_M2 for label in everything):
            outcomes["survey_year"].add("review")  # no patch here tells a year; the parcel is open for that already

        taken: frozenset[int] = frozenset()
        once = {}
        for kind in HEAVIEST_FIRST:
            mine, before = of_category[kind], taken
            once[kind] = self.arrangement.area(
                lambda labels, mine=mine, before=before: not mine.isdisjoint(labels) and before.isdisjoint(labels)
            )
            taken |= mine
        measures |= {
            "farmland_m2": once["farmland"],
            "agricultural_m2": once["farmland"] + once["agricultural"],
            "unused_m2": once["unused"],
            "construction_m2": once["construction"],
            "homestead_m2": self._union_m2(homesteads),
            "uncovered_m2": self.arrangement.area(everything.isdisjoint),
            "doubly_covered_m2": self.arrangement.area(lambda labels: len(everything & labels) > 1),
        }
        farmland = of_category["farmland"]
        if not self.arrangement.area(lambda labels: len(farmland & labels) > 1):
            factors = [
                (label, patch.kcxs or 0.0)
                for label, patch in zip(self.members[LAND_USE], self.township.patches, strict=True)
                if label in farmland
            ]
            measures["farmland_net_m2"] = math.fsum(
                self.area_of_feature.get(label, 0.0) * (1 - (factor if 0 <= factor <= HIGHEST_KCXS else 0.0))
                for label, factor in factors
            )

    def _extent(self, role: str) -> tuple[set[str], bool]:
        """Return what may be concluded from finding nothing in a line, and whether its extent is assumed."""
        is_stated = role in self.township.complete
        if "admin_area" in self.members:
            bound = "admin_area"
        elif LAND_USE in self.members and (is_stated or self.township.one_package):
            bound = LAND_USE
        else:
            return {"review"}, False
        outcome = {OF_GAPS[size] for size in self._sizes_without(self.members[bound])}
        return outcome, bound == LAND_USE and not is_stated

    def _judge_line(self, role: str) -> None:
        inside = {OF_PROHIBITING[size] for size in self._sizes_of(self.members.get(role, ()), touch_width=False)}
        extent, is_assumed = self._extent(role)
        self.result.outcomes[role] = {worst(*pair) for pair in itertools.product(inside, extent)}
        self.result.caps.append({is_assumed})
        name = "basic_farmland_m2" if role == BASIC_FARMLAND else "red_line_m2"
        self.result.measures[name] = self._union_m2(frozenset(self.members.get(role, ())))

    def _judge_urban(self, role: str) -> None:
        zones = self.members.get(role, [])
        kinds: dict[str, set[int]] = {kind: set() for kind in ("core", "flexible", "special", "unknown")}
        for label, zone in zip(zones, self.township.urban_boundary or (), strict=True):
            kinds[zone_kind(zone)].add(label)
        areas = {kind: self._union_m2(frozenset(members)) for kind, members in kinds.items()}
        inside = self._union_m2(frozenset(zones))
        outside = self.arrangement.area(frozenset(zones).isdisjoint)
        self.result.measures |= {
            "urban_inside_m2": inside,
            **{f"urban_{kind}_m2": areas[kind] for kind in ("core", "flexible", "special")},
        }
        extent, is_assumed = self._extent(role)
        touched = [above(areas[kind], TOUCH_M2) for kind in ("flexible", "special", "unknown")]
        found: set[str] = set()
        caps: set[bool] = set()
        for is_out, is_in, known, *touches in itertools.product(
            above(outside, TOUCH_M2), above(inside, TOUCH_M2), extent, *touched
        ):
            status, outcome = ("straddling" if is_in else "outside"), known
            if not is_out:
                status, outcome = "inside", "pass"
            elif known == "unknown":
                status = "unknown"
            if any(touches) or status == "straddling":
                outcome = worst(outcome, "review")
            found.add(outcome)
            self.result.urban_status.add(status)
            caps.add(is_assumed and is_out)
        self.result.caps.append(caps)
        self.result.outcomes[role] = found

    def _judge_repairs(self) -> set[str]:
        """Return what may be said of broken shapes.

        The design leaves open how far the doubt about a shape reaches: never beyond its convex hull, and at least over
        the whole shape where half of it or more depends on the reading.
        """
        found = {"pass"}
        hulls: list[Shape] = []
        for label in (label for role in (LAND_USE, *LINES) for label in self.members.get(role, ())):
            doubt, at_most = doubtful_m2(self.near[label])
            if not any(above(doubt, TOUCH_M2)):
                continue
            if doubt >= at_most / 2 and above(self.area_of_feature.get(label, 0.0), TOUCH_M2) == {True}:
                return {"review"}
            hulls.append(convex_hull(self.near[label]))
        if hulls and any(above(Arrangement(self.parcel, hulls).area(bool), TOUCH_M2)):
            found.add("review")
        return found

    # the verdicts

    def _conclude(self) -> None:
        result = self.result
        # one assumed extent is enough for the cap
        caps = {True} if {True} in result.caps else {False}.union(*result.caps)
        rests_on_layer = bool({LAND_USE, *LINES} & set(self.members))
        for pick in (min, max):
            settled = {rule: pick(may, key=BEST_FIRST.index) for rule, may in result.outcomes.items()}
            given = {rule: outcome for rule, outcome in settled.items() if rule not in result.missing}
            result.verdicts |= {_verdict(settled, capped=capped) for capped in caps}
            spatial = _verdict(given, capped=False)
            result.spatial_verdicts.add(spatial if rests_on_layer or spatial == "prohibited" else "undetermined")


def _verdict(outcomes: dict[str, str], *, capped: bool) -> str:
    blocking = {outcome for rule, outcome in outcomes.items() if rule not in NOT_BLOCKING}
    if "conflict" in blocking:
        return "prohibited"
    if "unknown" in blocking:
        return "undetermined"
    if set(outcomes.values()) != {"pass"} or capped:
        return "review"
    return "eligible"


def _least_m2(shape: Shape) -> float:
    """Return the area of a sound shape by the shoelace formula."""
    return sum(
        twice_ring_area(ring) * (0.5 if number == 0 else -0.5) * SQUARE_MM
        for part in shape
        for number, ring in enumerate(part)
    )


def _meet(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def judge(township: Township, *, is_strict: bool = False) -> list[Judged]:
    """Return what is right of every parcel of a township; ``is_strict`` where no thin part of it is thick somewhere."""
    return [ParcelOracle(township, number, is_strict=is_strict).result for number in range(len(township.parcels))]
