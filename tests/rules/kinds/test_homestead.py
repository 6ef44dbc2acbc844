# SPDX-License-Identifier: GPL-2.0-or-later
"""Homesteads by right and by the survey."""

from __future__ import annotations

import pytest
from spatial_support import DISTRICT, GROUND, around, features, found, nothing, pack_of, rights, said, strip
from support import MemorySource, box, survey

HOUSE = strip(5)
NO_RIGHTS = nothing("ZDJBXX", "ZDDM")


def house(width=5):
    """Return a survey with a homestead along the parcel's west edge."""
    return around((strip(width), "0702"))


@pytest.mark.parametrize(
    ("width", "expected"),
    [(-0.01, ("none", "pass")), (0.004, ("touch", "pass")), (0.5, ("sliver", "review")), (0.99, ("sliver", "review")),
     (1.02, ("right", "conflict")), (60, ("right", "conflict"))],
)  # fmt: skip
def test_a_registered_homestead_is_a_conflict(width, expected):
    assert said("homestead", use_rights=rights((box(-50, 0, 50 + width, 100), "JC"))) == expected


@pytest.mark.parametrize("sign", ["JB", "GB", "JA"])
def test_other_rights_are_none(sign):
    assert said("homestead", use_rights=rights((HOUSE, sign))) == ("none", "pass")


def test_a_surveyed_homestead_without_a_register_is_a_conflict():
    result = found("homestead", house())
    assert (result["text_id"], result["outcome"]) == ("homestead.survey", "conflict")
    assert result["area_m2"] == result["values"]["survey_m2"] == pytest.approx(500, abs=0.01)
    assert said("homestead", house(0.5)) == ("sliver", "review")
    assert said("homestead", around((box(-5, 0, 4.99, 100), "0702"))) == ("none", "pass")


def test_a_register_that_shows_no_homestead_leaves_it_to_an_officer():
    assert said("homestead", house(), use_rights=NO_RIGHTS) == ("survey_only", "review")
    assert said("homestead", house(), use_rights=rights((box(50, 0, 50, 100), "JB"))) == ("survey_only", "review")
    assert said("homestead", house(0.5), use_rights=NO_RIGHTS)[1] == "review"
    # the user states that there are no rights of use at all
    assert said("homestead", house(), complete=("use_rights",)) == ("survey_only", "review")


def test_a_register_that_does_not_reach_there_proves_nothing():
    """The administrative area ends in the middle of the surveyed homestead, or nobody says where the layer ends."""
    wide = around((strip(40), "0702"))
    for end, expected in ((20, "survey"), (41, "survey_only"), (39.99, "survey_only"), (38.9, "survey")):
        admin = MemorySource("XZQ", [box(-500, -500, 500 + end, 1000)], {"XZQDM": ["1"]})
        assert said("homestead", wide, use_rights=NO_RIGHTS, admin_area=admin)[0] == expected
    elsewhere = features("ZDJBXX", (box(60, 0, 40, 100), {"ZDDM": f"{DISTRICT}JB00001"}), package="/other")
    assert said("homestead", house(), use_rights=elsewhere, admin_area=None) == ("survey", "conflict")
    # where another right is registered the register has spoken
    covering = features("ZDJBXX", (strip(30), {"ZDDM": f"{DISTRICT}JB00001"}), package="/other")
    assert said("homestead", house(), use_rights=covering, admin_area=None) == ("survey_only", "review")
    # layers of one package are taken to reach as far as the survey
    together = rights((box(60, 0, 40, 100), "JB"))
    assert said("homestead", house(), use_rights=together, admin_area=None) == ("survey_only", "review")


def test_right_and_class_count_together():
    land_use, register = house(10), rights((box(5, 0, 10, 100), "JC"))
    result = found("homestead", land_use, use_rights=register)
    values = result["values"]
    assert (result["text_id"], result["outcome"]) == ("homestead.right", "conflict")
    assert result["area_m2"] == pytest.approx(1500, abs=0.01)
    assert (values["right_m2"], values["survey_m2"]) == (pytest.approx(1000, abs=0.01), pytest.approx(1000, abs=0.01))
    assert values["rights"] == [f"{DISTRICT}JC00000"]


