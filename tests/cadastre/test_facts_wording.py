# SPDX-License-Identifier: GPL-2.0-or-later
"""The seven facts read as a surveyor would write them, and what nobody knows is said to be open."""

from __future__ import annotations

import pytest

from land_entry_plugin.cadastre import facts_wording as wording


def entry(**changes):
    """Return what a record says of a parcel of 10 000 m2, as far as the seven facts rest on it."""
    return {
        "geometry": {"type": "MultiPolygon"},
        "measures": {
            "area_plane_m2": 10_000.0,
            "area_ellipsoid_m2": 9_998.004,
            "farmland_m2": 120.0,
            "farmland_net_m2": 110.255,
            "basic_farmland_m2": 0.0,
            "red_line_m2": 12.5,
        },
        "account": None,
        "findings": [],
        "cadastre": {"declared": {}, "cells": {}},
    } | changes


def ruled(rule_id, outcome="pass", *, role_missing=False, text="", obligations=()):
    return {
        "rule_id": rule_id, "outcome": outcome, "role_missing": role_missing, "texts": {"zh": text, "en": ""},
        "obligations": [{"texts": {"zh": one, "en": ""}} for one in obligations],
    }  # fmt: skip


def cadastre(**facts):
    return {"cadastre": {"declared": {}, "cells": {}} | facts}


def test_a_declared_fact_comes_first_then_what_was_put_together_then_nothing():
    composed = {"ZL": {"state": "composed", "value": "柳河镇张庄村"}}
    assert wording.declared(entry(), "ZL") == "待补"
    assert wording.declared(entry(**cadastre(cells=composed)), "ZL") == "柳河镇张庄村"
    # one line, whatever stood in the table
    stated = entry(**cadastre(declared={"ZL": " 柳张路\n 6 号 "}, cells=composed))
    assert wording.declared(stated, "ZL") == "柳张路 6 号"
    assert wording.declared(entry(**cadastre(declared={"ZL": None}, cells=composed)), "ZL") == "柳河镇张庄村"
    assert wording.declared(entry(cadastre={"cells": {}}), "ZL") == "待补"


@pytest.mark.parametrize(
    ("code", "words"),
    [("07", "集体建设用地使用权"), (None, "待补"), ("无此代码", "无此代码"), (7, "集体建设用地使用权")],
)
def test_a_right_type_in_words_or_as_it_stands(code, words):
    assert wording.right_type(entry(**cadastre(declared={"QLLX": code}))) == words


@pytest.mark.parametrize(
    ("holes", "words"),
    [
        ([], "待补"),
        ([False], "界址点 8 个，界址线 8 条，周长 400.13 m"),
        ([False, True], "界址点 8 个，界址线 8 条，周长 400.13 m，含 1 个内环"),
        ([False, False], "界址点 8 个，界址线 8 条，周长 400.13 m，2 个部分"),
        ([False, True, False, True], "界址点 8 个，界址线 8 条，周长 400.13 m，2 个部分，含 2 个内环"),
    ],
)
def test_the_boundary_names_parts_and_holes(holes, words):
    rings = {"rings": [{"is_hole": one} for one in holes], "point_count": 8, "perimeter_m": 400.125}
    assert wording.boundary(entry(**cadastre(**(rings if holes else {})))) == words


def test_the_areas_are_named_apart_and_never_mixed():
    assert wording.areas(entry()) == (
        "宗地面积 10000.00 m²（平面），合 15.00 亩；椭球面积 9998.00 m²，其中耕地 120.00 m²（净 110.26 m²）、"
        "永久基本农田 0.00 m²、生态保护红线 12.50 m²"
    )
    # the ellipsoid area is that of the account where there is one, so that its classes add up
    assert "椭球面积 9998.01 m²，" in wording.areas(entry(account={"total_m2": 9_998.01}))
    official = wording.areas(entry(official_area_m2=9_998.02))
    assert "椭球面积 9998.00 m²（国土调查椭球面积算法取位 9998.02 m²），" in official
    assert "算法取位" not in wording.areas(entry(official_area_m2=9_998.0))


def test_without_a_shape_there_is_no_area():
    assert wording.areas(entry(geometry=None)) == "待补"
    assert wording.areas(entry(measures={"area_plane_m2": None})) == "待补"


def test_a_figure_of_a_layer_that_is_missing_is_none_and_of_one_that_ends_is_said_not_to_be_all():
    findings = [
        ruled("land_use_coverage", "unknown"),
        ruled("basic_farmland", "unknown", role_missing=True),
        ruled("ecological_red_line", "conflict"),
    ]
    text = wording.areas(entry(findings=findings))
    assert "其中耕地 120.00 m²（资料不全）（净 110.26 m²（资料不全））" in text
    # nought square metres of a layer that nobody gave would read as none
    assert "永久基本农田 —、" in text
    assert text.endswith("生态保护红线 12.50 m²")
    nothing = entry(measures={"area_plane_m2": 10_000.0, "area_ellipsoid_m2": 9_998.0})
    assert wording.areas(nothing).endswith("其中耕地 —（净 —）、永久基本农田 —、生态保护红线 —")


def test_planning_says_uses_side_and_what_follows():
    uses = cadastre(declared={"GHYT": "工业用地"})
    assert wording.planning(entry(**uses)) == ["规划用途：工业用地　批准用途：待补", "城镇开发边界：待补"]
    outside = ruled("urban_boundary", text="位于城镇开发边界外。")
    assert wording.planning(entry(findings=[outside], **uses))[1:] == ["城镇开发边界：位于城镇开发边界外。"]
    bound = ruled("urban_boundary", text="边界外。", obligations=("提出规划条件", "办理乡村建设规划许可证"))
    assert wording.planning(entry(findings=[ruled("farmland"), bound], **uses))[2:] == [
        "应办：提出规划条件；办理乡村建设规划许可证。"
    ]


def test_neighbours_are_named_once_a_side_with_their_runs():
    run = {"who": "张庄村", "from": "J1", "to": "J2", "length_m": 50.004}
    sides = {"north": [run, run | {"from": "J3", "to": "J4", "length_m": 20.0}], "east": [run | {"who": None}]}
    parcel = entry(**cadastre(four_neighbours=sides))
    assert wording.neighbours(parcel, "north") == "张庄村　J1–J2、J3–J4　70.00 m"
    assert wording.neighbours(parcel, "east").endswith("　J1–J2　50.00 m")
    assert wording.neighbours(parcel, "south") == "/"
    assert wording.neighbours(entry(), "north") == "待补"
    assert [wording.side_word(side) for side in wording.SIDES] == ["北", "东", "南", "西"]
