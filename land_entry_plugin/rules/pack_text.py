# SPDX-License-Identifier: GPL-2.0-or-later
"""What a pack and its rules say, as plain text: for people who read packs, on a terminal or in a document."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from land_entry_plugin.rules.asked import questions_of
from land_entry_plugin.rules.expressions import Expression, Undefined
from land_entry_plugin.rules.pack import DRAFT
from land_entry_plugin.rules.questions import shown
from land_entry_plugin.texts import LANGUAGES, english_name, render, word

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from land_entry_plugin.rules.asked import Asked
    from land_entry_plugin.rules.expressions import Value
    from land_entry_plugin.rules.pack import Basis, Document, PackHead, Rule, RulePack
    from land_entry_plugin.rules.tables import Row


def span(valid_from: date | None, valid_until: date | None) -> str:
    """Return from when to when something holds."""
    return "—" if valid_from is None and valid_until is None else f"{valid_from or ''} – {valid_until or ''}".strip()


def validity(head: PackHead) -> str:
    """Return from when to when a pack holds; a draft holds on no day."""
    return "—" if head.status == DRAFT else span(head.valid_from, head.valid_until)


def place(head: PackHead, language: str) -> str:
    """Return where a pack holds, with its codes."""
    name = head.jurisdiction["name"][language]
    return " ".join([name, *head.jurisdiction["codes"]])


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every plain value inside parameters with its path (``phases.0.years``); lists of words are one value."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield from leaves(child, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list | tuple) and any(isinstance(child, dict | list | Expression) for child in value):
        for i, child in enumerate(value):
            yield from leaves(child, f"{path}.{i}")
    else:
        yield path, plain(value)


def field_in(path: str, language: str) -> str | None:
    """Return what a value is called to a reader of one language, None where it is told to readers of another."""
    name, _, last = path.rpartition(".")
    if not name or last not in LANGUAGES:
        return path
    return name if last == language else None


def plain(value: Any) -> str:
    """Return one value as a pack writes it."""
    if isinstance(value, Expression):
        return " ".join(value.text.split())
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return ", ".join(plain(one) for one in value)
    return "—" if value is None else str(value)


def row_text(row: Row) -> str:
    """Return a row of a lookup table: its keys, its value, its days."""
    keys = ", ".join(f"{name}: {_key(key)}" for name, key in row.keys.items())
    days = f" [{span(row.valid_from, row.valid_until)}]" if row.valid_from or row.valid_until else ""
    return f"{keys} → {_value(row.value)}{days}"


def _key(key: Any) -> str:
    if isinstance(key, tuple):
        return "–".join("" if end is None else _value(end) for end in key)
    return ", ".join(map(_value, key)) if isinstance(key, list) else _value(key)


def _value(value: Value) -> str:
    return "undefined" if isinstance(value, Undefined) else shown(value)


def named_document(document: Document, language: str) -> str:
    """Return a document by its official name, before which its English one stands for who reads no Chinese."""
    name, official = english_name(document.title), f"《{document.title}》"
    return f"{name} {official}" if language == "en" and name != document.title else official


def basis_text(basis: Basis, language: str) -> str:
    """Return a basis: title and number of the document, article, gist."""
    title = f"{named_document(basis.document, language)}{basis.article or ''}"
    return f"{title}: {basis.gist[language]}" if language == "en" else f"{title}：{basis.gist[language]}"


def roles_text(roles: tuple[str, ...], language: str) -> str:
    """Return layers by their names."""
    return ("、" if language == "zh" else ", ").join(word(f"role_{role}", language) for role in roles)


def asked_of(rule: Rule, pack: RulePack) -> list[Asked]:
    """Return what officers are asked for one rule; for one made of others, what these ask."""
    members = [one for one in pack.rules if one.id in rule.parameters.get("rules", ())]
    return questions_of(replace(pack, rules=(rule, *members)))


def asked_text(asked: Asked, language: str) -> str:
    """Return a question with its id and who answers it."""
    question = f"{asked.question.title[language]} [{asked.question.id}]"
    if asked.office is None:
        return question
    return f"{question}（{asked.office[language]}）" if language == "zh" else f"{question} ({asked.office[language]})"


def rule_lines(rule: Rule, pack: RulePack, language: str) -> list[tuple[str, str]]:
    """Return what a rule says as labels and texts, in the order of interest."""

    def say(text_id: str, **values: object) -> str:
        return render(f"rule.{text_id}", values, language)

    def own(text: dict[str, str] | None) -> str:
        return text[language] if text else ""

    consequence = say("soft" if rule.is_soft else "prohibits" if rule.blocking else "does_not_prohibit")
    remarks = [say("yields")] if rule.yields else []
    parents = [one for one in pack.rules if rule.id in one.parameters.get("rules", ())]
    asked = asked_of(rule, pack)
    needless = f" — {say('questions_only_without')}"
    cases = [f"{case} → {word(outcome, language)}" for case, outcome in rule.outcomes.items()]
    obligations = [f"{case}: {text[language]}" for case, texts in rule.obligations.items() for text in texts.values()]
    lines: list[tuple[str, list[str]]] = [
        ("kind", [rule.kind]),
        ("from", [" ".join([rule.pack.title[language], f"({rule.pack.id})"])]),
        ("blocking", ["; ".join([consequence, *remarks])]),
        ("applies_when", [plain(rule.applies_when)] if rule.applies_when else []),
        ("unless", [plain(rule.unless)] if rule.unless else []),
        ("layers", [roles_text(rule.roles, language)] if rule.roles else []),
        ("when_missing", [word(rule.when_missing, language)] if rule.roles else []),
        ("evidence", [roles_text(rule.evidence, language)] if rule.evidence else []),
        ("questions", [asked_text(one, language) + (needless if one.only_without else "") for one in asked]),
        (
            "parameters",
            [f"{name}: {text}" for path, text in leaves(rule.parameters) if (name := field_in(path, language))],
        ),
        ("outcomes", cases),
        ("obligations", obligations),
        ("basis", [basis_text(basis, language) for basis in rule.basis]),
        ("next_step", [own(rule.next_step)]),
        ("office", [own(rule.office)]),
        ("paper", [own(rule.paper)]),
        ("validity", [span(rule.valid_from, rule.valid_until)] if rule.valid_from or rule.valid_until else []),
        ("beside", [say("beside", pack=beside.pack.title) for beside in rule.also]),
        ("from", [say("member", title=parent.title) for parent in parents]),
    ]
    return [(say(f"label.{label}"), text) for label, texts in lines for text in texts if text]
