# SPDX-License-Identifier: GPL-2.0-or-later
"""A decision of the members: quorum and majority, counted exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.rules.expressions import Type
from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.kinds.wording import evaluated, told
from land_entry_plugin.rules.questions import shown

if TYPE_CHECKING:
    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.pack import Rule

CASES = {"no_quorum": Outcome.CONFLICT, "no_majority": Outcome.CONFLICT, "impossible": Outcome.REVIEW}
EXPRESSIONS = dict.fromkeys(("members", "present", "in_favour", "share", "quorum"), Type.NUMBER)


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return whether enough members came and enough of the rule's denominator said yes."""
    found, unknown = evaluated(rule, case, told(rule.parameters, EXPRESSIONS))
    if unknown:
        return unknown
    members, in_favour = found["members"], found["in_favour"]
    present = found.get("present", members)
    of = rule.parameters.get("of", "members")
    voters = present if of == "present" else members
    values = {key: shown(value) for key, value in found.items()} | {"present": shown(present), "voters": shown(voters)}
    values |= {"of": f"voters_{of}", "share": _fraction(found["share"]), "quorum": _fraction(found.get("quorum"))}
    counts = (members, present, in_favour)
    if (
        voters <= 0
        or any(count.denominator != 1 or count < 0 for count in counts)
        or not in_favour <= present <= members
    ):
        return Finding(rule, Outcome.REVIEW, "vote.impossible", values)
    if "quorum" in found and present < found["quorum"] * members:
        return Finding(rule, Outcome.CONFLICT, "vote.no_quorum", values)
    if in_favour < found["share"] * voters:
        return Finding(rule, Outcome.CONFLICT, "vote.no_majority", values)
    return Finding(rule, Outcome.PASS, "vote.carried", values)


def _fraction(value: object) -> str:
    """Return a share as people say it (2/3)."""
    return "—" if value is None else str(value)
