# SPDX-License-Identifier: GPL-2.0-or-later
"""The class system of the second survey: found where it can be, and nothing else is disturbed by it."""

from __future__ import annotations

import pytest
import yaml

from land_entry_plugin.paths import resource
from land_entry_plugin.roles.land_classes import (
    GUIDE,
    SECOND_SURVEY,
    SURVEY,
    category,
    class_code,
    class_name,
    class_system,
    groups,
)

# domain note 7, rule 20: what the second survey counts as construction land outside towns
CONSTRUCTION = ("201", "202", "203", "204", "205", "101", "102", "105", "106", "107", "113", "118", "121")


def test_no_code_of_the_second_survey_stands_in_another_system():
    tables = yaml.safe_load(resource("land_classes.yaml").read_text(encoding="utf-8"))
    second = set(tables["second_survey"])
    assert all(len(code) == 3 for code in second)
    assert not second & (set(tables["survey"]) | set(tables["guide"]))


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("011", "farmland"), ("012", "farmland"), ("013", "farmland"),
        ("021", "agricultural"), ("033", "agricultural"), ("042", "agricultural"), ("104", "agricultural"),
        ("114", "agricultural"), ("117", "agricultural"), ("122", "agricultural"), ("123", "agricultural"),
        ("043", "unused"), ("111", "unused"), ("116", "unused"), ("127", "unused"),
        ("021K", "agricultural"), (" 114k ", "agricultural"),
        ("061", "construction"), *((code, "construction") for code in CONSTRUCTION),
        ("0101", "unknown"), ("206", "unknown"), ("012K", "unknown"), (None, "unknown"),
    ],
)  # fmt: skip
def test_category_in_the_second_survey(code, kind):
    assert category(code, 2009, system=SECOND_SURVEY) == kind


def test_names_of_the_second_survey():
    assert class_name("203", SECOND_SURVEY) == "村庄"
    assert class_code("031K", SECOND_SURVEY) == "031"
    assert category("012", 2009, system=SECOND_SURVEY, name="水浇地") == "farmland"
    assert category("012", 2009, system=SECOND_SURVEY, name="村庄") == "unknown"
    # a reservoir changed its category, and no survey of today is read by that of then
    assert category("113", 2009, system=SECOND_SURVEY, name="水库水面") == "construction"
    assert category("0601", 2025, system=SURVEY, name="水库水面") == "unknown"
    assert category("1103", 2025, system=SURVEY, name="水库水面") == "agricultural"
    assert groups("072", system=SECOND_SURVEY) == ("homestead",)
    assert groups("203", system=SECOND_SURVEY) == ()


@pytest.mark.parametrize(
    ("pairs", "year", "system"),
    [
        ([("012", "水浇地"), ("203", "村庄")], 2009, SECOND_SURVEY),
        ([("012", None), ("203", None)], 2018, SECOND_SURVEY),
        ([("012", "耕地甲")], 2014, SECOND_SURVEY),
        ([("012", "水浇地")] * 30 + [("0102", "水浇地")], 2009, SECOND_SURVEY),
        ([("012", "水浇地"), ("0601", "工业用地")], 2009, None),
        ([("012", None), ("0601", None)], 2009, None),
        # a survey of 2018 in the classes of the third
        ([("0102", "水浇地"), ("0601", "工业用地")], 2018, SURVEY),
        ([("0102", None)], 2018, SURVEY),
        # since 2019, and where no year is stated, its codes are in no table
        ([("012", "水浇地"), ("203", "村庄")], 2019, SURVEY),
        ([("012", "水浇地"), ("203", "村庄")], 2025, SURVEY),
        ([("012", "水浇地"), ("203", "村庄")], None, SURVEY),
        ([("1001", "工业用地")], 2025, GUIDE),
    ],
)
def test_class_system(pairs, year, system):
    assert class_system(pairs, year) == system
