# SPDX-License-Identifier: GPL-2.0-or-later
"""What a schema cannot see in a pack: names that mean nothing, expressions, cycles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from land_entry_plugin.roles.catalogue import layer_roles
from land_entry_plugin.rules.expressions import Calendar, ExpressionError, Type, Unanswered, evaluate, parse
from land_entry_plugin.rules.expressions.functions import ANSWERED, FUNCTIONS
from land_entry_plugin.rules.expressions.tokens import KEYWORDS
from land_entry_plugin.rules.facts import MEASURED_CHOICES, MEASURES
from land_entry_plugin.rules.findings import Outcome
from land_entry_plugin.rules.kinds import KINDS, Kind
from land_entry_plugin.rules.questions import CHOICE, TYPES, YES_NO
from land_entry_plugin.rules.tables import is_empty_range, literal, parts, type_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from land_entry_plugin.rules.expressions import Expression, TableType, Value
    from land_entry_plugin.rules.pack import Document, Figure, Rule, RulePack
    from land_entry_plugin.rules.pack_files import PackFile
    from land_entry_plugin.rules.questions import Question
    from land_entry_plugin.rules.tables import Table

_BY_OUTCOME = tuple(str(outcome) for outcome in Outcome)


@dataclass(frozen=True)
class Names:
    """Everything that rules and expressions of a pack may name, with its type."""

    documents: Mapping[str, Document]
    questions: Mapping[str, Question]
    facts: Mapping[str, Type]
    tables: Mapping[str, TableType]
    choices: Mapping[str, Collection[str]]

    @classmethod
    def of(
        cls,
        documents: Mapping[str, Document],
        questions: Mapping[str, Question],
        tables: Mapping[str, Table],
        figures: Mapping[str, Figure],
    ) -> Names:
        """Return the names of a pack; figures of a base bring their types."""
        facts = MEASURES | {id_: TYPES[question.type] for id_, question in questions.items()}
        choices = MEASURED_CHOICES | {
            id_: tuple(question.choices) for id_, question in questions.items() if question.type == CHOICE
        }
        names = cls(documents, questions, facts, {name: table.type for name, table in tables.items()}, choices)
        for id_, figure in figures.items():
            names = names.with_figure(id_, figure.expression.check(names.facts, names.tables, names.choices))
        return names

    def with_figure(self, id_: str, kind: Type) -> Names:
        """Return the names with one more figure."""
        return replace(self, facts={**self.facts, id_: kind})


def check_names(file: PackFile, base: RulePack | None) -> None:
    """Name a question, figure or table whose name means something else already.

    Raises
    ------
    InputError
        File, line and reason.
    """
    taken = dict.fromkeys((*FUNCTIONS, *KEYWORDS, ANSWERED), "expressions") | dict.fromkeys(MEASURES, "measures")
    for section in ("questions", "figures", "tables"):
        others = {
            name: other
            for other in ("questions", "figures", "tables")
            if other != section
            for name in (*file.stored.get(other, {}), *(getattr(base, other) if base else ()))
        }
        for name in file.stored.get(section, {}):
            if name in taken or name in others:
                place = taken.get(name) or others[name]
                raise file.fault([section, name], "name_taken", name=name, place=place)


def parse_at(
    file: PackFile, place: list[Any], stored: Any, names: Names, wanted: Type | str | None
) -> tuple[Expression, Type]:
    """Return an expression and its type.

    Raises
    ------
    InputError
        When it is none, names what is not there, or gives another type than wanted: file, line and reason.
    """
    try:
        expression = parse(_as_text(stored))
        kind = expression.check(names.facts, names.tables, names.choices)
    except ExpressionError as error:
        raise file.fault(place, "bad_expression", text=_as_text(stored), reason=error.message) from error
    if wanted is not None and kind != wanted and expression.text.strip("() ") != "undefined":
        raise file.fault(place, "wrong_type", text=_as_text(stored), wanted=str(wanted), got=str(kind))
    return expression, kind


def parsed_parameters(
    file: PackFile, place: list[Any], kind: Kind, stored: dict[str, Any], names: Names
) -> dict[str, Any]:
    """Return the parameters of a rule with their expressions parsed."""

    def read(value: Any, at: list[Any], patterns: Mapping[tuple[str, ...], Type]) -> Any:
        if () in patterns:
            return parse_at(file, at, value, names, patterns[()])[0]
        if not patterns or not isinstance(value, dict | list):
            return value
        steps = value.items() if isinstance(value, dict) else enumerate(value)
        found = {
            step: read(child, [*at, step], {p[1:]: t for p, t in patterns.items() if p[0] in (str(step), "*")})
            for step, child in steps
        }
        return found if isinstance(value, dict) else list(found.values())

    return read(stored, place, {tuple(path.split(".")): kind for path, kind in kind.expressions.items()})


def check_table(file: PackFile, name: str) -> None:
    """Name a row of a table whose key or value is of another type than in the rows before, or an empty range.

    Raises
    ------
    InputError
        File, line and reason.
    """
    stored = file.stored["tables"][name]
    kinds: dict[str, Type] = {}
    for i, row in enumerate(stored["rows"]):
        for key in (key for key in (*stored["keys"], "value") if key in row):
            place = ["tables", name, "rows", i, key]
            for one in parts(row[key]):
                kind = type_of(literal(one))
                if kind is not None and kinds.setdefault(key, kind) != kind:
                    raise file.fault(place, "wrong_value", value=one, wanted=str(kinds[key]))
            if is_empty_range(row[key]):
                raise file.fault(place, "empty_range", key=key)


def figure_order(file: PackFile, stored: dict[str, Any]) -> list[str]:
    """Return the figures so that each stands after those it names."""
    needs: dict[str, set[str]] = {}
    for id_, figure in stored.items():
        try:
            needs[id_] = set(parse(_as_text(figure["is"])).names) & set(stored)
        except ExpressionError as error:
            text = _as_text(figure["is"])
            raise file.fault(["figures", id_, "is"], "bad_expression", text=text, reason=error.message) from error
    return _ordered(file, needs, lambda id_: ["figures", id_])


def check_rule(file: PackFile, place: list[Any], rule: Rule, names: Names) -> None:
    """Name what a rule says that means nothing.

    Raises
    ------
    InputError
        File, line and reason.
    """
    kind = KINDS[rule.kind]
    for key in ("roles", "evidence"):
        for role in getattr(rule, key):
            if role not in layer_roles():
                raise file.fault([*place, key], "no_role", role=role, known=list(layer_roles()))
    if rule.kind == "zone":
        _check_fields(file, place, rule)
    for case in rule.outcomes:
        if case not in kind.cases:
            raise file.fault([*place, "outcomes", case], "no_case", case=case, kind=kind.name, known=list(kind.cases))
    known = (*kind.cases, *kind.statuses, *_BY_OUTCOME)
    for case in rule.obligations:
        if case not in known:
            raise file.fault([*place, "obligations", case], "no_case", case=case, kind=kind.name, known=list(known))
    if rule.valid_from and rule.valid_until and rule.valid_until < rule.valid_from:
        raise file.fault([*place, "valid_until"], "ends_before", value=rule.valid_until)
    _check_asked(file, place, rule, names)
    _check_accepted(file, place, rule, names)
    _check_thresholds(file, place, rule)


def _check_fields(file: PackFile, place: list[Any], rule: Rule) -> None:
    """Name a field by which features are chosen and that no layer of the rule's roles has."""
    known = {name for role in rule.roles for name in layer_roles()[role].fields}
    named = [("where", *rule.parameters.get("where", ())), ("except", *rule.parameters.get("except", ()))]
    named += [(key, rule.parameters[key]) for key in ("from_field", "until_field") if key in rule.parameters]
    for key, *fields in named:
        for field in fields:
            if field not in known:
                at = [*place, "parameters", key]
                raise file.fault(at, "no_field", field=field, known=sorted(known))


