# SPDX-License-Identifier: GPL-2.0-or-later
"""How parcels stand and what became of them: worked out from all records in the order of their dates.

Nothing of it is kept and continued, so the order in which records were added changes nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from land_entry_plugin.cadastre.ledger.differences import differences
from land_entry_plugin.cadastre.ledger.model import (
    ENTERED,
    IN_PROCEDURE,
    LISTED,
    WITHDRAWN,
    Change,
    Event,
    ParcelState,
    RecordHead,
    Screened,
)
from land_entry_plugin.roles.parcel_codes import parcel_code
from land_entry_plugin.rules.procedure import DONE, VOID, procedure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import shapely

    from land_entry_plugin.cadastre.ledger.model import Fact, Ledger

    # Groups of positions in both that are the same land, with the word for how they belong together.
    Grouped = list[tuple[str, list[int], list[int]]]
    Sided = Sequence[tuple[str, shapely.Geometry | None]]
    Matcher = Callable[[Sided, Sided], Grouped]

# County 6, cadastral district 3.
_DISTRICT_DIGITS = 9


@dataclass
class _Followed:
    """A parcel on its way through the records."""

    parcel_id: str
    screened: Screened
    first_on: date
    earlier_ids: list[str] = field(default_factory=list)
    withdrawn_on: date | None = None
    is_withdrawn: bool = False
    # until when it had its earlier ids
    until: dict[str, date] = field(default_factory=dict)
    # whether somebody said that it left
    is_released: bool = False

    @property
    def ids(self) -> set[str]:
        return {self.parcel_id, *self.earlier_ids}


@dataclass(frozen=True)
class Story:
    """What a ledger comes to.

    Attributes
    ----------
    states : tuple of ParcelState
        Ordered by id.
    history : tuple of Change
        In the order of its days; what has no day comes last.
    kept : tuple of str
        Parcels that the newest record does not hold and that stay all the same.
    """

    states: tuple[ParcelState, ...]
    history: tuple[Change, ...]
    kept: tuple[str, ...]

    @property
    def living(self) -> list[ParcelState]:
        """The parcels that stand in the ledger."""
        return [state for state in self.states if state.is_living]

    def newest_id(self, parcel_id: str) -> str:
        """Return the id that a parcel has now."""
        for state in self.states:
            if parcel_id == state.parcel_id:
                return parcel_id
        return next((state.parcel_id for state in self.states if parcel_id in state.earlier_ids), parcel_id)


def replay(ledger: Ledger, matcher: Matcher) -> Story:
    """Return how the parcels of a ledger stand and what became of them.

    Parameters
    ----------
    ledger : Ledger
    matcher : callable
        Says which parcels of two lists are the same land: by id, else by where they lie.
    """
    run = _Run(ledger, matcher)
    return run.story()


class _Run:
    """One way through all records."""

    def __init__(self, ledger: Ledger, matcher: Matcher) -> None:
        self._ledger = ledger
        self._matcher = matcher
        self._parcels: list[_Followed] = []
        self._changes: list[tuple[_Followed, Change]] = []
        self._kept: list[_Followed] = []
        self._counted = [event for event in ledger.events if event.state != VOID]

    def story(self) -> Story:
        """Return what it comes to."""
        before = date.min
        for head in self._ledger.in_order:
            self._withdraw_told(before, head.as_of)
            self._take(head)
            before = head.as_of
        self._withdraw_told(before, None)
        states = [self._state(one) for one in self._parcels]
        for one, state in zip(self._parcels, states, strict=True):
            self._tell_steps(one, state)
        # by the newest id: who asks for a parcel gets all of its history
        changes = [replace(change, parcel_id=one.parcel_id) for one, change in self._changes]
        history = sorted(changes, key=lambda change: (change.day or date.max, change.parcel_id))
        kept = sorted(one.parcel_id for one in self._kept if not one.is_withdrawn)
        return Story(tuple(sorted(states, key=lambda state: state.parcel_id)), tuple(history), tuple(kept))

    def _take(self, head: RecordHead) -> None:
        """Compare a record with what stands in the ledger."""
        new = _with_unique_ids(self._ledger.of_record(head.code), self._taken_ids() if not head.has_ids else set())
        living = [one for one in self._parcels if not one.is_withdrawn]
        ids = [one.parcel_id if head.has_ids else f"<{one.parcel_id}" for one in living]
        groups = self._matcher(
            [(id_, one.screened.shape) for id_, one in zip(ids, living, strict=True)],
            [(id_ if head.has_ids else f">{id_}", one.shape) for id_, one in new],
        )
        self._kept = []
        for relation, ones, others in groups:
            self._take_group(head, relation, [living[i] for i in ones], [new[j] for j in others])

    def _taken_ids(self) -> set[str]:
        return {id_ for one in self._parcels for id_ in one.ids}

    def _take_group(
        self, head: RecordHead, relation: str, ones: list[_Followed], others: list[tuple[str, Screened]]
    ) -> None:
        if not others:
            self._absent(head, ones[0])
        elif len(ones) == len(others) == 1:
            self._continue(head, ones[0], *others[0])
        else:
            known = {one.parcel_id: one for one in ones}
            old_ids, new_ids = sorted(known), sorted(id_ for id_, _ in others)
            for id_, screened in others:
                if id_ in known and head.has_ids:
                    self._continue(head, known.pop(id_), id_, screened)
                else:
                    self._add(head, id_, screened, [one for one in old_ids if one != id_])
            for one in known.values():
                self._leave(one, head.as_of)
                self._say(head, one, relation, after="、".join(new_ids))

    def _continue(self, head: RecordHead, one: _Followed, id_: str, screened: Screened) -> None:
        if head.has_ids and id_ != one.parcel_id:
            earlier, one.parcel_id = one.parcel_id, id_
            one.earlier_ids.append(earlier)
            one.until[earlier] = head.as_of
            self._say(head, one, "renamed", before=earlier, after=id_)
        for kind, before, after, values in differences(one.screened, screened):
            self._say(head, one, kind, before, after, **values)
        one.screened = screened

    def _add(self, head: RecordHead, id_: str, screened: Screened, origins: list[str]) -> None:
        gone = next((one for one in self._parcels if one.is_withdrawn and one.parcel_id == id_), None)
        if gone is not None and head.has_ids:
            gone.is_withdrawn, gone.withdrawn_on, gone.is_released = False, None, False
            self._say(head, gone, "returned", after=screened.verdict)
            self._continue(head, gone, id_, screened)
            return
        made = _Followed(id_, screened, head.as_of)
        self._parcels.append(made)
        self._say(head, made, "added", after=screened.verdict, origins=origins)

    def _absent(self, head: RecordHead, one: _Followed) -> None:
        """Let a parcel go that a record does not hold, where the record is about its area and nothing is under way."""
        areas = {_district(screened.parcel_id) for screened in self._ledger.of_record(head.code)}
        is_of_area = _district(one.parcel_id) in areas
        if head.keeps_absent or not is_of_area or not head.has_ids or self._events(one):
            self._kept.append(one)
            return
        self._leave(one, head.as_of)
        self._say(head, one, "withdrawn", before=one.screened.verdict)

    def _withdraw_told(self, first: date, end: date | None) -> None:
        """Let parcels go whose withdrawal was told; ``end`` is None for all that are left."""
        steps = procedure().steps
        for event in self._counted:
            if not (steps[event.step].is_withdrawal and event.state == DONE):
                continue
            day = event.day or date.max
            if day < first or (end is not None and day >= end):
                continue
            for one in self._parcels:
                if self._is_of(one, event) and not one.is_withdrawn:
                    self._leave(one, event.day)
                    one.is_released = True
                    told = Change(
                        event.day, one.parcel_id, "withdrawn", None, one.screened.verdict, None, {"told": True}
                    )
                    self._changes.append((one, told))

    @staticmethod
    def _leave(one: _Followed, day: date | None) -> None:
        one.is_withdrawn, one.withdrawn_on = True, day

    def _say(
        self,
        head: RecordHead,
        one: _Followed,
        kind: str,
        before: str | None = None,
        after: str | None = None,
        **values: object,
    ) -> None:
        self._changes.append((one, Change(head.as_of, one.parcel_id, kind, head.code, before, after, values)))

    def _events(self, one: _Followed) -> list[Event]:
        steps = procedure().steps
        own = [event for event in self._counted if self._is_of(one, event)]
        return sorted(
            (event for event in own if not steps[event.step].is_withdrawal),
            key=lambda event: (event.day or date.max, list(steps).index(event.step)),
        )

    def _state(self, one: _Followed) -> ParcelState:
        events = self._events(one)
        entries = [event for event in events if _is_entry(event)]
        status, since = LISTED, one.first_on
        if one.is_withdrawn:
            status, since = WITHDRAWN, one.withdrawn_on
        elif entries:
            status, since = ENTERED, entries[0].day
        elif events:
            status, since = IN_PROCEDURE, events[0].day
        facts = {}
        for fact in sorted(self._ledger.facts, key=lambda fact: fact.told_on):
            if self._is_of(one, fact):
                facts[fact.name] = fact
        return ParcelState(
            parcel_id=one.parcel_id,
            screened=one.screened,
            status=status,
            first_on=one.first_on,
            since=since,
            earlier_ids=tuple(one.earlier_ids),
            events=tuple(events),
            facts=facts,
            entered_on=entries[0].day if entries else None,
            is_bound=bool(entries) and not one.is_released,
        )

    def _is_of(self, one: _Followed, told: Event | Fact) -> bool:
        """Return whether something was told of a parcel: of two that have had an id, of the one that had it then."""
        if told.parcel_id not in one.ids:
            return False
        holders = [other for other in self._parcels if told.parcel_id in other.ids]
        then = [other for other in holders if told.told_on < other.until.get(told.parcel_id, date.max)]
        return one is min(then or holders, key=lambda other: other.until.get(told.parcel_id, date.max))

    def _tell_steps(self, one: _Followed, state: ParcelState) -> None:
        for event in state.events:
            told = Change(event.day, state.parcel_id, "step", None, None, event.state, {"step": event.step})
            self._changes.append((one, told))
        entry = next((event for event in state.events if _is_entry(event)), None)
        if entry is not None:
            entered = Change(entry.day, state.parcel_id, "entered", None, None, None, {"step": entry.step})
            self._changes.append((one, entered))


def _district(parcel_id: str) -> str | None:
    """Return the cadastral district (地籍区) that a code names, None where it is no code."""
    return parcel_id.strip()[:_DISTRICT_DIGITS] if parcel_code(parcel_id) else None


def _is_entry(event: Event) -> bool:
    return procedure().steps[event.step].is_entry and event.state == DONE


def _with_unique_ids(parcels: Iterable[Screened], taken: set[str]) -> list[tuple[str, Screened]]:
    """Return parcels with ids that no other has: a second one of the same id gets a number."""
    count: Counter[str] = Counter()
    result = []
    for one in parcels:
        count[one.parcel_id] += 1
        while (id_ := numbered(one.parcel_id, count[one.parcel_id])) in taken:
            count[one.parcel_id] += 1
        result.append((id_, one))
    return result


def numbered(parcel_id: str, number: int) -> str:
    """Return the id of the first, second ... parcel of one id."""
    return parcel_id if number == 1 else f"{parcel_id}#{number}"
