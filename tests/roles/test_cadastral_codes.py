# SPDX-License-Identifier: GPL-2.0-or-later
"""Codes of cadastral tables: in words where a table has them, else not at all."""

from __future__ import annotations

import pytest

from land_entry_plugin.roles.cadastral_codes import (
    area_factor,
    course,
    line_kind,
    line_position,
    marker_kind,
    right_level,
    right_type,
    short_parcel_code,
)


@pytest.mark.parametrize(
    ("function", "value", "word"),
    [
        (right_type, "7", "集体建设用地使用权"),
        (right_type, "07", "集体建设用地使用权"),
        (right_type, "宅基地使用权", "宅基地使用权"),
        (right_type, "99", None),
        (marker_kind, 2, "水泥桩"),
        (marker_kind, " 钢钉 ", "钢钉"),
        (marker_kind, "01", "钢钉"),
        (marker_kind, None, None),
        (line_position, "1", "内"),
        (line_position, "外", "外"),
        (line_position, "4", None),
        (line_kind, "田坎", "田埂"),
        (line_kind, "围墙", "围墙"),
        (line_kind, "3", None),
        (line_kind, None, None),
        (area_factor, "1", 1.0),
        (area_factor, "公顷", 10000.0),
        (area_factor, "7", None),
    ],
)
def test_words(function, value, word):
    assert function(value) == word


def test_parcel_codes():
    assert short_parcel_code("371126004012JB00017") == "JB00017"
    assert short_parcel_code("371126004012JB00017W00000000") == "JB00017"
    assert short_parcel_code("row 3") == "row 3"
    assert [right_level(f"371126004012{kind}00017") for kind in ("JB", "JS", "JX", "JC")] == [
        "地表",
        "地上",
        "地下",
        None,
    ]


@pytest.mark.parametrize(
    ("code", "system", "kind"),
    [
        ("1006", "survey", "road"),
        ("0601", "guide", "road"),
        ("0601", "survey", None),
        ("1001", "survey", "railway"),
        ("1001", "guide", None),
        ("1107A", "survey", "ditch"),
        ("170500", "guide", "ditch"),
        ("1101", "survey", "river"),
        ("1104K", "survey", "water"),
        ("1005", "survey", "transport"),
        ("0102", "survey", "farmland"),
        ("1006", None, None),
        (None, "survey", None),
    ],
)
def test_what_land_is_as_a_neighbour(code, system, kind):
    found = course(code, system)
    assert (found.id if found else None) == kind