def test_a_milder_right_does_not_hide_the_class_beside_it(tmp_path):
    code = {"ZDDM": f"{DISTRICT}JC00001"}
    elsewhere = features("ZDJBXX", (box(20, 0, 10, 100), code), package="/other")
    told = {"kind": "homestead", "roles": ["land_use"], "evidence": ["use_rights"]}
    for outcomes, expected in ((None, "right"), ({"right": "review"}, "survey")):
        pack = pack_of(tmp_path, outcomes=outcomes, **told)
        layers = {"use_rights": elsewhere, "admin_area": None, "rule_pack": pack}
        assert said("mine", house(), **layers) == (expected, "conflict")


def test_slivers_together_are_none():
    """Two strips of 0.6 m, one by right and one by class where nobody knows the rights: 120 m2 are over 1 %."""
    apart = [(strip(0.6), "0702")]
    admin = MemorySource("XZQ", [box(50, -500, 500, 1000)], {"XZQDM": ["1"]})
    right = rights((box(99.4, 0, 10, 100), "JC"))
    assert said("homestead", around(*apart), use_rights=right, admin_area=admin)[1] == "conflict"
    assert said("homestead", around(*apart), use_rights=rights((box(99.7, 0, 10, 100), "JC")), admin_area=admin) == (
        "sliver",
        "review",
    )


def test_of_slivers_that_are_none_together_the_larger_names_the_case():
    admin = MemorySource("XZQ", [box(50, -500, 500, 1000)], {"XZQDM": ["1"]})
    for width, case in ((0.8, "right"), (0.5, "survey")):
        right = rights((box(100 - width, 0, 10, 100), "JC"))
        assert said("homestead", around((strip(0.6), "0702")), use_rights=right, admin_area=admin) == (case, "conflict")


def test_a_spot_by_right_and_a_spot_by_class_touch_alone_and_are_a_sliver_together():
    """A square decimetre is the rounding of coordinates, two of them are not: nothing larger is there to be named."""
    spot, other = box(10, 10, 0.1, 0.09), box(50, 50, 0.1, 0.09)
    assert said("homestead", use_rights=rights((other, "JC"))) == ("touch", "pass")
    assert said("homestead", around((spot, "0702")), use_rights=NO_RIGHTS) == ("touch", "pass")
    assert said("homestead", around((spot, "0702")), use_rights=rights((other, "JC"))) == ("sliver", "review")


def test_a_right_of_unknown_kind_is_for_an_officer():
    assert said("homestead", use_rights=rights((HOUSE, "ZB"))) == ("right_not_known", "review")
    assert said("homestead", use_rights=rights((box(-5, 0, 4.99, 100), "ZB"))) == ("none", "pass")
    # it does not speak for the place: what the survey shows there stays a conflict
    elsewhere = features("ZDJBXX", (HOUSE, {"ZDDM": f"{DISTRICT}ZB00001"}), package="/other")
    assert said("homestead", house(), use_rights=elsewhere, admin_area=None) == ("survey", "conflict")


def test_what_nobody_knows_is_no_pass():
    unknown = survey((GROUND.difference(strip(30)), "0601"), (strip(30), None))
    assert said("homestead", unknown) == ("class", "unknown")
    assert said("homestead", unknown, use_rights=NO_RIGHTS) == ("class", "unknown")
    assert said("homestead", unknown, use_rights=rights((HOUSE, "JC"))) == ("right", "conflict")
    assert said("homestead", survey((box(2, -500, 900, 1000), "0601"))) == ("uncovered", "unknown")


@pytest.mark.parametrize(
    ("outcomes", "width", "expected"),
    [
        ({"survey_only": "conflict"}, 5, "conflict"),
        ({"right": "review"}, 5, "review"),
    ],
)
def test_packs_differ(tmp_path, outcomes, width, expected):
    pack = pack_of(tmp_path, kind="homestead", roles=["land_use"], evidence=["use_rights"], outcomes=outcomes)
    register = rights((strip(width), "JC")) if "right" in outcomes else NO_RIGHTS
    assert said("mine", house(width), use_rights=register, rule_pack=pack)[1] == expected
