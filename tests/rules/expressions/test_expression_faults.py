# SPDX-License-Identifier: GPL-2.0-or-later
"""What is said of expressions that are none: the pack's author reads it with a line number."""

from __future__ import annotations

import pickle
import sys

import pytest
from expression_support import CHOICES, FakeScope, checked, fault

from land_entry_plugin.rules.expressions import ExpressionError, evaluate, parse

OPERATOR = "an operator such as + or = or 'and' is missing between"
NO_NUMBER = "is no number; a number has digits and at most one decimal point, no separators and no unit"
UNLIKE = "; they cannot be compared"


@pytest.mark.parametrize(
    ("text", "message", "at"),
    [
        # nothing, too much
        ("", "nothing is written here", 0),
        (" \n", "nothing is written here", 0),
        ("1" * 2001, "an expression has at most 2000 characters, this one has 2001", 2000),
        # numbers
        ("1_000", f"'1_000' {NO_NUMBER}", 0),
        ("area > 20m2", f"'20m2' {NO_NUMBER}", 7),
        ("1e5", f"'1e5' {NO_NUMBER}", 0),
        ("0x10", f"'0x10' {NO_NUMBER}", 0),
        ("1.2.3", f"'1.2.3' {NO_NUMBER}", 0),
        ("5.", f"'5.' {NO_NUMBER}", 0),
        (".5", "'.' stands only inside a number, as in 0.5; names have no parts", 0),
        (
            "use = 0702",
            "0702 begins with a zero; a code is a text, '0702' in quotes, and a date is written as 2025-05-01",
            6,
        ),
        ("area > 1,000", "a number has no separators; write it in one piece", 9),
        ("min(1,000, 5)", "a number has no separators; write it in one piece", 6),
        ("area > 1,500", "a comma separates only the values of a function or list; numbers have none", 8),
        ("area * 20 %", "'%' stands right behind a number, as in 20%", 10),
        ("area % 3", "'%' stands right behind a number, as in 20%", 5),
        # dates
        ("2025-02-30", "'2025-02-30' is no day of the calendar", 0),
        ("2025-13-01", "'2025-13-01' is no day of the calendar", 0),
        ("2025-5-1", "'2025-5-1' is no date; a date is written as 2025-05-01", 0),
        ("2025-05-01T00", "'2025-05-01T00' is no date; a date is written as 2025-05-01", 0),
        ("2025-05-011", "'2025-05-011' is no date; a date is written as 2025-05-01", 0),
        # texts and names
        ("use = 'industrial", "the text that begins here lacks its closing quote", 6),
        ("use = industrial'", "the text that begins here lacks its closing quote", 16),
        ("Use = 'a'", "'Use' has capital letters; write use", 0),
        ("registered AND in_plan", "'AND' has capital letters; write and", 11),
        ("registered = True", "'True' has capital letters; write true", 13),
        ("_area", "'_area' is no name; a name begins with a small letter", 0),
        ("use = 工业", "'工业' is no name; a text stands in quotes: '工业'", 6),
        ("área", "'á' is no name; a text stands in quotes: 'á'", 0),
        # signs of other languages and keyboards
        ("use == 'a'", "'==' is not used here; write =", 4),
        ("area => 3", "'=>' is not used here; write >=", 5),
        ("area =< 3", "'=<' is not used here; write <=", 5),
        ("area <> 3", "'<>' is not used here; write !=", 5),
        ("registered && in_plan", "'&&' is not used here; write and", 11),
        ("registered | in_plan", "'|' is not used here; write or", 11),
        ("!registered", "'!' is not used here; write not", 0),
        ("area ** 2", "there are no powers here", 5),
        ("area ^ 2", "there are no powers here", 5),
        ("area // 2", "'//' is not used here; write /", 5),
        ("area ≥ 3", "'≥' is not used here; write >=", 5),
        ("area × 3", "'×' is not used here; write *", 5),
        ("area – 3", "'–' is not used here; write -", 5),
        ("use = “a”", "'“' is not used here; write straight quotes", 6),
        ("min（1, 2)", "'（' is a full-width character; write (", 3),
        ("min(1，2)", "'，' is a full-width character; write ,", 5),
        ("area ＞ ３", "'＞' is a full-width character; write >", 5),
        ("area > ３", "'３' is a full-width character; write 3", 7),
        ("use in ['a'、'b']", "'、' is not used here; write ,", 11),
        ("area\u200b > 3", "a hidden character (U+200B) stands here; delete it", 4),
        ("area\x00", "a hidden character (U+0000) stands here; delete it", 4),
        ("area > 3;", "';' has no meaning here", 8),
        ("area²", "'²' has no meaning here", 4),
        ("{area}", "'{' has no meaning here", 0),
        ("a\\b", "'\\' has no meaning here", 1),
        # order of words
        ("1 +", "the expression ends behind '+', where a value is due", 3),
        ("use in", "'in' needs a list such as ['a', 'b']", 6),
        ("not", "the expression ends behind 'not', where a value is due", 3),
        ("* 3", "a value is missing before '*'", 0),
        ("+3", "a value is missing before '+'", 0),
        ("1 + * 3", "a value is missing before '*'", 4),
        ("()", "a value is missing before ')'", 1),
        ("and registered", "a value is missing before 'and'", 0),
        ("area total", f"{OPERATOR} 'area' and 'total'", 5),
        ("3 area", f"{OPERATOR} '3' and 'area'", 2),
        ("use 'a'", f"{OPERATOR} 'use' and 'a'", 4),
        ("20%5", f"{OPERATOR} '20%' and '5'", 3),
        ("(area)(3)", f"{OPERATOR} ')' and '('", 6),
        ("'use'(3)", f"{OPERATOR} 'use' and '('", 5),
        ("registered not in_plan", f"{OPERATOR} 'registered' and 'not'", 11),
        ("(area + 1", "the bracket that opens here is not closed", 0),
        ("min(1, 2", "the bracket that opens here is not closed", 3),
        ("(area total)", f"{OPERATOR} 'area' and 'total'", 6),
        ("area + 1)", "the ) here closes nothing", 8),
        ("(area]", "the ] here closes nothing", 5),
        ("1, 2", "a comma separates only the values of a function or list; numbers have none", 1),
        ("min(1, )", "a value is missing before ')'", 7),
        ("min(, 1)", "a value is missing before ','", 4),
        ("1 < area < 3", "one comparison follows another; join two with 'and'", 9),
        ("use in ['industrial'] = true", "one comparison follows another; join two with 'and'", 22),
        ("registered = not in_plan", "what begins with 'not' needs brackets here", 13),
        ("1 + if registered then 1 else 2", "what begins with 'if' needs brackets here", 4),
        ("registered and if in_plan then true else false", "what begins with 'if' needs brackets here", 15),
        ("if registered 1 else 2", "'then' is missing here: behind the condition of 'if'", 14),
        ("if registered then 1", "'else' is missing here: every 'if' says what holds otherwise", 20),
        ("if registered then 1 else", "the expression ends behind 'else', where a value is due", 25),
        ("registered then 1", "'then' stands here without its 'if'", 11),
        ("1 else 2", "'else' stands here without its 'if'", 2),
        ("if then 1 else 2", "a value is missing before 'then'", 3),
        # lists
        ("use in 'a'", "'in' needs a list such as ['a', 'b']", 7),
        ("use in ('a', 'b')", "'in' needs a list such as ['a', 'b']", 7),
        ("use in []", "a list holds texts, numbers or dates, and at least one", 8),
        ("use in [village]", "a list holds texts, numbers or dates, and at least one", 8),
        ("use in ['a',]", "a list holds texts, numbers or dates, and at least one", 12),
        ("use in ['a' 'b']", "a comma is missing between two values of a list", 12),
        ("use in ['a', 'b'", "the list that begins here lacks its closing ]", 7),
        ("use in [", "the list that begins here lacks its closing ]", 7),
        ("['a']", "a list stands only behind 'in'", 0),
        ("use['a']", "a list stands only behind 'in'", 3),
        # answered
        ("answered('use')", "answered takes the name of one question, as in answered(meeting_date)", 0),
        ("answered(use, area)", "answered takes the name of one question, as in answered(meeting_date)", 0),
        ("answered()", "answered takes the name of one question, as in answered(meeting_date)", 0),
    ],
)
def test_what_is_no_expression(text, message, at):
    assert fault(text, parse) == (message, at)


