# SPDX-License-Identifier: GPL-2.0-or-later
"""What is wrong with a dialect, CAD style or rule pack of one's own: the place, and no parser's English in Chinese."""

from __future__ import annotations

import re

import pytest

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.coordinates.dialect import dialect_of
from land_entry_plugin.files.drawing.style import style_of
from land_entry_plugin.rules.pack_files import read_pack_file

READERS = {"dialect": lambda path: dialect_of(str(path)), "style": lambda path: style_of(str(path)),
           "pack": read_pack_file}  # fmt: skip
# What a parser or the schema's checker says, and may say to nobody.
FOREIGN = re.compile(r"found|expected|token|scanning|required|property|\b(array|object|string|integer|is not)\b")


def said_of(reader, content, tmp_path):
    path = tmp_path / "own.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputError) as caught:
        READERS[reader](path)
    return caught.value.user_message("zh"), caught.value.user_message("en")


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("content", "place", "zh"),
    [
        ("id: a\ntitle:\n\tzh: b\n", (3, 1), "制表符"),
        ("id: a\ntitle: @b\n", (2, 8), "引号"),
        ("id: a\ntitle: b: c\n", (2, 9), "冒号"),
        ('id: a\ntitle: "b\n', (3, 1), "引号没有结束"),
        ("id: a\ntitle: [b\n", (3, 1), "括号"),
        ("id: a\n  title: b\n", (2, 8), "缩进"),
        ("id: a\ntitle: b\n c\n d: e\n", (4, 3), "冒号"),
        ("id: &a b\ntitle: *a\n", None, "别名"),
        ("id: a\ntitle: b\x07\n", None, "控制字符"),
        ("id: a\ntitle: 本县\n".encode("gb18030"), (2, None), "UTF-8"),
    ],
)
def test_what_is_no_yaml(reader, content, place, zh, tmp_path):
    own, english = said_of(reader, content, tmp_path)
    assert zh in own
    assert not FOREIGN.search(own)
    if place is not None:
        line, column = place
        assert f"第 {line} 行" in own
        assert f"line {line}" in english
        if column is not None:
            assert f"第 {column} 列" in own


@pytest.mark.parametrize(
    ("reader", "content", "line", "zh"),
    [
        ("dialect", "title: {zh: 本县, en: a}\n", 1, "缺少 'id'"),
        ("dialect", "id: a\ntitle: {zh: 本县, en: a}\ntitel: b\n", 3, "没有键 'titel'"),
        ("dialect", "id: a\ntitle: {zh: 本县, en: a}\nparcel: b\n", 3, "应为 列表"),
        ("style", "id: a\ntitle: {zh: 本县, en: a}\nframe: b\n", 3, "应为 true 或 false"),
        ("pack", "id: county\nschema: landentry.rule_pack/1\nversion: [1]\n", 2, "没有键 'schema'"),
        ("pack", "id: county\n", 1, "文件缺少 'version'"),
    ],
)
def test_what_does_not_keep_the_schema(reader, content, line, zh, tmp_path):
    own, _ = said_of(reader, content, tmp_path)
    assert f"第 {line} 行" in own
    assert not FOREIGN.search(own.replace("resources/", ""))
    assert zh in own
