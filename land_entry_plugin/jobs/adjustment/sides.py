# SPDX-License-Identifier: GPL-2.0-or-later
"""The two layers of plots: what their fields say of the plots, and what those become."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from land_entry_plugin.files.source import blank
from land_entry_plugin.jobs.adjustment.pieces import graded, is_adjustable
from land_entry_plugin.jobs.reading import data_year
from land_entry_plugin.roles.land_classes import CONSTRUCTION, UNKNOWN, category, class_name, class_system
from land_entry_plugin.rules.adjustment.plots import Becoming, LandClass
from land_entry_plugin.rules.adjustment.terms import ENTERED, RECLAIMED
from land_entry_plugin.rules.kinds.spatial.deduction_factor import deduction_factor

if TYPE_CHECKING:
    from land_entry_plugin.engine.crs import Plane
    from land_entry_plugin.jobs.adjustment.pieces import PlaneReading
    from land_entry_plugin.jobs.parcels import Parcels

ENTERED_CLASS = LandClass(CONSTRUCTION, "", "入市后建设用地")


@dataclass(frozen=True)
class Side:
    """One layer of plots.

    Attributes
    ----------
    name : str
        ``reclaimed`` or ``entered``.
    parcels : Parcels
    mapping : dict
        Standard field name: the layer's own.
    """

    name: str
    parcels: Parcels
    mapping: dict[str, str]

    @property
    def broken_rows(self) -> list[int]:
        """Rows whose shape cannot be judged."""
        return [row for row, fault in enumerate(self.parcels.faults) if fault is not None]

    def rows_in(self, plane: Plane) -> np.ndarray:
        """Return the rows that are measured in a plane, ordered by id."""
        rows = [row for row, own in enumerate(self.parcels.planes) if own == plane]
        return np.array(sorted(rows, key=lambda row: (self.parcels.ids[row], row)), dtype=int)

    @property
    def sound_rows(self) -> np.ndarray:
        """Rows whose shape can be judged, ordered by id."""
        rows = [row for row, plane in enumerate(self.parcels.planes) if plane is not None]
        return np.array(sorted(rows, key=lambda row: (self.parcels.ids[row], row)), dtype=int)

    def value(self, field: str, row: int) -> Any:
        """Return a field of a plot, None where it is blank or not there."""
        own = self.mapping.get(field)
        value = self.parcels.rows.columns[own][row] if own else None
        return None if blank(value) else value

    def text(self, field: str, row: int) -> str | None:
        """Return a field of a plot as text."""
        value = self.value(field, row)
        return None if value is None else str(value).strip()


class Becomings:
    """What the plots become, by the fields of their layer."""

    def __init__(self, reading: PlaneReading) -> None:
        self._terms = reading.terms
        side = reading.sides[RECLAIMED]
        rows = range(len(side.parcels.ids))
        pairs = [(side.value("FKDLBM", row), side.value("FKDLMC", row)) for row in rows]
        years = [data_year(value) for value in reading.survey.columns.get("SJNF", ())]
        self._year = max((year for year in years if year is not None), default=None)
        self._system = class_system(pairs, None) or reading.survey.class_system

    def of(self, side: Side, row: int) -> Becoming:
        """Return what a plot becomes; one that enters the market becomes construction land."""
        if side.name == ENTERED:
            return Becoming(ENTERED_CLASS)
        settings = self._terms.settings
        code, name = side.text("FKDLBM", row), side.text("FKDLMC", row)
        kind = category(code, self._year, system=self._system, name=name)
        doubt = "" if kind != UNKNOWN else "not_stated" if code is None else "not_known"
        own = side.mapping.get("FKDLBM", "")
        if kind == CONSTRUCTION and own.upper() == self._terms.present_class_field:
            kind, doubt = UNKNOWN, "present"
        return Becoming(
            LandClass(kind, code or "", name or class_name(code, self._system) or ""),
            grade=graded(side.value("GDDB", row), settings["worst_grade"]),
            slope=graded(side.value("GDPDJB", row), settings["worst_slope"]),
            factor=_factor(side.value("KCXS", row), settings["highest_factor"]),
            is_adjustable=is_adjustable(code, kind),
            doubt=doubt,
        )


def _factor(value: object, highest: float) -> float | None:
    """Return the deduction factor of a plot, None where none is stated or it cannot be right."""
    return None if value is None else deduction_factor(value, highest)


def acceptance(side: Side, row: int) -> dict[str, Any]:
    """Return paper and date of the acceptance of a reclaimed plot."""
    text = side.text("YSRQ", row)
    return {"paper": side.text("YSWH", row), "accepted_on": day_of(text), "date_text": text}


def day_of(text: str | None) -> date | None:
    """Return a date as surveyors write it (2026-06-23, 20260623, 2026/6/23, 2026年6月23日), None where it is none."""
    found = re.match(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})(?!\d)", text or "")
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
