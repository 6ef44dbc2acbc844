# SPDX-License-Identifier: GPL-2.0-or-later
"""What is told of parcels after a screening: steps and facts, put beside what was told before.

Nothing that was told is deleted: a step on another day stands beside the first, one that was told by mistake is voided.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from land_entry_plugin.rules.procedure import DONE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from land_entry_plugin.cadastre.ledger.model import Event, Fact, Ledger


@dataclass(frozen=True)
class Told:
    """A ledger after something was told.

    Attributes
    ----------
    ledger : Ledger
    added, changed : int
        Steps and facts that are new, and that replace what was told before.
    corrected : tuple of (Event, Event)
        Steps that were told otherwise before, and as they are told now.
    outdated : tuple of Fact
        What does not hold, since something else was told on a later day.
    """

    ledger: Ledger
    added: int
    changed: int
    corrected: tuple[tuple[Event, Event], ...]
    outdated: tuple[Fact, ...]


def with_told(ledger: Ledger, events: Sequence[Event], facts: Sequence[Fact], newest_id: Callable[[str], str]) -> Told:
    """Return the ledger with what is told; what it knows already changes nothing.

    Parameters
    ----------
    ledger : Ledger
    events : sequence of Event
        Steps; one of the same parcel, step and day takes the place of the earlier one.
    facts : sequence of Fact
    newest_id : callable
        Returns the id that a parcel has now, so that what was told under an earlier id is found.
    """
    kept = list(ledger.events)
    corrected: list[tuple[Event, Event]] = []
    added = 0
    for event in events:
        position = _position(kept, event, newest_id)
        if position is None:
            kept.append(event)
            added += 1
        elif not _says_the_same(kept[position], event):
            corrected.append((kept[position], event))
            kept[position] = _completed(kept[position], event)
    stated = list(ledger.facts)
    changed = 0
    outdated = []
    for fact in facts:
        before = _value(stated, fact.parcel_id, fact.name, fact.told_on, newest_id)
        if before == fact.value:
            continue
        stated.append(fact)
        if _value(stated, fact.parcel_id, fact.name, date.max, newest_id) != fact.value:
            outdated.append(fact)
        added, changed = (added + 1, changed) if before is None else (added, changed + 1)
    result = replace(ledger, events=tuple(kept), facts=tuple(stated))
    return Told(result, added, changed + len(corrected), tuple(corrected), tuple(outdated))


def _position(kept: Sequence[Event], event: Event, newest_id: Callable[[str], str]) -> int | None:
    """Return where the same step stands; a step whose day nobody said is the same as one that has a day."""
    same = [
        i
        for i, one in enumerate(kept)
        if one.step == event.step and newest_id(one.parcel_id) == newest_id(event.parcel_id)
    ]
    on_day = next((i for i in same if kept[i].day == event.day), None)
    if on_day is not None:
        return on_day
    if event.day is None:
        return next((i for i in same if kept[i].state == event.state == DONE), None)
    return next((i for i in same if kept[i].day is None and kept[i].state == event.state), None)


def _says_the_same(before: Event, event: Event) -> bool:
    return _completed(before, event) == replace(before, told_on=event.told_on)


def _completed(before: Event, event: Event) -> Event:
    """Return an event with what the earlier telling of it knew besides."""
    return replace(
        event,
        parcel_id=before.parcel_id,
        day=before.day if event.day is None else event.day,
        papers=before.papers if event.papers is None else event.papers,
        note=before.note if event.note is None else event.note,
    )


def _value(stated: Sequence[Fact], parcel_id: str, name: str, day: date, newest_id: Callable[[str], str]) -> str | None:
    """Return what held of a fact on a day."""
    own = [
        fact
        for fact in stated
        if fact.name == name and fact.told_on <= day and newest_id(fact.parcel_id) == newest_id(parcel_id)
    ]
    # sorting keeps the order of one day, of which the last holds
    return sorted(own, key=lambda fact: fact.told_on)[-1].value if own else None
