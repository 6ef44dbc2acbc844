# SPDX-License-Identifier: GPL-2.0-or-later
"""Scale and paper of the parcel map."""

from __future__ import annotations

import numpy as np
import pytest

from land_entry_plugin.cadastre.map_window import PAPERS, map_window, nominal_scale, sheet_window, shown_bounds


def bounds(width, height):
    return np.array([39_500_000.0, 4_130_000.0, 39_500_000.0 + width, 4_130_000.0 + height])


@pytest.mark.parametrize(
    ("width", "height", "paper", "scale"),
    [
        (10, 10, "A4", 200),
        (27.8, 10, "A4", 200),
        (27.9, 10, "A4", 500),
        (102, 125, "A4", 1000),
        (200, 200, "A4", 2000),
        (695, 100, "A4", 5000),
        (696, 100, "A3", 5000),
        (100, 896, "A3", 5000),
        (2000, 309, "A3", 10_000),
        (100, 60_000, "A3", 200_000),
    ],
)
def test_the_largest_scale_that_fits_a4_then_a3(width, height, paper, scale):
    window = sheet_window(bounds(width, height))
    assert (window.paper.name, window.scale) == (paper, scale)
    west, south, east, north = window.bounds
    assert (east - west) / scale * 1000 == pytest.approx(window.paper.frame_width_mm, abs=0.1)
    assert (north - south) / scale * 1000 == pytest.approx(window.paper.frame_height_mm, abs=0.1)
    # room for numbers and neighbours all around
    assert (east - west - width) / 2 / scale * 1000 >= 12.9


def test_no_scale_of_the_series_fits():
    assert nominal_scale(bounds(5000, 10), 165, 205, (200, 500)) is None


def test_all_windows_are_read():
    for size in (10, 60, 300, 3000):
        box = bounds(size, size / 2)
        west, south, east, north = shown_bounds(box)
        for window in (map_window(box), sheet_window(box)):
            assert west <= window.bounds[0]
            assert south <= window.bounds[1]
            assert east >= window.bounds[2]
            assert north >= window.bounds[3]


def test_papers_are_tried_in_their_order():
    assert sheet_window(bounds(10, 10), PAPERS[::-1]).paper.name == "A3"
