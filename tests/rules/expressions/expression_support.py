# SPDX-License-Identifier: GPL-2.0-or-later
"""A scope made of plain dicts, that remembers what it was asked."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from land_entry_plugin.rules.expressions import (
    Calendar,
    ExpressionError,
    TableType,
    Type,
    Unanswered,
    Undefined,
    evaluate,
    parse,
)

NAMES = {
    "area": Type.NUMBER,
    "total": Type.NUMBER,
    "yes": Type.NUMBER,
    "grade": Type.NUMBER,
    "use": Type.TEXT,
    "village": Type.TEXT,
    "registered": Type.YES_NO,
    "in_plan": Type.YES_NO,
    "notice_date": Type.DATE,
    "meeting_date": Type.DATE,
}
TABLES = {
    "levy_rate": TableType((Type.TEXT, Type.NUMBER), Type.NUMBER),
    "stock_date": TableType((Type.TEXT,), Type.DATE),
}
CHOICES = {"use": ("industrial", "commercial")}
FACTS = {
    "area": Fraction(1200),
    "total": Fraction(300),
    "yes": Fraction(200),
    "grade": Fraction(2),
    "use": "industrial",
    "village": "东村",
    "registered": True,
    "in_plan": False,
    "notice_date": date(2025, 4, 28),
    "meeting_date": date(2025, 5, 12),
}


class FakeScope:
    def __init__(self, facts=None, rows=None, calendar=None):
        self.facts = FACTS if facts is None else facts
        self.rows = {("levy_rate", "industrial", Fraction(2)): Fraction(1, 5)} if rows is None else rows
        self.calendar = calendar or Calendar.known()
        self.asked = []

    def value(self, name):
        self.asked.append(name)
        return self.facts.get(name, Unanswered(frozenset({name})))

    def lookup(self, table, keys):
        self.asked.append(table)
        return self.rows.get((table, *keys), Undefined(f"{table}({', '.join(map(str, keys))})"))


def worth(text, facts=None, **scope):
    return evaluate(parse(text), FakeScope(facts, **scope))


def checked(text):
    return parse(text).check(NAMES, TABLES, CHOICES)


def fault(text, call=checked):
    """Return message and position of what is wrong with a text."""
    with pytest.raises(ExpressionError) as raised:
        call(text)
    assert str(raised.value) == raised.value.message
    assert "\n" not in raised.value.message
    assert 0 <= raised.value.position <= len(text)
    return raised.value.message, raised.value.position


def open_(*names):
    return Unanswered(frozenset(names))
