# SPDX-License-Identifier: GPL-2.0-or-later
"""Whatever an officer writes is an answer or none: never a guess, never a traceback."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from land_entry_plugin.rules.questions import Question, shown

USES = {"industrial": {"zh": "工业", "en": "industry"}, "none": {"zh": "无（A类）", "en": "none of them"}}


def question(kind, unit=None):
    return Question("q", {"zh": "问", "en": "ask"}, kind, USES if kind == "choice" else {}, unit)


READABLE = [
    ("yes_no", None, "是", True),
    ("yes_no", None, " 否 ", False),
    ("yes_no", None, True, True),
    ("yes_no", None, np.bool_(False), False),
    ("yes_no", None, 1, True),
    ("yes_no", None, 0.0, False),
    ("yes_no", None, "１", True),
    ("yes_no", None, "1.0", True),
    ("yes_no", None, "ＹＥＳ", True),
    ("yes_no", None, "FALSE", False),
    ("yes_no", None, "√", True),
    ("choice", None, "industrial", "industrial"),
    ("choice", None, "Industry ", "industrial"),
    ("choice", None, "工业", "industrial"),
    ("choice", None, "无(Ａ类)", "none"),
    ("choice", None, "none", "none"),
    ("number", "m2", 1200, Fraction(1200)),
    ("number", "m2", 0.1, Fraction(1, 10)),
    ("number", "m2", np.float64(12.5), Fraction(25, 2)),
    ("number", "m2", "１，２００．５", Fraction(2401, 2)),
    ("number", "m2", "1,234,567 m²", Fraction(1234567)),
    ("number", "m2", "1200㎡", Fraction(1200)),
    ("number", "m2", "1.5亩", Fraction(1000)),
    ("number", "yuan", "350万元", Fraction(3_500_000)),
    ("number", "yuan", "1e6", Fraction(1_000_000)),
    ("number", "yuan_per_m2", "12 万元/亩", Fraction(180)),
    ("number", "yuan_per_m2", "96元/平方米", Fraction(96)),
    ("number", "persons", "120 人", Fraction(120)),
    ("number", "persons", "-3", Fraction(-3)),
    ("number", "years", 20.0, Fraction(20)),
    ("number", "years", "20年1天", 20 + Fraction(1, 366)),
    ("number", "years", "２０ 年", Fraction(20)),
    ("number", "years", "3年零6个月", Fraction(7, 2)),
    ("number", "years", "40年整", Fraction(40)),
    ("number", "share", "20%", Fraction(1, 5)),
    ("number", "share", "２０．５％", Fraction(41, 200)),
    ("number", "share", 0.2, Fraction(1, 5)),
    ("number", "share", "2/3", Fraction(2, 3)),
    ("number", "share", "150%", Fraction(3, 2)),
    ("number", "ratio", "1.5", Fraction(3, 2)),
    ("number", None, "7", Fraction(7)),
    ("date", None, "2025-05-01", date(2025, 5, 1)),
    ("date", None, "2025/5/1", date(2025, 5, 1)),
    ("date", None, "２０２５年５月１日", date(2025, 5, 1)),
    ("date", None, "2025 年 5 月 1 日", date(2025, 5, 1)),
    ("date", None, "2025.5.1", date(2025, 5, 1)),
    ("date", None, 20250501, date(2025, 5, 1)),
    ("date", None, 20250501.0, date(2025, 5, 1)),
    ("date", None, "2025-05-01T08:30:00Z", date(2025, 5, 1)),
    ("date", None, "2025-05-01 00:00:00", date(2025, 5, 1)),
    ("date", None, date(2025, 5, 1), date(2025, 5, 1)),
    ("date", None, datetime(2025, 5, 1, 10, 30), date(2025, 5, 1)),
    ("text", None, " （2025）12号 ", "（2025）12号"),
    ("text", None, 12.0, "12"),
]

UNREADABLE = [
    ("yes_no", None, "不清楚"),
    ("yes_no", None, 2),
    ("yes_no", None, ""),
    ("choice", None, "住宅"),
    ("number", "m2", "约三百"),
    ("number", "m2", "1/2"),
    ("number", "m2", "20%"),
    ("number", "m2", "1200元"),
    ("number", "m2", True),
    ("number", "m2", "12,34"),
    ("number", "m2", "nan"),
    ("number", "m2", float("inf")),
    ("number", "m2", "1_0e99999999"),
    ("number", "m2", "1e999999999"),
    ("number", "share", "20"),
    ("number", "share", "1/0"),
    ("number", "years", "年"),
    ("number", "persons", date(2025, 5, 1)),
    ("date", None, "2025-05"),
    ("date", None, "2025-13-41"),
    ("date", None, "2025-05-011"),
    ("date", None, "2025-05-01 或次日"),
    ("date", None, 45778),
    ("date", None, "05/01/2025"),
]


@pytest.mark.parametrize(("kind", "unit", "written", "value"), READABLE)
def test_what_can_be_read(kind, unit, written, value):
    got = question(kind, unit).read(written)
    assert (type(got), got) == (type(value), value)


@pytest.mark.parametrize(("kind", "unit", "written"), UNREADABLE)
def test_what_cannot_be_read_is_no_answer(kind, unit, written):
    with pytest.raises(ValueError):  # noqa: PT011
        question(kind, unit).read(written)


KINDS = [("yes_no", None), ("choice", None), ("date", None), ("text", None)] + [
    ("number", unit) for unit in ("yuan", "yuan_per_m2", "m2", "years", "share", "persons", "ratio", None)
]
ALMOST = st.from_regex(
    r"[+-]?[0-9０-９,，.．]{0,9}[eE年/%％万]?[0-9]{0,9}(元|亩|㎡|天|个月|人|日|元/亩)?", fullmatch=True
)
ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.dates(), st.datetimes(), st.binary(), ALMOST
)


@pytest.mark.parametrize(("kind", "unit"), KINDS)
@settings(deadline=None)
@given(written=ANYTHING)
@example(written="1/0")
@example(written="1_0e9999999999")
@example(written="9" * 5000)
@example(written="٣")
@example(written=np.datetime64("NaT"))
def test_never_anything_but_a_value_or_none(kind, unit, written):
    asked = question(kind, unit)
    try:
        value = asked.read(written)
    except ValueError:
        return
    wanted = {"yes_no": bool, "choice": str, "date": date, "text": str, "number": Fraction}[kind]
    assert type(value) is wanted
    assert isinstance(shown(value), str)
    assert isinstance(asked.shown(value, "zh"), str)
