# SPDX-License-Identifier: GPL-2.0-or-later
"""The cells of the forms: given, computed, composed, open, not applicable, withheld; nothing invented."""

from __future__ import annotations

import pytest
from support import box
from surrounded import facts, patch

from land_entry_plugin.cadastre.areas import area_facts, stated_area
from land_entry_plugin.cadastre.cells import UNKNOWN, Cell, State, cell_text
from land_entry_plugin.cadastre.facts import facts_without_shape
from land_entry_plugin.cadastre.sheet_cells import BLOCKS, Known, location, sheet_cells
from land_entry_plugin.roles.catalogue import PARCELS, roles

CODE = "371126004012JB00017"
FIELD = patch(box(-500, -500, 1000, 1000), "0102", "水浇地")
SCREENED = Known(
    parcel_id=CODE,
    measures={
        "area_plane_m2": 6000.0,
        "area_ellipsoid_m2": 5999.97,
        "basic_farmland_m2": 0.0,
        "red_line_m2": 12.5,
        "urban_status": "outside",
    },
    outcomes={"basic_farmland": "pass", "ecological_red_line": "conflict"},
    land_class=("0601", "工业用地"),
    admin_area="柳河镇",
    unit="柳河镇张庄村",
    owner="张庄村农民集体",
)


def cells(known=SCREENED, **declared):
    return {name: cell.as_data() for name, cell in sheet_cells(declared, known).items()}


def test_an_empty_table_leaves_everything_open_that_nobody_stated():
    found = cells(Known())
    said = {name: cell["state"] for name, cell in found.items() if cell["state"] not in ("unknown", "withheld")}
    assert said == {}
    assert {name for name, cell in found.items() if cell["state"] == "withheld"} == {
        "ZJH", "TXDZ", "FDDBR_ZJH", "FDDBR_DH", "DLR_ZJH", "DLR_DH",
    }  # fmt: skip
    assert cell_text(found["DJ"]) == "待补"
    assert cell_text(found["ZJH"]) == "不印出"


def test_what_the_screening_knows_fills_cells_and_says_so():
    found = cells()
    assert found["ZL"] == {"state": "composed", "value": "柳河镇张庄村"}
    assert found["SYQR"] == {"state": "composed", "value": "张庄村农民集体"}
    assert found["QLSDFS"] == {"state": "composed", "value": "地表"}
    assert (found["SJYT"]["value"], found["SJYTDM"]["value"]) == ("工业用地", "0601")
    assert found["ZDDM"] == {"state": "given", "value": CODE}
    assert found["ZDMJ"] == {"state": "computed", "value": 6000.0}
    assert found["BASIC_FARMLAND"] == {"state": "computed", "value": {"area_m2": 0.0, "outcome": "pass"}}
    assert found["ECOLOGICAL_RED_LINE"]["value"] == {"area_m2": 12.5, "outcome": "conflict"}
    assert cell_text(found["URBAN_BOUNDARY"]) == "边界外"


def test_what_the_table_gives_comes_first():
    found = cells(ZL="柳张路 6 号", SYQR="张庄村股份经济合作社", QLLX="07", SJYT="仓储用地", DLR="/", QLSDFS="地下")
    assert found["ZL"] == {"state": "given", "value": "柳张路 6 号"}
    assert found["SYQR"]["state"] == "given"
    assert found["QLLX"]["value"] == "集体建设用地使用权"
    assert found["QLSDFS"] == {"state": "given", "value": "地下"}
    assert found["SJYT"] == {"state": "given", "value": "仓储用地"}
    # the survey's code belongs to the survey's use, not to the one given
    assert found["SJYTDM"]["state"] == "unknown"
    assert found["DLR"]["state"] == found["DLR_DH"]["state"] == "not_applicable"
    assert cell_text(found["DLR"]) == "/"


def test_a_line_that_could_not_be_decided_stays_open_with_what_is_known():
    found = cells(Known(measures={"basic_farmland_m2": 3.0}, outcomes={"basic_farmland": "unknown"}))
    assert found["BASIC_FARMLAND"] == {"state": "unknown", "value": {"area_m2": 3.0, "outcome": "unknown"}}
    assert found["ECOLOGICAL_RED_LINE"] == {"state": "unknown", "value": None}
    assert found["URBAN_BOUNDARY"] == {"state": "unknown", "value": None}


@pytest.mark.parametrize(
    ("use", "name", "code"),
    [
        ("工业用地", "工业用地", None),
        ("工业用地 0601", "工业用地", "0601"),
        ("05H1商业服务业设施用地", "商业服务业设施用地", "05H1"),
        ("一类工业用地（100101）", "一类工业用地", "100101"),
        ("0601", "0601", "0601"),
    ],
)
def test_a_use_and_its_class_code(use, name, code):
    found = cells(PZYT=use)
    assert found["PZYT"]["value"] == name
    assert found["PZYTDM"]["value"] == code


def test_the_circulation_is_composed_of_its_parts():
    assert cells(ZLQK="2019 年起出租", DYQK="/")["LZQK"]["value"] == "出租：2019 年起出租；抵押：无"
    assert cells(LZQK="未流转")["LZQK"] == {"state": "given", "value": "未流转"}
    assert "ZLQK" not in cells(LZQK="未流转")
    assert cells()["LZQK"]["state"] == "unknown"


def test_the_term():
    assert cells(SYQQSSJ="2024-01-01", SYQJSSJ="2063-12-31")["TDSYQX"]["value"] == "2024-01-01 至 2063-12-31"
    assert "SYQQSSJ" not in cells()


