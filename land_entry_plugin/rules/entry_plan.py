# SPDX-License-Identifier: GPL-2.0-or-later
"""What an entry plan (入市方案) is told: the questions it asks besides the rules, and how its figures come about.

Rates, maxima and shares are law: a pack states them (``entry_plan``), or its rules do. What stands in
``resources/entry_plan.yaml`` is arithmetic over what officers stated, for packs that say nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from land_entry_plugin.paths import read_resource
from land_entry_plugin.rules.expressions import (
    ExpressionError,
    Type,
    Unanswered,
    Undefined,
    evaluate,
    parse,
)
from land_entry_plugin.rules.pack_checks import parse_at
from land_entry_plugin.rules.questions import Answer, Question

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from land_entry_plugin.rules.expressions import Expression, Value
    from land_entry_plugin.rules.facts import Facts
    from land_entry_plugin.rules.pack import Basis, Rule, RulePack
    from land_entry_plugin.rules.pack_checks import Names
    from land_entry_plugin.rules.pack_files import PackFile

SECTION, SHARING = "entry_plan", "sharing"
# The figures of a plan, each with the rule whose articles it rests on where the pack names none.
TERMS = {
    "gain": None,
    "levy_rate": "levy",
    "levy": "levy",
    "deposit": "deposit",
    "price_floor": "price_floor",
    "longest_term": "longest_term",
    "longest_lease": "longest_lease",
}
# A plan is judged as such; its figures are those of the deal that it prepares.
STAGE, PLAN, DEAL = "stage", "plan", "contract"
_EARLIER = ("screening",)


@dataclass(frozen=True)
class PlanTerm:
    """One figure of the plan as a pack states it."""

    expression: Expression
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True)
class Share:
    """One part of what is left for the collective, as a pack states it: a share of 1."""

    id: str
    title: dict[str, str]
    expression: Expression
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True)
class PlanLaw:
    """What a pack and those it extends state for entry plans.

    Attributes
    ----------
    terms : dict of str to PlanTerm
        By the names of ``TERMS``.
    sharing : tuple of Share
        Empty where no law says how the proceeds are shared.
    """

    terms: Mapping[str, PlanTerm]
    sharing: tuple[Share, ...] = ()


@dataclass(frozen=True)
class Figure:
    """What one figure of a plan is worth.

    Attributes
    ----------
    value : Value or None
        None where it does not apply.
    basis : tuple of Basis
    is_stated : bool
        Whether officers stated it because no law does.
    law : Value or None
        What the pack gives by itself, where officers had to state it: why it is open there.
    expression : Expression or None
        That gave the value.
    """

    value: Value | None
    basis: tuple[Basis, ...]
    is_stated: bool = False
    law: Value | None = None
    expression: Expression | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody has to say something first."""
        return isinstance(self.value, Unanswered | Undefined)


def read_plan_law(
    file: PackFile, base: PlanLaw | None, names: Names, basis_of: Callable[..., tuple[Basis, ...]]
) -> PlanLaw:
    """Return what a pack states for entry plans, over what the one it extends does.

    Raises
    ------
    InputError
        File, line and reason.
    """
    stored = file.stored.get(SECTION, {})
    terms = dict(base.terms if base else {})
    place: list[Any]
    for name in (name for name in TERMS if name in stored):
        place = [SECTION, name]
        expression, _ = parse_at(file, [*place, "is"], stored[name]["is"], names, Type.NUMBER)
        terms[name] = PlanTerm(expression, basis_of(file, place, stored[name], names))
    sharing = []
    for i, share in enumerate(stored.get(SHARING, ())):
        place = [SECTION, SHARING, i]
        expression, _ = parse_at(file, [*place, "share"], share["share"], names, Type.NUMBER)
        sharing.append(Share(share["id"], share["title"], expression, basis_of(file, place, share, names)))
    return PlanLaw(terms, tuple(sharing) or (base.sharing if base else ()))


@cache
def _stored() -> dict[str, Any]:
    return read_resource("entry_plan.yaml")


@cache
def plan_questions() -> dict[str, Question]:
    """Return what only entry plans ask, by id."""
    return {id_: Question(id_, **question) for id_, question in _stored()["questions"].items()}


