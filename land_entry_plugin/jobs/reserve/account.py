# SPDX-License-Identifier: GPL-2.0-or-later
"""The account of the stock: every square metre in one place, by village and planned use, to the last digit."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from land_entry_plugin.jobs.reserve.ground import BARS
from land_entry_plugin.jobs.reserve.result import BARRED, CANDIDATE, ONE_REASON
from land_entry_plugin.rounding import half_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from land_entry_plugin.jobs.reserve.ground import Ground
    from land_entry_plugin.jobs.reserve.result import FoundSite
    from land_entry_plugin.jobs.reserve.stock import Survey

Village = tuple[str, str]
Key = TypeVar("Key", str, Village)
# Of no site: narrower or smaller than the limits.
REMNANT = "remnant"
PLACES = (CANDIDATE, ONE_REASON, BARRED, REMNANT, *BARS)
OTHER_LAND = "other_land"


@dataclass(frozen=True)
class ReserveAccount:
    """Areas in m2 with two decimals; rows and columns add up.

    Attributes
    ----------
    by_village : dict of Village to dict of place to Decimal
        ``PLACES`` and ``OTHER_LAND`` (what is no stock) make ``total``, that of all patches of the village.
    by_plan : dict of planned class to dict of place to Decimal
        ``PLACES`` of the stock.
    stock, total : Decimal
    stock_m2, total_m2 : float
        Before rounding.
    """

    by_village: dict[Village, dict[str, Decimal]]
    by_plan: dict[str, dict[str, Decimal]]
    stock: Decimal
    total: Decimal
    stock_m2: float
    total_m2: float


def account_of(survey: Survey, ground: Ground, sites: Iterable[FoundSite]) -> ReserveAccount:
    """Return the account of the whole stock, and of the survey around it."""
    left = ground.area_m2.copy()
    cells: list[tuple[int, str, float]] = []
    for site in sites:
        for piece, area in site.parts.items():
            cells.append((piece, site.group, area))
            left[piece] -= area
    cells += [(i, ground.bar[i] or REMNANT, area) for i, area in enumerate(left.tolist())]
    villages: dict[Village, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    plans: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for piece, place, area in cells:
        villages[survey.stock.village(ground.patch[piece])][place] += area
        plans[ground.planned_class[piece]][place] += area
    for (village, _, _), area in survey.totals_m2.items():
        villages[village][OTHER_LAND] += area
    for row in villages.values():
        row[OTHER_LAND] -= sum(area for place, area in row.items() if place != OTHER_LAND)
    by_village = _rounded(villages)
    stock = sum((sum(row.values()) - row[OTHER_LAND] for row in by_village.values()), Decimal(0))
    by_plan = _rounded(plans, stock)
    return ReserveAccount(
        by_village=by_village,
        by_plan=by_plan,
        stock=stock,
        total=sum((sum(row.values(), Decimal(0)) for row in by_village.values()), Decimal(0)),
        stock_m2=float(np.sum(survey.stock.area_m2)),
        total_m2=float(sum(survey.totals_m2.values())),
    )


def _rounded(rows: Mapping[Key, Mapping[str, float]], total: Decimal | None = None) -> dict[Key, dict[str, Decimal]]:
    """Return a table of cells with two decimals whose sum is the rounded whole; the largest cell takes the residue."""
    places = [*PLACES, *((OTHER_LAND,) if total is None else ())]
    # what subtraction leaves below nothing is arithmetic
    table = {
        key: {place: max(half_up(row.get(place, 0.0)), Decimal(0)) for place in places}
        for key, row in sorted(rows.items())
    }
    if not table:
        return table
    wanted = half_up(sum(sum(row.values()) for row in rows.values())) if total is None else total
    residue = wanted - sum((sum(row.values(), Decimal(0)) for row in table.values()), Decimal(0))
    key, place = max(((key, place) for key in table for place in places), key=lambda cell: table[cell[0]][cell[1]])
    table[key][place] += residue
    return table