@pytest.mark.parametrize(
    ("text", "message", "at"),
    [
        # names
        ("1 + aera", "'aera' is not known here; did you mean area?", 4),
        ("zzz > 1", "'zzz' is not known here", 0),
        ("answered(regstered)", "'regstered' is not known here; did you mean registered?", 0),
        ("days > 3", "'days' is a function; write days(...)", 0),
        ("levy_rate * 3", "'levy_rate' is a table; write levy_rate(...)", 0),
        ("levy_rte(use, 1)", "'levy_rte' is no function and no table of the pack; did you mean levy_rate?", 0),
        ("maximum(1, 2)", "'maximum' is no function and no table of the pack; did you mean max?", 0),
        ("1 + answerd(use)", "'answerd' is no function and no table of the pack; did you mean answered?", 4),
        ("qqq(1)", "'qqq' is no function and no table of the pack", 0),
        ("area(1)", "'area' is no function or table but a fact; write it without brackets", 0),
        # numbers of values
        ("days(notice_date)", "days takes 2 values (from, until), not 1", 0),
        ("round(area)", "round takes 2 values (number, digits), not 1", 0),
        ("abs(1, 2)", "abs takes 1 value (number), not 2", 0),
        ("year()", "year takes 1 value (date), not 0", 0),
        ("min(1)", "min takes at least 2 values, not 1", 0),
        ("levy_rate(use)", "table levy_rate takes 2 keys, not 1", 0),
        ("stock_date(use, 1)", "table stock_date takes 1 key, not 2", 0),
        # types of values
        ("1 + days(notice_date, area)", "'area' is a number; days needs a date here (until)", 22),
        ("add_days(3, notice_date)", "'3' is a number; add_days needs a date here (date)", 9),
        ("abs(registered)", "'registered' is yes or no; abs needs a number here (number)", 4),
        ("min(1, 'a')", "'a' is a text; min needs numbers or dates", 7),
        ("max(area, notice_date)", "'notice_date' is a date; max needs only numbers or only dates", 10),
        ("levy_rate(use, '2')", "'2' is a text; table levy_rate needs a number as key 2", 15),
        ("levy_rate(grade, use)", "'grade' is a number; table levy_rate needs a text as key 1", 10),
        # arithmetic
        ("area + registered", "'registered' is yes or no; '+' needs numbers", 7),
        ("use * 2", "'use' is a text; '*' needs numbers", 0),
        ("2 * 3 / use", "'use' is a text; '/' needs numbers", 8),
        ("-use", "'use' is a text; '-' needs numbers", 1),
        (
            "notice_date + 10",
            "'notice_date' is a date; '+' needs numbers; a date is moved by add_days(date, number)",
            0,
        ),
        (
            "meeting_date - notice_date",
            "'meeting_date' is a date; '-' needs numbers; the days between two dates are days(from, until)",
            0,
        ),
        ("(area > 1) * 2", "'area > 1' is yes or no; '*' needs numbers", 1),
        # comparisons
        ("use = area", f"'use' is a text and 'area' is a number{UNLIKE}", 6),
        ("use = 1", f"'use' is a text and '1' is a number{UNLIKE}; a text stands in quotes", 6),
        ("grade = '1'", f"'grade' is a number and '1' is a text{UNLIKE}; write 1 without quotes", 8),
        ("'20%' < grade", f"'20%' is a text and 'grade' is a number{UNLIKE}; write 20% without quotes", 8),
        ("grade = 'first'", f"'grade' is a number and 'first' is a text{UNLIKE}", 8),
        ("grade = '1e999999999'", f"'grade' is a number and '1e999999999' is a text{UNLIKE}", 8),
        (
            "notice_date < '2025-05-01'",
            f"'notice_date' is a date and '2025-05-01' is a text{UNLIKE}; write 2025-05-01 without quotes",
            14,
        ),
        ("notice_date > 2025", f"'notice_date' is a date and '2025' is a number{UNLIKE}", 14),
        (
            "registered = 'yes'",
            f"'registered' is yes or no and 'yes' is a text{UNLIKE}; write registered or not registered, alone",
            13,
        ),
        ("use = true", f"'use' is a text and 'true' is yes or no{UNLIKE}; a text stands in quotes", 6),
        ("grade = true", f"'grade' is a number and 'true' is yes or no{UNLIKE}", 8),
        ("(area > 1) = area", f"'area > 1' is yes or no and 'area' is a number{UNLIKE}", 13),
        (
            "1 = registered",
            f"'1' is a number and 'registered' is yes or no{UNLIKE}; write registered or not registered, alone",
            4,
        ),
        (
            "area + area + area + area + area + area + area = use",
            f"'area + area + area + area + area + ar...' is a number and 'use' is a text{UNLIKE}",
            49,
        ),
        ("use < 'b'", "texts have no order; '<' compares numbers or dates", 0),
        ("registered >= in_plan", "yes and no have no order; '>=' compares numbers or dates", 0),
        ("grade in [1, '2']", f"'grade' is a number and '2' is a text{UNLIKE}; write 2 without quotes", 13),
        ("undefined in [1, 'b']", f"'1' is a number and 'b' is a text{UNLIKE}; a text stands in quotes", 17),
        # conditions
        ("if area then 1 else 2", "'area' is a number; 'if' needs a condition", 3),
        ("if in_plan then 1 else if use then 2 else 3", "'use' is a text; 'if' needs a condition", 26),
        ("not area", "'area' is a number; 'not' needs a condition", 4),
        ("registered and area", "'area' is a number; 'and' joins conditions", 15),
        (
            "use = 'industrial' or 'commercial'",
            "'commercial' is a text; 'or' joins conditions; for one of several texts write: name in ['a', 'b']",
            22,
        ),
        (
            "if registered then 1 else 'a'",
            "'a' is a text; the branch before gives a number; all must give the same",
            26,
        ),
        (
            "if registered then undefined else if in_plan then use else area",
            "'area' is a number; the branch before gives a text; all must give the same",
            59,
        ),
        # choices
        ("use = 'industral'", "'industral' is no choice of use (industrial, commercial)", 6),
        ("'工业' != use", "'工业' is no choice of use (industrial, commercial)", 0),
        ("use in ['industrial', 'shop']", "'shop' is no choice of use (industrial, commercial)", 22),
        ("use not in ['shop']", "'shop' is no choice of use (industrial, commercial)", 12),
        (
            "if registered then use = 'Industrial' else true",
            "'Industrial' is no choice of use (industrial, commercial)",
            25,
        ),
    ],
)
def test_what_makes_no_sense(text, message, at):
    assert fault(text) == (message, at)


