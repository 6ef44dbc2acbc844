# SPDX-License-Identifier: GPL-2.0-or-later
"""What expressions are worth."""

from __future__ import annotations

import itertools
import pickle
from datetime import date, datetime
from fractions import Fraction

import pytest
from expression_support import FACTS, NAMES, FakeScope, checked, fault, open_, worth

from land_entry_plugin.rules.expressions import Calendar, Type, Undefined, add_months, evaluate, parse

DIVIDED = Undefined("division_by_zero")
SAID_UNDEFINED = Undefined("undefined")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("20", 20),
        ("0.5", Fraction(1, 2)),
        ("20%", Fraction(1, 5)),
        ("16.5%", Fraction(33, 200)),
        ("2/3", Fraction(2, 3)),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("-5", -5),
        ("- -5", 5),
        ("-(2 + 3)", -5),
        ("2 + 3 * 4", 14),
        ("(2 + 3) * 4", 20),
        ("2 * 3 + 4", 10),
        ("10 - 4 - 3", 3),
        ("10 - (4 - 3)", 9),
        ("24 / 4 / 3", 2),
        ("24 / 4 * 3", 18),
        ("-2 * 3", -6),
        ("2 * -3", -6),
        ("2 - -3", 5),
        ("2-3", -1),
        ("area * 20%", 240),
        ("area*20%-5%", Fraction(240) - Fraction(1, 20)),
        (" \n area\u3000 ", 1200),
        ("'a'", "a"),
        ('"it\'s"', "it's"),
        ("''", ""),
        ("'东村 = ≥'", "东村 = ≥"),
        ("2025-05-01", date(2025, 5, 1)),
        ("2025 - 5 - 1", 2019),
        ("true", True),
        ("false", False),
        ("undefined", SAID_UNDEFINED),
        ("1 < 2", True),
        ("2 <= 2", True),
        ("2 > 2", False),
        ("2 >= 2", True),
        ("1 != 2", True),
        ("use = 'industrial'", True),
        ("'Industrial' = use", False),
        ("use != 'commercial'", True),
        ("notice_date < 2025-05-01", True),
        ("2025-05-01 <= notice_date", False),
        ("registered = true", True),
        ("registered != in_plan", True),
        ("1 + 1 = 2 and 2 * 2 = 4", True),
        ("true or false and false", True),
        ("(true or false) and false", False),
        ("not false and false", False),
        ("not (false and false)", True),
        ("not 1 = 2", True),
        ("not not true", True),
        ("not in_plan or false", True),
        ("not use in ['commercial']", True),
        ("use in ['commercial', 'industrial']", True),
        ("use not in ['commercial', \"industrial\"]", False),
        ("grade + 1 in [1, 3]", True),
        ("50% in [0.5]", True),
        ("notice_date in [2025-04-28]", True),
        ("use in ['industrial'] and grade in [2]", True),
        ("if registered then 1 else 2", 1),
        ("if in_plan then 1 else if registered then 2 else 3", 2),
        ("if in_plan then 1 else if not registered then 2 else 3", 3),
        ("if in_plan then 1 else 2 + 3", 5),
        ("(if in_plan then 1 else 2) + 3", 5),
        ("if registered then if in_plan then 1 else 2 else 3", 2),
        ("if in_plan or registered then 'a' else 'b'", "a"),
        ("max(0, if in_plan then 1 else 2)", 2),
        ("levy_rate(use, grade) * area", 240),
        ("levy_rate('commercial', 1 + 1)", Undefined("levy_rate(commercial, 2)")),
        ("min(3, 1, 2)", 1),
        ("max(1/3, 0.3)", Fraction(1, 3)),
        ("max(notice_date, meeting_date)", date(2025, 5, 12)),
        ("abs(-2/3)", Fraction(2, 3)),
        ("floor(7/2)", 3),
        ("floor(-7/2)", -4),
        ("ceil(7/2)", 4),
        ("ceil(7)", 7),
        ("round(2.5, 0)", 3),
        ("round(-2.5, 0)", -3),
        ("round(2.675, 2)", Fraction(268, 100)),
        ("round(1/3, 4)", Fraction(3333, 10000)),
        ("round(1250, -2)", 1300),
        ("round(1/3, 12)", Fraction(333333333333, 10**12)),
        ("round(1/3, 13)", Undefined("not_defined")),
        ("round(1, 0.5)", Undefined("not_defined")),
        ("round(1, 1000000000)", Undefined("not_defined")),
        ("year(meeting_date)", 2025),
        ("answered(use)", True),
        ("answered(term)", False),
        ("not answered(term) or term > 1", True),
        ("1 / 0", DIVIDED),
        ("0 / 0 + 1", DIVIDED),
        ("area / (grade - 2)", DIVIDED),
    ],
)
def test_values(text, value):
    found = worth(text)
    assert found == value
    assert type(found) is (Fraction if isinstance(value, int) and not isinstance(value, bool) else type(value))


