# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes ``docs/rules.md`` from the rule packs and the table of kinds in ``docs/rule_packs.md``, in both languages.

Run it as ``scripts/with-qgis python scripts/make_rules_doc.py [FOLDER]`` after every change of these.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kinds_in_chinese import SUMMARIES

from land_entry_plugin.paths import resource
from land_entry_plugin.rules.kinds import KINDS
from land_entry_plugin.rules.layering import load_pack
from land_entry_plugin.rules.pack import DEFAULT_PACK, DRAFT
from land_entry_plugin.rules.pack_files import pack_paths
from land_entry_plugin.rules.pack_text import asked_of, plain, roles_text, span, validity
from land_entry_plugin.rules.paragraphs import rules_by_paragraph
from land_entry_plugin.texts import english_name, word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from land_entry_plugin.rules.pack import Basis, Document, Rule, RulePack

DOCS = Path(__file__).resolve().parents[1] / "docs"
BEGIN, END = "<!-- kinds: made by scripts/make_rules_doc.py -->", "<!-- /kinds -->"
# a page in each language
ENDINGS = {"en": ".md", "zh": ".zh.md"}
INTRODUCTION = {
    "en": """\
<!-- Made by scripts/make_rules_doc.py from resources/rule_packs; do not edit. -->
# The rules

Every rule of every pack: how it checks, which layers and answers it needs, what comes out without them, on which
article it rests. What is missing is never a pass. Gists are in our own words; read the document before you rely on one.

A conflict of a rule that *blocks* means prohibited, and where it cannot be judged the verdict is undetermined. How to
write a pack, and what each check does: [rule_packs.md](rule_packs.md).
""",
    "zh": """\
<!-- Made by scripts/make_rules_doc.py from resources/rule_packs; do not edit. -->
# 规则一览

各规则包的每条规则：怎样核查，需要哪些图层和答复，缺少时结果如何，依据哪一条。缺少资料从不算通过。依据的要点是我们自己的概括，使用前请核对原文。

“一票否决”的规则有冲突，结论为不得入市；无法判断的，结论为资料不足。规则包怎样写、各种核查方法查什么，见[规则包写法](rule_packs.md)。
""",
}
HEADS = {
    "rules": {
        "en": ("Rule", "Check", "Needs", "Missing", "Blocks", "Basis", "Valid"),
        "zh": ("规则", "核查方法", "需要", "缺少时", "一票否决", "依据", "起止日"),
    },
    "documents": {"en": ("Document", "Number", "Valid"), "zh": ("文件", "文号", "起止日")},
    "paragraphs": {"en": ("Paragraph", "Rules", "No condition"), "zh": ("条款", "规则", "不含宗地条件的")},
    "kinds": {
        "en": ("kind", "what it checks", "parameters (**needed**; *expression*)", "cases (usual outcome)"),
        "zh": ("`kind`", "核查什么", "参数（**必填**；*表达式*）", "情形（通常的结果）"),
    },
}
WORDS = {
    "en": {
        "draft": "draft, not in force", "stop": "; ", "comma": ", ", "colon": ": ", "office": " ({})",
        "layers": "layers: ", "applies": "applies when ", "asked": "asked: ",
        "yes": "yes", "no": "no", "soft": "in principle", "obligations": "obligations also by ",
        "others": "Below are the rules that it states or changes; the other {count} come from {bases} and hold too.",
        "untitled": "Articles without a title are of {titles}.",
    },
    "zh": {
        "draft": "征求意见稿，未施行", "stop": "；", "comma": "，", "colon": "：", "office": "（{}）",
        "layers": "图层：", "applies": "适用条件：", "asked": "答复：",
        "yes": "是", "no": "否", "soft": "原则上", "obligations": "后续义务另可按 ",
        "others": "下表为本规则包所定或更改的规则；其余 {count} 条取自 {bases}，一并核查。",
        "untitled": "只写条款的依据出自{titles}。",
    },
}  # fmt: skip


def make_rules_doc(folder: Path) -> list[Path]:
    """Write both documents in both languages to a folder; the second keeps what stands around its table."""
    made = []
    for language, ending in ENDINGS.items():
        rules, packs = folder / f"rules{ending}", folder / f"rule_packs{ending}"
        rules.write_text(rules_document(language), encoding="utf-8")
        before, _, rest = (DOCS / packs.name).read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        packs.write_text(f"{before}{BEGIN}\n{kinds_table(language)}{END}{after}", encoding="utf-8")
        made += [rules, packs]
    return made


def rules_document(language: str) -> str:
    """Return the text of the list of rules: the national pack first."""
    names = sorted(pack_paths(), key=lambda name: (name != DEFAULT_PACK, name))
    return INTRODUCTION[language] + "".join(_pack(load_pack(name), language) for name in names)


