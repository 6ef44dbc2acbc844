# SPDX-License-Identifier: GPL-2.0-or-later
"""What officers are asked by a pack: the questions that its rules use, each with the rules it serves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from land_entry_plugin.rules.expressions import Expression
from land_entry_plugin.rules.questions import PARTICULARS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from land_entry_plugin.rules.pack import Rule, RulePack
    from land_entry_plugin.rules.questions import Question


@dataclass(frozen=True)
class Asked:
    """A question and what hangs on its answer.

    Attributes
    ----------
    question : Question
    rules : tuple of Rule
        Those it serves, in the order of the pack.
    needs : tuple of str
        Which of ``PARTICULARS`` a rule wants beside the answer.
    only_without : tuple of str
        The layers (roles) that make the question needless where they are given; none where it is asked anyway.
    for_plan : bool
        Whether an entry plan prints the answer, whatever rules do with it.
    """

    question: Question
    rules: tuple[Rule, ...]
    needs: tuple[str, ...] = ()
    only_without: tuple[str, ...] = ()
    for_plan: bool = False

    @property
    def office(self) -> dict[str, str] | None:
        """Who answers, by language: what the question says, else the first rule that says it."""
        return self.question.office or next((rule.office for rule in self.rules if rule.office), None)

    @property
    def paper(self) -> dict[str, str] | None:
        """On which paper the answer stands, by language."""
        return self.question.paper or next((rule.paper for rule in self.rules if rule.paper), None)


def questions_of(pack: RulePack) -> list[Asked]:
    """Return the questions that the rules of a pack use, in the order of the rules.

    A question is used where a rule names it, where an expression of a rule names it, or where it stands behind a
    figure or a table that such an expression names.
    """
    rules: dict[str, list[Rule]] = {}
    needs: dict[str, set[str]] = {}
    asked_anyway: set[str] = set()
    for rule in (one for stated in pack.rules for one in stated.levels()):
        for id_, always in _uses(rule, pack):
            serving = rules.setdefault(id_, [])
            if rule.id not in [one.id for one in serving]:
                serving.append(rule)
            if always:
                asked_anyway.add(id_)
        decided = rule.parameters.get("question")
        if decided is not None:
            needs.setdefault(decided, set()).update(rule.parameters.get("needs", ()))
    return [
        Asked(
            question=pack.questions[id_],
            rules=tuple(serving),
            needs=tuple(name for name in PARTICULARS if name in needs.get(id_, ())),
            only_without=()
            if id_ in asked_anyway
            else tuple(dict.fromkeys(role for rule in serving for role in rule.roles)),
        )
        for id_, serving in rules.items()
    ]


def _uses(rule: Rule, pack: RulePack) -> Iterator[tuple[str, bool]]:
    """Yield the questions of a rule, and whether they are asked even where all its layers are given."""
    if rule.applies_when is not None:
        yield from ((id_, True) for id_ in _named(rule.applies_when, pack))
    if rule.question is not None:
        yield rule.question, False
    if "question" in rule.parameters:
        yield rule.parameters["question"], True
    for paper in rule.parameters.get("papers", ()):
        yield paper, True
    for expression in expressions_of(rule.parameters):
        yield from ((id_, True) for id_ in _named(expression, pack))
    if rule.unless is not None:
        yield from ((id_, True) for id_ in _named(rule.unless, pack))


def expressions_of(parameters: Any) -> Iterator[Expression]:
    """Yield every expression inside parameters."""
    if isinstance(parameters, Expression):
        yield parameters
    elif isinstance(parameters, dict):
        for value in parameters.values():
            yield from expressions_of(value)
    elif isinstance(parameters, list | tuple):
        for value in parameters:
            yield from expressions_of(value)


def _named(expression: Expression, pack: RulePack) -> Iterator[str]:
    """Yield the questions behind an expression, in the order of its text; those behind figures where these stand."""
    for word in re.findall(r"[a-z][a-z0-9_]*", expression.text):
        if word in expression.tables:
            dated_by = pack.tables[word].dated_by
            if dated_by in pack.questions:
                yield dated_by
        elif word in expression.names and word in pack.figures:
            yield from _named(pack.figures[word].expression, pack)
        elif word in expression.names and word in pack.questions:
            yield word