@pytest.mark.parametrize(
    ("admin", "unit", "expected"),
    [
        ("柳河镇", "柳河镇张庄村", "柳河镇张庄村"),
        ("柳河镇", "张庄村", "柳河镇张庄村"),
        (None, "张庄村", "张庄村"),
        ("柳河镇", None, "柳河镇"),
        (None, None, None),
    ],
)
def test_a_composed_location(admin, unit, expected):
    assert location(admin, unit) == expected


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("10178.27", None, 10178.27),
        ("10178.27", "1", 10178.27),
        ("1.0178 公顷", None, 10178.0),
        ("15亩", None, 10000.0),
        ("10,178.27m²", "3", 10178.27),
    ],
)
def test_stated_areas_in_their_units(text, unit, expected):
    cell = stated_area({"ZDMJ": text, "MJDW": unit}, "ZDMJ")
    assert (str(cell.state), cell.value) == ("given", pytest.approx(expected, abs=1e-3))


@pytest.mark.parametrize(("text", "unit"), [("about 2", None), ("1.02", "7"), ("3 分", None)])
def test_a_stated_area_that_cannot_be_read_is_no_area(text, unit):
    cell = stated_area({"ZDMJ": text, "MJDW": unit}, "ZDMJ")
    assert str(cell.state) == "unknown"
    # a unit of another cell is named with the figure
    assert cell.given == ("1.02（MJDW 7）" if unit else text)


def test_the_unit_of_the_parcels_area_is_not_that_of_its_buildings():
    declared = {"ZDMJ": "1.5", "JZMJ": "1,200.5", "JZZDMJ": "/", "MJDW": "公顷"}
    found = {name: stated_area(declared, name) for name in ("ZDMJ", "JZMJ", "JZZDMJ", "PZMJ")}
    assert {name: (str(cell.state), cell.value) for name, cell in found.items()} == {
        "ZDMJ": ("given", 15_000.0),
        "JZMJ": ("given", 1200.5),
        "JZZDMJ": ("not_applicable", None),
        "PZMJ": ("unknown", None),
    }
    # nothing stated differs from nothing by no share
    stated = area_facts(6000.0, None, None, {"ZDMJ": Cell(State.GIVEN, 0.0), "PZMJ": UNKNOWN})["stated"]
    assert stated == {"ZDMJ": {"area_m2": 0.0, "difference_m2": 6000.0, "share": None}}


def test_areas_beside_each_other():
    known = Known(measures={"area_ellipsoid_m2": 5999.97}, official_area_m2=5999.97)
    of_parcel = facts(box(0, 0, 100, 60), FIELD, declared={"ZDMJ": "6010", "PZMJ": "5800.00"}, known=known)
    assert of_parcel["areas"] == {
        "plane_m2": 6000.0,
        "ellipsoid_m2": 5999.97,
        "official_m2": 5999.97,
        "stated": {
            "ZDMJ": {"area_m2": 6010.0, "difference_m2": -10.0, "share": -0.001664},
            "PZMJ": {"area_m2": 5800.0, "difference_m2": 200.0, "share": 0.034483},
        },
    }
    assert of_parcel["cells"]["ZDMJ"] == {"state": "computed", "value": 6000.0}
    assert of_parcel["cells"]["ZDMJ_STATED"] == {"state": "given", "value": 6010.0}


def test_the_fraction():
    of_parcel = facts(box(0, 0, 100, 60), FIELD, known=SCREENED)
    assert of_parcel["label"] == {
        "numerator": "JB00017",
        "denominator": {"state": "composed", "value": "0601"},
        "area_m2": 6000.0,
    }
    given = facts(box(0, 0, 100, 60), FIELD, known=SCREENED, declared={"YT": "0508"})
    assert given["label"]["denominator"] == {"state": "given", "value": "0508"}


def test_open_cells_are_counted_once_each():
    of_parcel = facts(box(0, 0, 100, 60), FIELD, declared={"QLSDFS": "9"})
    rows = {row["cell"]: row for row in of_parcel["to_fill"]}
    assert len(rows) == len(of_parcel["to_fill"])
    assert rows["JBLX"]["count"] == rows["JZXLB"]["count"] == rows["JZXWZ"]["count"] == 4
    assert rows["QLSDFS"] == {"cell": "QLSDFS", "count": 1, "given": "9"}
    assert not {"ZDMJ", "ZDSZB", "JZDWSM", "ZJH"} & set(rows)
    # a part of a side that nobody is known on is open too
    partly = facts(box(0, 0, 100, 60), patch(box(0, 60, 50, 50), "0102", "水浇地"))
    assert "ZDSZB" in {row["cell"] for row in partly["to_fill"]}
    assert "待补" in partly["cells"]["ZDSZB"]["value"]


def test_a_parcel_without_shape_still_has_its_cells():
    found = facts_without_shape({"ZL": "柳张路 6 号", "ZDSZB": "路"}, Known(parcel_id=CODE))
    assert found["cells"]["ZL"]["state"] == found["cells"]["ZDSZB"]["state"] == "given"
    assert {"ZDMJ", "ZDSZD", "JZDWSM"} <= {row["cell"] for row in found["to_fill"]}


def test_facts_of_persons_have_no_field_to_be_read_from():
    fields = roles()[PARCELS].fields
    withheld = {"ZJH", "TXDZ", "FDDBR_ZJH", "FDDBR_DH", "DLR_ZJH", "DLR_DH"}
    assert not withheld & set(fields)
    aliases = {alias for names in fields.values() for alias in names}
    assert not {"ZJH", "ZJHM", "SFZH", "LXDH", "DH", "TXDZ", "DZ"} & aliases
    # every other cell of a form that a table can fill has one
    computed = {"BLC", "ZDMJ_STATED", "URBAN_BOUNDARY", "BASIC_FARMLAND", "ECOLOGICAL_RED_LINE"}
    assert {name for block in BLOCKS.values() for name in block} - withheld - computed <= set(fields)
