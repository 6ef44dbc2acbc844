# SPDX-License-Identifier: GPL-2.0-or-later
"""Parts of a parcel: how far apart, how small."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import shapely
from spatial_support import PARCEL, found, pack_of, said
from support import box

from land_entry_plugin.rules.kinds.spatial.contiguity import check


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


def test_without_a_smallest_size_a_part_may_be_as_small_as_it_likes(tmp_path):
    pack = pack_of(tmp_path, kind="contiguity", parameters={"gap_m": 0})
    corner = parts((0, 0, 50, 50), (50, 50, 0.5, 0.5))
    result = found("mine", shape=corner, rule_pack=pack)
    assert (result["text_id"], result["outcome"]) == ("contiguity.kept", "pass")
    values = result["values"]
    assert (values["parts"], values["widest_gap_m"], values["gap_m"], values["smallest_part_m2"]) == (2, 0, 0, 0)
    assert values["smallest_m2"] == pytest.approx(0.25, abs=1e-4)
    # a hand's breadth off the corner
    apart = found("mine", shape=parts((0, 0, 50, 50), (50.1, 0, 50, 50)), rule_pack=pack)
    assert (apart["text_id"], apart["values"]["widest_gap_m"]) == ("contiguity.apart", pytest.approx(0.1, abs=1e-4))


@pytest.mark.parametrize(("smallest_part_m2", "name"), [(400, "kept"), (400.0001, "small_part")])
def test_a_part_that_is_exactly_as_large_as_it_must_be_is_large_enough(smallest_part_m2, name):
    rule = SimpleNamespace(
        parameters={"gap_m": 10, "smallest_part_m2": smallest_part_m2}, outcomes={}, is_soft=False, blocking=True
    )
    plane = SimpleNamespace(geometry=parts((0, 0, 50, 50), (55, 0, 20, 20)), area_of=shapely.area)
    assert check(rule, plane).case == name