def plan_asks() -> dict[str, bool]:
    """Return which questions of its own a plan asks, each with whether the number of a paper belongs to the answer."""
    return {id_: id_ in _stored()["papers"] for id_ in plan_questions()}


@cache
def usual_terms() -> dict[str, Expression]:
    """Return how figures come about where a pack says nothing."""
    return {name: parse(str(text)) for name, text in _stored()["terms"].items()}


def with_plan_questions(pack: RulePack) -> RulePack:
    """Return a pack that knows the questions of entry plans too; its own prevail."""
    return replace(pack, questions={**plan_questions(), **pack.questions})


def plan_answers(answers: Mapping[str, Answer], as_of: date, stage: str) -> dict[str, Answer]:
    """Return the answers with the stage of the procedure, and what is assumed of a deal while there is none.

    Parameters
    ----------
    answers : mapping of question id to Answer
    as_of : date
    stage : str
        ``PLAN`` or ``DEAL``; one that officers stated and that is later stays.
    """
    result = dict(answers)
    for name, stands_for in _stored()["assumed"].items():
        if name not in result and stands_for == "as_of":
            result[name] = Answer(as_of, as_of.isoformat())
        elif name not in result and stands_for in result:
            result[name] = result[stands_for]
    stated = result.get(STAGE)
    if stated is None or stated.value in (*_EARLIER, None) or (stage == DEAL and stated.value == PLAN):
        result[STAGE] = Answer(stage, stage)
    return result


def figure(name: str, facts: Facts) -> Figure:
    """Return one figure of a plan: what the pack gives, else what officers stated, else why it is open.

    Parameters
    ----------
    name : str
        One of ``TERMS``.
    facts : Facts
        At the stage ``DEAL``, of a pack ``with_plan_questions``.
    """
    rule = next((one for one in facts.pack.rules if one.id == TERMS[name]), None)
    term = facts.pack.entry_plan.terms.get(name)
    basis = term.basis if term and term.basis else rule.basis if rule else ()
    if rule is not None and rule.applies_when is not None and _worth(rule.applies_when, facts) is False:
        return Figure(None, basis)
    expressions = [term.expression] if term else _limits(rule) if rule is not None and rule.id == name else []
    expression, law = _strictest(expressions, facts)
    if law is not None and not isinstance(law, Undefined):
        return Figure(law, basis, law=law, expression=expression)
    usual = usual_terms().get(name)
    stated = None if usual is None else _worth(usual, facts)
    if stated is None:
        return Figure(law or Undefined("not_defined"), basis, law=law)
    return Figure(stated, basis, is_stated=True, law=law, expression=usual)


def asked_for(value: Unanswered, answers: Mapping[str, Answer]) -> list[str]:
    """Return which questions stand open behind a figure; of what is assumed of a deal what it is assumed from."""
    assumed = _stored()["assumed"]
    return sorted({assumed.get(name, name) if name not in answers else name for name in value.names})


def share_figure(share: Share, facts: Facts) -> Figure:
    """Return what a part of the proceeds is, as a share of 1."""
    return Figure(_worth(share.expression, facts), share.basis, expression=share.expression)


def _limits(rule: Rule) -> list[Expression]:
    """Return the amount that a rule states, or the longest years that it and those of higher levels allow."""
    if "is" in rule.parameters:
        return [rule.parameters["is"]]
    found = []
    for one in rule.levels():
        phases = [phase["at_most"] for phase in one.parameters.get("phases", ()) if "at_most" in phase]
        found += [one.parameters["total_at_most"]] if "total_at_most" in one.parameters else phases[:1]
    return found


def _strictest(expressions: Sequence[Expression], facts: Facts) -> tuple[Expression | None, Value | None]:
    """Return the expression that is worth least with its value; the first that is open where nobody can say."""
    least: tuple[Expression | None, Fraction | None] = (None, None)
    for expression in expressions:
        value = _worth(expression, facts)
        if not isinstance(value, Fraction):
            return expression, value
        if least[1] is None or value < least[1]:
            least = expression, value
    return least


def _worth(expression: Expression, facts: Facts) -> Value:
    """Return what an expression is worth; undefined where the pack has other questions of these names."""
    try:
        return evaluate(expression, facts)
    except ExpressionError:
        return Undefined("not_defined")
