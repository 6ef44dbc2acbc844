# SPDX-License-Identifier: GPL-2.0-or-later
"""What an expression can be worth, its types, and what can be wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias


class ExpressionError(Exception):
    """A fault of an expression.

    Attributes
    ----------
    message : str
        One plain English phrase for the pack's author.
    position : int
        Offset into the text.
    """

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message, position)
        self.message = message
        self.position = position

    def __str__(self) -> str:
        return self.message


class Type(StrEnum):
    """What kind of value an expression gives."""

    NUMBER = "number"
    YES_NO = "yes_no"
    TEXT = "text"
    DATE = "date"


A_TYPE = {Type.NUMBER: "a number", Type.YES_NO: "yes or no", Type.TEXT: "a text", Type.DATE: "a date"}


@dataclass(frozen=True)
class TableType:
    """What a table of the pack is looked up by, and what it gives."""

    keys: tuple[Type, ...]
    value: Type


@dataclass(frozen=True)
class Unanswered:
    """The value of what hangs on facts that nobody answered.

    Attributes
    ----------
    names : frozenset of str
        What has to be asked.
    """

    names: frozenset[str]


@dataclass(frozen=True)
class Undefined:
    """The value of what no law says: no table row, a division by zero, a year without a holiday calendar.

    Attributes
    ----------
    reason : str
        ``undefined`` (the pack says so), ``division_by_zero``, ``no_calendar``, ``no_such_day``, ``not_defined``, or
        what the scope says, such as ``levy_rate(retail, 3)``.
    """

    reason: str


Value: TypeAlias = Fraction | bool | str | date | Unanswered | Undefined

_TYPES = {Fraction: Type.NUMBER, bool: Type.YES_NO, str: Type.TEXT, date: Type.DATE}


def type_of_value(value: object) -> Type | None:
    """Return the type of a value; None where it has none (unanswered, undefined, a float)."""
    if isinstance(value, datetime):
        return None
    return next((type_ for kind, type_ in _TYPES.items() if isinstance(value, kind)), None)
