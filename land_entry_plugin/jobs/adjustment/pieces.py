# SPDX-License-Identifier: GPL-2.0-or-later
"""The pieces of the land survey on one plot: classes, quality, and how sure they are."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from land_entry_plugin.engine.area import ellipsoid_area
from land_entry_plugin.engine.limits import Limits
from land_entry_plugin.engine.overlay import doubly_covered, without_double
from land_entry_plugin.engine.shapes import ARITHMETIC_AREA_M2, NOWHERE, difference, union
from land_entry_plugin.engine.slivers import TOUCH_AREA_M2, measure
from land_entry_plugin.jobs.reading import data_year
from land_entry_plugin.roles import land_classes
from land_entry_plugin.roles.land_classes import (
    AGRICULTURAL,
    CONSTRUCTION,
    FARMLAND,
    UNKNOWN,
    category,
    class_code,
    class_name,
)
from land_entry_plugin.rules.adjustment.plots import KNOWN, UNCOVERED, Amount, LandClass, Part
from land_entry_plugin.rules.kinds.spatial.deduction_factor import deduction_factor

if TYPE_CHECKING:
    from collections.abc import Sequence

    import shapely

    from land_entry_plugin.engine.crs import Plane
    from land_entry_plugin.jobs.adjustment.sides import Side
    from land_entry_plugin.jobs.reading import PreparedLayer
    from land_entry_plugin.rules.adjustment.terms import Terms

_ADJUSTABLE_SUFFIX = "K"
_COUNTY_DIGITS = 6
_CODE = re.compile(r"\d{12}")


@dataclass(frozen=True)
class PlaneReading:
    """The plots and the land survey in one plane."""

    terms: Terms
    limits: Limits
    sides: dict[str, Side]
    plane: Plane
    survey: PreparedLayer

    def amount(self, shape: shapely.Geometry, plot_m2: float) -> Amount:
        """Return how much a shape on a plot amounts to."""
        extent = measure(shape, plot_m2, self.limits, lambda parts: ellipsoid_area(parts, self.plane))
        return Amount(extent.area_m2, extent.size)


@dataclass(frozen=True)
class _Patch:
    """What a patch is."""

    land_class: LandClass
    factor: float
    grade: int | None
    slope: int | None
    is_adjustable: bool


class Pieces:
    """The pieces of patches on one plot, every place in one of them."""

    def __init__(
        self, reading: PlaneReading, features: np.ndarray, geometry: np.ndarray, shape: shapely.Geometry, plot_m2: float
    ) -> None:
        self._reading, self._shape, self._plot_m2 = reading, shape, plot_m2
        patches = [_patch(reading, feature) for feature in features]
        order = sorted(
            range(len(patches)),
            key=lambda i: (
                land_classes.CATEGORIES.index(patches[i].land_class.category),
                reading.survey.source_ids[features[i]],
            ),
        )
        self._features = [int(features[i]) for i in order]
        self._patches = [patches[i] for i in order]
        self._whole = np.array([geometry[i] for i in order], dtype=object)
        self._once = without_double(self._whole) if order else self._whole
        self._areas = ellipsoid_area(self._once, reading.plane)
        self._uncovered = difference(shape, union(list(self._whole)))

    def parts(self) -> tuple[Part, ...]:
        """Return the pieces by class and quality, and what no patch covers."""
        areas: dict[tuple[Any, ...], list[float]] = defaultdict(lambda: [0.0, 0.0])
        for patch, area in zip(self._patches, self._areas, strict=True):
            key = (patch.land_class, patch.grade, patch.slope, patch.is_adjustable)
            areas[key][0] += float(area)
            areas[key][1] += float(area) * patch.factor
        parts = [
            Part(land_class, area, deducted, grade, slope, is_adjustable)
            for (land_class, grade, slope, is_adjustable), (area, deducted) in areas.items()
            if area > ARITHMETIC_AREA_M2
        ]
        uncovered = float(ellipsoid_area(np.array([self._uncovered]), self._reading.plane)[0])
        if uncovered > ARITHMETIC_AREA_M2:
            parts.append(Part(LandClass(UNCOVERED), uncovered))
        return tuple(sorted(parts, key=lambda part: (part.now, -part.area_m2)))

    def amounts(self) -> dict[str, Amount]:
        """Return how much of each category, and of what is not known, lies on the plot."""
        kinds = [patch.land_class.category for patch in self._patches]
        amounts = {}
        for name in (FARMLAND, CONSTRUCTION):
            amounts[name] = self._amount([kind == name for kind in kinds])
            amounts[f"not_{name}"] = self._amount([kind in KNOWN and kind != name for kind in kinds])
        unknown = self._union([kind == UNKNOWN for kind in kinds])
        amounts[UNKNOWN] = self._reading.amount(unknown, self._plot_m2)
        amounts[UNCOVERED] = self._reading.amount(self._uncovered, self._plot_m2)
        amounts["unjudged"] = self._reading.amount(union([unknown, self._uncovered]), self._plot_m2)
        amounts["double"] = self._reading.amount(self._double(), self._plot_m2)
        for name in ("grade", "slope"):
            amounts[f"no_{name}"] = self._amount(
                [patch.land_class.category == FARMLAND and getattr(patch, name) is None for patch in self._patches]
            )
        return amounts

    def years(self) -> frozenset[int | None]:
        """Return the data years of what more than touches."""
        return frozenset(data_year(self._attribute("SJNF", i)) for i in self._counting())

    def counties(self) -> frozenset[str]:
        """Return the counties of what more than touches."""
        codes = {str(self._attribute("ZLDWDM", i) or "").strip() for i in self._counting()}
        return frozenset(county for code in codes for county in county_of(code))

    def wrong_factors(self) -> tuple[str, ...]:
        """Return the patches whose deduction factor cannot be right."""
        highest = self._reading.terms.settings["highest_factor"]
        survey = self._reading.survey
        return tuple(
            survey.source_ids[self._features[i]]
            for i in self._counting()
            if deduction_factor(self._attribute("KCXS", i), highest) is None
        )

    def _counting(self) -> list[int]:
        return [i for i, area in enumerate(self._areas) if area > TOUCH_AREA_M2]

    def _attribute(self, field: str, i: int) -> Any:
        return self._reading.survey.attributes(self._features[i]).get(field)

    def _union(self, chosen: Sequence[bool]) -> shapely.Geometry:
        return union([shape for shape, is_chosen in zip(self._once, chosen, strict=True) if is_chosen])

    def _amount(self, chosen: Sequence[bool]) -> Amount:
        return self._reading.amount(self._union(chosen), self._plot_m2)

    def _double(self) -> shapely.Geometry:
        """Return where patches of different classes lie on each other."""
        excess = sum(shape.area for shape in self._whole) - union(list(self._whole)).area
        if excess <= ARITHMETIC_AREA_M2:
            return NOWHERE
        by_class: dict[str, list[shapely.Geometry]] = defaultdict(list)
        for patch, shape in zip(self._patches, self._whole, strict=True):
            by_class[class_code(patch.land_class.code)].append(shape)
        return doubly_covered(np.array([union(shapes) for shapes in by_class.values()], dtype=object))


def _patch(reading: PlaneReading, feature: int) -> _Patch:
    """Return what a patch of the survey is."""
    survey, settings = reading.survey, reading.terms.settings
    attributes, system = survey.attributes(feature), survey.class_system
    code, name = survey.text("DLBM", feature), survey.text("DLMC", feature)
    kind = category(code, data_year(attributes.get("SJNF")), system=system, name=name)
    is_farmland = kind == FARMLAND
    factor = deduction_factor(attributes.get("KCXS"), settings["highest_factor"]) or 0.0
    return _Patch(
        land_class=LandClass(kind, code or "", name or class_name(code, system) or ""),
        factor=factor if is_farmland else 0.0,
        grade=graded(attributes.get("GDDB"), settings["worst_grade"]) if is_farmland else None,
        slope=graded(attributes.get("GDPDJB"), settings["worst_slope"]) if is_farmland else None,
        is_adjustable=is_adjustable(code, kind),
    )


def graded(value: object, worst: int) -> int | None:
    """Return a grade from 1 to ``worst``, None where none is stated or it cannot be one."""
    text = str(value if value is not None else "").strip().removesuffix("等").removesuffix("级")
    try:
        number = float(text)
    except ValueError:
        return None
    return int(number) if number.is_integer() and 1 <= number <= worst else None


def is_adjustable(code: str | None, kind: str) -> bool:
    """Return whether a class is 可调整 (suffix K): no farmland now, but counted with it by many offices."""
    return kind == AGRICULTURAL and str(code or "").strip().upper().endswith(_ADJUSTABLE_SUFFIX)


def county_of(code: str) -> frozenset[str]:
    """Return the county that a code of a place or parcel begins with; nothing where it is no such code."""
    return frozenset([code[:_COUNTY_DIGITS]]) if _CODE.match(code) else frozenset()
