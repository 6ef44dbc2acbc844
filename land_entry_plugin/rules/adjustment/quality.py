# SPDX-License-Identifier: GPL-2.0-or-later
"""The quality of farmland does not fall: area-weighted means of what is gained against what is occupied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from land_entry_plugin.engine.slivers import TOUCH_AREA_M2, Size
from land_entry_plugin.roles.land_classes import FARMLAND
from land_entry_plugin.rounding import half_up, recorded
from land_entry_plugin.rules.adjustment.balance import SMALL, open_plots
from land_entry_plugin.rules.adjustment.findings import BalanceFinding
from land_entry_plugin.rules.adjustment.plots import farmland_gained, farmland_occupied
from land_entry_plugin.rules.findings import Outcome
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.rules.adjustment.account import Account
    from land_entry_plugin.rules.adjustment.plots import Part, Plot
    from land_entry_plugin.rules.adjustment.terms import Condition

GRADE, SLOPE = "grade", "slope"
# Means are compared, and printed, to this many decimals.
MEAN_DECIMALS = 4
BEST = 1


@dataclass(frozen=True)
class Mean:
    """An area-weighted mean of grades; the smaller the better.

    Attributes
    ----------
    area_m2 : float
        Of all the farmland.
    graded_m2 : float
        Of that whose grade is known.
    weighted : float
        Grade times area of the graded.
    by_grade : dict of int to float
        Areas.
    """

    area_m2: float
    graded_m2: float
    weighted: float
    by_grade: dict[int, float]

    @property
    def value(self) -> float | None:
        """The mean of what is graded, None where nothing is."""
        return recorded(self.weighted / self.graded_m2, MEAN_DECIMALS) if self.graded_m2 else None

    def filled(self, grade: int) -> float:
        """Return the mean if all that is not graded were of one grade."""
        return recorded((self.weighted + grade * (self.area_m2 - self.graded_m2)) / self.area_m2, MEAN_DECIMALS)


def mean_of(graded: Sequence[tuple[float, int | None]]) -> Mean:
    """Return the mean of areas (m2) with their grades, None where not known."""
    by_grade: dict[int, float] = {}
    for area, grade in graded:
        if grade is not None:
            by_grade[grade] = by_grade.get(grade, 0.0) + area
    return Mean(
        area_m2=sum(area for area, _ in graded),
        graded_m2=sum(by_grade.values()),
        weighted=sum(grade * area for grade, area in by_grade.items()),
        by_grade=dict(sorted(by_grade.items())),
    )


def means(plots: Sequence[Plot], name: str) -> tuple[Mean, Mean]:
    """Return the means of the farmland gained and occupied; what only touches is the rounding of coordinates."""
    gained = [(part.area_m2, getattr(plot.becoming, name)) for plot, part in farmland_gained(plots)]
    return mean_of(gained), mean_of([(part.area_m2, getattr(part, name)) for _, part in _occupied(plots, name)])


def touching_m2(plots: Sequence[Plot], occupied: Mean) -> float:
    """Return how much occupied farmland the mean leaves out, as the rounding of coordinates."""
    return sum(part.area_m2 for _, part in farmland_occupied(plots)) - occupied.area_m2


def _occupied(plots: Sequence[Plot], name: str) -> list[tuple[Plot, Part]]:
    return [
        (plot, part)
        for plot, part in farmland_occupied(plots)
        if plot.amount("farmland").size not in SMALL
        and (getattr(part, name) is not None or plot.amount(f"no_{name}").size not in SMALL)
    ]


def quality(condition: Condition, plots: Sequence[Plot], account: Account, name: str, worst: int) -> BalanceFinding:
    """Return whether the mean of the farmland gained is as good as that of the farmland occupied.

    Parameters
    ----------
    name : str
        ``grade`` or ``slope``.
    worst : int
        The worst grade that there is; 1 is the best.
    """
    gained, occupied = means(plots, name)
    touching = half_up(touching_m2(plots, occupied))
    values: dict[str, Any] = {
        "what": both(f"adjustment.what.{name}", {}),
        "field": {GRADE: "GDDB", SLOPE: "GDPDJB"}[name],
        "gained": gained.value,
        "occupied": occupied.value,
        "gained_m2": float(account.gained(FARMLAND)),
        "occupied_m2": float(account.lost(FARMLAND) - touching),
        "ungraded_gained_m2": recorded(gained.area_m2 - gained.graded_m2),
        "ungraded_occupied_m2": recorded(occupied.area_m2 - occupied.graded_m2),
    }
    outcome, case = _judged(plots, name, gained, occupied, worst)
    return BalanceFinding(condition, outcome, f"adjustment.quality.{case}", values, values["occupied_m2"])


def _judged(plots: Sequence[Plot], name: str, gained: Mean, occupied: Mean, worst: int) -> tuple[Outcome, str]:
    if open_plots(plots):
        return Outcome.UNKNOWN, "open"
    if not occupied.area_m2:
        return Outcome.PASS, "none_occupied"
    # farmland that only slivers occupy may be the drawing's fault: at worst an officer looks
    counted = _occupied(plots, name)
    only_slivers = all(plot.amount("farmland").size is Size.SLIVER for plot, _ in counted)
    conflict, unknown = (Outcome.REVIEW,) * 2 if only_slivers else (Outcome.CONFLICT, Outcome.UNKNOWN)
    if gained.area_m2 <= TOUCH_AREA_M2:
        if any(plot.is_accepted and plot.amount("farmland").size is Size.LARGE for plot in plots):
            # the survey may be younger than the reclamation
            return Outcome.REVIEW, "already"
        return conflict, "none_gained"
    ungraded = max(mean.area_m2 - mean.graded_m2 for mean in (gained, occupied)) > TOUCH_AREA_M2
    large = gained.area_m2 > gained.graded_m2 or any(
        plot.amount(f"no_{name}").size is Size.LARGE for plot, _ in counted
    )
    if ungraded and large:
        return (conflict, "worse_at_best") if gained.filled(BEST) > occupied.filled(worst) else (unknown, "ungraded")
    if gained.value > occupied.value:
        return conflict, "worse"
    if ungraded:
        return Outcome.REVIEW, "ungraded"
    if gained.value == occupied.value:
        # the measures ask for better quality; the slope cannot rise on flat land and is an aid only
        return (Outcome.REVIEW, "equal") if name == GRADE else (Outcome.PASS, "equal_slope")
    return Outcome.PASS, "better"
