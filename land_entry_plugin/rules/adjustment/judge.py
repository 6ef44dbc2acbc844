# SPDX-License-Identifier: GPL-2.0-or-later
"""All conditions on all plots."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from land_entry_plugin.roles.land_classes import UNKNOWN
from land_entry_plugin.rules.adjustment import balance, checks
from land_entry_plugin.rules.adjustment.account import Account, account_of
from land_entry_plugin.rules.adjustment.findings import (
    CAP_ELSEWHERE,
    CAP_NOT_IN_FORCE,
    BalanceFinding,
    balance_verdict,
    worst_first,
)
from land_entry_plugin.rules.adjustment.plots import UNCOVERED, sound
from land_entry_plugin.rules.adjustment.quality import GRADE, SLOPE, quality
from land_entry_plugin.rules.findings import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from land_entry_plugin.rules.adjustment.findings import BalanceVerdict
    from land_entry_plugin.rules.adjustment.plots import Plot
    from land_entry_plugin.rules.adjustment.terms import Terms


@dataclass(frozen=True)
class Judged:
    """What the conditions say.

    Attributes
    ----------
    findings : list of BalanceFinding
        The worst first.
    caps : tuple of str
        Why the best verdict is ``review``.
    verdict : BalanceVerdict
    account : Account
    """

    findings: list[BalanceFinding]
    caps: tuple[str, ...]
    verdict: BalanceVerdict
    account: Account


@dataclass(frozen=True)
class Asked:
    """What the user decides.

    Attributes
    ----------
    as_of : date
    scattered_below_m2 : float or None
    groups_m2 : tuple of float
        Areas of the reclaimed plots, those that touch as one.
    """

    as_of: date
    scattered_below_m2: float | None
    groups_m2: tuple[float, ...]


def judge_balance(terms: Terms, plots: Sequence[Plot], asked: Asked, others: Sequence[Plot] | None = None) -> Judged:
    """Return the findings of the conditions and what they amount to.

    ``others`` are the plots by the other reading of a survey in degrees: where it gives another outcome, an officer
    decides.
    """
    account = account_of(plots)
    findings = _findings(terms, plots, asked, account)
    if others is not None:
        seconds = _findings(terms, others, asked, account_of(others))
        findings = [
            one if one.outcome is two.outcome else _by_reading(one, two)
            for one, two in zip(findings, seconds, strict=True)
        ]
    findings = worst_first(findings)
    caps = _caps(terms, plots, asked.as_of)
    return Judged(findings, caps, balance_verdict(findings, caps), account)


def _findings(terms: Terms, plots: Sequence[Plot], asked: Asked, account: Account) -> list[BalanceFinding]:
    condition, settings = terms.conditions, terms.settings
    return [
        balance.construction(condition["adjusted_construction"], plots, account),
        balance.farmland(condition["adjusted_farmland"], plots, account),
        quality(condition["adjusted_quality_grade"], plots, account, GRADE, settings["worst_grade"]),
        quality(condition["adjusted_quality_slope"], plots, account, SLOPE, settings["worst_slope"]),
        checks.scattered(condition["adjusted_scattered"], plots, asked.groups_m2, asked.scattered_below_m2),
        checks.acceptance(condition["adjusted_acceptance"], plots, asked.as_of),
        checks.class_after(condition["adjusted_class_after"], plots),
        checks.geometry(condition["adjusted_geometry"], plots),
        checks.overlap(condition["adjusted_overlap"], plots),
        checks.gaps(condition["adjusted_coverage"], plots, UNCOVERED),
        checks.gaps(condition["adjusted_known_class"], plots, UNKNOWN),
        checks.survey(condition["adjusted_survey"], plots),
        checks.survey_year(condition["adjusted_survey_year"], plots, asked.as_of, settings["survey_completed_from"]),
    ]


def _by_reading(found: BalanceFinding, second: BalanceFinding) -> BalanceFinding:
    """Return a finding whose outcome depends on how the edges of a survey in degrees are read."""
    values = found.values | {
        "one": str(found.outcome),
        "other": str(second.outcome),
        "one_m2": found.area_m2,
        "other_m2": second.area_m2,
    }
    return replace(found, outcome=Outcome.REVIEW, text_id="adjustment.edge_reading", values=values)


def _caps(terms: Terms, plots: Sequence[Plot], as_of: date) -> tuple[str, ...]:
    counties = counties_of(plots)
    caps = []
    if not any(measure.document.in_force(as_of) for measure in terms.measures):
        caps.append(CAP_NOT_IN_FORCE)
    if any(not any(measure.holds_at(county) for measure in terms.measures) for county in counties):
        caps.append(CAP_ELSEWHERE)
    return tuple(caps)


def counties_of(plots: Sequence[Plot]) -> list[str]:
    """Return the codes of the counties in which the plots lie, as far as the survey or their ids tell."""
    return sorted({county for plot in sound(plots) for county in plot.counties})
