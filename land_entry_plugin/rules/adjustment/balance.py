# SPDX-License-Identifier: GPL-2.0-or-later
"""Construction land does not grow, farmland does not shrink: counted, and how far doubts could move the count.

A doubt that could move a balance across its limit leaves it to an officer. What nobody knows (ground not covered,
classes not stated, broken shapes) never passes; there is a conflict only where the best that it could be is too little.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from land_entry_plugin.engine.slivers import TOUCH_AREA_M2, Size
from land_entry_plugin.roles.land_classes import CONSTRUCTION, FARMLAND
from land_entry_plugin.rounding import recorded
from land_entry_plugin.rules.adjustment.findings import BalanceFinding, joined
from land_entry_plugin.rules.adjustment.plots import KNOWN, farmland_gained, farmland_occupied, sound
from land_entry_plugin.rules.adjustment.terms import ENTERED, RECLAIMED
from land_entry_plugin.rules.findings import Outcome
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.rules.adjustment.account import Account
    from land_entry_plugin.rules.adjustment.plots import Plot
    from land_entry_plugin.rules.adjustment.terms import Condition

SMALL = (Size.NONE, Size.TOUCH)


@dataclass
class _Reckoning:
    """A balance as counted, and what could move it.

    ``surplus_m2`` is not negative where the condition holds, ``touching_m2`` the rounding of coordinates in it; ``up``
    and ``down`` are by how much doubts could better and worsen it; ``open_m2`` is what nobody knows, of which
    ``open_up_m2`` could better it.
    """

    surplus_m2: float = 0.0
    touching_m2: float = 0.0
    up: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    down: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    is_open: bool = False
    open_m2: float = 0.0
    open_up_m2: float = 0.0

    def outcome(self) -> Outcome:
        """Return what the balance comes to."""
        counted = self.surplus_m2 + self.touching_m2 + TOUCH_AREA_M2
        at_best = counted + sum(self.up.values())
        if at_best + self.open_up_m2 < 0:
            return Outcome.CONFLICT
        if self.is_open:
            return Outcome.UNKNOWN
        if counted < 0 or counted - sum(self.down.values()) < 0:
            return Outcome.REVIEW
        return Outcome.PASS

    def doubts(self) -> dict[str, str]:
        """Return the sentences about what could move the balance."""
        names = sorted({*self.up, *self.down})
        amounts = {name: max(self.up.get(name, 0.0), self.down.get(name, 0.0)) for name in names}
        return joined([both(f"adjustment.doubt.{name}", {"area_m2": area}) for name, area in amounts.items() if area])


def construction(condition: Condition, plots: Sequence[Plot], account: Account) -> BalanceFinding:
    """Return whether construction land grows: what the reclaimed plots give against what the entered ones take."""
    reckoning = _reckoned(plots, CONSTRUCTION)
    values = _values(account, reckoning, CONSTRUCTION) | {
        "freed_m2": float(-account.change(CONSTRUCTION, side=RECLAIMED)),
        "taken_m2": float(account.change(CONSTRUCTION, side=ENTERED)),
    }
    return _finding(condition, "construction", reckoning, values)


def farmland(condition: Condition, plots: Sequence[Plot], account: Account) -> BalanceFinding:
    """Return whether farmland shrinks: what becomes farmland and is none, against what is farmland and becomes none.

    Gross area counts; the net area (less 田坎 by KCXS) is a statistic.
    """
    reckoning = _reckoned(plots, FARMLAND)
    gained, occupied = farmland_gained(plots), farmland_occupied(plots)
    values = _values(account, reckoning, FARMLAND) | {
        "gained_m2": float(account.gained(FARMLAND)),
        "occupied_m2": float(account.lost(FARMLAND)),
        "gained_net_m2": recorded(sum(part.area_m2 * (1 - (plot.becoming.factor or 0.0)) for plot, part in gained)),
        "occupied_net_m2": recorded(sum(part.area_m2 - part.deducted_m2 for _, part in occupied)),
    }
    return _finding(condition, "farmland", reckoning, values)


def _finding(condition: Condition, name: str, reckoning: _Reckoning, values: dict[str, Any]) -> BalanceFinding:
    outcome = reckoning.outcome()
    worsens = values["change_m2"] < 0 if name == "farmland" else values["change_m2"] > 0
    case = "touch" if outcome is Outcome.PASS and worsens else str(outcome)
    return BalanceFinding(condition, outcome, f"adjustment.{name}.{case}", values, abs(values["change_m2"]))


def _values(account: Account, reckoning: _Reckoning, category: str) -> dict[str, Any]:
    change = account.change(category)
    return {
        "before_m2": float(account.now(category)),
        "after_m2": float(account.after(category)),
        "change_m2": float(change),
        "difference_m2": float(abs(change)),
        "change": both(
            f"adjustment.change.{'same' if not change else 'grows' if change > 0 else 'shrinks'}",
            {"area_m2": float(abs(change))},
        ),
        "surplus_m2": recorded(reckoning.surplus_m2),
        "doubtful_m2": {
            "better": {name: recorded(area) for name, area in sorted(reckoning.up.items()) if area},
            "worse": {name: recorded(area) for name, area in sorted(reckoning.down.items()) if area},
        },
        "open_m2": recorded(reckoning.open_m2),
        "doubts": reckoning.doubts(),
    }


def _reckoned(plots: Sequence[Plot], category: str) -> _Reckoning:
    """Return the balance of a category with its doubts."""
    reckoning = _Reckoning()
    for plot in plots:
        if plot.fault is not None:
            reckoning.is_open = True
            reckoning.open_up_m2 += math.inf if plot.side == RECLAIMED else 0.0
            continue
        _add(reckoning, plot, category)
    return reckoning


def _add(reckoning: _Reckoning, plot: Plot, category: str) -> None:
    """Add one sound plot: what it gives or takes by its parts, then what may not be so."""
    sign = 1 if category == FARMLAND else -1
    for part in plot.parts:
        change = (plot.after(part).category == category) - (part.now.category == category)
        reckoning.surplus_m2 += sign * change * part.area_m2
    becomes_it = plot.becomes == category
    # what the plot moves, and what of it stays as it is
    moved, stays = (
        (plot.amount(f"not_{category}"), plot.amount(category))
        if becomes_it
        else (plot.amount(category), plot.amount(f"not_{category}"))
    )
    gives = becomes_it == (category == FARMLAND)
    unjudged = plot.amount("unjudged")
    if plot.becomes not in KNOWN:
        reckoning.is_open = True
        reckoning.open_m2 += plot.counted_m2
        reckoning.open_up_m2 += plot.counted_m2
    else:
        _add_small(reckoning, moved.area_m2, moved.size, gives=gives)
        if stays.size is Size.SLIVER:
            (reckoning.up if gives else reckoning.down)["sliver"] += stays.area_m2
        elif stays.size is Size.LARGE and gives and plot.is_accepted:
            # the survey may be younger than the reclamation
            reckoning.up[f"already_{category}"] += stays.area_m2
    if unjudged.size is Size.LARGE:
        reckoning.is_open = True
        reckoning.open_m2 += unjudged.area_m2
        reckoning.open_up_m2 += unjudged.area_m2 if gives else 0.0
    elif unjudged.size is Size.SLIVER:
        (reckoning.up if gives else reckoning.down)["gap"] += unjudged.area_m2
    if plot.amount("double").size not in SMALL:
        reckoning.up["double"] += plot.amount("double").area_m2
    repair = plot.amount("repair").area_m2
    reckoning.up["repair"] += repair
    reckoning.down["repair"] += repair
    if plot.side == RECLAIMED:
        # counted as entered only: if it is not, nothing is taken there and something given
        for overlap in plot.overlaps:
            if overlap.side == ENTERED and overlap.amount.size not in SMALL:
                reckoning.up["plots"] += 2 * overlap.amount.area_m2
    if category == FARMLAND:
        _add_adjustable(reckoning, plot)


def _add_small(reckoning: _Reckoning, area_m2: float, size: Size, *, gives: bool) -> None:
    """Add what is moved but may be the drawing's fault."""
    if size is Size.SLIVER:
        (reckoning.down if gives else reckoning.up)["sliver"] += area_m2
    elif size is Size.TOUCH and not gives:
        reckoning.touching_m2 += area_m2


def _add_adjustable(reckoning: _Reckoning, plot: Plot) -> None:
    """Add land of adjustable classes (可调整地类), which offices count with farmland."""
    if plot.becoming.is_adjustable:
        reckoning.up["adjustable"] += plot.now_m2(*(one for one in KNOWN if one != FARMLAND))
        return
    reckoning.down["adjustable"] += sum(part.area_m2 for part in plot.parts if part.is_adjustable)


def open_plots(plots: Sequence[Plot]) -> bool:
    """Return whether there is a plot of which it is not known what it is or becomes."""
    broken = any(plot.fault is not None for plot in plots)
    return broken or any(
        plot.becomes not in KNOWN or plot.amount("unjudged").size is Size.LARGE for plot in sound(plots)
    )
