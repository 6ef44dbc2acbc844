# SPDX-License-Identifier: GPL-2.0-or-later
"""What a user has to know once entry plans are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.texts import render, word

if TYPE_CHECKING:
    from land_entry_plugin.jobs.entryplan import WrittenPlans


def said(written: WrittenPlans, language: str) -> list[str]:
    """Return what was written, what was refused, what is doubtful, and which answers were not used."""
    plans = written.plans
    lines = [plans.head.banners[language]] if plans.head.banner else []
    lines += plans.head.said(language)
    role = {"role": word("role_answers", language)}
    lines += [render(f"note.{note_id}", values | role, language) for note_id, values in plans.answers.unused()]
    if plans.refused:
        values = {"count": len(plans.refused), "parcels": list(plans.refused)}
        lines.append(render("note.plans_refused", values, language))
    if written.passed_over:
        lines.append(render("note.sheets_renamed", {"count": written.passed_over}, language))
    lines += [note[language] for note in written.notes]
    counts = {
        "count": len(plans.plans),
        "files": len(written.paths),
        "doubtful": sum(bool(plan.contradictions) for plan in plans.plans),
        "unfinished": sum(bool(plan.open_points) for plan in plans.plans),
    }
    return [*lines, render("note.plans_written", counts, language)]
