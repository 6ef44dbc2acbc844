# SPDX-License-Identifier: GPL-2.0-or-later
"""Lookup tables of a rule pack: several keys, rows with a validity of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from land_entry_plugin.rules.expressions import TableType, Type, Undefined

if TYPE_CHECKING:
    from collections.abc import Mapping

    from land_entry_plugin.rules.expressions import Value

NOT_DEFINED = "undefined"


@dataclass(frozen=True)
class Row:
    """One row: what its keys must be, from when to when it holds, its value.

    A key is matched by one value, by one of a list, or by a range ``(from, until)`` of which either end may be None;
    a key that the row does not name may be anything.
    """

    keys: Mapping[str, Any]
    value: Value
    valid_from: date | None
    valid_until: date | None

    def holds(self, key_names: tuple[str, ...], keys: tuple[Value, ...], day: date) -> bool:
        """Return whether the row is the one for some keys on a day."""
        if (self.valid_from and day < self.valid_from) or (self.valid_until and day > self.valid_until):
            return False
        return all(
            _matches(self.keys[name], key) for name, key in zip(key_names, keys, strict=True) if name in self.keys
        )


@dataclass(frozen=True)
class Table:
    """A lookup table.

    Attributes
    ----------
    name : str
    keys : tuple of str
    rows : tuple of Row
        The first that holds counts.
    dated_by : str or None
        The fact whose date says which rows hold; the as-of date where there is none.
    """

    name: str
    keys: tuple[str, ...]
    rows: tuple[Row, ...]
    dated_by: str | None = None

    @property
    def type(self) -> TableType:
        """What it takes and gives, by its rows."""
        taken = tuple(
            _type_of(next((row.keys[name] for row in self.rows if name in row.keys), "")) for name in self.keys
        )
        given = next((row.value for row in self.rows if not isinstance(row.value, Undefined)), Fraction(0))
        return TableType(taken, _type_of(given))

    def value(self, keys: tuple[Value, ...], day: date) -> Value:
        """Return the value for some keys on a day, undefined where no row holds."""
        row = next((row for row in self.rows if row.holds(self.keys, keys, day)), None)
        return Undefined(f"{self.name}({', '.join(map(str, keys))})") if row is None else row.value


def table_from(name: str, stored: Mapping[str, Any]) -> Table:
    """Return a table as it stands in a pack."""
    key_names = tuple(stored["keys"])
    rows = tuple(
        Row(
            keys={key: _key(row[key]) for key in key_names if key in row},
            value=literal(row["value"]),
            valid_from=row.get("valid_from"),
            valid_until=row.get("valid_until"),
        )
        for row in stored["rows"]
    )
    return Table(name, key_names, rows, stored.get("dated_by"))


def literal(stored: Any) -> Value:
    """Return a value as a pack writes it: a number, ``20%``, a date, a text, ``undefined``."""
    if isinstance(stored, bool | date):
        return stored
    if isinstance(stored, int | float):
        return Fraction(str(stored))
    if stored == NOT_DEFINED:
        return Undefined(NOT_DEFINED)
    if stored.endswith(("%", "％")):
        try:
            return Fraction(stored[:-1].strip()) / 100
        except (ValueError, ZeroDivisionError):
            return stored
    return stored


def parts(stored: Any) -> list[Any]:
    """Return what stands in a cell: one value, those of a list, or the ends of a range."""
    if isinstance(stored, list):
        return stored
    return list(stored.values()) if isinstance(stored, dict) else [stored]


def is_empty_range(stored: Any) -> bool:
    """Return whether a cell is a range that ends before it begins."""
    key = _key(stored)
    if not isinstance(key, tuple) or None in key or None in map(type_of, key):
        return False
    low, high = key
    return low > high


def _key(stored: Any) -> Any:
    if isinstance(stored, list):
        return [literal(one) for one in stored]
    if isinstance(stored, dict):
        return tuple(literal(stored[end]) if end in stored else None for end in ("from", "until"))
    return literal(stored)


def _matches(wanted: Any, key: Any) -> bool:
    if isinstance(wanted, list):
        return key in wanted
    if isinstance(wanted, tuple):
        low, high = wanted
        return (low is None or low <= key) and (high is None or key <= high)
    return wanted == key


def type_of(value: Value) -> Type | None:
    """Return the type of a literal, None where it is undefined."""
    return None if isinstance(value, Undefined) else _type_of(value)


def _type_of(value: Any) -> Type:
    if isinstance(value, list | tuple):
        value = next((one for one in value if one is not None), "")
    if isinstance(value, bool):
        return Type.YES_NO
    if isinstance(value, Fraction):
        return Type.NUMBER
    return Type.DATE if isinstance(value, date) else Type.TEXT
