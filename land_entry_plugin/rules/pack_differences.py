# SPDX-License-Identifier: GPL-2.0-or-later
"""How two packs differ: what only one has, and what each says otherwise."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from land_entry_plugin.rules.pack_text import field_in, leaves, place, plain, row_text, span, validity
from land_entry_plugin.texts import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from land_entry_plugin.rules.pack import Document, Figure, Rule, RulePack
    from land_entry_plugin.rules.questions import Question
    from land_entry_plugin.rules.tables import Table

SECTIONS = ("pack", "settings", "documents", "questions", "tables", "figures", "entry_plan", "rules", "disabled")
# Fields that say where a rule comes from, not what it checks.
_SOURCE = ("basis", "beside")
# Fields in which a reader wants to know that they differ, not how word by word.
_PROSE = ("title", "explanation", "next_step", "office", "paper")

_DIGITS = 16


@dataclass(frozen=True)
class Difference:
    """One thing that two packs do not have alike.

    Attributes
    ----------
    section : str
        One of ``SECTIONS``.
    id : str
    only_in : int or None
        0 or 1 where only that pack has it.
    fields : tuple of (str, str or None, str or None)
        Where both have it: the field, and what each says; None where one says nothing.
    """

    section: str
    id: str
    only_in: int | None
    fields: tuple[tuple[str, str | None, str | None], ...] = ()

    @property
    def is_wording(self) -> bool:
        """Whether both say the same, on another basis or in other words."""
        return self.only_in is None and all(field in _SOURCE for field, _, _ in self.plain_fields)

    @property
    def plain_fields(self) -> list[tuple[str, str | None, str | None]]:
        """Those that are short enough to be shown."""
        return [field for field in self.fields if field[0].partition(".")[0] not in _PROSE]

    def fields_in(self, language: str) -> list[tuple[str, str | None, str | None]]:
        """The short ones as a reader of one language wants them: of what stands in several, their own alone."""
        return [
            (name, before, after) for field, before, after in self.plain_fields if (name := field_in(field, language))
        ]

    @property
    def prose(self) -> list[str]:
        """The names of those that are prose, each once."""
        return list(dict.fromkeys(name for field, _, _ in self.fields if (name := field.partition(".")[0]) in _PROSE))


def differences(one: RulePack, other: RulePack) -> list[Difference]:
    """Return how two packs differ, section by section, in the order of the first and then of the second."""
    found = []
    for section in SECTIONS:
        mine, theirs = _SAID[section](one), _SAID[section](other)
        for id_ in dict.fromkeys((*mine, *theirs)):
            if id_ not in mine or id_ not in theirs:
                found.append(Difference(section, id_, int(id_ not in mine)))
                continue
            fields = tuple(
                (field, mine[id_].get(field), theirs[id_].get(field))
                for field in dict.fromkeys((*mine[id_], *theirs[id_]))
                if mine[id_].get(field) != theirs[id_].get(field)
            )
            if fields:
                found.append(Difference(section, id_, None, fields))
    return found


def rule_digests(pack: RulePack) -> dict[str, str]:
    """Return a short hash of what every rule checks, wording left out, by which records tell changed rules."""
    said = {
        id_: {name: text for name, text in fields.items() if name.partition(".")[0] not in (*_SOURCE, *_PROSE)}
        for id_, fields in _rules(pack).items()
    }
    return {id_: _digest(fields) for id_, fields in said.items()}


def _digest(fields: Mapping[str, str]) -> str:
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:_DIGITS]


Said = dict[str, dict[str, str]]


def _pack(pack: RulePack) -> Said:
    heads = {"extends": " → ".join(head.id for head in pack.bases) or "—"}
    said = {
        "version": pack.version,
        "status": pack.head.status,
        "validity": validity(pack.head),
    }
    places = {f"place.{language}": place(pack.head, language) for language in LANGUAGES}
    return {"pack": said | places | heads}


def _settings(pack: RulePack) -> Said:
    return {"settings": {name: str(value) for name, value in pack.settings.items()}}


def _documents(pack: RulePack) -> Said:
    return {key: _document(document) for key, document in pack.documents.items()}


def _document(document: Document) -> dict[str, str]:
    validity = span(document.valid_from, document.valid_until)
    return {"name": document.title, "number": document.number or "—", "validity": validity}


def _questions(pack: RulePack) -> Said:
    return {id_: _question(question) for id_, question in pack.questions.items()}


def _question(question: Question) -> dict[str, str]:
    said = {"type": question.type, "unit": question.unit or "—", "choices": ", ".join(question.choices) or "—"}
    return said | _texts("title", question.title) | _texts("office", question.office) | _texts("paper", question.paper)


def _tables(pack: RulePack) -> Said:
    return {name: _table(table) for name, table in pack.tables.items()}


def _table(table: Table) -> dict[str, str]:
    rows = {f"row {i}": row_text(row) for i, row in enumerate(table.rows, start=1)}
    return {"keys": ", ".join(table.keys), "dated_by": table.dated_by or "—"} | rows


def _figures(pack: RulePack) -> Said:
    return {id_: _figure(figure) for id_, figure in pack.figures.items()}


def _figure(figure: Figure) -> dict[str, str]:
    return {"is": plain(figure.expression), "unit": figure.unit or "—"} | _texts("title", figure.title)


def _entry_plan(pack: RulePack) -> Said:
    terms = {name: {"is": plain(term.expression)} for name, term in pack.entry_plan.terms.items()}
    shares = {f"sharing.{share.id}": {"share": plain(share.expression)} for share in pack.entry_plan.sharing}
    return terms | shares


def _rules(pack: RulePack) -> Said:
    return {rule.id: _rule(rule) for rule in pack.rules}


def _rule(rule: Rule) -> dict[str, str]:
    said: dict[str, Any] = {
        "kind": rule.kind,
        "blocking": rule.blocking,
        "polarity": "soft" if rule.is_soft else "hard",
        "applies_when": rule.applies_when,
        "unless": rule.unless,
        "roles": rule.roles or None,
        "evidence": rule.evidence or None,
        "when_missing": rule.when_missing if rule.roles else None,
        "question": rule.question,
        "validity": span(rule.valid_from, rule.valid_until),
        "yields": rule.yields,
        "beside": [one.pack.id for one in rule.also] or None,
        "basis": [f"{basis.document.key} {basis.article or ''}".strip() for basis in rule.basis],
    }
    nested = {"parameters": rule.parameters, "outcomes": rule.outcomes}
    obligations = {case: list(texts) for case, texts in rule.obligations.items()}
    told = {path: text for name, value in nested.items() for path, text in leaves(value, name)}
    told |= dict(leaves(obligations, "obligations"))
    texts = {name: text for name in _PROSE for name, text in _texts(name, getattr(rule, name)).items()}
    return {name: plain(value) for name, value in said.items()} | told | texts


def _disabled(pack: RulePack) -> Said:
    return {rule.id: {"by": head.id} for rule, head, _ in pack.disabled}


def _texts(name: str, text: Mapping[str, str] | None) -> dict[str, str]:
    return {f"{name}.{language}": text[language] for language in LANGUAGES} if text else {}


_SAID = {
    "pack": _pack,
    "settings": _settings,
    "documents": _documents,
    "questions": _questions,
    "tables": _tables,
    "figures": _figures,
    "entry_plan": _entry_plan,
    "rules": _rules,
    "disabled": _disabled,
}
