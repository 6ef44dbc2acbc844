# SPDX-License-Identifier: GPL-2.0-or-later
"""All rules of a pack on one parcel."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from land_entry_plugin.engine.shapes import symmetric_difference, union
from land_entry_plugin.rounding import recorded
from land_entry_plugin.rules.expressions import Unanswered, evaluate
from land_entry_plugin.rules.findings import ROLE_IN_DOUBT, WORST_FIRST, Finding, Outcome, worst_first
from land_entry_plugin.rules.kinds import KINDS, WITHOUT_SHAPE
from land_entry_plugin.rules.kinds.wording import not_known, open_question, shown_answer, used
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.expressions import Expression
    from land_entry_plugin.rules.pack import Rule, RulePack
    from land_entry_plugin.rules.shared import SharedFindings


def judge(
    pack: RulePack, case: ParcelCase, other: ParcelCase | None = None, shared: SharedFindings | None = None
) -> list[Finding]:
    """Return the findings of one parcel, the worst first.

    A rule whose layer was not given finds what the pack says for that (``when_missing``), or what an officer answered.
    Of a parcel whose shape cannot be judged only the shape and the id are. ``other`` is the case by the other reading
    of layers in degrees: where it gives another outcome, an officer decides. Rules that others are made of have no
    finding of their own, unless a higher level states them. ``shared`` remembers from parcel to parcel of a screening
    what is the same for all.
    """
    if case.fault is not None:
        every = (one for rule in pack.rules for one in rule.levels())
        return worst_first(_finding(rule, case, {}) for rule in every if rule.kind in WITHOUT_SHAPE)
    rules = pack.by_id
    if shared is None or other is not None:
        return worst_first(_strictest(rule, case, other, rules) for rule in pack.stated)

    return worst_first(shared.of(pack.stated, case, lambda rule, own: _strictest(rule, own, None, rules)))


def _strictest(rule: Rule, case: ParcelCase, other: ParcelCase | None, rules: dict[str, Rule]) -> Finding:
    """Return the worst finding of a rule and of those of higher levels beside it; the verdict weighs them all.

    Of equal ones that of a blocking rule, then that of one in force, then the rule's own.
    """
    if not rule.also:
        return _read_twice(rule, case, other, rules)
    found = [_read_twice(one, case, other, rules) for one in rule.levels()]
    worst = min(
        found,
        key=lambda one: (WORST_FIRST.index(one.outcome), not one.rule.blocking, not one.rule.in_force(case.as_of)),
    )
    return replace(worst, beside=tuple(one for one in found if one is not worst))


def _read_twice(rule: Rule, case: ParcelCase, other: ParcelCase | None, rules: dict[str, Rule]) -> Finding:
    """Return the finding of a rule by both readings of layers in degrees."""
    found = _finding(rule, case, rules)
    if other is None or not KINDS[rule.kind].reads_layers:
        return found
    second = _finding(rule, other, rules)
    return found if second.outcome is found.outcome else _by_reading(found, second, case, other)


def _finding(rule: Rule, case: ParcelCase, rules: dict[str, Rule]) -> Finding:
    kind = KINDS[rule.kind]
    if not rule.is_dated_for(case.as_of):
        values = {"valid_from": _day(rule.valid_from), "valid_until": _day(rule.valid_until)}
        return Finding(rule, Outcome.PASS, "rule.other_days", values, is_spatial=False)
    if rule.applies_when is not None:
        unreadable = _unreadable(rule.applies_when, case)
        if unreadable:
            return replace(open_question(rule, case, unreadable), is_spatial=False)
        applies = evaluate(rule.applies_when, case.facts)
        unknown = not_known(rule, case, [applies], [rule.applies_when])
        if unknown:
            return replace(unknown, is_spatial=False)
        if not applies:
            applied: dict[str, Any] = {"used": used(case, [rule.applies_when])}
            return Finding(rule, Outcome.PASS, "rule.not_applicable", applied, is_spatial=False)
    missing = [role for role in rule.roles if role not in case.layers]
    if missing:
        doubtful = [role for role in missing if role in case.in_doubt]
        return _of_none_chosen(rule, doubtful) if doubtful else _without_layer(rule, case, missing)
    if kind.room == "logic":
        members = [_strictest(rules[member], case, None, rules) for member in rule.members]
        found = kind.check(rule, case, members)
        decided = [member for member in members if member.outcome is found.outcome]
        found = replace(found, is_spatial=any(member.is_spatial for member in decided))
    else:
        found = kind.check(rule, case)
        if found.is_spatial != kind.is_spatial:
            found = replace(found, is_spatial=kind.is_spatial)
    return _as_the_pack_says(found, case)


def _of_none_chosen(rule: Rule, roles: list[str]) -> Finding:
    """Return that nothing can be said: one of the layers may show a conflict, whatever an officer answers."""
    return Finding(rule, Outcome.UNKNOWN, ROLE_IN_DOUBT, _named(roles), role_missing=True)


def _named(roles: list[str]) -> dict[str, Any]:
    names = [both(f"word.role_{role}", {}) for role in roles]
    return {
        "roles": {language: [name[language] for name in names] for language in ("zh", "en")},
        "missing": roles,
    }


def _without_layer(rule: Rule, case: ParcelCase, missing: list[str]) -> Finding:
    """Return what can be said of a rule without its layer: what an officer answered, else what the pack says."""
    values = _named(missing)
    if rule.question is None:
        return Finding(rule, Outcome(rule.when_missing), "role_missing", values, role_missing=True)
    answer = case.facts.answers.get(rule.question)
    if answer is None or answer.value is None:
        asked = open_question(rule, case, [rule.question])
        outcome = Outcome(rule.when_missing)
        text = "rule.asked_instead" if answer is None else asked.text_id
        return replace(asked, outcome=outcome, text_id=text, values=asked.values | values, role_missing=True)
    outcome = Outcome.PASS if answer.value is True else Outcome.CONFLICT
    found = Finding(rule, outcome, "rule.answered_instead", values | shown_answer(case, rule.question))
    return _as_the_pack_says(replace(found, role_missing=True, is_spatial=False), case)


def _as_the_pack_says(found: Finding, case: ParcelCase) -> Finding:
    """Return a finding with the outcome that the pack gives its case, softened where the rule is soft or excused."""
    rule = found.rule
    if found.case in rule.outcomes:
        found = replace(found, outcome=Outcome(rule.outcomes[found.case]))
    if rule.obligations and not found.obligations:
        obligations = tuple(rule.obligations.get(found.case, rule.obligations.get(str(found.outcome), ())))
        if obligations:
            found = replace(found, obligations=obligations)
    if found.outcome is not Outcome.CONFLICT:
        return found
    if rule.is_soft:
        return replace(found, outcome=Outcome.REVIEW, values=found.values | {"soft": True})
    if rule.unless is not None:
        excused = evaluate(rule.unless, case.facts)
        if isinstance(excused, Unanswered):
            return replace(found, unanswered=tuple(sorted(excused.names)))
        if excused is True:
            return replace(found, outcome=Outcome.REVIEW, values=found.values | {"excused": used(case, [rule.unless])})
    return found


def _by_reading(found: Finding, second: Finding, case: ParcelCase, other: ParcelCase) -> Finding:
    """Return the finding of a rule whose outcome depends on how edges of layers in degrees are read."""
    bands = [
        symmetric_difference(*(union([piece.geometry for piece in one.layers[role].pieces]) for one in (case, other)))
        for role in found.rule.roles or case.layers
    ]
    values = found.values | {
        "one": str(found.outcome),
        "other": str(second.outcome),
        "one_m2": found.area_m2,
        "other_m2": second.area_m2,
        "band_m2": recorded(float(case.area_of(bands).sum())),
    }
    milder = max(found.outcome, second.outcome, key=WORST_FIRST.index)
    outcome = Outcome.UNKNOWN if milder is Outcome.UNKNOWN else Outcome.REVIEW
    return replace(found, outcome=outcome, text_id="edge_reading", values=values)


def _unreadable(expression: Expression, case: ParcelCase) -> list[str]:
    """Return the answers that an expression names and that cannot be read."""
    answers = case.facts.answers
    return sorted(name for name in expression.names if name in answers and answers[name].value is None)


def _day(day: object) -> str:
    return "—" if day is None else str(day)
