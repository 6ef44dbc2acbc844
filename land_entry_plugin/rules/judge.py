# SPDX-License-Identifier: GPL-2.0-or-later
"""All rules of a pack on one parcel."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from land_entry_plugin.engine.shapes import symmetric_difference, union
from land_entry_plugin.rounding import recorded
from land_entry_plugin.rules.findings import Finding, Outcome, worst_first
from land_entry_plugin.rules.kinds import KINDS, WITHOUT_SHAPE
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.pack import RulePack


def judge(pack: RulePack, case: ParcelCase, other: ParcelCase | None = None) -> list[Finding]:
    """Return the findings of one parcel, the worst first.

    A rule whose layer was not given finds what the pack says for that (``when_missing``). Of a parcel whose shape
    cannot be judged only the shape and the id are. ``other`` is the case by the other reading of layers in degrees:
    where it gives another outcome, an officer decides.
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
            found = KINDS[rule.kind](rule, case)
            second = KINDS[rule.kind](rule, other) if other else found
            findings.append(found if second.outcome is found.outcome else _by_reading(found, second, case, other))
    return worst_first(findings)


def _by_reading(found: Finding, second: Finding, case: ParcelCase, other: ParcelCase) -> Finding:
    """Return the finding of a rule whose outcome depends on how edges of layers in degrees are read."""
    bands = [
        symmetric_difference(*(union([piece.geometry for piece in one.layers[role].pieces]) for one in (case, other)))
        for role in found.rule.roles
    ]
    values = found.values | {
        "one": str(found.outcome),
        "other": str(second.outcome),
        "one_m2": found.area_m2,
        "other_m2": second.area_m2,
        "band_m2": recorded(float(case.area_of(bands).sum())),
    }
    return replace(found, outcome=Outcome.REVIEW, text_id="edge_reading", values=values)
