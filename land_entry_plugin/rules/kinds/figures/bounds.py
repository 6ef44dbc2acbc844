# SPDX-License-Identifier: GPL-2.0-or-later
"""Planning indices (容积率, 建筑密度, 绿地率) keep their bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.rules.expressions import Type
from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.kinds.wording import all_open, evaluated, told
from land_entry_plugin.rules.questions import shown
from land_entry_plugin.texts import LANGUAGES

if TYPE_CHECKING:
    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.pack import Rule

CASES = {"outside": Outcome.CONFLICT}
_KEYS = ("is", "at_least", "at_most")
EXPRESSIONS = {f"indices.*.{key}": Type.NUMBER for key in _KEYS}


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return which indices lie outside their bounds; those that nobody stated are asked for."""
    texts: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    open_findings = []
    is_outside = False
    for index in rule.parameters["indices"].values():
        found, unknown = evaluated(rule, case, told(index, _KEYS))
        if unknown:
            open_findings.append(unknown)
            continue
        low, high = found.get("at_least"), found.get("at_most")
        is_outside |= (low is not None and found["is"] < low) or (high is not None and found["is"] > high)
        limits = " ".join(f"{sign} {shown(limit)}" for sign, limit in (("≥", low), ("≤", high)) if limit is not None)
        for language in LANGUAGES:
            texts[language].append(f"{index['title'][language]} {shown(found['is'])} ({limits})")
    if is_outside:
        return Finding(rule, Outcome.CONFLICT, "bounds.outside", {"indices": texts})
    return all_open(rule, case, open_findings) or Finding(rule, Outcome.PASS, "bounds.kept", {"indices": texts})
