# SPDX-License-Identifier: GPL-2.0-or-later
"""What rules made of other rules say of their members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.texts import LANGUAGES, render, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.rules.pack import Rule


def of_members(rule: Rule, members: Sequence[Finding], outcome: Outcome) -> Finding:
    """Return a finding that names every member with its outcome and sentence."""
    parts = {
        language: [
            f"{member.rule.title[language]} {word(str(member.outcome), language)}: "
            + render(f"finding.{member.text_id}", member.values, language).strip()
            for member in members
        ]
        for language in LANGUAGES
    }
    values = {"parts": parts, "rules": [member.rule.id for member in members]}
    is_open = outcome is not Outcome.PASS
    return Finding(
        rule,
        outcome,
        f"{rule.kind}.{outcome}",
        values,
        obligations=tuple(key for member in members if member.outcome is outcome for key in member.obligations),
        role_missing=is_open and all(member.role_missing for member in members if member.outcome is outcome),
        assumed=outcome is Outcome.PASS and any(member.assumed for member in members),
        unanswered=tuple(dict.fromkeys(name for member in members for name in member.unanswered)) if is_open else (),
    )
