# SPDX-License-Identifier: GPL-2.0-or-later
"""All rules of a pack on one parcel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.rules.findings import Finding, Outcome, worst_first
from land_entry_plugin.rules.kinds import KINDS, WITHOUT_SHAPE
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.pack import RulePack


def judge(pack: RulePack, case: ParcelCase) -> list[Finding]:
    """Return the findings of one parcel, the worst first.

    A rule whose layer was not given finds what the pack says for that (``when_missing``). Of a parcel whose shape
    cannot be judged only the shape and the id are.
    """
    findings = []
    for rule in pack.rules:
        if case.fault is not None and rule.kind not in WITHOUT_SHAPE:
            continue
        missing = [role for role in rule.roles if role not in case.layers]
        if missing:
            names = [both(f"word.role_{role}", {}) for role in missing]
            values = {
                "roles": {language: [name[language] for name in names] for language in ("zh", "en")},
                "missing": missing,
            }
            findings.append(Finding(rule, Outcome(rule.when_missing), "role_missing", values, role_missing=True))
        else:
            findings.append(KINDS[rule.kind](rule, case))
    return worst_first(findings)
