# SPDX-License-Identifier: GPL-2.0-or-later
"""Cells of a form: a value and where it is from, so that nothing is printed as known that nobody stated."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from land_entry_plugin.texts import render

if TYPE_CHECKING:
    from collections.abc import Mapping

# What a table of parcels writes into a cell that does not apply.
_NOT_APPLICABLE_MARKS = ("/", "／", "\\")


class State(StrEnum):
    """Where the value of a cell is from."""

    GIVEN = "given"
    COMPUTED = "computed"
    COMPOSED = "composed"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    WITHHELD = "withheld"


class Cell(NamedTuple):
    """One cell.

    Attributes
    ----------
    state : State
        ``unknown`` prints 待补 and is counted, ``not_applicable`` prints ``/``; ``withheld`` are facts of persons,
        which are never read.
    value : str, float, dict or None
        Text, or a number in the unit of the cell; what else a cell says by itself as plain data.
    given : str or None
        What was given where it could not be read: a code of another table, a figure without unit.
    """

    state: State
    value: Any = None
    given: str | None = None

    def as_data(self) -> dict[str, Any]:
        """Return the cell as records keep it."""
        data = {"state": str(self.state), "value": self.value}
        return data if self.given is None else data | {"given": self.given}


UNKNOWN = Cell(State.UNKNOWN)
NOT_APPLICABLE = Cell(State.NOT_APPLICABLE)
WITHHELD = Cell(State.WITHHELD)


def text_of(declared: Mapping[str, Any], name: str) -> str | None:
    """Return a declared fact on one line; None where it is blank."""
    value = declared.get(name)
    return None if value is None else " ".join(str(value).split()) or None


def given(declared: Mapping[str, Any], *names: str) -> Cell:
    """Return the first of several declared facts as it was given."""
    for name in names:
        text = text_of(declared, name)
        if text is not None:
            return NOT_APPLICABLE if text in _NOT_APPLICABLE_MARKS else Cell(State.GIVEN, text)
    return UNKNOWN


def computed(value: Any) -> Cell:
    """Return a computed value; unknown where there is none."""
    return UNKNOWN if value is None else Cell(State.COMPUTED, value)


def composed(value: Any) -> Cell:
    """Return a value composed of other facts; unknown where there is none."""
    return UNKNOWN if value is None else Cell(State.COMPOSED, value)


def first_known(*cells: Cell) -> Cell:
    """Return the first cell that is known; what was given and could not be read goes along with an unknown one."""
    unread = UNKNOWN
    for cell in cells:
        if cell.state is not State.UNKNOWN:
            return cell
        if cell.given is not None and unread.given is None:
            unread = cell
    return unread


def cell_text(data: Mapping[str, Any], language: str = "zh") -> str:
    """Return what a cell of a record prints, its value as it stands."""
    if data["state"] in (State.UNKNOWN, State.NOT_APPLICABLE, State.WITHHELD):
        return render(f"description.cell_{data['state']}", {}, language)
    value = data["value"]
    return value[language] if isinstance(value, dict) and language in value else str(value)
