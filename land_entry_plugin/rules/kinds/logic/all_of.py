# SPDX-License-Identifier: GPL-2.0-or-later
"""All of several rules: as bad as the worst of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.rules.findings import Finding, worst
from land_entry_plugin.rules.kinds.logic.members import of_members

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.pack import Rule


def check(rule: Rule, case: ParcelCase, members: Sequence[Finding]) -> Finding:
    """Return the worst outcome of the members."""
    return of_members(rule, members, worst(*(member.outcome for member in members)))
