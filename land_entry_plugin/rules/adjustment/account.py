# SPDX-License-Identifier: GPL-2.0-or-later
"""The balance sheet as printed: every figure is a sum of cells of two decimals, so that it closes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from land_entry_plugin.engine.accounts import close_account
from land_entry_plugin.rules.adjustment.plots import sound
from land_entry_plugin.rules.adjustment.terms import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from land_entry_plugin.rules.adjustment.plots import LandClass, Plot

NO_AREA = Decimal("0.00")


@dataclass(frozen=True)
class Cell:
    """What of one side is of a class now and becomes another (or stays)."""

    side: str
    now: LandClass
    after: LandClass
    area: Decimal


@dataclass(frozen=True)
class Account:
    """The account of all plots.

    Attributes
    ----------
    cells : tuple of Cell
    residues : dict of side to Decimal
        Of rounding; each went to the side's largest cell.
    """

    cells: tuple[Cell, ...]
    residues: dict[str, Decimal]

    def now(
        self, category: str | None = None, *, side: str | None = None, land_class: LandClass | None = None
    ) -> Decimal:
        """Return the present area of a category or class, of one side or both."""
        return self._sum("now", category, side, land_class)

    def after(
        self, category: str | None = None, *, side: str | None = None, land_class: LandClass | None = None
    ) -> Decimal:
        """Return the later area of a category or class, of one side or both."""
        return self._sum("after", category, side, land_class)

    def change(self, category: str | None = None, *, side: str | None = None) -> Decimal:
        """Return by how much a category grows; negative where it shrinks."""
        return self.after(category, side=side) - self.now(category, side=side)

    def gained(self, category: str) -> Decimal:
        """Return the area that becomes a category and is of another now."""
        return sum((one.area for one in self.cells if one.after.category == category != one.now.category), NO_AREA)

    def lost(self, category: str) -> Decimal:
        """Return the area that is of a category now and becomes another."""
        return sum((one.area for one in self.cells if one.now.category == category != one.after.category), NO_AREA)

    def _sum(self, when: str, category: str | None, side: str | None, land_class: LandClass | None) -> Decimal:
        areas = (
            cell.area
            for cell in self.cells
            if side in (None, cell.side)
            and category in (None, getattr(cell, when).category)
            and land_class in (None, getattr(cell, when))
        )
        return sum(areas, NO_AREA)

    @property
    def classes(self) -> set[LandClass]:
        """All classes, present and later."""
        return {land_class for cell in self.cells for land_class in (cell.now, cell.after)}


def account_of(plots: Sequence[Plot]) -> Account:
    """Return the account of the plots whose shape can be judged."""
    cells: list[Cell] = []
    residues = {}
    for side in SIDES:
        areas: dict[str, float] = defaultdict(float)
        pairs: dict[str, tuple[LandClass, LandClass]] = {}
        mine = [plot for plot in sound(plots) if plot.side == side]
        for plot in mine:
            for part in plot.parts:
                after = plot.after(part)
                key = repr((part.now, after))
                areas[key] += part.area_m2
                pairs[key] = (part.now, after)
        closed = close_account(dict(sorted(areas.items())), 0.0, _total(mine))
        residues[side] = closed.residue
        cells += [Cell(side, *pairs[key], area) for key, area in closed.rows]
    return Account(tuple(cells), residues)


def _total(plots: Iterable[Plot]) -> float:
    return sum(plot.counted_m2 for plot in plots)
