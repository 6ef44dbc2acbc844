# SPDX-License-Identifier: GPL-2.0-or-later
"""What expressions can ask of a parcel: measured figures, answers, the pack's own figures and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from land_entry_plugin.rules.expressions import Calendar, Type, Unanswered, Undefined, evaluate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from land_entry_plugin.rules.expressions import Value
    from land_entry_plugin.rules.pack import RulePack
    from land_entry_plugin.rules.questions import Answer

URBAN_SIDES = ("inside", "outside", "straddling", "unknown")
# What every parcel has without anybody's answer; areas in m2.
MEASURES = {
    "area_m2": Type.NUMBER,
    "area_plane_m2": Type.NUMBER,
    "farmland_m2": Type.NUMBER,
    "basic_farmland_m2": Type.NUMBER,
    "red_line_m2": Type.NUMBER,
    "homestead_m2": Type.NUMBER,
    "agricultural_m2": Type.NUMBER,
    "construction_m2": Type.NUMBER,
    "unused_m2": Type.NUMBER,
    "urban_status": Type.TEXT,
    "county": Type.TEXT,
    "as_of": Type.DATE,
}
MEASURED_CHOICES = {"urban_status": URBAN_SIDES}


class Facts:
    """All that is known of one parcel besides its geometry.

    Parameters
    ----------
    pack : RulePack
        For its questions, figures and tables.
    measured : mapping
        ``MEASURES``; None where a figure could not be measured.
    answers : mapping of question id to Answer
    as_of : date
    """

    def __init__(
        self, pack: RulePack, measured: Mapping[str, Value | None], answers: Mapping[str, Answer], as_of: date
    ) -> None:
        self.pack = pack
        self.answers = answers
        self.as_of = as_of
        self.calendar = Calendar.known()
        # all parcels of the screening, this one too, and what they amount to: set when all are known
        self.everyone: Sequence[Facts] = (self,)
        self.totals: dict[tuple[str, str], Value] = {}
        self.measured: Mapping[str, Any] = dict(measured) | {"as_of": as_of}
        self._figures: dict[str, Value] = {}

    def value(self, name: str) -> Value:
        """Return a fact; unanswered or undefined where nobody knows it."""
        if name in self.measured or name in MEASURES:
            measured = self.measured.get(name)
            return Undefined(name) if measured is None else measured
        if name in self.pack.figures:
            if name not in self._figures:
                self._figures[name] = evaluate(self.pack.figures[name].expression, self)
            return self._figures[name]
        answer = self.answers.get(name)
        return Unanswered(frozenset({name})) if answer is None or answer.value is None else answer.value

    def lookup(self, table: str, keys: tuple[Value, ...]) -> Value:
        """Return what a table of the pack says, by the rows that hold on its day."""
        found = self.pack.tables[table]
        day: Any = self.value(found.dated_by) if found.dated_by else self.as_of
        return day if isinstance(day, Unanswered | Undefined) else found.value(keys, day)


def introduce(everyone: Sequence[Facts]) -> None:
    """Let the facts of all parcels of a screening know of each other."""
    totals: dict[tuple[str, str], Value] = {}
    for one in everyone:
        one.everyone, one.totals = everyone, totals
