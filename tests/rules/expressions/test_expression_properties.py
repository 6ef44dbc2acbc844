# SPDX-License-Identifier: GPL-2.0-or-later
"""What holds whatever the expression."""

from __future__ import annotations

import contextlib
from fractions import Fraction

from expression_support import NAMES, FakeScope, checked, open_
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from land_entry_plugin.rules.expressions import ExpressionError, Type, Unanswered, Undefined, evaluate, parse

CALM = settings(max_examples=200, deadline=None, derandomize=True, database=None)
OPERATIONS = {"+": Fraction.__add__, "-": Fraction.__sub__, "*": Fraction.__mul__, "/": Fraction.__truediv__}
STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}


def _written(number, decimals):
    text = f"{number:0{decimals + 1}d}"
    return f"{text[:-decimals]}.{text[-decimals:]}" if decimals else text


@st.composite
def literals(draw):
    """Yield (text, value, strength)."""
    number, decimals = draw(st.integers(0, 10**6)), draw(st.integers(0, 4))
    percent = draw(st.booleans())
    text = _written(number, decimals) + "%" * percent
    return text, Fraction(number, 10**decimals * (100 if percent else 1)), 3


@st.composite
def calculations(draw, parts):
    """Yield a longer calculation with no more brackets than it needs, or some more."""
    operator = draw(st.sampled_from(sorted(OPERATIONS)))
    left, right = draw(parts), draw(parts)
    assume(operator != "/" or right[1] != 0)
    strength, spare = STRENGTH[operator], draw(st.booleans())
    texts = [
        f"({text})" if spare or its < strength or (its == strength and is_right) else text
        for (text, _, its), is_right in ((left, False), (right, True))
    ]
    space = " " * draw(st.integers(0, 1))
    return f"{texts[0]}{space}{operator}{space}{texts[1]}", OPERATIONS[operator](left[1], right[1]), strength


ARITHMETIC = st.recursive(literals(), calculations, max_leaves=15)


@given(ARITHMETIC)
@CALM
def test_arithmetic_agrees_with_fractions(part):
    text, value, _ = part
    # without spaces 2025-10-12 is a date
    assume("-" not in text or " " in text)
    assert evaluate(parse(text), FakeScope()) == value


# Random expressions that make sense: p and q are yes or no, x and y numbers.


def _conditions(numbers, conditions):
    return st.one_of(
        st.tuples(numbers, st.sampled_from(["=", "!=", "<", ">="]), numbers).map(lambda p: f"({' '.join(p)})"),
        st.tuples(conditions, st.sampled_from(["and", "or", "=", "!="]), conditions).map(lambda p: f"({' '.join(p)})"),
        conditions.map(lambda one: f"(not {one})"),
        st.tuples(numbers, st.sampled_from(["in", "not in"])).map(lambda p: f"({' '.join(p)} [0, 2])"),
        st.tuples(conditions, conditions, conditions).map(lambda p: f"(if {p[0]} then {p[1]} else {p[2]})"),
    )


def _numbers(numbers, conditions):
    return st.one_of(
        st.tuples(numbers, st.sampled_from("+-*/"), numbers).map(lambda p: f"({' '.join(p)})"),
        st.tuples(numbers, numbers).map(lambda p: f"max({', '.join(p)})"),
        numbers.map(lambda one: f"-{one}"),
        st.tuples(conditions, numbers, conditions, numbers, numbers).map(
            lambda p: f"(if {p[0]} then {p[1]} else if {p[2]} then {p[3]} else {p[4]})"
        ),
    )


NUMBERS = st.sampled_from(["x", "y", "0", "1", "2", "undefined"])
CONDITIONS = st.sampled_from(["p", "q", "p", "q", "undefined", "true"])
for _ in range(2):
    NUMBERS, CONDITIONS = (
        st.one_of(NUMBERS, _numbers(NUMBERS, CONDITIONS)),
        st.one_of(CONDITIONS, _conditions(NUMBERS, CONDITIONS)),
    )
FACTS = st.fixed_dictionaries(
    {"p": st.booleans(), "q": st.booleans(), "x": st.integers(0, 2), "y": st.integers(0, 2)},
)


@given(st.one_of(NUMBERS, CONDITIONS), FACTS, st.sets(st.sampled_from("pqxy")))
@example("(if undefined then 1 else x)", {"p": True, "q": True, "x": 1, "y": 0}, {"x"})
@example("(undefined and p)", {"p": False, "q": True, "x": 1, "y": 0}, {"p"})
@settings(CALM, max_examples=600)
def test_what_is_known_early_stays_so(text, facts, hidden):
    """What comes out before all is answered is what comes out then; what is asked for is not answered yet."""
    expression = parse(text)
    types = {"p": Type.YES_NO, "q": Type.YES_NO, "x": Type.NUMBER, "y": Type.NUMBER}
    expression.check(types, {})
    late = evaluate(expression, FakeScope(facts))
    early = evaluate(expression, FakeScope({name: value for name, value in facts.items() if name not in hidden}))
    assert not isinstance(late, Unanswered)
    if isinstance(early, Unanswered):
        assert early.names
        assert early.names <= hidden & expression.names
    elif isinstance(early, Undefined):
        assert isinstance(late, Undefined)
    else:
        assert (type(early), early) == (type(late), late)


@given(st.one_of(NUMBERS, CONDITIONS), FACTS)
@CALM
def test_asking_comes_to_an_end(text, facts):
    """Answering what is asked, round by round, gives what answering everything gives."""
    known = {}
    expression = parse(text)
    for _ in range(len(facts) + 1):
        value = evaluate(expression, FakeScope(known))
        if not isinstance(value, Unanswered):
            break
        known |= {name: facts[name] for name in value.names}
    late = evaluate(expression, FakeScope(facts))
    assert type(value) is type(late)
    assert value == late or isinstance(value, Undefined)


WORDS = [
    "if",
    "then",
    "else",
    "and",
    "or",
    "not",
    "in",
    "true",
    "undefined",
    "area",
    "use",
    "registered",
    "notice_date",
]
SIGNS = [
    "(",
    ")",
    "[",
    "]",
    ",",
    "+",
    "-",
    "*",
    "/",
    "=",
    "<=",
    "'industrial'",
    "20%",
    "2025-05-01",
    "min",
    "levy_rate",
]


@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(WORDS + SIGNS), max_size=14).map(" ".join)))
@settings(CALM, max_examples=500)
def test_any_text_is_an_expression_or_refused_with_its_place(text):
    error = None
    try:
        checked(text)
    except ExpressionError as raised:
        error = raised
    if error is None:
        # what makes sense has a value, answered or not
        evaluate(parse(text), FakeScope())
        evaluate(parse(text), FakeScope({name: open_(name) for name in NAMES}))
        return
    assert error.message
    assert 0 <= error.position <= len(text)
    with contextlib.suppress(ExpressionError):
        evaluate(parse(text), FakeScope())
