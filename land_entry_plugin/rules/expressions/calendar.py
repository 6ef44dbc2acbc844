# SPDX-License-Identifier: GPL-2.0-or-later
"""Working days, by the yearly notices of the State Council's general office (``resources/calendar.yaml``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import yaml

from land_entry_plugin.paths import resource

_SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """Which days are working days.

    Attributes
    ----------
    years : frozenset of int
        The years whose holidays are known.
    holidays, working_weekends : frozenset of date
        Days off, and the Saturdays and Sundays on which offices work (调休上班).
    """

    years: frozenset[int]
    holidays: frozenset[date]
    working_weekends: frozenset[date]

    @classmethod
    @cache
    def known(cls) -> Calendar:
        """Return the calendar that comes with the plugin."""
        stored = yaml.safe_load(resource("calendar.yaml").read_text(encoding="utf-8"))
        return cls(
            years=frozenset(stored),
            holidays=frozenset(
                first + timedelta(days=i)
                for year in stored.values()
                for first, last in year["holidays"].values()
                for i in range((last - first).days + 1)
            ),
            working_weekends=frozenset(day for year in stored.values() for day in year["working_weekends"]),
        )

    def is_working_day(self, day: date) -> bool:
        """Return whether offices work on a day of a known year."""
        return day in self.working_weekends or (day.weekday() < _SATURDAY and day not in self.holidays)

    def working_days(self, start: date, end: date) -> int | None:
        """Return the working days after ``start`` up to and including ``end``, negative where ``end`` is earlier.

        None where the span touches a year whose holidays are not known. The first day does not count: 民法典 第201条.
        """
        if end < start:
            number = self.working_days(end, start)
            return None if number is None else -number
        if not self.years.issuperset(range(start.year, end.year + 1)):
            return None
        days = (start + timedelta(days=i) for i in range(1, (end - start).days + 1))
        return sum(map(self.is_working_day, days))
