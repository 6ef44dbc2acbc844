# SPDX-License-Identifier: GPL-2.0-or-later
"""Any of several rules: as good as the best of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.rules.findings import NOT_APPLICABLE, WORST_FIRST, Finding, Outcome
from land_entry_plugin.rules.kinds.logic.members import of_members

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.pack import Rule


def check(rule: Rule, case: ParcelCase, members: Sequence[Finding]) -> Finding:
    """Return the best outcome of the members that apply; one that nobody knows keeps the way open."""
    applying = [member for member in members if member.text_id not in NOT_APPLICABLE] or members
    return of_members(rule, members, max((member.outcome for member in applying), key=_goodness))


def _goodness(outcome: Outcome) -> int:
    return WORST_FIRST.index(outcome)
