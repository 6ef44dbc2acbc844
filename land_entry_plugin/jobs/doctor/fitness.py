# SPDX-License-Identifier: GPL-2.0-or-later
"""What the faults amount to: fit to screen, with limits, or not; and why, in one paragraph."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from land_entry_plugin.jobs.doctor.rows import counted
from land_entry_plugin.roles.catalogue import PARCELS, required_roles
from land_entry_plugin.roles.data_checks import Severity, blocks
from land_entry_plugin.texts import LANGUAGES, both, render

if TYPE_CHECKING:
    from land_entry_plugin.jobs.doctor.request import DataCheck, Tally

_REASONS = 6


class Fitness(StrEnum):
    """Whether the data are fit for a screening."""

    YES = "yes"
    LIMITED = "limited"
    NO = "no"


def fitness(check: DataCheck) -> Fitness:
    """Return whether the data are fit for a screening."""
    if any(_stops(tally) for tally in check.tallies):
        return Fitness.NO
    grave = any(tally.severity is not Severity.NOTE for tally in check.tallies)
    return Fitness.LIMITED if grave else Fitness.YES


def _stops(tally: Tally) -> bool:
    """Return whether nothing can be screened: the fault blocks, or a required layer lies elsewhere."""
    if blocks(tally.kind):
        return True
    return tally.kind == "elsewhere" and (tally.role in required_roles() or tally.role == PARCELS)


def summary(check: DataCheck) -> dict[str, str]:
    """Return the paragraph that stands on the terminal, in the log and at the head of the workbook, by language."""
    fit = fitness(check)
    numbers = counted(check)
    relevant = [tally for tally in check.tallies if _stops(tally)] if fit is Fitness.NO else []
    relevant += [one for one in check.tallies if one.severity is not Severity.NOTE and one not in relevant]
    optional = [both(f"word.role_{role}", {}) for role in check.missing_roles if role not in required_roles()]
    result = {}
    for language in LANGUAGES:
        reasons = [_reason(tally, language) for tally in relevant[:_REASONS]]
        values = {
            "errors": numbers["error"],
            "warnings": numbers["warning"],
            "notes": numbers["note"],
            "layers": len(check.layers),
            "reasons": ("；" if language == "zh" else "; ").join(reasons),
            "more": max(len(relevant) - _REASONS, 0),
        }
        case = "more" if len(relevant) > _REASONS else "all"
        sentences = [render(f"check.fit.{fit}", values, language)]
        if reasons:
            sentences.append(render(f"check.reasons.{case}", values, language))
        sentences.append(render("check.counts", values, language))
        if optional:
            names = [one[language] for one in optional]
            sentences.append(render("check.optional", {"roles": names, "count": len(names)}, language))
        if check.request.parcels is None:
            sentences.append(render("check.without_parcels", {}, language))
        result[language] = ("" if language == "zh" else " ").join(sentences)
    return result


def _reason(tally: Tally, language: str) -> str:
    title = both(f"check.title.{tally.kind}", {})[language]
    where = tally.layer or (both(f"word.role_{tally.role}", {})[language] if tally.role else "")
    values = {"title": title, "where": where, "count": tally.count}
    return render("check.reason.somewhere" if where else "check.reason.alone", values, language)


def fixed_sentence(check: DataCheck, path: str) -> dict[str, str]:
    """Return what became of the fixed copies, by language."""
    count = sum(len(mended.changes) for mended in check.mended)
    return both("check.fixed.written", {"count": count, "path": path}) if count else both("check.fixed.nothing", {})
