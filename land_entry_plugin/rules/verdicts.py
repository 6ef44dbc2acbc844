# SPDX-License-Identifier: GPL-2.0-or-later
"""What the findings of one parcel amount to."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from land_entry_plugin.rules.findings import Finding, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Verdict(StrEnum):
    """Whether a parcel may enter the market."""

    PROHIBITED = "prohibited"
    UNDETERMINED = "undetermined"
    REVIEW = "review"
    ELIGIBLE = "eligible"


VERDICTS_WORST_FIRST = tuple(Verdict)
CAP_ASSUMED_EXTENT = "assumed_extent"
CAP_NOT_IN_FORCE = "not_in_force"


def verdict(findings: Sequence[Finding], caps: Iterable[str] = ()) -> Verdict:
    """Return what findings amount to; a cap keeps the best verdict at ``review``.

    Without a finding nothing is known.
    """
    if any(finding.outcome is Outcome.CONFLICT and finding.rule.blocking for finding in findings):
        return Verdict.PROHIBITED
    if not findings or any(finding.outcome is Outcome.UNKNOWN and finding.rule.blocking for finding in findings):
        return Verdict.UNDETERMINED
    if any(finding.outcome is not Outcome.PASS for finding in findings) or any(caps):
        return Verdict.REVIEW
    return Verdict.ELIGIBLE


def spatial_verdict(findings: Sequence[Finding]) -> Verdict:
    """Return what geometry and attributes decide with the layers given.

    Findings about layers that were not given do not count, nor do caps; without a finding that rests on a layer
    nothing is known, unless the parcel's own shape already is at fault.
    """
    given = [finding for finding in findings if not finding.role_missing]
    rests_on_layer = any(finding.rule.roles for finding in given)
    result = verdict(given)
    return result if rests_on_layer or result is Verdict.PROHIBITED else Verdict.UNDETERMINED


def caps_of(findings: Iterable[Finding], *, in_force: bool) -> tuple[str, ...]:
    """Return why the best verdict is ``review``, whatever the findings say."""
    caps = []
    if any(finding.assumed for finding in findings):
        caps.append(CAP_ASSUMED_EXTENT)
    if not in_force:
        caps.append(CAP_NOT_IN_FORCE)
    return tuple(caps)
