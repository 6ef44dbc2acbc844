# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes ``docs/rules.md`` from the rule packs, and the table of kinds in ``docs/rule_packs.md``.

Run it as ``scripts/with-qgis python scripts/make_rules_doc.py [FOLDER]`` after every change of these.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from land_entry_plugin.paths import resource
from land_entry_plugin.rules.kinds import KINDS
from land_entry_plugin.rules.layering import load_pack
from land_entry_plugin.rules.pack import DEFAULT_PACK, DRAFT
from land_entry_plugin.rules.pack_files import pack_paths
from land_entry_plugin.rules.pack_text import asked_of, plain, roles_text, span, validity
from land_entry_plugin.rules.paragraphs import rules_by_paragraph
from land_entry_plugin.texts import word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from land_entry_plugin.rules.pack import Document, Rule, RulePack

DOCS = Path(__file__).resolve().parents[1] / "docs"
BEGIN, END = "<!-- kinds: made by scripts/make_rules_doc.py -->", "<!-- /kinds -->"
INTRODUCTION = """\
<!-- Made by scripts/make_rules_doc.py from resources/rule_packs; do not edit. -->
# 规则一览 · The rules

每个规则包的每条规则：核查方法、需要的图层和答复、缺少时的结果、依据的条款。缺少资料从不算通过。依据的要点是我们自己的概括，
使用前请核对原文。

Every rule of every pack: how it checks, which layers and answers it needs, what comes out without them, on which
article it rests. What is missing is never a pass. Gists are in our own words; read the document before you rely on one.

冲突 conflict · 无法判断 unknown · 待核 review · 通过 pass；「阻断」的规则冲突时结论为不得入市 · a conflict of a rule
that *blocks* means prohibited. 怎样写规则包 · how to write a pack: [rule_packs.md](rule_packs.md)。
"""
RULES_HEAD = """\
| 规则 · Rule | 方法 · Check | 需要 · Needs | 缺少时 · Missing | 阻断 · Blocks | 依据 · Basis | 施行 · Valid |
|---|---|---|---|---|---|---|
"""
DOCUMENTS_HEAD = """\
| 文件 · Document | 文号 · Number | 施行 · Valid |
|---|---|---|
"""
PARAGRAPHS_HEAD = """\
| 条款 · Paragraph | 规则 · Rules | 不含条件 · No condition |
|---|---|---|
"""
KINDS_HEAD = """\
| kind | what it checks | parameters (**needed**; *expression*) | cases (usual outcome) |
|---|---|---|---|
"""


def make_rules_doc(folder: Path) -> list[Path]:
    """Write both documents to a folder; the second keeps what stands around its table."""
    rules, packs = folder / "rules.md", folder / "rule_packs.md"
    rules.write_text(rules_document(), encoding="utf-8")
    before, _, rest = (DOCS / "rule_packs.md").read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    packs.write_text(f"{before}{BEGIN}\n{kinds_table()}{END}{after}", encoding="utf-8")
    return [rules, packs]


def rules_document() -> str:
    """Return the text of ``rules.md``: the national pack first."""
    names = sorted(pack_paths(), key=lambda name: (name != DEFAULT_PACK, name))
    return INTRODUCTION + "".join(_pack(load_pack(name)) for name in names)


def _pack(pack: RulePack) -> str:
    head = pack.head
    status = "征求意见稿，未施行 · draft, not in force" if head.status == DRAFT else validity(head)
    own = [rule for rule in pack.rules if rule.pack.id == pack.id]
    where = "，".join([head.jurisdiction["name"]["zh"], *head.jurisdiction["codes"]])
    parts = [
        f"\n## {head.title['zh']} · {head.title['en']}\n\n`{pack.id}` {pack.version}；{where}；{status}\n",
    ]
    if pack.bases:
        count = len(pack.rules) - len(own)
        bases = ", ".join(f"`{base.id}`" for base in pack.bases)
        parts.append(f"\n下表为本包所定或更改的规则；其余 {count} 条取自 {bases}，一并核查。\n")
        parts.append(f"Below are the rules that it states or changes; the other {count} come from {bases}.\n")
    theirs = {key for base in pack.bases for key in load_pack(base.id).documents}
    documents = [document for key, document in pack.documents.items() if key not in theirs]
    read = [document for document in documents if document.paragraphs]
    if read:
        titles = "".join(f"《{document.title}》" for document in read)
        parts.append(f"\n只写条款的依据出自{titles}。 · Articles without a title are of that document.\n")
    parts.append("\n" + RULES_HEAD + "".join(_rule_row(rule, pack) for rule in own))
    parts.append("\n" + DOCUMENTS_HEAD)
    parts += [_row([f"《{one.title}》", one.number or "—", span(one.valid_from, one.valid_until)]) for one in documents]
    parts += [_paragraphs(document, pack) for document in read]
    return "".join(parts)