def _pack(pack: RulePack, language: str) -> str:
    head, words = pack.head, WORDS[language]
    status = words["draft"] if head.status == DRAFT else validity(head)
    own = [rule for rule in pack.rules if rule.pack.id == pack.id]
    where = words["comma"].join([head.jurisdiction["name"][language], *head.jurisdiction["codes"]])
    stand = words["stop"].join([f"`{pack.id}` {pack.version}", where, status])
    parts = [f"\n## {head.title[language]}\n\n{stand}\n"]
    if pack.bases:
        bases = ", ".join(f"`{base.id}`" for base in pack.bases)
        parts.append("\n" + words["others"].format(count=len(pack.rules) - len(own), bases=bases) + "\n")
    theirs = {key for base in pack.bases for key in load_pack(base.id).documents}
    documents = [document for key, document in pack.documents.items() if key not in theirs]
    read = [document for document in documents if document.paragraphs]
    if read:
        titles = "".join(_title(document, language) for document in read)
        parts.append("\n" + words["untitled"].format(titles=titles) + "\n")
    parts.append("\n" + _head("rules", language) + "".join(_rule_row(rule, pack, language) for rule in own))
    parts.append("\n" + _head("documents", language))
    parts += [_document_row(document, language) for document in documents]
    parts += [_paragraphs(document, pack, language) for document in read]
    return "".join(parts)


def _title(document: Document, language: str) -> str:
    """Return what a document is called: in English by its short name where it has one."""
    official = f"《{document.title}》"
    return (
        official if language == "zh" or english_name(document.title) == document.title else english_name(document.title)
    )


def _document_row(document: Document, language: str) -> str:
    names = dict.fromkeys([_title(document, language), f"《{document.title}》"])
    return _row([" ".join(names), document.number or "—", span(document.valid_from, document.valid_until)])


def _rule_row(rule: Rule, pack: RulePack, language: str) -> str:
    words = WORDS[language]
    needs = []
    if rule.roles:
        needs.append(words["layers"] + roles_text(rule.roles, language))
    if rule.applies_when is not None:
        needs.append(f"{words['applies']}`{plain(rule.applies_when)}`")
    # the stage stands in nearly every rule, and in its condition
    for asked in (one for one in asked_of(rule, pack) if one.question.id != "stage"):
        office = words["office"].format(asked.office[language]) if asked.office else ""
        needs.append(f"{words['asked']}{asked.question.title[language]}{office}")
    missing = rule.when_missing if rule.roles else "review" if asked_of(rule, pack) else None
    blocks = "soft" if rule.is_soft else "yes" if rule.blocking else "no"
    held = span(rule.valid_from, rule.valid_until) if rule.valid_from or rule.valid_until else validity(rule.pack)
    cells = [
        [f"**{rule.title[language]}**", f"`{rule.id}`"],
        [f"`{rule.kind}`"],
        needs or ["—"],
        [_outcome(missing, language) if missing else "—"],
        [words[blocks]],
        [_basis(one, language) for one in rule.basis],
        [held],
    ]
    return _row("<br>".join(cell) for cell in cells)


def _basis(basis: Basis, language: str) -> str:
    title = "" if basis.document.paragraphs else _title(basis.document, language)
    space = " " if language == "en" and title and basis.article else ""
    return f"{title}{space}{basis.article or ''}{WORDS[language]['colon']}{basis.gist[language]}"


def _paragraphs(document: Document, pack: RulePack, language: str) -> str:
    number = WORDS[language]["office"].format(document.number) if document.number else ""
    text = f"\n### {_title(document, language)}{number}\n\n{_head('paragraphs', language)}"
    for label, citing in rules_by_paragraph(document, pack.rules).items():
        about = document.paragraphs[label]
        between = "、" if language == "zh" else ", "
        rules = between.join(f"{rule.title[language]} `{rule.id}`" for rule in citing)
        text += _row([label, rules or "—", about[language] if about else ""])
    return text


def kinds_table(language: str) -> str:
    """Return the table of all kinds of check, by room."""
    schema = json.loads(resource("schemas", "rule_pack.schema.json").read_text(encoding="utf-8"))
    told = schema["$defs"]["parameters"]
    text = _head("kinds", language)
    for kind in KINDS.values():
        summary = kind.summary if language == "en" else SUMMARIES[kind.name]
        cases = [f"`{case}` {_outcome(outcome, language)}" for case, outcome in kind.cases.items()]
        further = [status for status in kind.statuses if status not in kind.cases]
        if further:
            cases.append(f"{WORDS[language]['obligations']}`{further[0]}` … `{further[-1]}`")
        parameters = _parameters(told.get(kind.name, {}), tuple(kind.expressions))
        between = "、" if language == "zh" else ", "
        text += _row([f"`{kind.name}`", summary, "<br>".join(parameters) or "—", between.join(cases) or "—"])
    return text


def _outcome(outcome: str, language: str) -> str:
    return outcome if language == "en" else word(outcome, language)


def _parameters(schema: dict[str, Any], expressions: tuple[str, ...], path: str = "") -> list[str]:
    """Return the parameters of a kind, those inside others with their path."""
    found = []
    for name, entry in schema.get("properties", {}).items():
        here = f"{path}{name}"
        # a star of a path is no mark of bold or slanted letters
        shown = here.replace("*", r"\*")
        if name in schema.get("required", ()):
            shown = f"**{shown}**"
        inner = entry.get("items", entry)
        if isinstance(entry.get("additionalProperties"), dict):
            inner = entry["additionalProperties"]
            here, shown = f"{here}.*", rf"{shown}.\*"
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


def _head(table: str, language: str) -> str:
    cells = HEADS[table][language]
    return f"| {' | '.join(cells)} |\n{'|---' * len(cells)}|\n"


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |\n"


if __name__ == "__main__":
    for made in make_rules_doc(Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS):
        print(made)
