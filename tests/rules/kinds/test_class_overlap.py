# SPDX-License-Identifier: GPL-2.0-or-later
"""Land of certain classes, by category, code and suffix; what approvals cover."""

from __future__ import annotations

import pytest
from spatial_support import GROUND, approvals, around, found, pack_of, said, strip
from support import box, survey

from land_entry_plugin.errors import InputError

FIELD = strip(5)


def test_what_an_approval_covers_is_for_an_officer():
    field = around((FIELD, "0102"))
    assert said("farmland", field) == ("large", "conflict")
    assert said("farmland", field, approvals=approvals()) == ("large", "conflict")
    assert said("farmland", field, approvals=approvals(box(6, 0, 50, 100))) == ("large", "conflict")
    for papers in (None, approvals(box(6, 0, 50, 100))):
        values = found("farmland", field, approvals=papers)["values"]
        assert (values["covered_m2"], values["papers"], values["covered"]["zh"]) == (0, [], "")
    result = found("farmland", field, approvals=approvals(box(-10, -10, 50, 200)))
    assert (result["text_id"], result["outcome"]) == ("class_overlap.covered", "review")
    assert result["area_m2"] == pytest.approx(500, abs=0.01)
    assert result["values"]["covered_m2"] == pytest.approx(500, abs=0.01)
    assert result["values"]["paper_days"] == ["2012-06-18"]
    assert result["values"]["papers"] == ["示政土〔2012〕0号 2012-06-18 500.00 m²"]
    assert "示政土〔2012〕0号 2012-06-18" in result["texts"]["zh"]


def test_the_paper_that_covers_most_is_named_first_and_one_beside_the_field_is_not():
    papers = approvals(box(0, 0, 1, 100), box(1, 0, 50, 100), box(5, 0, 50, 100), box(0, 0, 1, 100))
    result = found("farmland", around((FIELD, "0102")), approvals=papers)
    assert [paper.split()[0][-2:] for paper in result["values"]["papers"]] == ["1号", "0号", "3号"]
    assert result["values"]["covered_m2"] == pytest.approx(500, abs=0.01)


@pytest.mark.parametrize(("left", "case", "outcome"), [(1.01, "large", "conflict"), (0.99, "covered", "review")])
def test_the_rest_keeps_the_limits(left, case, outcome):
    """The approval stops short of the field's edge: a strip of 1 m by its mean width is the limit."""
    width = left / (1 - left / 100)
    approval = box(width, -10, 50, 200)
    result = found("farmland", around((strip(20), "0102")), approvals=approvals(approval))
    assert (result["text_id"], result["outcome"]) == (f"class_overlap.{case}", outcome)
    assert result["values"]["rest_m2"] == pytest.approx(100 * width, abs=0.01)


def test_what_is_left_may_be_small_enough_for_an_officer():
    orchard = around((strip(10), "0201"))
    assert said("agricultural_land", orchard) == ("large", "conflict")
    assert said("agricultural_land", orchard, approvals=approvals(box(3.99, 0, 50, 100))) == ("covered", "review")
    assert said("agricultural_land", orchard, approvals=approvals(box(4.01, 0, 50, 100))) == ("large", "conflict")


def test_a_sliver_needs_no_approval():
    assert said("farmland", around((strip(0.5), "0102")), approvals=approvals(FIELD)) == ("sliver", "review")


@pytest.mark.parametrize(("day", "shown"), [(None, []), ("2012年6月18日", ["2012-06-18"]), ("2012年", ["2012年"])])
def test_the_day_of_an_approval_as_it_is_written(day, shown):
    result = found("farmland", around((FIELD, "0102")), approvals=approvals(FIELD, day=day))
    assert result["values"]["paper_days"] == shown


def test_what_nobody_knows_is_not_approved():
    """An approval over the known part does not settle the part without a class."""
    land_use = survey((GROUND.difference(strip(30)), "0601"), (strip(5), "0102"), (box(5, 0, 25, 100), None))
    assert said("farmland", land_use, approvals=approvals(FIELD)) == ("class", "unknown")