def _rule_row(rule: Rule, pack: RulePack) -> str:
    needs = []
    if rule.roles:
        needs.append(f"图层 layers：{roles_text(rule.roles, 'zh')} · {roles_text(rule.roles, 'en')}")
    if rule.applies_when is not None:
        needs.append(f"适用 applies when `{plain(rule.applies_when)}`")
    # the stage stands in nearly every rule, and in its condition
    for asked in (one for one in asked_of(rule, pack) if one.question.id != "stage"):
        question, office = asked.question, asked.office
        offices = f"（{office['zh']} · {office['en']}）" if office else ""
        needs.append(f"问 asked：{question.title['zh']} · {question.title['en']}{offices}")
    missing = rule.when_missing if rule.roles else "review" if asked_of(rule, pack) else None
    blocks = "原则上 in principle" if rule.is_soft else "是 yes" if rule.blocking else "否 no"
    basis = []
    for one in rule.basis:
        title = "" if one.document.paragraphs else f"《{one.document.title}》"
        basis.append(f"{title}{one.article or ''}：{one.gist['zh']} · {one.gist['en']}")
    held = span(rule.valid_from, rule.valid_until) if rule.valid_from or rule.valid_until else validity(rule.pack)
    cells = [
        [f"**{rule.title['zh']}**", rule.title["en"], f"`{rule.id}`"],
        [f"`{rule.kind}`"],
        needs or ["—"],
        [f"{word(missing, 'zh')} {missing}" if missing else "—"],
        [blocks],
        basis,
        [held],
    ]
    return _row("<br>".join(cell) for cell in cells)


def _paragraphs(document: Document, pack: RulePack) -> str:
    number = f"（{document.number}）" if document.number else ""
    text = f"\n### 《{document.title}》{number}\n\n{PARAGRAPHS_HEAD}"
    for label, citing in rules_by_paragraph(document, pack.rules).items():
        about = document.paragraphs[label]
        rules = "、".join(f"{rule.title['zh']} `{rule.id}`" for rule in citing)
        text += _row([label, rules or "—", f"{about['zh']} · {about['en']}" if about else ""])
    return text


def kinds_table() -> str:
    """Return the table of all kinds of check, by room."""
    schema = json.loads(resource("schemas", "rule_pack.schema.json").read_text(encoding="utf-8"))
    told = schema["$defs"]["parameters"]
    text = KINDS_HEAD
    for kind in KINDS.values():
        cases = [f"`{case}` {outcome}" for case, outcome in kind.cases.items()]
        further = [status for status in kind.statuses if status not in kind.cases]
        if further:
            cases.append(f"obligations also by `{further[0]}` … `{further[-1]}`")
        parameters = _parameters(told.get(kind.name, {}), tuple(kind.expressions))
        text += _row([f"`{kind.name}`", kind.summary, "<br>".join(parameters) or "—", ", ".join(cases) or "—"])
    return text


def _parameters(schema: dict[str, Any], expressions: tuple[str, ...], path: str = "") -> list[str]:
    """Return the parameters of a kind, those inside others with their path."""
    found = []
    for name, entry in schema.get("properties", {}).items():
        here = f"{path}{name}"
        shown = f"**{here}**" if name in schema.get("required", ()) else here
        inner = entry.get("items", entry)
        if isinstance(entry.get("additionalProperties"), dict):
            inner = entry["additionalProperties"]
            here, shown = f"{here}.*", f"{shown}.*"
        elif "items" in entry:
            here = f"{here}.*"
        if "properties" in inner:
            found += _parameters(inner, expressions, f"{here}.")
        elif here in expressions or f"{path}{name}" in expressions:
            found.append(f"*{shown}*")
        else:
            choices = " | ".join(map(str, inner.get("enum", ())))
            found.append(f"{shown}: {choices}" if choices else shown)
    return found


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |\n"


if __name__ == "__main__":
    for made in make_rules_doc(Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS):
        print(made)
