# SPDX-License-Identifier: GPL-2.0-or-later
"""Bearings, winds and sides."""

from __future__ import annotations

import numpy as np
import pytest

from land_entry_plugin.engine.directions import SIDES, WINDS, bearings_deg, side_numbers, wind_numbers


@pytest.mark.parametrize(
    ("east", "north", "bearing", "wind", "side"),
    [
        (0, 1, 0, "north", "north"),
        (1, 1, 45, "north_east", "east"),
        (1, 0, 90, "east", "east"),
        (1, -1, 135, "south_east", "south"),
        (0, -1, 180, "south", "south"),
        (-1, -1, 225, "south_west", "west"),
        (-1, 0, 270, "west", "west"),
        (-1, 1, 315, "north_west", "north"),
        (-1e-9, 1, 0, "north", "north"),
        (0.41, 1, 22.2936, "north", "north"),
        (0.42, 1, 22.7824, "north_east", "north"),
    ],
)
def test_directions(east, north, bearing, wind, side):
    found = bearings_deg(np.array([[east, north]]))
    assert found[0] == pytest.approx(bearing, abs=1e-4)
    assert WINDS[wind_numbers(found)[0]] == wind
    assert SIDES[side_numbers(found)[0]] == side
