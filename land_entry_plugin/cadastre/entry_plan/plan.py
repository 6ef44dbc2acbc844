# SPDX-License-Identifier: GPL-2.0-or-later
"""The entry plan of one parcel: chapters, account, what contradicts, what is open, annexes; as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.entry_plan.annexes import annexes
from land_entry_plugin.cadastre.entry_plan.conditions import conditions
from land_entry_plugin.cadastre.entry_plan.decision import contract, decision
from land_entry_plugin.cadastre.entry_plan.doubts import Doubt, contradictions, open_points
from land_entry_plugin.cadastre.entry_plan.land import land
from land_entry_plugin.cadastre.entry_plan.market import market, prices
from land_entry_plugin.cadastre.entry_plan.proceeds import Proceeds, proceeds

if TYPE_CHECKING:
    from land_entry_plugin.cadastre.entry_plan.annexes import Annex
    from land_entry_plugin.cadastre.entry_plan.entries import Entry, Section
    from land_entry_plugin.cadastre.entry_plan.known import Known


@dataclass(frozen=True)
class EntryPlan:
    """The plan of one parcel.

    Attributes
    ----------
    parcel_id, verdict : str
    sections : tuple of Section
    account : Proceeds
    contradictions, open_points : tuple of Doubt
    annexes : tuple of Annex
    parcel : dict
        Of the record, for map and coordinates.
    """

    parcel_id: str
    verdict: str
    sections: tuple[Section, ...]
    account: Proceeds
    contradictions: tuple[Doubt, ...]
    open_points: tuple[Doubt, ...]
    annexes: tuple[Annex, ...]
    parcel: dict[str, Any]

    @property
    def entries(self) -> dict[str, Entry]:
        """All lines by id."""
        return {entry.id: entry for section in self.sections for entry in section.entries}


def entry_plan(known: Known) -> EntryPlan:
    """Return the plan of a parcel; nothing that nobody stated is guessed."""
    account = proceeds(known)
    sections = (
        land(known),
        conditions(known),
        market(known),
        prices(known),
        account.section,
        decision(known),
        contract(known),
    )
    return EntryPlan(
        parcel_id=known.parcel["parcel_id"],
        verdict=known.parcel["verdict"],
        sections=sections,
        account=account,
        contradictions=tuple(contradictions(known, account)),
        open_points=tuple(open_points(known, sections)),
        annexes=annexes(sections),
        parcel=dict(known.parcel),
    )
