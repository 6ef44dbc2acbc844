# SPDX-License-Identifier: GPL-2.0-or-later
"""Sentences with counts: English has one thing and several."""

from __future__ import annotations

import re

import pytest

from land_entry_plugin.texts import _sentences, render


@pytest.mark.parametrize(
    ("text_id", "values", "one", "several"),
    [
        ("coordinate.parts_and_holes", {"place": "P"}, "P: 1 part, 1 hole (", "P: 2 parts, 2 holes ("),
        ("window.parcel_count", {}, "1 parcel", "2 parcels"),
        ("window.screened", {}, "1 parcel screened", "2 parcels screened"),
    ],
)
def test_one_and_several(text_id, values, one, several):
    for count, said in ((1, one), (2, several)):
        told = values | {"count": count, "parts": count, "holes": count}
        assert render(text_id, told, "en").startswith(said)
        assert not re.search("[a-z]", render(text_id, told, "zh").replace("P", ""))


def test_a_counted_thing_is_named_without_its_plural():
    things = [thing for one in _sentences().values() for thing in re.findall(r":counted ([^}]*)}", one["en"])]
    assert things
    assert not [thing for thing in things if thing.endswith("s")]


def test_one_line_and_several_are_worded_alike():
    assert render("coordinate.lines_ignored", {"lines": [3]}, "en").endswith("line 3.")