@pytest.mark.parametrize(
    ("yes", "total", "enough"),
    [(200, 300, True), (199, 300, False), (2, 3, True), (201, 301, True), (200, 301, False), (667, 1000, True)],
)
def test_two_thirds_are_exact_either_way(yes, total, enough):
    facts = {"yes": Fraction(yes), "total": Fraction(total)}
    for text in ("3 * yes >= 2 * total", "yes / total >= 2/3", "yes >= total * (2/3)", "yes >= 2/3 * total"):
        assert worth(text, facts) is enough


# dates


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("days(2025-05-01, 2025-05-11)", 10),
        ("days(2025-05-11, 2025-05-01)", -10),
        ("days(2024-02-28, 2024-03-01)", 2),
        ("days(2025-05-01, 2025-05-01)", 0),
        ("add_days(2025-12-31, 1)", date(2026, 1, 1)),
        ("add_days(2025-03-01, -1)", date(2025, 2, 28)),
        ("add_days(2025-03-01, 0.5)", Undefined("no_such_day")),
        ("add_days(2025-03-01, 10000000)", Undefined("no_such_day")),
        ("add_days(2025-03-01, 99999999999999999999)", Undefined("no_such_day")),
        ("add_months(2025-01-31, 1)", date(2025, 2, 28)),
        ("add_months(2024-01-31, 1)", date(2024, 2, 29)),
        ("add_months(2025-01-31, 2)", date(2025, 3, 31)),
        ("add_months(2025-11-30, 3)", date(2026, 2, 28)),
        ("add_months(2025-12-15, 1)", date(2026, 1, 15)),
        ("add_months(2025-01-15, -1)", date(2024, 12, 15)),
        ("add_months(2025-03-31, -1)", date(2025, 2, 28)),
        ("add_months(2025-03-31, 1/3)", Undefined("no_such_day")),
        ("add_months(2025-03-31, 99999999999)", Undefined("no_such_day")),
        ("add_years(2024-02-29, 1)", date(2025, 2, 28)),
        ("add_years(2024-02-29, 4)", date(2028, 2, 29)),
        ("add_years(2025-05-01, 40)", date(2065, 5, 1)),
        ("add_years(2025-05-01, 1.5)", date(2026, 11, 1)),
        ("add_years(2025-05-01, -1)", date(2024, 5, 1)),
        ("add_years(2025-05-01, 8000)", Undefined("no_such_day")),
        ("add_years(2025-05-01, -2025)", Undefined("no_such_day")),
        ("working_days(2025-04-28, 2025-05-12)", 7),
        ("working_days(2026-12-28, 2027-01-05)", Undefined("no_calendar")),
        ("working_days(notice_date, signing_date)", open_("signing_date")),
    ],
)
def test_dates(text, value):
    assert worth(text) == value


def test_months_are_counted_outside_expressions_too():
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)


def test_the_calendar_is_that_of_the_scope():
    always_open = Calendar(frozenset({2027}), frozenset(), frozenset({date(2027, 1, 2)}))
    assert worth("working_days(2027-01-01, 2027-01-04)", calendar=always_open) == 2


# unanswered and undefined

