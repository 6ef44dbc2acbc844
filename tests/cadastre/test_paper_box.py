# SPDX-License-Identifier: GPL-2.0-or-later
"""In which of the two directions of a line a text is read."""

from __future__ import annotations

import math

import pytest

from land_entry_plugin.cadastre.paper_box import upright_deg


@pytest.mark.parametrize(
    ("line_deg", "read_deg"),
    [
        (0, 0),
        (180, 0),
        (45, 45),
        (225, 45),
        (-60, -60),
        (90, -90),
        (-90, -90),
        (86, -94),
        (266, -94),
        (94, -86),
        (70, 70),
    ],
)
def test_steep_texts_begin_below_whichever_way_they_lean(line_deg, read_deg):
    turn = math.radians(line_deg)
    assert upright_deg(math.cos(turn), math.sin(turn)) == pytest.approx(read_deg)


def test_both_directions_of_a_line_are_one():
    for tenth in range(3600):
        # beside the direction at which it turns over
        turn = math.radians(tenth / 10 + 0.05)
        there = upright_deg(math.cos(turn), math.sin(turn))
        back = upright_deg(-math.cos(turn), -math.sin(turn))
        assert -100 <= there < 80
        assert there == pytest.approx(back)
