# SPDX-License-Identifier: GPL-2.0-or-later
"""The documents about rules say what the packs and the kinds of check say."""

from __future__ import annotations

import re

import pytest
import yaml

from land_entry_plugin.rules.kinds import KINDS
from land_entry_plugin.rules.layering import load_pack
from land_entry_plugin.rules.pack_files import pack_paths


def test_the_documents_are_current(root, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(root / "scripts"))
    make_rules_doc = __import__("make_rules_doc")
    for made in make_rules_doc.make_rules_doc(tmp_path):
        there = (root / "docs" / made.name).read_text(encoding="utf-8")
        assert made.read_text(encoding="utf-8") == there, f"{made.name}: run scripts/make_rules_doc.py"


@pytest.mark.parametrize("ending", [".md", ".zh.md"])
@pytest.mark.parametrize("name", sorted(pack_paths()))
def test_every_rule_and_paragraph_stands_in_the_list(root, name, ending):
    text = (root / "docs" / f"rules{ending}").read_text(encoding="utf-8")
    pack = load_pack(name)
    section = text[text.index(f"`{name}` ") :].partition("\n## ")[0]
    for rule in pack.rules:
        assert (f"<br>`{rule.id}` |" in section) is (rule.pack.id == name), rule.id
    for document in pack.documents.values():
        for label in document.paragraphs:
            assert f"\n| {label} | " in section, label


def test_each_list_speaks_its_own_language(root):
    english, chinese = ((root / "docs" / f"rules{ending}").read_text(encoding="utf-8") for ending in (".md", ".zh.md"))
    for name in pack_paths():
        for rule in load_pack(name).rules:
            for text, language, other in ((english, "en", "zh"), (chinese, "zh", "en")):
                assert f"| **{rule.title[language]}**<br>`{rule.id}` |" in text
                assert f"**{rule.title[other]}**" not in text
                assert all(one.gist[language] in text and one.gist[other] not in text for one in rule.basis), rule.id


def test_every_kind_is_explained(root):
    text, chinese = (
        (root / "docs" / f"rule_packs{ending}").read_text(encoding="utf-8") for ending in (".md", ".zh.md")
    )
    for kind in KINDS.values():
        assert f"\n| `{kind.name}` | {kind.summary}" in text
        assert f"\n| `{kind.name}` | " in chinese
        assert kind.summary not in chinese
        for case in kind.cases:
            assert f"`{case}` " in text
            assert f"`{case}` " in chinese


def test_the_examples_are_those_of_the_tested_pack(root):
    text = (root / "docs" / "rule_packs.md").read_text(encoding="utf-8")
    pack = (root / "tests" / "rules" / "packs" / "third_county.yaml").read_text(encoding="utf-8")
    known = " ".join(pack.split())
    examples = re.findall(r"```yaml\n(.*?)```", text, re.S)
    assert len(examples) >= 4
    for line in "".join(examples).splitlines():
        said = line.partition("   #")[0].strip().removeprefix("- ")
        # a document may write on one line what the file writes on several
        if "{title:" not in said and not said.startswith("{document:"):
            assert " ".join(said.split()) in known, said
    levy = yaml.safe_load(examples[1])["figures"]["levy"]
    assert levy["is"] == " ".join(
        load_pack(str(root / "tests/rules/packs/third_county.yaml")).figures["levy"].expression.text.split()
    )
