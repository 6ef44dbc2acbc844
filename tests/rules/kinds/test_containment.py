# SPDX-License-Identifier: GPL-2.0-or-later
"""A parcel inside one ownership parcel."""

from __future__ import annotations

import pytest
from spatial_support import DISTRICT, GROUND, features, found, nothing, owners, pack_of, said
from support import box

VILLAGE, GROUP = "石桥村农民集体", "河南村民小组农民集体"


def halves(at, *signs):
    """Return two ownership parcels that meet at a distance from the parcel's west edge."""
    first, second = signs or ("JA", "JA")
    return owners((box(-500, -500, 500 + at, 1000), first, VILLAGE), (box(at, -500, 500, 1000), second, GROUP))


def test_inside_one():
    result = found("ownership", ownership=owners((GROUND, "JA", VILLAGE)))
    assert (result["text_id"], result["outcome"]) == ("containment.inside", "pass")
    assert result["values"]["owners"] == [f"{DISTRICT}JA00000 {VILLAGE} 10000.00 m²"]
    assert VILLAGE in result["texts"]["zh"]
    # one parcel of several features is one parcel
    code = {"ZDDM": f"{DISTRICT}JA00001", "QLR": VILLAGE}
    parts = features("JA", (box(-500, -500, 550, 1000), code), (box(50, -500, 450, 1000), code))
    assert said("ownership", ownership=parts) == ("inside", "pass")


@pytest.mark.parametrize(
    ("at", "expected"),
    [(100.01, ("inside", "pass")), (99.997, ("inside", "pass")), (99.5, ("sliver", "review")),
     (99.01, ("sliver", "review")), (98.9, ("several", "review")), (50, ("several", "review"))],
)  # fmt: skip
def test_several_collectives_are_for_an_officer(at, expected):
    assert said("ownership", ownership=halves(at)) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (100.01, ("inside", "pass")),
        (99.5, ("sliver", "review")),
        (98.9, ("state", "conflict")),
        (-20, ("state", "conflict")),
    ],
)
def test_registered_state_land_is_a_conflict(at, expected):
    assert said("ownership", ownership=halves(at, "JA", "GA")) == expected


def test_a_place_of_two_registered_owners():
    claimed = owners((GROUND, "JA", VILLAGE), (box(50, -500, 450, 1000), "JA", GROUP))
    assert said("ownership", ownership=claimed) == ("several", "review")
    claimed = owners((GROUND, "JA", VILLAGE), (box(50, -500, 450, 1000), "GA", None))
    assert said("ownership", ownership=claimed) == ("several", "review")


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (100.01, ("inside", "pass")),
        (99.5, ("sliver", "review")),
        (98.9, ("uncovered", "unknown")),
        (0, ("uncovered", "unknown")),
    ],
)
def test_what_no_ownership_parcel_covers_nobody_can_judge(end, expected):
    assert said("ownership", ownership=owners((box(-500, -500, 500 + end, 1000), "JA", VILLAGE))) == expected


def test_an_empty_layer_and_none():
    assert said("ownership", ownership=nothing("JTTDSYQ", "ZDDM")) == ("uncovered", "unknown")
    result = found("ownership")
    assert (result["outcome"], result["role_missing"], result["unanswered"]) == ("review", True, ["one_owner"])


def test_other_rights_in_the_same_layer_say_nothing_of_the_owner():
    """JC and JB parcels stand in many a layer of registered parcels: they neither own nor cover."""
    mixed = owners((GROUND, "JA", VILLAGE), (box(0, 0, 50, 100), "JB", None), (box(50, 0, 50, 100), "JC", None))
    assert said("ownership", ownership=mixed) == ("inside", "pass")
    assert said("ownership", ownership=owners((GROUND, "JB", None))) == ("uncovered", "unknown")


def test_an_open_owner_is_for_an_officer():
    disputed = owners((box(-500, -500, 550, 1000), "JA", VILLAGE), (box(50, -500, 450, 1000), "ZA", None))
    assert said("ownership", ownership=disputed) == ("owner_not_known", "review")


def test_packs_differ(tmp_path):
    for outcomes, expected in (({"several": "conflict"}, "conflict"), ({"several": "pass"}, "pass")):
        pack = pack_of(tmp_path, kind="containment", roles=["ownership"], outcomes=outcomes)
        assert said("mine", ownership=halves(50), rule_pack=pack) == ("several", expected)
    # a milder case hides no gap
    gap = owners((box(-500, -500, 530, 1000), "JA", VILLAGE), (box(30, -500, 40, 1000), "JA", GROUP))
    assert said("mine", ownership=gap, rule_pack=pack) == ("uncovered", "unknown")
