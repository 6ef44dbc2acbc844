# SPDX-License-Identifier: GPL-2.0-or-later
"""What the plan makes of a parcel."""

from __future__ import annotations

import pytest
from spatial_support import GROUND, PARCEL, features, found, pack_of, said, strip
from support import box


def plan(*rows, **options):
    """Return a plan of ``(geometry, GHDLBM[, GHDLMC])``."""
    named = [(row[0], {"GHDLBM": row[1], "GHDLMC": row[2] if len(row) > 2 else None}) for row in rows]
    return features("GHYDTB", *named, **options)


@pytest.mark.parametrize(
    ("code", "name", "expected"),
    [
        ("100101", "一类工业用地", ("allowed", "pass")),
        ("1001", None, ("allowed", "pass")),
        ("090101", None, ("allowed", "pass")),
        ("09", "商业服务业用地", ("allowed", "pass")),
        ("110101", None, ("allowed", "pass")),
        ("1102", None, ("other", "conflict")),
        ("1002", None, ("ask", "review")),
        ("070101", None, ("ask", "review")),
        ("16", "留白用地", ("ask", "review")),
        ("0703", "农村宅基地", ("prohibited", "conflict")),
        ("070302", None, ("prohibited", "conflict")),
        ("0704", None, ("other", "conflict")),
        ("0102", "水浇地", ("other", "conflict")),
        ("08", None, ("other", "conflict")),
        ("1207", None, ("other", "conflict")),
        ("10", "工矿用地", ("coarse", "review")),
        ("07", "居住用地", ("coarse", "review")),
        (None, None, ("class_not_known", "unknown")),
        (" ", None, ("class_not_known", "unknown")),
        ("2121", "城镇用地", ("class_not_known", "unknown")),  # a code of the older plans
        ("1001", "铁路用地", ("class_not_known", "unknown")),  # one of the land survey
        ("1101", "河流水面", ("class_not_known", "unknown")),
        ("XX", None, ("class_not_known", "unknown")),
    ],
)
def test_planned_uses(code, name, expected):
    assert said("planned_use", planned_use=plan((GROUND, code, name))) == expected
    # the twin lies one centimetre beside the parcel
    beside = plan((box(-500, -500, 499.99, 1000), code, name), (box(-0.01, -500, 500, 1000), "100101"))
    assert said("planned_use", planned_use=beside) == ("allowed", "pass")


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (0.004, ("allowed", "pass")),
        (0.5, ("sliver", "review")),
        (0.99, ("sliver", "review")),
        (1.02, ("other", "conflict")),
    ],
)
def test_slivers_of_other_uses(width, expected):
    layer = plan((strip(width), "0102"), (GROUND.difference(strip(width)), "100101"))
    assert said("planned_use", planned_use=layer) == expected


def test_slivers_of_prohibited_and_other_uses_count_together():
    layer = plan((strip(0.6), "0703"), (box(99.4, 0, 0.6, 100), "0102"), (box(0.6, 0, 98.8, 100), "100101"))
    assert said("planned_use", planned_use=layer)[1] == "conflict"


@pytest.mark.parametrize(
    ("gap", "expected"), [(0.004, ("allowed", "pass")), (0.5, ("uncovered", "review")), (2, ("uncovered", "unknown"))]
)
def test_what_the_plan_does_not_cover(gap, expected):
    assert said("planned_use", planned_use=plan((box(gap, -500, 500, 1000), "100101"))) == expected
    # a conflict in what is covered stays one
    covered = plan((box(gap, -500, 50, 1000), "100101"), (box(gap + 50, -500, 500, 1000), "0801"))
    assert said("planned_use", planned_use=covered) == ("other", "conflict")


def test_without_a_plan():
    result = found("planned_use")
    assert (result["outcome"], result["unanswered"]) == ("review", ["planned_use_commercial"])


def test_the_planned_uses_are_named():
    result = found("planned_use", planned_use=plan((strip(30), "0703"), (GROUND.difference(strip(30)), "090101")))
    assert result["area_m2"] == pytest.approx(3000, abs=0.01)
    assert result["values"]["classes"] == ["0703 农村宅基地 3000.00 m²"]
    assert result["values"]["planned"] == ["090101 商业用地 7000.00 m²", "0703 农村宅基地 3000.00 m²"]


def test_a_planned_homestead_is_looked_at():
    assert said("planned_homestead", planned_use=plan((GROUND, "0703"))) == ("large", "review")
    assert said("planned_homestead", planned_use=plan((strip(5), "070301"), (GROUND, "100101")))[1] == "review"
    beside = plan((box(-5, 0, 4.99, 100), "0703"), (PARCEL, "100101"))
    assert said("planned_homestead", planned_use=beside) == ("none", "pass")
    assert said("planned_homestead", planned_use=plan((box(2, -500, 500, 1000), "1001")))[1] == "unknown"


@pytest.mark.parametrize(("code", "name"), [(None, None), (" ", None), ("0702", "农村宅基地")])
def test_a_plan_without_a_class_of_the_guide_may_be_one_of_homesteads(code, name):
    assert said("planned_homestead", planned_use=plan((GROUND, code, name))) == ("class", "unknown")
    beside = plan((strip(0.05), code, name), (GROUND.difference(strip(0.05)), "100101"))
    assert said("planned_homestead", planned_use=beside) == ("none", "pass")


def test_the_longest_code_counts(tmp_path):
    parameters = {"allowed": ["09", "070301"], "ask": ["0902"], "prohibited": ["0703", "0903"]}
    pack = pack_of(tmp_path, kind="allowed_class", roles=["planned_use"], parameters=parameters)
    for code, outcome in (
        ("0901", "pass"), ("0902", "review"), ("0903", "conflict"), ("070301", "pass"), ("070302", "conflict"),
        ("1001", "conflict"), ("0703", "conflict"),
    ):  # fmt: skip
        assert said("mine", planned_use=plan((GROUND, code)), rule_pack=pack)[1] == outcome


def test_packs_differ(tmp_path):
    parameters = {"allowed": ["1001"], "ask": ["1002"]}
    pack = pack_of(
        tmp_path, kind="allowed_class", roles=["planned_use"], parameters=parameters,
        outcomes={"ask": "pass", "other": "review", "sliver": "pass"},
    )  # fmt: skip
    for code, expected in (("1002", ("ask", "pass")), ("0801", ("other", "review"))):
        assert said("mine", planned_use=plan((GROUND, code)), rule_pack=pack) == expected
        half = plan((box(-500, -500, 550, 1000), code))
        assert said("mine", planned_use=half, rule_pack=pack) == ("uncovered", "unknown")
