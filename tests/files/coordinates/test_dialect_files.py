# SPDX-License-Identifier: GPL-2.0-or-later
"""Dialects as data: the shipped ones, and a user's own."""

from __future__ import annotations

import pytest
import yaml
from coordinate_texts import SQUARE, Read, ring, text, write

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.coordinates.dialect import DEFAULT_DIALECT, dialect_of, shipped, shipped_ids
from land_entry_plugin.paths import resource

OWN = """
id: my_county
title: {zh: 本县, en: my county}
parcel: [DKBH, DKMC, JLTXSX, XMMC]
points: [[point, east, north, length]]
header: {zone: [投影带]}
sections: {header: 说明, parcels: 坐标}
write: {encoding: utf-8, line_end: lf, decimals: 3, area_unit: m2}
"""


def test_the_shipped_ones():
    assert shipped_ids()[0] == DEFAULT_DIALECT
    assert {dialect.id for dialect in shipped()} == {
        "national",
        "approval",
        "linkage",
        "one_map",
        "enforcement",
        "fields14",
    }
    for dialect in shipped():
        assert dialect_of(dialect.id) == dialect
        assert dialect_of(dialect.title["zh"]) == dialect
        assert (dialect.write.encoding, dialect.write.line_end, dialect.write.decimals) == ("gbk", "\r\n", 4)
    assert dialect_of(None).id == DEFAULT_DIALECT


def test_every_file_is_named_by_its_id():
    for path in resource("dialects").glob("*.yaml"):
        assert yaml.safe_load(path.read_text(encoding="utf-8"))["id"] == path.stem


@pytest.fixture
def own(tmp_path):
    return write(tmp_path, OWN, "own.yaml")


def test_a_dialect_of_ones_own(tmp_path, own):
    dialect = dialect_of(str(own))
    assert dialect.write.line_end == "\n"
    assert dialect.write.close_rings
    lines = ring(SQUARE, template="{i},{y:.3f},{x:.3f},1.0")
    content = text("7,东区,面,某项目,@", *lines).replace("属性描述", "说明").replace("地块坐标", "坐标")
    found = Read(write(tmp_path, content.replace("带号", "投影带")), dialect=str(own))
    assert (found.crs, found.rows[0]["XMMC"], found.rows[0]["area_plane_m2"]) == ("EPSG:4527", "某项目", 4800.0)
    assert "order_swapped" not in found.notes


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("title:", "titel:", "titel"),
        ("decimals: 3", "decimals: three", "write.decimals"),
        ("[DKBH, DKMC", "[DKBH, dkbh", "parcel: dkbh"),
        ("XMMC]", "fid]", "parcel: fid"),
        ("east, north", "east", "points.0"),
        ("id: my_county", "id: my_county\nextends: other", "extends: other"),
        ("{zh: 本县", "{zh: 本县: x", "YAML"),
        ("write: {", "write: {header: [version, colour], ", "write: colour"),
    ],
)
def test_faults_of_ones_own_are_named(tmp_path, old, new, reason):
    path = write(tmp_path, OWN.replace(old, new), "own.yaml")
    with pytest.raises(InputError) as caught:
        dialect_of(str(path))
    assert caught.value.text_id == "bad_dialect"
    assert reason in caught.value.user_message("en")


def test_what_is_no_dialect(tmp_path):
    with pytest.raises(InputError) as caught:
        dialect_of(str(tmp_path / "none.yaml"))
    assert caught.value.text_id == "missing_file"
    with pytest.raises(InputError) as caught:
        dialect_of("other")
    assert "fields14" in caught.value.user_message("zh")
