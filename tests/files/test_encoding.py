# SPDX-License-Identifier: GPL-2.0-or-later
"""The encoding of Shapefiles: what is stated where the texts bear it out, else what the texts are; never garbled."""

from __future__ import annotations

import os
import random

import pytest
import shapely
from shapefiles import table, write_shapefile

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.decoding import decoded
from land_entry_plugin.files.encoding import table_encoding
from land_entry_plugin.files.kept import Wishes, forget, keep
from land_entry_plugin.files.vector import open_layer
from land_entry_plugin.roles.catalogue import Role, layer_roles
from land_entry_plugin.roles.field_names import cut_names, field_mapping

NAMES = ["水田", "城镇村道路用地", "物流仓储用地", "柳河镇大槐树村民委员会"]
SHAPES = [shapely.box(39_500_000 + i * 20, 4_130_000, 39_500_010 + i * 20, 4_130_010) for i in range(len(NAMES))]
# 一级汉字 of GB 2312
COMMON = [bytes([lead, trail]).decode("gb2312", "ignore") for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF)]
COMMON = [character for character in COMMON if character]
# bytes beyond GBK: only GB18030 has them, in four bytes
RARE = "𠮷㐂村"


def shapefile(folder, encoding, names=NAMES, **options):
    columns = {"DLBM": ["0101"] * len(names), "DLMC": names}
    return write_shapefile(folder / "DLTB.shp", SHAPES[: len(names)], columns, encoding, **options)


@pytest.mark.parametrize("language", [0x00, 0x4D, 0x57, 0x03])
@pytest.mark.parametrize(
    "cpg", [None, "UTF-8", "GBK", "CP936", "936", "GB18030", "ISO-8859-1", "65001", "nonsense", ""]
)
@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8"])
def test_texts_are_read_as_they_were_written_whatever_is_stated(tmp_path, encoding, cpg, language):
    names = [RARE, *NAMES[1:]] if encoding == "gb18030" else NAMES
    source = open_layer(str(shapefile(tmp_path, encoding, names, cpg=cpg, language=language)))
    assert list(source.rows(["DLMC"]).columns["DLMC"]) == names
    decision = source.describe().encoding
    assert decision.name == ("UTF-8" if encoding == "utf-8" else "GB18030")
    chinese, unicode = {"GBK", "CP936", "936", "GB18030"}, {"UTF-8", "65001"}
    if cpg and cpg != "nonsense":
        is_right = cpg in (unicode if encoding == "utf-8" else chinese)
        assert (decision.by, decision.contradicts) == (("cpg", None) if is_right else ("content", "cpg"))
    elif cpg is None and language in (0x4D, 0x7A):
        assert decision.contradicts == ("language_byte" if encoding == "utf-8" else None)


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_any_chinese_text_is_told_by_its_bytes(tmp_path, encoding):
    """Whatever common characters the names are of, and however few they are."""
    chosen = random.Random(encoding)
    for round_ in range(40):
        count = chosen.randint(1, 3)
        names = ["".join(chosen.choice(COMMON) for _ in range(chosen.randint(1, 6))) for _ in range(count)]
        path = shapefile(tmp_path, encoding, names, cpg=chosen.choice([None, "UTF-8", "GBK", "ISO-8859-1"]))
        assert list(open_layer(str(path)).rows(["DLMC"]).columns["DLMC"]) == names, round_


def test_a_value_cut_inside_a_character_loses_only_that_one(tmp_path):
    for encoding, width in (("utf-8", 16), ("gbk", 11)):
        path = shapefile(tmp_path, encoding, widths={"DLMC": width})
        values = list(open_layer(str(path)).rows(["DLMC"]).columns["DLMC"])
        assert values[0] == "水田"
        assert all(whole.startswith(value) for whole, value in zip(NAMES, values, strict=True))
        assert values[3] == ("柳河镇大槐")


def test_what_is_neither_is_refused_with_the_record_named(tmp_path):
    mixed = [NAMES[0].encode("gbk"), NAMES[1].encode("utf-8") + b"\xff\xff", NAMES[2].encode("gbk")]
    path = shapefile(tmp_path, "gbk", mixed)
    with pytest.raises(InputError) as caught:
        open_layer(str(path))
    assert caught.value.text_id == "undecodable_table"
    assert caught.value.values["record"] == 2
    assert caught.value.values["field"] == "DLMC"


