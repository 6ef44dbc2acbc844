# SPDX-License-Identifier: GPL-2.0-or-later
"""For publication no text names a holder, wherever the record repeats it; conditions say what is open."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from support import box, polygon

from land_entry_plugin.cadastre.edition import WITHHELD, Edition, Editor, edited
from land_entry_plugin.cadastre.entry_plan.conditions import _line, _permits, _urban
from land_entry_plugin.cadastre.ledger.differences import differences, moved_m2
from land_entry_plugin.cadastre.masking import masked, names_in, owner_of

HOLDER = "甲乙丙合作社"
RUN = {"who": f"{HOLDER}（水浇地）", "kind": "field", "from": "J1", "to": "J2", "length_m": 50.0}


def entry(parcel_id="P1", **changes):
    return {
        "parcel_id": parcel_id,
        "cadastre": {
            "declared": {"SYQR": HOLDER, "DLR": "/", "SM": "见协议", "ZL": f"张庄村{HOLDER}东侧", "GHYT": "工业用地"},
            "cells": {
                "SYQR": {"state": "given", "value": HOLDER},
                "ZL": {"state": "given", "value": f"张庄村{HOLDER}东侧"},
                "ZDSZB": {"state": "given", "value": f"{HOLDER}的地"},
                "ZDSZN": {"state": "given", "value": "路"},
                "LZQK": {"state": "composed", "value": f"出租给{HOLDER}"},
                "DJ": {"state": "unknown", "value": None},
            },
            "four_neighbours": {"north": [RUN], "south": []},
        },
        "overlaps": [{"role": "use_rights", "name": "丁戊工厂"}, {"role": "land_use", "name": "水浇地"}],
        "findings": [
            {"values": {"answer": {"zh": "己庚公司", "en": "己庚公司"}, "n": 3}, "texts": {"zh": f"{HOLDER}已签字"}}
        ],
        "not_checked": [],
        "caps": [],
    } | changes  # fmt: skip


def test_the_office_sees_all_and_the_public_no_holder():
    record = {"parcels": [entry()]}
    assert Editor(record, Edition.INTERNAL).edited(record["parcels"][0]) is record["parcels"][0]
    shown = Editor(record, Edition.PUBLICATION).edited(record["parcels"][0])
    for name in (HOLDER, "丁戊工厂", "己庚公司"):
        assert name in str(record["parcels"][0])
        assert name not in str(shown)
    declared, cells = shown["cadastre"]["declared"], shown["cadastre"]["cells"]
    assert (declared["SYQR"], declared["DLR"], declared["SM"]) == ("甲＊＊＊", "/", WITHHELD)
    assert declared["GHYT"] == "工业用地"
    assert declared["ZL"] == "张庄村＊＊＊东侧"
    assert cells["SYQR"]["value"] == "甲＊＊＊"
    assert cells["LZQK"]["value"] == WITHHELD
    assert cells["DJ"]["value"] is None
    # instead of the table's words who adjoins by the layers, without the owner
    assert cells["ZDSZB"] == {"state": "computed", "value": "＊＊＊（水浇地）　J1–J2　50.00 m"}
    assert cells["ZDSZN"]["value"] == WITHHELD
    assert shown["overlaps"][1]["name"] == "水浇地"
    assert "review" not in shown


@pytest.mark.parametrize(("reason", "left"), [("己庚公司同意", WITHHELD), ("", "")])
def test_who_reviewed_is_withheld_too(reason, left):
    review = {"name": "经办甲", "decision": "accept", "reason": reason, "time": "2026-11-21"}
    shown = edited({"parcels": []}, entry(review=review), Edition.PUBLICATION)
    assert shown["review"] == {"name": WITHHELD, "decision": "accept", "reason": left, "time": "2026-11-21"}


def test_a_parcel_without_a_location_cell_has_none_afterwards():
    bare = entry()
    del bare["cadastre"]["cells"]["ZL"]
    shown = edited({"parcels": []}, bare, Edition.PUBLICATION)
    assert "ZL" not in shown["cadastre"]["cells"]


def test_names_come_from_maps_and_other_parcels_as_well():
    neighbours = [{"label": "辛壬农场（果园）", "kind": "patch"}, {"label": "宗地 JB00002", "kind": "patch"}]
    first = entry()
    first["cadastre"]["map"] = {"neighbours": neighbours}
    names = names_in({"parcels": [first, entry("P2")]})
    assert "辛壬农场" in names
    assert names == sorted(names, key=lambda name: (-len(name), name))
    assert owner_of("宗地 JB00002", "patch") == owner_of(None, "field") == owner_of("张庄村", "road") == ""
    assert owner_of("张庄村", "ownership") == "张庄村"
    assert owner_of("果园", "patch") == ""


def test_numbers_of_persons_go_without_any_name_and_other_values_stay():
    text = {"a": ["电话 13800001111", 7, None], "b": "证件 370000199001011234。"}
    assert masked(text, []) == {"a": ["电话 ＊＊＊", 7, None], "b": "证件 ＊＊＊。"}


def known(cells=None, finding=None):
    return SimpleNamespace(cells=cells or {}, finding=lambda rule_id: finding)


def test_planning_conditions_that_layers_left_open_say_which():
    for data in (None, {"state": "unknown"}):
        cells = {} if data is None else {"URBAN_BOUNDARY": data, "BASIC_FARMLAND": data}
        assert (_urban(known(cells)).text, _line(known(cells), "BASIC_FARMLAND", "永久基本农田").text) == (
            "待补",
            "待补",
        )
    value = {"zh": "跨边界", "en": "straddling", "urban_core_m2": 12.345, "urban_flexible_m2": 0.0}
    assert (
        _urban(known({"URBAN_BOUNDARY": {"state": "computed", "value": value}})).text
        == "跨边界；城镇集中建设区 12.35 m²"
    )
    cells = {"BASIC_FARMLAND": {"state": "computed", "value": {"area_m2": 0.0}}}
    assert _line(known(cells), "BASIC_FARMLAND", "永久基本农田").text == "不涉及　0.00 m²"
    cells["BASIC_FARMLAND"]["value"]["area_m2"] = 0.005
    assert _line(known(cells), "BASIC_FARMLAND", "永久基本农田").text == "涉及　0.01 m²"


def test_permits_follow_from_the_side_of_the_boundary_once_it_is_known():
    duty = [{"texts": {"zh": "办理乡村建设规划许可证"}}]
    assert _permits(known()).text == "待补"
    assert _permits(known(finding={"outcome": "unknown", "obligations": duty})).text == "待补"
    assert _permits(known(finding={"outcome": "pass", "obligations": duty})).text == "办理乡村建设规划许可证"
    assert _permits(known(finding={"outcome": "pass", "obligations": []})).text == "/"


def test_how_much_land_moved():
    whole, half, crossed = box(0, 0, 100, 100), box(0, 0, 50, 100), polygon((0, 0), (100, 100), (100, 0), (0, 100))
    assert moved_m2(None, None) == moved_m2(whole, whole) == 0.0
    assert moved_m2(None, whole) == moved_m2(whole, None) == 10_000
    assert moved_m2(whole, half) == pytest.approx(5000)
    # that it changed is certain, by how much is not
    assert moved_m2(whole, crossed) > 0.01


def screened(shape, verdict="review", plane=10_000.0, **facts):
    return SimpleNamespace(
        shape=shape, verdict=verdict, plane_m2=plane, **({"planned": None, "circulation": None} | facts)
    )


def test_what_a_ledger_tells_of_a_parcel_that_came_out_otherwise():
    whole = box(0, 0, 100, 100)
    assert list(differences(screened(whole), screened(whole))) == []
    after = screened(box(0, 0, 50, 100), "prohibited", 5000.0, planned="工业用地")
    told = list(differences(screened(whole), after))
    assert [one[:3] for one in told] == [
        ("geometry", "10000.00", "5000.00"), ("verdict", "review", "prohibited"), ("planned", None, "工业用地"),
    ]  # fmt: skip
    assert told[0][3] == {"moved_m2": pytest.approx(5000)}
    (gone,) = differences(screened(whole), screened(None, plane=None))
    assert gone[:3] == ("geometry", "10000.00", None)
