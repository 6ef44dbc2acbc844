# SPDX-License-Identifier: GPL-2.0-or-later
"""Days as registers write them: read, none, or no day at all."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from land_entry_plugin.rules.kinds.spatial.days import day_of

DAY = date(2025, 6, 8)


@pytest.mark.parametrize(
    "value",
    [
        DAY, datetime(2025, 6, 8, 23, 59), "20250608", 20250608, 20250608.0, "2025-06-08", "2025/6/8", "2025.6.8",
        " 2025 年 6 月 8 日 ", "2025-06-08T12:00:00", "20250608 12:00",
    ],
)  # fmt: skip
def test_one_day_in_many_ways(value):
    found = day_of(value)
    # a time of day would be compared with days
    assert (found, type(found)) == (DAY, date)


@pytest.mark.parametrize("value", [None, "", "  ", "/", "-", "—", "nan", "NaN", float("nan")])
def test_nothing_stated(value):
    assert day_of(value) is None


@pytest.mark.parametrize("value", ["长期", "2025", "202506081", "2025-13-01", "20250230", "2025-06", "8.6.2025", 0])
def test_no_day(value):
    with pytest.raises(ValueError, match=r"."):
        day_of(value)
