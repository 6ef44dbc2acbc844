# SPDX-License-Identifier: GPL-2.0-or-later
"""The built-in functions: what they take, what they give, how they are computed."""

from __future__ import annotations

import calendar as month_lengths
import math
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from land_entry_plugin.rules.expressions.values import A_TYPE, Type

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from land_entry_plugin.rules.expressions.calendar import Calendar

# stands for a question, not for its answer; the parser knows it
ANSWERED = "answered"
# more decimals than any amount has; keeps a slip from asking for a thousand million zeros
_MOST_DIGITS = 12
_HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Function:
    """One built-in function.

    Attributes
    ----------
    takes : tuple of (str, Type)
        The values it takes, in words, with their types; none for any number of values that can be ordered.
    gives : Type or None
        None for the type of what it takes.
    compute : callable
        From the values to the result, None where there is none.
    lacking : str
        The reason of ``Undefined`` where there is none.
    """

    takes: tuple[tuple[str, Type], ...]
    gives: Type | None
    compute: Callable[..., Any]
    lacking: str = "not_defined"

    def fault(self, name: str, types: Sequence[Type | None]) -> tuple[int | None, str] | None:
        """Return which value is wrong (None for their number) and why; None where all are right."""
        if not self.takes:
            return _fault_of_ordered(name, types)
        if len(types) != len(self.takes):
            words = ", ".join(word for word, _ in self.takes)
            values = "1 value" if len(self.takes) == 1 else f"{len(self.takes)} values"
            return None, f"{name} takes {values} ({words}), not {len(types)}"
        for i, ((word, wanted), given) in enumerate(zip(self.takes, types, strict=True)):
            if given not in (None, wanted):
                return i, f"{name} needs {A_TYPE[wanted]} here ({word})"
        return None


def _fault_of_ordered(name: str, types: Sequence[Type | None]) -> tuple[int | None, str] | None:
    if len(types) < 2:
        return None, f"{name} takes at least 2 values, not {len(types)}"
    first = next((type_ for type_ in types if type_ is not None), None)
    for i, given in enumerate(types):
        if given not in (None, Type.NUMBER, Type.DATE):
            return i, f"{name} needs numbers or dates"
        if given not in (None, first):
            return i, f"{name} needs only numbers or only dates"
    return None


def _round(number: Fraction, digits: Fraction) -> Fraction | None:
    """Round half up, away from zero, as 四舍五入 does."""
    if digits.denominator != 1 or abs(digits) > _MOST_DIGITS:
        return None
    scale = Fraction(10) ** int(digits)
    rounded = math.floor(abs(number) * scale + _HALF) / scale
    return rounded if number >= 0 else -rounded


def _add_days(day: date, number: Fraction) -> date | None:
    if number.denominator != 1:
        return None
    try:
        return day + timedelta(days=int(number))
    except OverflowError:
        return None


def add_months(day: date, number: Fraction | int) -> date | None:
    """Return the corresponding day, the month's last where there is none (民法典 第202条).

    None where the number is not whole, or the calendar ends before (year 9999).
    """
    if number.denominator != 1:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + int(number), 12)
    if not date.min.year <= year <= date.max.year:
        return None
    last = month_lengths.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _working_days(span: Sequence[date], calendar: Calendar) -> Fraction | None:
    number = calendar.working_days(*span)
    return None if number is None else Fraction(number)


_NUMBER = (("number", Type.NUMBER),)
_SPAN = (("from", Type.DATE), ("until", Type.DATE))
_MOVE = (("date", Type.DATE), ("number", Type.NUMBER))

FUNCTIONS = {
    "min": Function((), None, lambda values, _: min(values)),
    "max": Function((), None, lambda values, _: max(values)),
    "abs": Function(_NUMBER, Type.NUMBER, lambda values, _: abs(*values)),
    "round": Function((*_NUMBER, ("digits", Type.NUMBER)), Type.NUMBER, lambda values, _: _round(*values)),
    "floor": Function(_NUMBER, Type.NUMBER, lambda values, _: Fraction(math.floor(*values))),
    "ceil": Function(_NUMBER, Type.NUMBER, lambda values, _: Fraction(math.ceil(*values))),
    "days": Function(_SPAN, Type.NUMBER, lambda values, _: Fraction((values[1] - values[0]).days)),
    "working_days": Function(_SPAN, Type.NUMBER, _working_days, "no_calendar"),
    "add_days": Function(_MOVE, Type.DATE, lambda values, _: _add_days(*values), "no_such_day"),
    "add_months": Function(_MOVE, Type.DATE, lambda values, _: add_months(*values), "no_such_day"),
    # half a year is six months: a term of 1.5 years has its day too
    "add_years": Function(_MOVE, Type.DATE, lambda values, _: add_months(values[0], values[1] * 12), "no_such_day"),
    "year": Function((("date", Type.DATE),), Type.NUMBER, lambda values, _: Fraction(values[0].year)),
}
