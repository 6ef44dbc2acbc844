# SPDX-License-Identifier: GPL-2.0-or-later
"""The annual supply plan (年度供应计划): what is in it, and its totals by use and quarter."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from land_entry_plugin.cadastre.ledger.model import ParcelState

QUARTERS = ("q1", "q2", "q3", "q4")
_YES = "yes"


@dataclass(frozen=True)
class Planned:
    """A parcel of the plan.

    Attributes
    ----------
    state : ParcelState
    year : int
    quarter : str or None
        None where nobody said.
    is_year_assumed : bool
        Whether an answer says that it is in the plan and not of which year: that of the screening is taken.
    """

    state: ParcelState
    year: int
    quarter: str | None
    is_year_assumed: bool

    @property
    def use(self) -> str | None:
        """What it is for."""
        return self.state.fact("use")


@dataclass(frozen=True)
class PlanTotals:
    """Numbers and areas of a plan.

    Attributes
    ----------
    uses : tuple of (str or None)
        What parcels are for, in the order of the words; None where nobody said.
    quarters : tuple of (str or None)
        The four, and None where a parcel has none.
    counts, areas : dict of (use, quarter) to int and Decimal
        Areas in m2, sums of the printed ones.
    """

    uses: tuple[str | None, ...]
    quarters: tuple[str | None, ...]
    counts: dict[tuple[str | None, str | None], int]
    areas: dict[tuple[str | None, str | None], Decimal]

    def of(self, uses: Collection[str | None], quarters: Collection[str | None]) -> tuple[int, Decimal]:
        """Return how many parcels are for such uses in such quarters, and their land in m2."""
        keys = [(use, quarter) for use, quarter in self.counts if use in uses and quarter in quarters]
        return sum(self.counts[key] for key in keys), sum((self.areas[key] for key in keys), Decimal("0.00"))


def planned_parcels(states: Iterable[ParcelState]) -> list[Planned]:
    """Return the parcels of all years' plans, ordered by year, quarter and id; those withdrawn are in none."""
    result = []
    for state in states:
        if not state.is_living:
            continue
        year, told = state.number("plan_year"), state.facts.get("in_supply_plan")
        if year is not None:
            result.append(Planned(state, int(year), state.fact("plan_quarter"), False))
        elif told is not None and told.value == _YES:
            result.append(Planned(state, told.told_on.year, state.fact("plan_quarter"), True))
    return sorted(result, key=lambda one: (one.year, one.quarter or "q9", one.state.parcel_id))


def plan_totals(planned: Sequence[Planned]) -> PlanTotals:
    """Return the totals of one year's parcels by use and quarter."""
    counts: dict[tuple[str | None, str | None], int] = defaultdict(int)
    areas: dict[tuple[str | None, str | None], Decimal] = defaultdict(Decimal)
    for one in planned:
        key = one.use, one.quarter
        counts[key] += 1
        areas[key] += one.state.area_m2 or Decimal(0)
    named = sorted({one.use for one in planned if one.use})
    uses = (*named, *([None] if any(one.use is None for one in planned) else []))
    quarters = (*QUARTERS, *([None] if any(one.quarter is None for one in planned) else []))
    return PlanTotals(uses, quarters, dict(counts), dict(areas))
