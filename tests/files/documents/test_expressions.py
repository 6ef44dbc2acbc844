# SPDX-License-Identifier: GPL-2.0-or-later
"""What an expression in a template may say, one by one, and what it is refused for."""

from __future__ import annotations

import pytest
from jinja2 import nodes
from jinja2.exceptions import SecurityError, UndefinedError

from land_entry_plugin.files.documents.names import Refused, Scope
from land_entry_plugin.files.documents.placeholders import UNKNOWN
from land_entry_plugin.files.documents.sandbox import Sandbox, literal

KNOWN = {"code": "", "cell": {"ZL": ""}, "points": [{"x": ""}], "notes": [""], "own": UNKNOWN}


def expression(text):
    return Sandbox().parse("{{ " + text + " }}").find(nodes.Output).nodes[0]


def used(text):
    scope = Scope(KNOWN)
    scope.value(expression(text))
    return scope.used


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("'text'", set()),
        ("code", {"code"}),
        ("cell.ZL", {"cell", "cell.ZL"}),
        ("cell['ZL']", {"cell", "cell.ZL"}),
        ("points[0].x", {"points"}),
        ("own.anything.at_all", {"own"}),
        ("points | length", {"points"}),
        ("notes | join('、')", {"notes"}),
        ("code if notes else cell.ZL", {"code", "notes", "cell", "cell.ZL"}),
        ("code if points", {"code", "points"}),
        ("code == 'x' and not notes", {"code", "notes"}),
    ],
)
def test_what_may_be_said_names_what_it_uses(text, names):
    assert names <= used(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("cell", "group"),
        ("code if cell else 'x'", "group"),
        ("cell | length", "group"),
        ("points", "list_as_value"),
        ("_code", "hostile"),
        ("code._x", "hostile"),
        ("code.__class__", "hostile"),
        ("cell[code]", "hostile"),
        ("code()", "hostile"),
        ("code + code", "hostile"),
        ("code | join(code)", "hostile"),
        ("'text' | length", "hostile"),
    ],
)
def test_what_is_refused_says_why(text, kind):
    with pytest.raises(Refused) as caught:
        used(text)
    assert caught.value.kind == kind


def test_a_loop_runs_over_a_list_and_nothing_else():
    scope = Scope(KNOWN)
    assert scope.rows_of(expression("points")) == ("points", {"x": ""})
    assert scope.rows_of(expression("own")) == ("own", UNKNOWN)
    for text, kind in (("code", "no_list"), ("'abc'", "hostile")):
        with pytest.raises(Refused) as caught:
            scope.rows_of(expression(text))
        assert caught.value.kind == kind
    scope.enter("p", "points", {"x": ""})
    scope.value(expression("p.x"))
    scope.value(expression("loop.index"))
    scope.leave()
    with pytest.raises(Refused):
        scope.value(expression("p.x"))


def printed(text, **values):
    return Sandbox().from_string(text).render(literal(values))


def test_what_is_evaluated_reaches_members_and_nothing_of_what_holds_them():
    cell = {"ZL": "张庄村", "items": "3", "gone": None}
    points = [{"x": "1.00"}, {"x": "2.00"}]
    told = printed(
        "{{ cell['ZL'] }} {{ cell.items }} {{ points[1].x }} {{ points | length }}", cell=cell, points=points
    )
    assert told == "张庄村 3 2.00 2"
    # what a record leaves open prints as nothing, never as None
    assert printed("<{{ cell.gone }}>", cell=cell) == "<>"
    for text in ("{{ cell.keys }}", "{{ cell['keys'] }}", "{{ points.append }}"):
        with pytest.raises((UndefinedError, SecurityError)):
            printed(text, cell=cell, points=points)
    for text in ("{{ cell.items() }}", "{{ points[0]() }}"):
        with pytest.raises(SecurityError):
            printed(text, cell=cell, points=points)