TRUE, FALSE, OPEN, UNDEFINED = "true", "false", "asked", "undefined"
VALUES = {TRUE: True, FALSE: False, OPEN: open_("asked"), UNDEFINED: SAID_UNDEFINED}
AND = {
    (TRUE, TRUE): TRUE, (TRUE, FALSE): FALSE, (TRUE, OPEN): OPEN, (TRUE, UNDEFINED): UNDEFINED,
    (FALSE, FALSE): FALSE, (FALSE, OPEN): FALSE, (FALSE, UNDEFINED): FALSE,
    (OPEN, OPEN): OPEN, (OPEN, UNDEFINED): OPEN, (UNDEFINED, UNDEFINED): UNDEFINED,
}  # fmt: skip
OR = {
    (TRUE, TRUE): TRUE, (TRUE, FALSE): TRUE, (TRUE, OPEN): TRUE, (TRUE, UNDEFINED): TRUE,
    (FALSE, FALSE): FALSE, (FALSE, OPEN): OPEN, (FALSE, UNDEFINED): UNDEFINED,
    (OPEN, OPEN): OPEN, (OPEN, UNDEFINED): OPEN, (UNDEFINED, UNDEFINED): UNDEFINED,
}  # fmt: skip


@pytest.mark.parametrize(("operator", "table"), [("and", AND), ("or", OR)])
@pytest.mark.parametrize(("left", "right"), list(itertools.product(VALUES, VALUES)))
def test_kleene(operator, table, left, right):
    wanted = table.get((left, right)) or table[right, left]
    assert worth(f"{left} {operator} {right}") == VALUES[wanted]


@pytest.mark.parametrize(("left", "right"), [(TRUE, FALSE), (FALSE, TRUE), (OPEN, OPEN), (UNDEFINED, UNDEFINED)])
def test_not(left, right):
    assert worth(f"not {left}") == VALUES[right]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a + b", open_("a", "b")),
        ("a + 1", open_("a")),
        ("0 * a", open_("a")),
        ("a / 0", open_("a")),
        ("-a", open_("a")),
        ("-undefined", SAID_UNDEFINED),
        ("1 + undefined", SAID_UNDEFINED),
        ("a + undefined", open_("a")),
        ("undefined + a * b", open_("a", "b")),
        ("a = a", open_("a")),
        ("a < undefined", open_("a")),
        ("1 = undefined", SAID_UNDEFINED),
        ("undefined = undefined", SAID_UNDEFINED),
        ("1/0 < 2", DIVIDED),
        ("a in [1, 2]", open_("a")),
        ("undefined not in [1, 2]", SAID_UNDEFINED),
        ("min(a, b, 1)", open_("a", "b")),
        ("max(1, undefined)", SAID_UNDEFINED),
        ("round(a, undefined)", open_("a")),
        ("levy_rate(a, b)", open_("a", "b")),
        ("levy_rate(a, undefined)", open_("a")),
        ("levy_rate(use, undefined)", SAID_UNDEFINED),
        ("a or b or c", open_("a", "b", "c")),
        ("a and undefined and b", open_("a", "b")),
        ("a or in_plan or registered", True),
        ("if a then 1 else 2", open_("a")),
        ("if a then 1 else 2 / 2", 1),
        ("if a then true else 1 = 1", True),
        ("if a then 1 else b", open_("a")),
        ("if a then b else b", open_("a", "b")),
        ("if a then undefined else undefined", SAID_UNDEFINED),
        ("if a then 1 else if b then 2 else 3", open_("a")),
        ("if a then 5 else if b then 5 else 5", 5),
        ("if a then 5 else if registered then 5 else 6", 5),
        ("if undefined then 1 else 2", SAID_UNDEFINED),
        ("if undefined then 1 else 1", 1),
        ("if undefined then 1 else b", open_("b")),
        ("if undefined then 1 else if b then 2 else 3", open_("b")),
        ("if 1/0 > 1 then 1 else 2", DIVIDED),
        ("answered(a) and a > 1", False),
        ("if answered(a) then a else 3", 3),
    ],
)
def test_unanswered_and_undefined(text, value):
    assert worth(text) == value


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("if registered then area else total", ["registered", "area"]),
        ("if in_plan then area else total", ["in_plan", "total"]),
        ("if in_plan then area else if registered then total else yes", ["in_plan", "registered", "total"]),
        ("in_plan and registered", ["in_plan"]),
        ("registered or in_plan", ["registered"]),
        ("in_plan and levy_rate(use, grade) > 0", ["in_plan"]),
        ("levy_rate(use, term)", ["use", "term"]),
        ("registered and in_plan or area > 0", ["registered", "in_plan", "area"]),
    ],
)
def test_only_what_is_needed_is_asked(text, asked):
    scope = FakeScope()
    evaluate(parse(text), scope)
    assert scope.asked == asked


