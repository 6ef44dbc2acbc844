# SPDX-License-Identifier: GPL-2.0-or-later
"""Holidays, working weekends, and the days counted by them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import yaml

from land_entry_plugin.paths import resource
from land_entry_plugin.rules.expressions import Calendar

STORED = yaml.safe_load(resource("calendar.yaml").read_text(encoding="utf-8"))
# Days that the law gives everybody off (全国年节及纪念日放假办法, amended from 2025 on). Each falls on a weekday or is
# made up for by one: that many weekdays of a year are no working days, whatever the notice moves about.
STATUTORY = {2023: 11, 2024: 11, 2025: 13, 2026: 13}


def year_of(year):
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


@pytest.mark.parametrize("year", STORED)
def test_a_year_is_consistent(year):
    entry = STORED[year]
    assert set(entry) == {"notice", "holidays", "working_weekends"}
    assert entry["notice"].startswith(f"国办发明电〔{year - 1}〕")
    off = [
        first + timedelta(days=i) for first, last in entry["holidays"].values() for i in range((last - first).days + 1)
    ]
    assert all(first <= last for first, last in entry["holidays"].values())
    assert {day.year for day in off} == {year}
    assert len(set(off)) == len(off)
    assert all(day.year == year and day.weekday() >= 5 for day in entry["working_weekends"])
    assert not set(off) & set(entry["working_weekends"])
    assert date(year, 1, 1) in off
    assert {date(year, 5, day) for day in range(1, 4)} <= set(off)
    assert {date(year, 10, day) for day in range(1, 7)} <= set(off)


@pytest.mark.parametrize("year", STORED)
def test_a_year_has_the_working_days_that_the_law_leaves(year):
    weekdays = sum(day.weekday() < 5 for day in year_of(year))
    assert sum(map(Calendar.known().is_working_day, year_of(year))) == weekdays - STATUTORY[year]


def test_the_years_are_known():
    assert Calendar.known().years == set(STORED) == set(STATUTORY)
    assert Calendar.known() is Calendar.known()


@pytest.mark.parametrize(
    ("start", "end", "number"),
    [
        ("2025-06-09", "2025-06-09", 0),
        ("2025-06-09", "2025-06-10", 1),  # Monday to Tuesday: the first day does not count
        ("2025-06-06", "2025-06-09", 1),  # over a weekend
        ("2025-06-07", "2025-06-08", 0),
        ("2025-04-30", "2025-05-06", 1),  # over Labour Day
        ("2025-04-26", "2025-04-27", 1),  # a Sunday that is worked
        ("2025-01-27", "2025-02-08", 4),
        ("2026-02-13", "2026-02-24", 2),  # 14 and 24 February
        ("2026-09-30", "2026-10-10", 3),
        ("2025-12-31", "2026-01-05", 2),  # 4 January is worked
        ("2024-02-08", "2024-02-09", 1),  # New Year's Eve of 2024 was no holiday
        ("2025-06-10", "2025-06-09", -1),
        ("2026-01-05", "2025-12-31", -2),
        ("2022-12-30", "2023-01-05", None),
        ("2026-12-31", "2027-01-01", None),
        ("2027-01-01", "2026-12-31", None),
        ("2020-01-01", "2030-01-01", None),
        ("0001-01-01", "9999-12-31", None),
    ],
)
def test_working_days(start, end, number):
    assert Calendar.known().working_days(date.fromisoformat(start), date.fromisoformat(end)) == number


def test_a_year_that_is_skipped_is_not_known():
    calendar = Calendar(frozenset({2023, 2025}), frozenset(), frozenset())
    assert calendar.working_days(date(2023, 12, 1), date(2025, 1, 1)) is None
    assert calendar.working_days(date(2025, 6, 9), date(2025, 6, 13)) == 4