def _check_asked(file: PackFile, place: list[Any], rule: Rule, names: Names) -> None:
    """Name a question that is none, or that cannot be answered by yes or no where that is wanted."""
    yes_no = [([*place, "question"], rule.question)] if rule.question else []
    yes_no += [
        ([*place, "parameters", "papers", i], paper) for i, paper in enumerate(rule.parameters.get("papers", ()))
    ]
    asked = rule.parameters.get("question")
    for at, question in [*yes_no, *([([*place, "parameters", "question"], asked)] if asked else [])]:
        if question not in names.questions:
            raise file.fault(at, "no_question", question=question)
    for at, question in yes_no:
        if names.questions[question].type != YES_NO:
            raise file.fault(at, "not_yes_no", question=question)


class _NothingKnown:
    """A scope in which only constants have a value."""

    calendar = Calendar.known()

    def value(self, name: str) -> Value:
        """Return that nobody answered."""
        return Unanswered(frozenset({name}))

    def lookup(self, table: str, _keys: tuple[Value, ...]) -> Value:
        """Return that nobody looked it up."""
        return Unanswered(frozenset({table}))


def _check_thresholds(file: PackFile, place: list[Any], rule: Rule) -> None:
    """Name a limit that everything keeps, or that nothing can: a share of nothing, a time under no day."""
    for key, stored in rule.parameters.items():
        is_share = rule.kind == "vote" and key in ("share", "quorum")
        if not (is_share or (rule.kind == "interval" and key.startswith("at_"))):
            continue
        value = evaluate(stored, _NothingKnown())
        if isinstance(value, Unanswered):
            continue
        if not isinstance(value, Fraction) or value <= 0 or (is_share and value > 1):
            raise file.fault([*place, "parameters", key], "bad_threshold", place=key, value=stored.text)


