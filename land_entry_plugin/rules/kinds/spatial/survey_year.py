# SPDX-License-Identifier: GPL-2.0-or-later
"""The land survey is the last completed yearly one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from land_entry_plugin.rules.findings import Finding, Outcome

if TYPE_CHECKING:
    from datetime import date

    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.pack import Rule


# a survey that states no year, or one that is yet to come, is no case: nobody knows how old it is
CASES = {"old": Outcome.REVIEW}


@cache
def last_completed_survey(as_of: date, completed_from: str) -> int:
    """Return the year of the last completed survey: last year from ``completed_from`` (MM-DD) on, else one before."""
    return as_of.year - (1 if as_of.strftime("%m-%d") >= completed_from else 2)


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return whether the data years (SJNF) of all patches on the parcel are that of the last completed survey."""
    needed = last_completed_survey(case.as_of, rule.parameters["completed_from"])
    oldest = min((year for year in case.survey_years if year is not None), default=None)
    values = {"year": oldest, "needed": needed, "as_of": case.as_of.isoformat()}
    if not case.survey_years:
        return Finding(rule, Outcome.REVIEW, "survey_year.nowhere", values)
    if oldest is None or None in case.survey_years:
        return Finding(rule, Outcome.REVIEW, "survey_year.none", values)
    newest = max(year for year in case.survey_years if year is not None)
    if newest > case.as_of.year:
        return Finding(rule, Outcome.REVIEW, "survey_year.future", values | {"newest": newest})
    if oldest < needed:
        return Finding(rule, Outcome.REVIEW, "survey_year.old", values)
    return Finding(rule, Outcome.PASS, "survey_year.pass", values)