def test_without_choices_any_text_may_be_compared():
    parse("use = 'industral'").check({"use": checked("use")}, {})


def test_choices_of_a_set_are_listed_in_order():
    types = {"use": checked("use")}
    message, _ = fault("use = 'x'", lambda text: parse(text).check(types, {}, {"use": set(CHOICES["use"])}))
    assert message == "'x' is no choice of use (commercial, industrial)"


def test_an_error_survives_the_way_between_processes():
    error = pickle.loads(pickle.dumps(ExpressionError("no sense", 7)))
    assert (error.message, error.position, str(error)) == ("no sense", 7, "no sense")


# hostile input


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10**6,
        "(" * 10**4 + "1" + ")" * 10**4,
        "(" * 900 + "1" + ")" * 900,
        "min(" * 400 + "1",
        "-" * 1000 + "1",
        "not " * 400 + "true",
        "if true then " * 150 + "1",
        "if " * 600,
        "[" * 1000,
        "use in [" * 200,
        "'" * 1999,
        "__import__('os')",
        "__import__('os').system('true')",
        "().__class__",
        "area.__class__",
        "area.real",
        "lambda x: x",
        "lambda: 1",
        "[x for x in y]",
        "{1: 2}",
        "f'{area}'",
        "area := 3",
        "area = 3; area",
        "#",
        "`ls`",
        "$(ls)",
        "\ud800",
        "１２３",
    ],
)
def test_hostile_input_is_refused(text):
    fault(text, parse)