def _check_accepted(file: PackFile, place: list[Any], rule: Rule, names: Names) -> None:
    """Name an accepted answer that nobody can give."""
    question = names.questions.get(rule.parameters.get("question", ""))
    if question is None:
        return
    possible: tuple[Any, ...] = (True, False) if question.type == YES_NO else tuple(question.choices)
    for key in ("accept", "ask"):
        for i, value in enumerate(rule.parameters.get(key, ())):
            if value not in possible:
                at = [*place, "parameters", key, i]
                raise file.fault(at, "no_choice", value=value, question=question.id, known=list(possible))
    if question.type not in (YES_NO, CHOICE):
        raise file.fault([*place, "parameters", "question"], "not_yes_no", question=question.id)
    if question.type == CHOICE and "accept" not in rule.parameters:
        raise file.fault([*place, "parameters"], "lacks_key", key="accept", place="parameters")


def check_members(file: PackFile, rules: Mapping[str, Rule]) -> None:
    """Name a member that is no rule, and rules that are made of each other.

    Raises
    ------
    InputError
        File, line and reason.
    """
    places = {stored["id"]: ["rules", i] for i, stored in enumerate(file.stored["rules"])}

    def place(id_: str) -> list[Any]:
        return places.get(id_, ["rules"])

    for rule in rules.values():
        for member in rule.members:
            if member not in rules:
                raise file.fault([*place(rule.id), "parameters", "rules"], "no_rule", id=member)
    _ordered(file, {id_: set(rule.members) for id_, rule in rules.items()}, place)


def _ordered(file: PackFile, needs: Mapping[str, set[str]], place: Any) -> list[str]:
    """Return ids so that each stands after those it needs."""
    order: list[str] = []
    chain: list[str] = []

    def follow(id_: str) -> None:
        if id_ in order:
            return
        if id_ in chain:
            raise file.fault(place(id_), "cycle", names=" → ".join([*chain[chain.index(id_) :], id_]))
        chain.append(id_)
        for needed in sorted(needs[id_]):
            follow(needed)
        chain.pop()
        order.append(id_)

    for id_ in needs:
        follow(id_)
    return order


def _as_text(stored: Any) -> str:
    """Return an expression as a pack writes it; YAML reads bare numbers and dates as such."""
    if isinstance(stored, bool):
        return str(stored).lower()
    return stored.isoformat() if isinstance(stored, date) else str(stored)
