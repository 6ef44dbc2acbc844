# SPDX-License-Identifier: GPL-2.0-or-later
"""The edition for publication: no name of a right holder, in no place of any sheet, nor in the file's own facts."""

from __future__ import annotations

import copy
import re
import shutil
import subprocess

import pytest
from on_paper import HARD_SHAPES, invented, pages_of, text_of

pytestmark = [
    pytest.mark.usefixtures("qgis_application"),
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not there"),
]
# Unusual signs, so that none of them stands anywhere by chance.
HOLDERS = {"SYQR": "龘县鱻村集体社", "TDSYZ": "麤氏犇焱厂", "FDDBR": "猋淼森", "DLR": "靐垚"}
FREE = {
    "LZQK": "出租给骉骉公司，电话 13912345678", "ZLQK": "承租人 羴羴", "ZRQK": "受让人 掱掱",
    "DYQK": "抵押权人 厵厵银行",
    "TDQSLYZM": "飍集用（2009）第 4321 号", "BDCQZH": "飝（2019）不动产权第 77 号", "SM": "与 虤虤 有约",
    "GYQK": "与 蟲蟲 按份共有", "ZDSZN": "轟轟宅院", "DCY": "鱻鱻", "DCJS": "由 龘龘 指界",
    "JZDWSM": "J1 在 靇靇 家墙角",
    "PZYT": "工业用地", "GHYT": "工业用地（联系人 13800138000）",
}  # fmt: skip
OTHERS = ["朤朤", "槑槑村民小组", "叒叕集体", "燚燚", "㵘㵘证字", "品晶", "瞐瞐"]
ID_NUMBER = "110105194912310021"


@pytest.fixture(scope="module")
def planted(record):
    """Return a record whose parcel is full of names: declared, of neighbours, of layers, in answers and findings."""
    own = copy.deepcopy(record)
    parcel = invented(own, HARD_SHAPES["hole"], declared=HOLDERS | FREE)
    cadastre = parcel["cadastre"]
    for side, stretches in cadastre["four_neighbours"].items():
        for one in stretches:
            if one["kind"] == "field":
                one["who"] = f"{OTHERS[1] if side == 'north' else OTHERS[2]}（水浇地）"
            one["kind"] = "ownership" if side == "north" and one["kind"] == "field" else one["kind"]
    for run in cadastre["runs"]:
        for one in run["neighbours"]:
            if one["kind"] == "field":
                one["who"] = f"{OTHERS[2]}（水浇地）"
    for one in cadastre["map"]["neighbours"]:
        if one["kind"] == "patch" and "（" in one["label"]:
            one["label"] = f"{OTHERS[1]}（水浇地）"
    text = cadastre["cells"]["JZXZXSM"]["value"]
    text["zh"] = f"自J1起与{OTHERS[2]}（水浇地）相邻。{text['zh']}"
    parcel["overlaps"].append(
        {"role": "ownership", "source_id": "1", "code": "1", "name": OTHERS[0], "category": None, "area_m2": 5.0,
         "deducted_m2": 0.0, "sliver": False}
    )  # fmt: skip
    finding = copy.deepcopy(next(one for one in parcel["findings"] if one["outcome"] == "conflict"))
    finding |= {"rule_id": "planted", "text_id": "rule.planted"}
    finding["values"] = {
        "owners": [f"JA00001 {OTHERS[0]} 12.00 m²"],
        "answer": {"zh": OTHERS[3], "en": OTHERS[3]},
        "particulars": {"zh": f"（{OTHERS[4]}）", "en": f" ({OTHERS[4]})"},
    }
    finding["texts"]["zh"] = (
        f"权利人 {OTHERS[0]}（身份证 {ID_NUMBER}，电话 0372-5123456），答复：{OTHERS[3]}（{OTHERS[4]}），"
        f"另见 {HOLDERS['TDSYZ']} 与 {OTHERS[5]}。"
    )
    parcel["findings"].append(finding)
    parcel["review"] = {"decision": "exception", "reason": OTHERS[6], "name": "鑫鑫鑫", "time": "2026-11-21T09:30"}
    # a holder of another parcel, whom this one's finding names
    other = copy.deepcopy(own["parcels"][0])
    other["cadastre"]["declared"]["TDSYZ"] = OTHERS[5]
    own["parcels"] = [other, parcel]
    return own


@pytest.fixture(scope="module")
def sets(planted, tmp_path_factory):
    """Return the set of the parcel in both editions."""
    from land_entry_plugin.cadastre.edition import Edition
    from land_entry_plugin.sheets.batch import SetOptions, export_survey_sheets
    from land_entry_plugin.sheets.forms.book import SHEETS

    paths = {}
    for edition in Edition:
        folder = tmp_path_factory.mktemp(str(edition))
        ids = [planted["parcels"][1]["parcel_id"]]
        batch = export_survey_sheets(planted, ids, folder, options=SetOptions(sheets=SHEETS, edition=edition))
        assert not batch.failed
        (paths[str(edition)],) = batch.written
    return paths


