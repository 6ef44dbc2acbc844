# SPDX-License-Identifier: GPL-2.0-or-later
"""The papers of each step: which are there, which are missing, and of which nobody said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from land_entry_plugin.rules.procedure import procedure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from land_entry_plugin.cadastre.ledger.model import Event, ParcelState

PRESENT, MISSING, NOT_STATED = "present", "missing", "not_stated"
_BETWEEN = re.compile(r"[；;、\n]+(?![^（(]*[）)])")
_NUMBER = re.compile(r"\s*(?:[（(](.*)[）)])?\s*", re.DOTALL)
_ALL, _NONE = ("全", "全部", "齐全", "all"), ("无", "没有", "缺", "none")


@dataclass(frozen=True)
class Paper:
    """One paper of one step of a parcel.

    Attributes
    ----------
    step, title : str
    id : str or None
        None for one that the step does not ask for.
    state : str
        ``present``, ``missing`` or ``not_stated``.
    number : str or None
    """

    step: str
    title: str
    id: str | None
    state: str
    number: str | None = None


def listed_papers(text: str) -> tuple[str, ...]:
    """Return the papers that a cell lists; none where it says 无."""
    parts = tuple(part.strip() for part in _BETWEEN.split(text) if part.strip())
    return () if len(parts) == 1 and parts[0].lower() in _NONE else parts


def papers_of(state: ParcelState) -> list[Paper]:
    """Return the papers of all steps that a parcel went through."""
    result: list[Paper] = []
    for step in procedure().steps:
        events = [event for event in state.events if event.step == step]
        if events:
            result += step_papers(step, events)
    return result


def step_papers(step: str, events: Sequence[Event]) -> list[Paper]:
    """Return the papers of one step, whichever of its rows lists them."""
    asked = procedure().steps[step].papers
    stated = [event.papers for event in events if event.papers is not None]
    there: dict[str, str | None] = {}
    others: list[Paper] = []
    for text in (text for papers in stated for text in papers):
        if text.lower() in _ALL:
            there = {id_: there.get(id_) for id_ in asked}
            continue
        found, number = _asked_for(text, asked)
        if found is None:
            others.append(Paper(step, text, None, PRESENT))
        else:
            there[found] = number or there.get(found)
    absent = MISSING if stated else NOT_STATED
    own = [
        Paper(step, titles["zh"], id_, PRESENT if id_ in there else absent, there.get(id_))
        for id_, titles in asked.items()
    ]
    return own + others


def _asked_for(text: str, asked: Mapping[str, Mapping[str, str]]) -> tuple[str | None, str | None]:
    """Return which of the papers that are asked for a text names, and the number behind it in brackets."""
    for id_, titles in asked.items():
        for title in (id_, *titles.values()):
            behind = _NUMBER.fullmatch(text.removeprefix(title)) if text.startswith(title) else None
            if behind:
                return id_, behind[1] or None
    return None, None