@pytest.mark.parametrize("text", ["eval('1')", "exec('1')", "open('/etc/passwd')", "getattr(area, use)", "import_(1)"])
def test_functions_of_python_are_tables_that_no_pack_has(text):
    assert "is no function and no table of the pack" in fault(text)[0]


@pytest.mark.parametrize("level", ["({})", "-({})", "abs({})", "min(1, {})", "1 + 1 * ({})"])
def test_fifty_levels_are_the_limit(level):
    def nested(times):
        text = "1"
        for _ in range(times):
            text = level.format(text)
        return text

    levels = 25 if level == "-({})" else 50
    evaluate(parse(nested(levels)), FakeScope())
    message, _ = fault(nested(levels + 1), parse)
    assert message == "more than 50 brackets or conditions stand inside one another"


def test_two_thousand_characters_are_the_limit():
    assert parse("1" * 2000).text
    fault("1" * 2001, parse)


def test_what_stands_on_one_level_is_not_nested():
    assert evaluate(parse("+".join("1" * 1000)), FakeScope()) == 1000
    assert evaluate(parse(" and ".join(["true"] * 200)), FakeScope()) is True
    ladder = " else ".join(f"if area < {i} then {i}" for i in range(70))
    assert evaluate(parse(f"{ladder} else 0"), FakeScope()) == 0


@pytest.mark.parametrize(
    ("level", "end"),
    [
        ("true and x or x and x=x+x*({})", "x"),
        ("x or x and x=({})", "true"),
        ("if not({}) then true else x", "true"),
        ("(if x or x and 1=1+1*({}) then 1 else 1)", "1"),
    ],
)
def test_the_deepest_tree_needs_no_deep_stack(level, end):
    text = end
    while True:
        try:
            parse(level.format(text))
        except ExpressionError:
            break
        text = level.format(text)
    assert len(text) > 400
    frame, used = sys._getframe(), 0
    while frame:
        frame, used = frame.f_back, used + 1
    limit = sys.getrecursionlimit()
    # a third of what Python allows is left to whoever calls
    sys.setrecursionlimit(used + 660)
    try:
        parsed = parse(text)
        for work in (lambda: parsed.check({"x": checked("true")}, {}), lambda: evaluate(parsed, FakeScope())):
            try:
                work()
            except ExpressionError:
                pass
    finally:
        sys.setrecursionlimit(limit)
