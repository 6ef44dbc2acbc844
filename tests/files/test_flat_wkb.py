# SPDX-License-Identifier: GPL-2.0-or-later
"""What is hashed of a shape is the same whether it was read and written again or taken as it is."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from land_entry_plugin.engine.shapes import from_wkb, multi
from land_entry_plugin.files.flat_wkb import as_multipolygon


def written_again(wkb):
    return shapely.to_wkb(multi(from_wkb(np.array([wkb], dtype=object))), byte_order=1, flavor="iso")[0]


def shapes(seed):
    """Return polygons and multipolygons, some with holes."""
    shake = np.random.default_rng(seed)
    for _ in range(40):
        parts = []
        for easting in shake.uniform(39_400_000, 39_600_000, shake.integers(1, 4)):
            holes = shapely.box(easting + np.arange(shake.integers(0, 4)) * 20 + 5, 5, easting + 15, 15)
            parts.append(
                shapely.Polygon(shapely.box(easting, 0, easting + 90, 90).exterior, [h.exterior for h in holes])
            )
        yield parts[0] if len(parts) == 1 and shake.random() < 0.5 else shapely.MultiPolygon(parts)


@pytest.mark.parametrize("seed", [1, 2])
def test_sound_shapes_are_taken_as_they_are(seed):
    for shape in shapes(seed):
        wkb = shapely.to_wkb(shape, byte_order=1)
        assert as_multipolygon(wkb) == written_again(wkb)
        assert as_multipolygon(shapely.to_wkb(shape, byte_order=0)) is None


def test_damaged_bytes_are_left_to_the_reader_or_said_as_it_says_them():
    shake = np.random.default_rng(3)
    taken = left = 0
    for shape in shapes(4):
        for _ in range(20):
            damaged = bytearray(shapely.to_wkb(shape, byte_order=1))
            damaged[shake.integers(0, min(150, len(damaged)))] ^= 1 << int(shake.integers(0, 8))
            damaged = bytes(damaged[: shake.integers(1, len(damaged) + 1)] if shake.random() < 0.3 else damaged)
            found = as_multipolygon(damaged)
            taken, left = taken + (found is not None), left + (found is None)
            assert found is None or found == written_again(damaged)
    assert min(taken, left) > 50


@pytest.mark.parametrize(
    "text", ["POINT (1 1)", "POLYGON EMPTY", "MULTIPOLYGON EMPTY", "POLYGON Z ((0 0 1, 1 0 1, 1 1 1, 0 0 1))"]
)
def test_what_is_no_flat_polygon_is_left_to_the_reader(text):
    assert as_multipolygon(shapely.to_wkb(shapely.from_wkt(text))) is None
