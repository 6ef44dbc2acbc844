# SPDX-License-Identifier: GPL-2.0-or-later
"""Which findings go away when a part of the parcel is cut off, and which part that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from land_entry_plugin.engine.slivers import TOUCH_AREA_M2
from land_entry_plugin.errors import InputError
from land_entry_plugin.roles.catalogue import PARCELS
from land_entry_plugin.rules.findings import Outcome
from land_entry_plugin.rules.kinds import KINDS
from land_entry_plugin.rules.verdicts import weighed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from land_entry_plugin.rules.evidence import ParcelCase, Piece
    from land_entry_plugin.rules.findings import Finding
    from land_entry_plugin.rules.pack import Rule, RulePack


@dataclass(frozen=True)
class Against:
    """A piece of a parcel that a rule holds against it."""

    rule: Rule
    role: str
    piece: Piece


def can_be_avoided(rule: Rule) -> bool:
    """Return whether cutting may make a rule's conflict go away."""
    return KINDS[rule.kind].against is not None


def chosen_rules(pack: RulePack, wanted: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of the rules whose conflicts to avoid: those wanted, else all blocking ones that can be.

    A soft rule (原则上) is one only where it is wanted: an officer decides on it.

    Raises
    ------
    InputError
        When the pack has no such rule, or cutting would not help.
    """
    able = [rule.id for rule in pack.rules if any(map(can_be_avoided, rule.levels()))]
    for rule_id in wanted:
        if rule_id not in able:
            raise InputError("rule_not_avoidable", rule=rule_id, pack=pack.id, rules=able)
    if wanted:
        return tuple(rule_id for rule_id in able if rule_id in wanted)
    return tuple(
        rule.id
        for rule in pack.rules
        if rule.id in able and any(one.blocking and not one.is_soft for one in rule.levels())
    )


def due(findings: Iterable[Finding], chosen: Collection[str]) -> list[Rule]:
    """Return the chosen rules that hold something against the parcel as it is."""
    return [
        finding.rule
        for finding in weighed(findings)
        if finding.rule.id in chosen and can_be_avoided(finding.rule) and _is_due(finding)
    ]


def against(rule: Rule, cases: Iterable[ParcelCase]) -> Iterator[Against]:
    """Yield what a rule holds against a parcel, by every reading of the layers."""
    find = KINDS[rule.kind].against
    if find is None:
        return
    for case in cases:
        for piece in find(rule, case):
            yield Against(rule, _role_of(piece, rule, case), piece)


def _is_due(finding: Finding) -> bool:
    """Return whether a part has to go: a conflict, or any overlap where the rule has no tolerance.

    A sliver that an officer decides on stays, and so does what a paper covers: no boundary moves for the drawing.
    """
    if finding.role_missing or not finding.is_spatial:
        return False
    if finding.outcome is Outcome.CONFLICT or finding.values.get("soft"):
        return True
    if finding.text_id == "edge_reading":
        return str(Outcome.CONFLICT) in (finding.values["one"], finding.values["other"]) or _has_area(finding)
    return _has_area(finding)


def _has_area(finding: Finding) -> bool:
    told = finding.rule.parameters
    no_tolerance = finding.rule.kind == "parcel_overlap" or (
        finding.rule.kind == "zone" and told.get("must") != "inside" and told.get("tolerance") != "sliver"
    )
    return no_tolerance and (finding.area_m2 or 0.0) > TOUCH_AREA_M2


def _role_of(piece: Piece, rule: Rule, case: ParcelCase) -> str:
    """Return the role of the layer that a piece is of."""
    for role in (*rule.roles, *rule.evidence):
        own = case.layers[role].pieces if role in case.layers else ()
        if any(one.source_id == piece.source_id and one.category == piece.category for one in own):
            return role
    return rule.roles[0] if rule.roles else PARCELS
