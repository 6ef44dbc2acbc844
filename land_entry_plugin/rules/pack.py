# SPDX-License-Identifier: GPL-2.0-or-later
"""Rule packs: dated, cited sets of rules; what a pack is, once read."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from land_entry_plugin.rules.entry_plan import PlanLaw
    from land_entry_plugin.rules.expressions import Expression
    from land_entry_plugin.rules.questions import Question
    from land_entry_plugin.rules.tables import Table

DEFAULT_PACK = "national"
IN_FORCE, DRAFT = "in_force", "draft"
# From the widest jurisdiction to the narrowest.
LEVELS = ("national", "province", "city", "county")


@dataclass(frozen=True)
class PackHead:
    """What a pack says of itself.

    Attributes
    ----------
    id, version, status : str
        Status is ``in_force`` or ``draft``.
    title : dict
        By language.
    jurisdiction : dict
        ``level``, ``name`` by language, ``codes`` (administrative codes; none for the whole country).
    valid_from, valid_until : date or None
        First and last day, both inclusive.
    sha256 : str
        Of the pack's content, without the packs it extends.
    """

    id: str
    version: str
    status: str
    title: dict[str, str]
    jurisdiction: dict[str, Any]
    valid_from: date
    valid_until: date | None
    sha256: str

    def in_force(self, day: date) -> bool:
        """Return whether the pack is law on a day."""
        return self.status == IN_FORCE and within(day, self.valid_from, self.valid_until)

    def holds_at(self, code: str) -> bool:
        """Return whether a place of an administrative code lies in the jurisdiction."""
        codes = self.jurisdiction["codes"]
        return not codes or any(code.startswith(own) for own in codes)


@dataclass(frozen=True)
class Document:
    """A law, measure or standard that rules rest on.

    Attributes
    ----------
    key : str
        Under which the pack's rules cite it.
    title : str
    number : str or None
    valid_from, valid_until : date or None
    paragraphs : dict
        Every paragraph in its order, where the document was read to the end: what one is about that states no
        condition, by language; None for one that rules cite.
    """

    key: str
    title: str
    number: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    paragraphs: Mapping[str, dict[str, str] | None] = field(default_factory=dict)

    def in_force(self, day: date) -> bool:
        """Return whether the document is in force on a day."""
        return within(day, self.valid_from, self.valid_until)


@dataclass(frozen=True)
class Basis:
    """What a rule rests on: an article of a document, its gist in our own words."""

    document: Document
    article: str | None
    gist: dict[str, str]


@dataclass(frozen=True)
class Figure:
    """An amount of a pack under a name that expressions may use."""

    id: str
    title: dict[str, str]
    unit: str | None
    expression: Expression


@dataclass(frozen=True)
class Rule:
    """One check with its legal basis.

    Attributes
    ----------
    id : str
        Never changes once released.
    kind : str
        The kind of check, a module under ``rules.kinds``.
    title, explanation : dict
        By language.
    blocking : bool
        Whether a conflict means ``prohibited`` and an unknown ``undetermined``.
    basis : tuple of Basis
    pack : PackHead
        The pack that states it.
    roles : tuple of str
        The layers it needs.
    evidence : tuple of str
        Layers that may soften its conflict, where they are given.
    when_missing : str
        The outcome where one of them is not given.
    question : str or None
        What an officer is asked where a layer is not given.
    parameters : dict
        What the kind of check is told; expressions parsed.
    outcomes : dict
        By case of the kind: the outcome that the pack gives it instead of the usual one.
    is_soft : bool
        原则上: what would be a conflict is for an officer to decide.
    applies_when, unless : Expression or None
        Where the rule does not apply; what turns its conflict into ``review``.
    obligations : dict
        By the case or status that brings them: ids to texts by language.
    next_step, office, paper : dict or None
        What to do, where, with which paper; by language.
    valid_from, valid_until : date or None
        Of the rule itself, where it differs from its pack.
    yields : bool
        Whether a pack of a lower level may put another rule in its place.
    also : tuple of Rule
        Rules of the same id of higher levels that prevail where they are stricter.
    """

    id: str
    kind: str
    title: dict[str, str]
    explanation: dict[str, str]
    blocking: bool
    basis: tuple[Basis, ...]
    pack: PackHead
    roles: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    when_missing: str = "unknown"
    question: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    outcomes: Mapping[str, str] = field(default_factory=dict)
    is_soft: bool = False
    applies_when: Expression | None = None
    unless: Expression | None = None
    obligations: Mapping[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    next_step: dict[str, str] | None = None
    office: dict[str, str] | None = None
    paper: dict[str, str] | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    yields: bool = False
    also: tuple[Rule, ...] = ()

    @property
    def members(self) -> tuple[str, ...]:
        """The ids of the rules that the rule is made of."""
        return tuple(self.parameters.get("rules", ()))

    def levels(self) -> tuple[Rule, ...]:
        """Return the rule and those of all higher levels that are computed beside it."""
        return (self, *(one for beside in self.also for one in beside.levels()))

    def bound(self) -> tuple[Rule, ...]:
        """Return the rules, this one and those beside it, that a lower level cannot put another in the place of."""
        return tuple(one for one in self.levels() if not one.yields)

    def in_force(self, day: date) -> bool:
        """Return whether the rule is law on a day: its pack, and something that it rests on."""
        return self.pack.in_force(day) and any(basis.document.in_force(day) for basis in self.basis)

    def is_dated_for(self, day: date) -> bool:
        """Return whether a day lies within the rule's own dates."""
        return within(day, self.valid_from, self.valid_until)


