# SPDX-License-Identifier: GPL-2.0-or-later
"""What contracts oblige to (交地 开工 竣工), and what is due as of a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from land_entry_plugin.rules.procedure import procedure

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from land_entry_plugin.cadastre.ledger.model import ParcelState

# The most pressing first.
OVERDUE, SOON, NOT_STATED, LATER, DONE_LATE, DONE = "overdue", "soon", "not_stated", "later", "done_late", "done"


@dataclass(frozen=True)
class Obligation:
    """One duty of one parcel.

    Attributes
    ----------
    state : ParcelState
    duty : str
        ``handover``, ``start`` or ``completion``.
    due, done : date or None
        None where nobody said.
    standing : str
        ``overdue``, ``soon``, ``not_stated``, ``later``, ``done_late`` or ``done``.
    days : int or None
        How many days are left; those past it are negative.
    """

    state: ParcelState
    duty: str
    due: date | None
    done: date | None
    standing: str
    days: int | None


def obligations(states: Iterable[ParcelState], as_of: date) -> list[Obligation]:
    """Return the duties of the parcels that entered the market, also of those divided since, by parcel."""
    return [
        _obligation(state, duty.id, state.day(duty.due), state.day(duty.done), as_of)
        for state in states
        if state.is_bound
        for duty in procedure().duties
    ]


def _obligation(state: ParcelState, duty: str, due: date | None, done: date | None, as_of: date) -> Obligation:
    if done is not None and done <= as_of:
        is_late = due is not None and done > due
        return Obligation(state, duty, due, done, DONE_LATE if is_late else DONE, (due - done).days if due else None)
    if due is None:
        return Obligation(state, duty, due, done, NOT_STATED, None)
    days = (due - as_of).days
    standing = OVERDUE if days < 0 else SOON if days <= procedure().soon_days else LATER
    return Obligation(state, duty, due, done, standing, days)
