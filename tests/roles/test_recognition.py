# SPDX-License-Identifier: GPL-2.0-or-later
from __future__ import annotations

import pytest

from land_entry_plugin.roles.catalogue import layer_roles, required_roles, stateable_roles
from land_entry_plugin.roles.recognition import field_mapping, missing_fields, recognise, year_of_name

WITH_GAPS = (
    "basic_farmland", "ecological_red_line", "urban_boundary", "use_rights", "approvals", "temporary_use", "violations",
    "heritage", "restrictions", "expropriation",
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "fields", "role"),
    [
        ("DLTB", ["DLBM"], "land_use"),
        ("DLTB_2019", ["DLBM"], "land_use"),
        ("DLTB2019", ["DLBM"], "land_use"),
        ("dltb_2009", ["dlbm"], "land_use_history"),
        ("DLTB_ED", ["DLBM"], "land_use_history"),
        ("DLTB_ED_371126", ["DLBM"], "land_use_history"),
        ("地类图斑（二调）", ["DLBM"], "land_use_history"),
        ("DLTBGX", ["DLBM"], None),
        ("DLTB_2009", ["OBJECTID"], None),
        ("GHYDTB", ["GHDLBM"], "planned_use"),
        ("ZXCQGHYDYH", ["YDYHFLDM"], "planned_use"),
        ("GHDLTB", ["GHFQDM"], None),
        ("JTTDSYQ", ["ZDDM", "QLR"], "ownership"),
        ("JA", ["NAME"], None),
        ("ZDJBXX", ["ZDDM"], "use_rights"),
        ("GB", ["QLLX"], "use_rights"),
        ("GB", ["NAME"], None),
        ("PZWJSTD", [], "approvals"),
        ("LSYD", ["DQSJ"], "temporary_use"),
        ("WFDK", ["AJBH"], "violations"),
        ("LSWHBHX", [], "heritage"),
        ("CFDJ", ["CFLX"], "restrictions"),
        ("XZQL", ["XZQDM"], None),
        ("CPKF", ["PQMC"], "expropriation"),
    ],
)
def test_role_of_a_layer(name, fields, role):
    found = recognise(name, fields)
    assert (found.role if found else None) == role


def test_every_role_can_be_read():
    for role in layer_roles().values():
        assert role.fields
        assert role.names
        named = {role.source_id, role.code, role.name} - {None} | {name for group in role.needs for name in group}
        assert named <= set(role.fields)


def test_names_of_persons_are_in_no_role_but_owners():
    """Owners of land are collectives and the state; who has a right, breaks the law or is seized may be a person."""
    personal = {"QLR", "QLRMC", "SYQR", "YDDW", "DSR", "WFZT", "ZJH", "QLRZJH", "LXDH", "ZZRR", "ZRRZJHM", "JZDZ"}
    for role in layer_roles().values():
        read = {alias for aliases in role.fields.values() for alias in aliases}
        assert not personal & read or role.id == "ownership"


def test_which_roles_are_measured_and_which_are_stated():
    gap_free = {role.id for role in layer_roles().values() if role.gap_free}
    assert gap_free == {"land_use", "land_use_history", "planned_use", "ownership"}
    assert set(stateable_roles()) == set(WITH_GAPS)
    assert required_roles() == ("land_use", "basic_farmland", "ecological_red_line", "urban_boundary")


def test_the_best_field_of_a_role():
    planned = layer_roles()["planned_use"]
    assert field_mapping(planned, ["DLBM", "ydyhfldm", "GHDLMC"]) == {"GHDLBM": "ydyhfldm", "GHDLMC": "GHDLMC"}
    assert missing_fields(planned, ["GHDLMC"]) == ["GHDLBM"]
    assert missing_fields(layer_roles()["use_rights"], ["YT"]) == ["ZDDM/BDCDYH/QLLX"]


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("DLTB_2018", 2018),
        ("DLTB2018", 2018),
        ("371126_2012_DLTB", 2012),
        ("DLTB", None),
        ("DLTB_371126", None),
        ("DLTB_20181231", None),
        ("DLTB_2018_2019", None),
        ("DLTB_ED", 2009),
        ("EDDLTB", 2009),
        ("二调地类图斑", 2009),
        ("二调_2014", 2014),
        ("DLTB_EDIT", None),
    ],
)
def test_year_of_a_name(name, year):
    assert year_of_name(name) == year


SURVEY = ["BSM", "YSDM", "TBBH", "DLBM", "DLMC", "QSXZ", "ZLDWDM", "TBMJ", "KCXS", "SJNF"]
DRAFT = ["BSM", "TBBH", "DLBM", "DLMC", "QSXZ", "ZLDWDM", "TBMJ", "TKXS", "TKMJ", "XXTBKD", "GDZZSXDM"]
BASIC_FARMLAND = ["BSM", "YJJBNTTBBH", "YJJBNTTBMJ", "YJJBNTMJ", "DLBM", "KCXS", "BHKSSJ", "SFWYYJJBNT", "TBBH"]


@pytest.mark.parametrize(
    ("name", "fields", "code", "role", "confidence", "reason"),
    [
        ("CSKFBJ", ["CZMC"], None, "urban_boundary", "certain", "name"),
        ("新CZKFBJGX", ["GHFQDM"], None, "urban_boundary", "certain", "pattern"),
        ("JQDLTB", ["JQDLBM"], None, "land_use_history", "certain", "name"),
        ("STBHKZX", ["BSM"], None, "ecological_red_line", "certain", "name"),
        # whatever it is called
        ("导出_成果", SURVEY, None, "land_use", "likely", "fields"),
        ("export", DRAFT, None, "land_use", "likely", "fields"),
        ("export", [name.lower() for name in BASIC_FARMLAND], None, "basic_farmland", "likely", "fields"),
        ("export", ["HXMC", "HXLX", "BSM"], None, "ecological_red_line", "likely", "fields"),
        ("export", ["YSDM", "GHFQDM"], "2090020213", "urban_boundary", "likely", "feature_code"),
        ("export", ["YSDM", "GHFQDM"], "4002050000", "ecological_red_line", "likely", "feature_code"),
        ("export", ["CZKFMJ", "CZMC"], None, "urban_boundary", "likely", "fields"),
        # the earlier delimitation is never the one of 2022
        ("YJJBNTTB", BASIC_FARMLAND, None, "basic_farmland", "doubtful", "older_name"),
        ("YJJBNTTB_371126", ["DLBM"], None, "basic_farmland", "doubtful", "older_name"),
        ("JBNTBHPK", ["BSM"], None, "basic_farmland", "doubtful", "older_name"),
    ],
)
def test_how_sure_a_role_is_and_why(name, fields, code, role, confidence, reason):
    found = recognise(name, fields, code)
    assert (found.role, found.confidence, found.reason) == (role, confidence, reason)


@pytest.mark.parametrize(
    ("name", "fields", "code"),
    [
        # planning zones have the fields of the urban boundary
        ("GHFQ", ["YSDM", "GHFQDM", "GHFQMC"], "2090020610"),
        # what changed in a year, and layers that repeat the fields of the survey
        ("DLTBGX", SURVEY, "2001010100"),
        ("DLTBGXGC", SURVEY, "2001010100"),
        ("GDBHMB", [*SURVEY, "SFWHTD"], None),
        ("CZCDYD", SURVEY, None),
        ("export", ["DLBM", "DLMC"], None),
        ("export", ["YSDM"], "20010"),
    ],
)
def test_what_only_looks_like_a_role_has_none(name, fields, code):
    assert recognise(name, fields, code) is None