@dataclass(frozen=True)
class RulePack:
    """A pack with all that it takes over from the packs it extends.

    Attributes
    ----------
    head : PackHead
    bases : tuple of PackHead
        The packs that it extends, the nearest first.
    settings : dict
        Limits that hold for all rules (``touch_width_m``, ``sliver_share``).
    documents, questions, tables, figures : dict
        By key, id or name.
    rules : tuple of Rule
    disabled : tuple
        Rules of a base that the pack switched off: the rule, the pack and why.
    entry_plan : PlanLaw
        What the law says of the figures of an entry plan.
    """

    head: PackHead
    bases: tuple[PackHead, ...]
    settings: Mapping[str, float]
    documents: Mapping[str, Document]
    questions: Mapping[str, Question]
    tables: Mapping[str, Table]
    figures: Mapping[str, Figure]
    rules: tuple[Rule, ...]
    entry_plan: PlanLaw
    disabled: tuple[tuple[Rule, PackHead, dict[str, str]], ...] = ()

    @cached_property
    def obligations(self) -> dict[str, dict[str, str]]:
        """All obligations that rules bring, those of higher levels too: ids to texts by language."""
        rules = (one for rule in self.rules for one in rule.levels())
        return {key: text for rule in rules for by_case in rule.obligations.values() for key, text in by_case.items()}

    @cached_property
    def by_id(self) -> dict[str, Rule]:
        """The rules by their ids."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def stated(self) -> tuple[Rule, ...]:
        """The rules with findings of their own: those that others are made of only where a higher level states them."""
        members = {member for rule in self.rules for member in rule.members if _belongs_to(self.by_id[member], rule)}
        return tuple(rule for rule in self.rules if rule.id not in members)

    def all_in_force(self, day: date) -> bool:
        """Return whether the pack, all that it extends and every rule are law on a day."""
        if day not in self._all_in_force:
            self._all_in_force[day] = self.in_force(day) and all(rule.in_force(day) for rule in self.rules)
        return self._all_in_force[day]

    @cached_property
    def _all_in_force(self) -> dict[date, bool]:
        """What was asked before: every parcel of a screening asks for its day."""
        return {}

    @property
    def id(self) -> str:
        """The pack's own id."""
        return self.head.id

    @property
    def version(self) -> str:
        """The pack's own version."""
        return self.head.version

    def in_force(self, day: date) -> bool:
        """Return whether the pack and all that it extends are law on a day."""
        return all(head.in_force(day) for head in (self.head, *self.bases))


def _belongs_to(member: Rule, rule: Rule) -> bool:
    """Return whether a member has no finding of its own: a rule of a higher level keeps it unless it yields."""
    packs = [one.pack for one in rule.levels()]
    return member.yields or (member.pack in packs and not member.also)


def within(day: date, valid_from: date | None, valid_until: date | None) -> bool:
    """Return whether a day lies in a span, both ends inclusive."""
    return (valid_from is None or valid_from <= day) and (valid_until is None or day <= valid_until)