@pytest.mark.parametrize(
    ("code", "counts", "outcome"),
    [("0201K", True, "conflict"), ("0201K", False, "pass"), ("0201", True, "pass"), ("1104K", True, "conflict"),
     ("1104A", True, "pass"), ("0102", False, "conflict")],
)  # fmt: skip
def test_adjustable_classes_are_farmland_where_the_pack_says_so(tmp_path, code, counts, outcome):
    parameters = {"categories": ["farmland"]} | ({"adjustable_counts": True} if counts else {})
    pack = pack_of(tmp_path, kind="class_overlap", roles=["land_use"], parameters=parameters)
    assert said("mine", around((FIELD, code)), rule_pack=pack)[1] == outcome
    # the national rule of other agricultural land is not touched by it
    agricultural = found("agricultural_land", around((FIELD, code)), rule_pack=pack)["outcome"]
    assert (agricultural == "conflict") == code.startswith(("02", "11"))


def test_adjustable_classes_leave_the_other_agricultural_land(tmp_path):
    parameters = {"categories": ["agricultural"], "adjustable_counts": True}
    pack = pack_of(tmp_path, kind="class_overlap", roles=["land_use"], parameters=parameters)
    assert said("mine", around((FIELD, "0201K")), rule_pack=pack) == ("none", "pass")
    assert said("mine", around((FIELD, "0201")), rule_pack=pack) == ("large", "conflict")


@pytest.mark.parametrize(
    ("code", "outcome"),
    [("1006", "conflict"), ("1003", "pass"), ("1104A", "conflict"), ("1104", "pass"), ("05H1", "conflict")],
)
def test_classes_by_code_in_the_system_of_the_survey(tmp_path, code, outcome):
    """1001 and 06 are codes of the guide here: in the survey's system they mean something else."""
    parameters = {"codes": {"survey": ["1006", "1104A", "05"], "guide": ["1001", "06", "10"]}}
    pack = pack_of(tmp_path, kind="class_overlap", roles=["land_use"], parameters=parameters)
    assert said("mine", around((FIELD, code)), rule_pack=pack)[1] == outcome


@pytest.mark.parametrize(
    ("outcomes", "width", "expected"),
    [
        ({"sliver": "conflict"}, 0.5, ("sliver", "conflict")),
        ({"large": "review"}, 5, ("large", "review")),
        ({"sliver": "conflict"}, 5, ("large", "conflict")),
    ],
)
def test_a_pack_gives_cases_another_outcome(tmp_path, outcomes, width, expected):
    pack = pack_of(
        tmp_path, kind="class_overlap", roles=["land_use"], parameters={"categories": ["farmland"]}, outcomes=outcomes
    )
    assert said("mine", around((strip(width), "0102")), rule_pack=pack) == expected


def test_a_milder_case_never_hides_what_nobody_knows(tmp_path):
    outcomes = {"large": "review", "below": "pass", "covered": "review"}
    parameters = {"categories": ["farmland"], "review_below_m2": 400}
    pack = pack_of(tmp_path, kind="class_overlap", roles=["land_use"], parameters=parameters, outcomes=outcomes)
    assert said("mine", around((strip(3), "0102")), rule_pack=pack) == ("below", "pass")
    for width in (0.5, 3, 5):
        patches = [(GROUND.difference(strip(width + 10)), "0601"), (strip(width), "0102")]
        for rest, case in (((), "uncovered"), (((box(width, 0, 10, 100), "9999"),), "class")):
            assert said("mine", survey(*patches, *rest), rule_pack=pack) == (case, "unknown")
    bad = pack_of(
        tmp_path, kind="class_overlap", roles=["land_use"], parameters={"categories": ["farmland"]},
        outcomes={"uncovered": "pass"},
    )  # fmt: skip
    with pytest.raises(InputError, match="uncovered"):
        said("mine", around((strip(5), "0102")), rule_pack=bad)


def test_approvals_can_be_made_a_conflict(tmp_path):
    """A conversion may itself make the land new: a pack may bar what was approved."""
    pack = pack_of(
        tmp_path, kind="class_overlap", roles=["land_use"], evidence=["approvals"],
        parameters={"categories": ["farmland"]}, outcomes={"covered": "conflict"},
    )  # fmt: skip
    layers = {"land_use": around((FIELD, "0102")), "approvals": approvals(FIELD), "rule_pack": pack}
    assert said("mine", **layers) == ("covered", "conflict")
    assert said("farmland", **layers) == ("covered", "review")
