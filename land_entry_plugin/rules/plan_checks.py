# SPDX-License-Identifier: GPL-2.0-or-later
"""The rules that need no layer, on a parcel whose entry plan is made: what answers and figures contradict."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from land_entry_plugin.engine.limits import Limits
from land_entry_plugin.engine.shapes import NOWHERE
from land_entry_plugin.rules.asked import expressions_of
from land_entry_plugin.rules.evidence import ParcelCase
from land_entry_plugin.rules.facts import MEASURES
from land_entry_plugin.rules.judge import judge
from land_entry_plugin.rules.kinds import KINDS

if TYPE_CHECKING:
    from land_entry_plugin.rules.expressions import Expression
    from land_entry_plugin.rules.facts import Facts
    from land_entry_plugin.rules.findings import Finding
    from land_entry_plugin.rules.pack import Rule, RulePack

# What a record says of a parcel for certain; other figures may be more than was found.
CERTAIN = ("area_m2", "area_plane_m2", "urban_status", "county", "as_of")


def plan_findings(parcel_id: str, row: int, area_m2: float, facts: Facts) -> list[Finding]:
    """Return what the rules without layers find, the worst first.

    Parameters
    ----------
    parcel_id : str
    row : int
        Position in the parcel layer, from 1.
    area_m2 : float
    facts : Facts
        At the stage of the plan.
    """
    case = ParcelCase(
        parcel_id=parcel_id,
        row=row,
        id_rows=(row,),
        id_is_blank=False,
        geometry=None,
        plane=None,
        area_m2=area_m2,
        fault=None,
        layers={},
        neighbours=(),
        doubly_covered=NOWHERE,
        survey_years=frozenset(),
        as_of=facts.as_of,
        limits=Limits(),
        facts=facts,
    )
    return judge(without_layers(facts.pack), case)


def without_layers(pack: RulePack) -> RulePack:
    """Return a pack with the rules that answers and certain figures decide; others stand in the record."""
    rules = {rule.id: rule for rule in pack.rules}
    return replace(pack, rules=tuple(rule for rule in pack.rules if _is_told(rule, rules, pack)))


def _is_told(rule: Rule, rules: dict[str, Rule], pack: RulePack) -> bool:
    """Return whether a rule, and those that it is made of, need neither layers nor figures that are not certain."""
    levels = rule.levels()
    if any(KINDS[one.kind].is_spatial or one.roles for one in levels):
        return False
    if any(_names(expression, pack) & (MEASURES.keys() - CERTAIN) for one in levels for expression in _all(one)):
        return False
    return all(_is_told(rules[member], rules, pack) for one in levels for member in one.members)


def _all(rule: Rule) -> list[Expression]:
    """Return every expression of a rule."""
    own = [one for one in (rule.applies_when, rule.unless) if one is not None]
    return [*expressions_of(rule.parameters), *own]


def _names(expression: Expression, pack: RulePack) -> set[str]:
    """Return the facts behind an expression, those behind figures too."""
    names = set(expression.names)
    return names.union(*(_names(pack.figures[name].expression, pack) for name in names if name in pack.figures))