# what a scope must not give


@pytest.mark.parametrize(
    ("facts", "text", "message"),
    [
        ({"area": 0.5}, "area", "'area' has a value that expressions do not know (float)"),
        ({"area": None}, "area > 1", "'area' has a value that expressions do not know (NoneType)"),
        ({"day": datetime(2025, 5, 1)}, "day", "'day' has a value that expressions do not know (datetime)"),
        ({"area": "12"}, "1 + area", "a text stands where a number is needed"),
        ({"area": "12"}, "area = 12", "a number stands where a text is needed"),
        ({"area": "12"}, "area < 'b'", "'<' compares numbers or dates"),
        ({"area": Fraction(1)}, "area = true", "yes or no stands where a number is needed"),
        ({"area": Fraction(1)}, "not area", "a number stands where yes or no is needed"),
        ({"area": Fraction(1)}, "true and area", "a number stands where yes or no is needed"),
        ({"area": Fraction(1)}, "if area then 1 else 2", "a number stands where yes or no is needed"),
        ({"area": Fraction(1)}, "year(area)", "year needs a date here (date)"),
    ],
)
def test_a_value_of_another_type_is_refused(facts, text, message):
    assert fault(text, lambda text: worth(text, facts))[0] == message


def test_whole_numbers_of_a_scope_become_exact():
    value = worth("yes / 3", {"yes": 2})
    assert (value, type(value)) == (Fraction(2, 3), Fraction)


# expressions as objects


def test_an_expression_says_what_it_names():
    expression = parse("if answered(term) then levy_rate(use, grade) else min(area, stock_date('a'))")
    assert expression.names == {"term", "use", "grade", "area"}
    assert expression.tables == {"levy_rate", "stock_date"}
    assert expression.text.startswith("if answered")
    assert parse("1 + 1").names == frozenset()


def test_expressions_are_values():
    text = "if use in ['a'] then -area * 20% else levy_rate(use, 2) + undefined"
    assert parse(text) == parse(text)
    assert hash(parse(text)) == hash(parse(text))
    assert pickle.loads(pickle.dumps(parse(text))) == parse(text)
    with pytest.raises(AttributeError):
        parse(text).text = "1"


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("area * 2", Type.NUMBER),
        ("-area", Type.NUMBER),
        ("area > 2 and registered", Type.YES_NO),
        ("registered", Type.YES_NO),
        ("not registered", Type.YES_NO),
        ("answered(use)", Type.YES_NO),
        ("use in ['industrial']", Type.YES_NO),
        ("use", Type.TEXT),
        ("add_days(notice_date, 3)", Type.DATE),
        ("min(notice_date, meeting_date)", Type.DATE),
        ("max(undefined, notice_date)", Type.DATE),
        ("levy_rate(use, grade)", Type.NUMBER),
        ("stock_date(village)", Type.DATE),
        ("undefined", Type.NUMBER),
        ("if registered then undefined else notice_date", Type.DATE),
        ("if undefined then use else undefined", Type.TEXT),
        ("undefined + 1", Type.NUMBER),
        ("undefined or registered", Type.YES_NO),
        ("undefined = use", Type.YES_NO),
        ("village = 'anything'", Type.YES_NO),
        ("levy_rate(undefined, grade)", Type.NUMBER),
    ],
)
def test_types(text, type_):
    assert checked(text) is type_


def test_facts_of_these_tests_have_their_types():
    assert set(FACTS) == set(NAMES)
    for name, type_ in NAMES.items():
        assert checked(name) is type_
