# SPDX-License-Identifier: GPL-2.0-or-later
"""Area accounts that close to the printed hundredth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from land_entry_plugin.rounding import half_up

if TYPE_CHECKING:
    from decimal import Decimal


@dataclass(frozen=True)
class Account:
    """An account as printed, in m2 with two decimals.

    Attributes
    ----------
    rows : tuple of (key, Decimal)
        Areas by class.
    uncovered, total, residue : Decimal
        ``sum(rows) + uncovered == total``; the residue of rounding went to the largest row.
    """

    rows: tuple[tuple[str, Decimal], ...]
    uncovered: Decimal
    total: Decimal
    residue: Decimal


def close_account(areas_m2: dict[str, float], uncovered_m2: float, total_m2: float) -> Account:
    """Return the account of a parcel whose rounded parts add up to its rounded area.

    The residue of rounding goes to the largest class (or to the uncovered part where there is no class).
    """
    rows = {key: half_up(area) for key, area in areas_m2.items()}
    uncovered, total = half_up(uncovered_m2), half_up(total_m2)
    residue = total - sum(rows.values()) - uncovered
    if rows:
        largest = max(rows, key=lambda key: (areas_m2[key], key))
        rows[largest] += residue
    else:
        uncovered += residue
    return Account(tuple(rows.items()), uncovered, total, residue)
