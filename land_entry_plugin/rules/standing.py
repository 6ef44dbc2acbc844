# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether a pack is law on a day, in words: in force, expired, not yet in force, a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.rules.pack import DRAFT
from land_entry_plugin.texts import LANGUAGES, render

if TYPE_CHECKING:
    from datetime import date

    from land_entry_plugin.rules.pack import PackHead


def standing(head: PackHead, day: date, language: str) -> str:
    """Return how a pack stands on a day."""
    return render(f"note.standing.{_standing(head, day)}", _values(head, day), language)


def banner(head: PackHead, day: date) -> dict[str, str] | None:
    """Return the banner of a pack that is not law on a day, by language; None where it is."""
    found = _standing(head, day)
    if found == "in_force":
        return None
    return {language: render(f"note.banner.{found}", _values(head, day), language) for language in LANGUAGES}


def _standing(head: PackHead, day: date) -> str:
    if head.status == DRAFT:
        return "draft"
    if day < head.valid_from:
        return "not_yet"
    return "in_force" if head.in_force(day) else "expired"


def _values(head: PackHead, day: date) -> dict[str, object]:
    until = head.valid_until.isoformat() if head.valid_until else None
    return {"title": head.title, "from": head.valid_from.isoformat(), "until": until, "as_of": day.isoformat()}
