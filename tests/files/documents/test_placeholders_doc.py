# SPDX-License-Identifier: GPL-2.0-or-later
"""The documents about Word templates name every placeholder, in both languages."""

from __future__ import annotations

import re


def test_the_tables_are_current(root, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(root / "scripts"))
    make_placeholders_doc = __import__("make_placeholders_doc")
    make_placeholders_doc.main(tmp_path)
    made = sorted(tmp_path.iterdir())
    assert [path.name for path in made] == ["office_documents.md", "office_documents.zh.md"]
    for path in made:
        there = (root / "docs" / path.name).read_text(encoding="utf-8")
        assert path.read_text(encoding="utf-8") == there, f"{path.name}: run scripts/make_placeholders_doc.py"
    texts = [path.read_text(encoding="utf-8").partition(make_placeholders_doc.BEGIN)[2] for path in made]
    english, chinese = (re.findall(r"^\| `([^`]+)` \| (.+?) \|", text, re.MULTILINE) for text in texts)
    assert [name for name, _ in english] == [name for name, _ in chinese]
    assert len(chinese) > 300
    assert [name for name, meaning in chinese if " · " in meaning or not re.search(r"[\u4e00-\u9fff]", meaning)] == []