def secrets():
    numbers = [ID_NUMBER, "13912345678", "13800138000", "0372-5123456"]
    names = re.findall(
        r"[龘鱻麤犇焱猋淼靐垚骉羴掱厵飍飝虤蟲轟靇朤槑叒叕燚㵘瞐鑫]+",
        "".join([*HOLDERS.values(), *FREE.values(), *OTHERS]),
    )
    return [*numbers, *OTHERS, *HOLDERS.values(), *names, "鑫鑫鑫"]


def everything_in(path):
    """Return text and metadata of a PDF."""
    info = subprocess.run(["pdfinfo", "-meta", str(path)], capture_output=True, text=True, check=True).stdout
    plain = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True).stdout
    return text_of(path) + info + plain


def test_the_internal_edition_has_the_names(sets):
    text = text_of(sets["INTERNAL"])
    for name in (*HOLDERS.values(), OTHERS[0], OTHERS[1], OTHERS[2], OTHERS[3], OTHERS[6], ID_NUMBER, "13912345678"):
        assert name in text, name
    assert "公示版" not in text


def test_the_edition_for_publication_has_none_of_them(sets):
    text = everything_in(sets["PUBLICATION"])
    # the first sign of a holder stays, as notices have it
    initials = {name[0] for name in HOLDERS.values()}
    for name in secrets():
        assert name in initials or name not in text, name
    assert "＊＊＊（水浇地）" in text
    assert text.count("公示版，权利人信息已隐去") == pages_of(sets["PUBLICATION"])


def test_what_is_no_name_stays(planted, sets):
    text = text_of(sets["PUBLICATION"])
    parcel = planted["parcels"][1]
    assert re.sub(r"\s", "", str(parcel["cadastre"]["declared"]["ZL"])) in text
    for finding in parcel["findings"]:
        for basis in finding["basis"]:
            if finding["outcome"] in ("conflict", "unknown"):
                assert basis["document"] in text
    assert str(planted["run"]["screening_id"]) in text


def test_a_location_loses_persons_and_keeps_the_village():
    from land_entry_plugin.cadastre.edition import Edition, edited

    def located(place, owner, state="given", **users):
        declared = {"SYQR": owner, "ZL": place, **users}
        cells = {"ZL": {"state": state, "value": place}}
        nothing = {"overlaps": [], "findings": [], "not_checked": [], "caps": []}
        parcel = nothing | {"cadastre": {"declared": declared, "cells": cells}}
        shown = edited({"parcels": [parcel]}, parcel, Edition.PUBLICATION)["cadastre"]
        assert shown["declared"]["ZL"] == shown["cells"]["ZL"]["value"]
        return shown["declared"]["ZL"]

    assert located("张庄村李某某家东侧", "张庄村", TDSYZ="李某某") == "张庄村＊＊＊家东侧"
    assert located("张庄村村北，邻陈小村屋", "张庄村", FDDBR="陈小村") == "张庄村村北，邻＊＊＊屋"
    assert located("张庄村村北", "张庄村", TDSYZ="张庄村") == "张庄村村北"
    assert located("示例实业公司厂区", "示例实业公司") == "＊＊＊厂区"
    assert located("柳河镇李屯", "张庄村", state="composed", TDSYZ="李屯") == "柳河镇李屯"


def test_the_foot_of_every_page_has_two_lines_in_both_editions(sets):
    for path in sets.values():
        run = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, text=True, check=True)
        for page in run.stdout.split("<page ")[1:]:
            height = float(re.search(r'height="([\d.]+)"', page)[1])
            tops = {round(float(y)) for y in re.findall(r'yMin="([\d.]+)"', page) if float(y) > height - 38}
            assert len(tops) == 2, (path, tops)


def test_a_reviewers_word_stands_beside_the_verdict(planted, sets):
    from land_entry_plugin.texts import word

    text = text_of(sets["INTERNAL"])
    verdict = word(planted["parcels"][1]["verdict"], "zh")
    assert f"复核：{verdict}→例外（{OTHERS[6]}）复核人鑫鑫鑫，2026-11-2109:30" in text
    assert "√例外" in text
    assert "□接受" in text
    assert "理由：公示版不印出" in text_of(sets["PUBLICATION"])


def test_the_schema_takes_a_review_and_refuses_half_of_one(planted, tmp_path):
    from land_entry_plugin.errors import InputError
    from land_entry_plugin.files.records import read_record, write_record

    path = tmp_path / "record.json"
    write_record(planted, path)
    assert read_record(path)["parcels"][1]["review"]["name"] == "鑫鑫鑫"
    for fault in ({"decision": "maybe"}, {"decision": "reject", "reason": ""}, {"time": "yesterday"}):
        broken = copy.deepcopy(planted)
        broken["parcels"][1]["review"] |= fault
        write_record(broken, path)
        with pytest.raises(InputError):
            read_record(path)
