# SPDX-License-Identifier: GPL-2.0-or-later
"""Numbers as text: half up, once, at the end."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

RECORD_DECIMALS = 4
# A float has no more that mean something.
MOST_DECIMALS = 15
_QUANTA = tuple(Decimal(1).scaleb(-decimals) for decimals in range(MOST_DECIMALS + 1))


def half_up(value: float, decimals: int = 2) -> Decimal:
    """Return ``value`` rounded half up (四舍五入) to ``decimals`` places.

    The shortest decimal that stands for the float is what gets rounded, so 2.675 gives 2.68.
    """
    return Decimal(repr(float(value))).quantize(_QUANTA[decimals], ROUND_HALF_UP)


def rounded_down(value: float, decimals: int = 2) -> Decimal:
    """Return the greatest decimal of so many places that is not over ``value``: for what is said as "at most"."""
    return Decimal(repr(float(value))).quantize(_QUANTA[decimals], ROUND_FLOOR)


def rounded_up(value: float, decimals: int = 2) -> Decimal:
    """Return the least decimal of so many places that is not under ``value``: for what is said as "over"."""
    return Decimal(repr(float(value))).quantize(_QUANTA[decimals], ROUND_CEILING)


def stated(limit: float) -> Decimal:
    """Return a limit as somebody set it, no digit lost: two decimals, more where it has more."""
    return _in_full(Decimal(repr(float(limit))))


def stated_percent(share: float) -> Decimal:
    """Return a limit that was set as a share, in percent, no digit lost."""
    return _in_full(Decimal(repr(float(share))) * 100)


def _in_full(exact: Decimal) -> Decimal:
    rounded = exact.quantize(_QUANTA[2], ROUND_HALF_UP)
    return rounded if rounded == exact else exact.normalize()


def on_its_side(value: float, limit: float) -> Decimal:
    """Return ``value`` rounded half up to two decimals, or to as many as show on which side of a limit it lies."""
    exact, bound = Decimal(repr(float(value))), Decimal(repr(float(limit)))
    for decimals in range(2, RECORD_DECIMALS):
        rounded = half_up(value, decimals)
        if rounded.compare(bound) == exact.compare(bound):
            return rounded
    return half_up(value, RECORD_DECIMALS)


def exact_half_up(value: Fraction, decimals: int = 2) -> Decimal:
    """Return an exact number rounded half up (四舍五入, away from nought) to ``decimals`` places."""
    scaled = abs(value) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(-whole if value < 0 else whole).scaleb(-decimals)


def mu(area_m2: float | Decimal, decimals: int = 2) -> Decimal:
    """Return an area in 亩: m2 x 3 / 2000, rounded half up."""
    area = area_m2 if isinstance(area_m2, Decimal) else Decimal(repr(float(area_m2)))
    return (area * 3 / 2000).quantize(_QUANTA[decimals], ROUND_HALF_UP)


def recorded(value: float | None, decimals: int = RECORD_DECIMALS) -> float | None:
    """Return ``value`` with the fixed number of decimals of records and layers, and no negative zero."""
    return None if value is None else round(float(value), decimals) + 0.0


def all_recorded(values: Iterable[float], decimals: int = RECORD_DECIMALS) -> list[float]:
    """Return plain numbers as ``recorded`` does."""
    return [round(value, decimals) + 0.0 for value in values]


def closing(parts: Sequence[Decimal], total: Decimal, decimals: int) -> list[Decimal]:
    """Return the parts rounded so that their sum is the rounded total; the largest takes what is left."""
    rounded = [half_up(float(part), decimals) for part in parts]
    if rounded:
        largest = max(range(len(parts)), key=lambda i: parts[i])
        rounded[largest] += half_up(float(total), decimals) - sum(rounded)
    return rounded
