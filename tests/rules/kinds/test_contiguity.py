# SPDX-License-Identifier: GPL-2.0-or-later
"""Parts of a parcel: how far apart, how small."""

from __future__ import annotations

import pytest
import shapely
from spatial_support import PARCEL, pack_of, said
from support import box


def parts(*boxes):
    return shapely.MultiPolygon([box(*one) for one in boxes])


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        (PARCEL, ("one_part", "pass")),
        (parts((0, 0, 50, 50), (60, 0, 50, 50)), ("kept", "pass")),
        (parts((0, 0, 50, 50), (60.01, 0, 50, 50)), ("apart", "conflict")),
        (parts((0, 0, 50, 50), (50, 50, 50, 50)), ("kept", "pass")),  # a corner in common
        # each near the next, the ends far apart
        (parts((0, 0, 50, 50), (60, 0, 50, 50), (120, 0, 50, 50)), ("kept", "pass")),
        # two pairs that are far from each other
        (parts((0, 0, 50, 50), (55, 0, 50, 50), (150, 0, 50, 50), (205, 0, 50, 50)), ("apart", "conflict")),
        (parts((0, 0, 50, 50), (55, 0, 20, 20)), ("kept", "pass")),
        (parts((0, 0, 50, 50), (55, 0, 20, 19.99)), ("small_part", "conflict")),
        (parts((0, 0, 50, 50), (65, 0, 20, 19)), ("apart", "conflict")),
    ],
)
def test_parts(tmp_path, shape, expected):
    pack = pack_of(tmp_path, kind="contiguity", parameters={"gap_m": 10, "smallest_part_m2": 399.99})
    assert said("mine", shape=shape, rule_pack=pack) == expected


def test_packs_differ(tmp_path):
    far = parts((0, 0, 50, 50), (100, 0, 50, 50))
    pack = pack_of(tmp_path, kind="contiguity", parameters={"gap_m": 0}, outcomes={"apart": "review"})
    assert said("mine", shape=far, rule_pack=pack) == ("apart", "review")
    pack = pack_of(tmp_path, kind="contiguity", parameters={"gap_m": 0}, polarity="soft")
    assert said("mine", shape=far, rule_pack=pack) == ("apart", "review")
