# SPDX-License-Identifier: GPL-2.0-or-later
"""What the findings of one parcel amount to."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from land_entry_plugin.rules.findings import ROLE_IN_DOUBT, Finding, Outcome

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
CAP_OUTSIDE_JURISDICTION = "outside_jurisdiction"
CAP_LOCAL_PACK = "local_pack_not_chosen"
CAP_RULE_DISABLED = "rule_disabled"
CAP_WITHOUT_NATIONAL = "without_national"


def verdict(findings: Sequence[Finding], caps: Iterable[str] = ()) -> Verdict:
    """Return what findings amount to; a cap keeps the best verdict at ``review``.

    Without a finding nothing is known.
    """
    findings = weighed(findings)
    if any(finding.outcome is Outcome.CONFLICT and finding.rule.blocking for finding in findings):
        return Verdict.PROHIBITED
    if not findings or any(finding.outcome is Outcome.UNKNOWN and finding.rule.blocking for finding in findings):
        return Verdict.UNDETERMINED
    if any(finding.outcome is not Outcome.PASS for finding in findings) or any(caps):
        return Verdict.REVIEW
    return Verdict.ELIGIBLE


def worse(one: Verdict, other: Verdict) -> Verdict:
    """Return the worse of two verdicts."""
    return min(one, other, key=VERDICTS_WORST_FIRST.index)


def weighed(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings with those of higher levels beside them."""
    listed = list(findings)
    if not any([finding.beside for finding in listed]):
        return listed
    return [one for finding in listed for one in (finding, *finding.beside)]


def spatial_verdict(findings: Sequence[Finding]) -> Verdict:
    """Return what geometry and attributes decide with the layers given.

    Findings about layers that were not given and of what officers answer do not count, nor do caps; layers of which
    none could be chosen were given. Without a finding that rests on a layer nothing is known, unless the parcel's own
    shape already is at fault.
    """
    given = [finding for finding in weighed(findings) if finding.is_spatial and _has_layers(finding)]
    rests_on_layer = any(finding.rule.roles for finding in given)
    result = verdict(given)
    return result if rests_on_layer or result is Verdict.PROHIBITED else Verdict.UNDETERMINED


def _has_layers(finding: Finding) -> bool:
    """Return whether there are layers for a finding, even if none of them could be chosen."""
    return not finding.role_missing or finding.text_id == ROLE_IN_DOUBT


def caps_of(
    findings: Iterable[Finding],
    *,
    in_force: bool,
    at_home: bool = True,
    local_pack_chosen: bool = True,
    all_enabled: bool = True,
    on_national: bool = True,
) -> tuple[str, ...]:
    """Return why the best verdict is ``review``, whatever the findings say.

    Parameters
    ----------
    findings : iterable of Finding
    in_force : bool
        Whether the pack and the articles it rests on are law.
    at_home : bool
        False where the pack is one of another place.
    local_pack_chosen : bool
        False where there is a pack for the parcel's county and another one was chosen.
    all_enabled : bool
        False where the pack switched off a blocking rule of the one it extends.
    on_national : bool
        False where a local pack does not rest on the national one.
    """
    reasons = {
        CAP_ASSUMED_EXTENT: any(finding.assumed for finding in weighed(findings)),
        CAP_NOT_IN_FORCE: not in_force,
        CAP_OUTSIDE_JURISDICTION: not at_home,
        CAP_LOCAL_PACK: not local_pack_chosen,
        CAP_RULE_DISABLED: not all_enabled,
        CAP_WITHOUT_NATIONAL: not on_national,
    }
    return tuple(cap for cap, holds in reasons.items() if holds)