def test_a_fault_beyond_what_is_looked_at_is_refused_when_it_is_read(tmp_path):
    names = [*NAMES * 3000]
    names[5001] = b"\xff\xfe\xff\xfe"
    path = tmp_path / "DLTB.shp"
    shapes = [shapely.box(0, 0, 1, 1)] * len(names)
    write_shapefile(path, shapes, {"DLMC": names, "BZ": [" "] * len(names)}, "gbk", width=250, cpg="GBK")
    try:
        source = open_layer(str(path))
    except InputError as error:
        found = error
    else:
        with pytest.raises(InputError) as caught:
            source.rows(["DLMC"])
        found = caught.value
    assert (found.text_id, found.values["record"]) == ("undecodable_table", 5002)


def test_the_user_has_the_last_word(tmp_path):
    path = shapefile(tmp_path, "big5", ["土地", "道路"], cpg="GBK")
    assert list(open_layer(f"{path}|encoding=big5").rows(["DLMC"]).columns["DLMC"]) == ["土地", "道路"]
    source = open_layer(str(path))
    keep(source.key, Wishes(encoding="BIG5"))
    assert open_layer(str(path)).describe().encoding.by == "user"
    assert list(open_layer(str(path)).rows(["DLMC"]).columns["DLMC"]) == ["土地", "道路"]
    assert forget(source.key)
    assert not forget(source.key)
    assert open_layer(str(path)).describe().encoding.by != "user"
    for option in ("encoding=klingon", "colour=red"):
        with pytest.raises(InputError):
            open_layer(f"{path}|{option}")


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_field_names_cut_inside_a_character_are_recognised(tmp_path, encoding):
    columns = {
        "土地权属来源证明材料": ["文件"],
        "A主要权属界线走向": ["沿路"],
        "扣除地类系数": ["0.1"],
        "地类编码": ["0101"],
        "DLMC": ["水田"],
    }
    path = write_shapefile(tmp_path / "X.shp", SHAPES[:1], columns, encoding)
    source = open_layer(str(path))
    fields = source.describe().fields
    assert len(fields) == 5
    # 土地权属来 in GBK, 土地权 and a third of 属 in UTF-8; all of 扣除地类系 in GBK
    assert fields[0] == ("土地权属来" if encoding == "gbk" else "土地权\ufffd")
    mapping = field_mapping(layer_roles()["land_use"], fields)
    assert source.rows([mapping["KCXS"]]).columns[mapping["KCXS"]][0] == "0.1"
    assert source.rows([mapping["DLBM"]]).columns[mapping["DLBM"]][0] == "0101"
    assert list(source.rows([fields[0]]).columns[fields[0]]) == ["文件"]


def test_a_cut_name_that_may_be_two_fields_is_neither():
    role = Role("x", fields={"A": ("批准用途编码",), "B": ("批准用途代码",), "C": ("用途",)})
    (cut,) = cut_names("批准用途编码") & cut_names("批准用途代码")
    assert field_mapping(role, [cut, "用途"]) == {"C": "用途"}


def test_ascii_tables_and_lone_tables(tmp_path):
    path = shapefile(tmp_path, "gbk", ["abc"])
    assert open_layer(str(path)).describe().encoding.by == "no_text"
    lone = tmp_path / "lone.dbf"
    lone.write_bytes(table({"A": ["答复"]}, "gbk"))
    assert table_encoding(lone).name == "GB18030"
    assert table_encoding(tmp_path / "x.gpkg") is None


def test_texts_that_are_latin_are_left_latin(tmp_path):
    path = shapefile(tmp_path, "latin-1", ["Zürich", "m²"], cpg="ISO-8859-1")
    assert list(open_layer(str(path)).rows(["DLMC"]).columns["DLMC"]) == ["Zürich", "m²"]


def test_nothing_beside_the_shapefile_changes(tmp_path):
    path = shapefile(tmp_path, "gbk")
    before = {entry.name: (entry.stat().st_mtime_ns, entry.read_bytes()) for entry in tmp_path.iterdir()}
    open_layer(str(path)).rows(["DLMC"])
    assert {entry.name: (entry.stat().st_mtime_ns, entry.read_bytes()) for entry in tmp_path.iterdir()} == before
    assert os.listdir(tmp_path)


def test_texts_of_files():
    assert decoded("界址".encode("utf-16"))[0] == "界址"
    assert decoded("界址".encode("gbk"))[0] == "界址"


def test_a_table_whose_head_promises_more_than_there_is(tmp_path):
    path = shapefile(tmp_path, "gbk")
    table = path.with_suffix(".dbf")
    content = bytearray(table.read_bytes())
    content[4:8], content[10:12] = b"\xff\xff\xff\xff", b"\xff\xff"
    table.write_bytes(content)
    assert table_encoding(path) is not None
