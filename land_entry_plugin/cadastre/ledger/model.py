# SPDX-License-Identifier: GPL-2.0-or-later
"""What a ledger keeps: records as they were added, what was told of parcels. All else is worked out from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from land_entry_plugin.rounding import half_up

if TYPE_CHECKING:
    import shapely

LISTED, IN_PROCEDURE, ENTERED, WITHDRAWN = "listed", "in_procedure", "entered", "withdrawn"


@dataclass(frozen=True)
class RecordHead:
    """A record of a screening that was added.

    Attributes
    ----------
    code : str
        核查编号.
    as_of : date
    finished : str
        When it was made; orders records of one day.
    packs : tuple of dict
        The rule pack and those it extends, as records describe them.
    in_force : bool
    has_ids : bool
        Whether its parcels have ids; where rows were numbered, they are followed by their land alone.
    added_on : date
        The as-of date of the update that added it.
    keeps_absent : bool
        Whether parcels that it does not hold stay in the ledger.
    """

    code: str
    as_of: date
    finished: str
    packs: tuple[dict[str, Any], ...]
    in_force: bool
    has_ids: bool
    added_on: date
    keeps_absent: bool = False

    @property
    def order(self) -> tuple[date, str, str]:
        """By what records are ordered."""
        return self.as_of, self.finished, self.code


@dataclass(frozen=True)
class Screened:
    """A parcel as one record has it.

    Attributes
    ----------
    code : str
        Of the record.
    row : int
    parcel_id, verdict, spatial_verdict : str
    reason : str
        The first reason of the verdict, or the next step, in a few words.
    place, village : str or None
    sides : str
        The four neighbours in short: north, east, south, west.
    points : int or None
    planned, circulation : str or None
    floor_area_ratio, building_density : str or None
        As the parcel table states them.
    plane_m2, ellipsoid_m2, agricultural_m2, basic_farmland_m2 : float or None
        None where the screening does not know them.
    review : str or None
        A reviewer's word.
    plane : str or None
        The CRS in which it was screened.
    shape : shapely geometry or None
        In the ledger's CRS.
    """

    code: str
    row: int
    parcel_id: str
    verdict: str
    spatial_verdict: str
    reason: str
    place: str | None
    village: str | None
    sides: str | None
    points: int | None
    planned: str | None
    circulation: str | None
    floor_area_ratio: str | None
    building_density: str | None
    plane_m2: float | None
    ellipsoid_m2: float | None
    agricultural_m2: float | None
    basic_farmland_m2: float | None
    review: str | None
    plane: str | None
    shape: shapely.Geometry | None


@dataclass(frozen=True)
class Event:
    """A dated step of the procedure of a parcel.

    Attributes
    ----------
    parcel_id : str
        The id it had when this was told.
    step, state : str
    day : date or None
        None where nobody said the day.
    papers : tuple of str, or None
        The papers that are there; None where nobody said.
    note : str or None
    told_on : date
    """

    parcel_id: str
    step: str
    state: str
    day: date | None
    papers: tuple[str, ...] | None
    note: str | None
    told_on: date


@dataclass(frozen=True)
class Fact:
    """What was told of a parcel; of several that say the same thing the last one holds.

    Attributes
    ----------
    parcel_id, name : str
    value : str
        A number, a day or a text, as text.
    told_on : date
    source : str
        ``form`` or ``answers``.
    """

    parcel_id: str
    name: str
    value: str
    told_on: date
    source: str


@dataclass(frozen=True)
class Ledger:
    """All that a ledger keeps.

    Attributes
    ----------
    crs : str or None
        None as long as it holds no shape.
    records : tuple of RecordHead
        In the order in which they were added.
    screened : tuple of Screened
    events : tuple of Event
    facts : tuple of Fact
    """

    crs: str | None = None
    records: tuple[RecordHead, ...] = ()
    screened: tuple[Screened, ...] = ()
    events: tuple[Event, ...] = ()
    facts: tuple[Fact, ...] = ()

    @property
    def in_order(self) -> list[RecordHead]:
        """The records, the oldest first."""
        return sorted(self.records, key=lambda head: head.order)

    def of_record(self, code: str) -> list[Screened]:
        """Return the parcels of a record in its order."""
        return sorted((one for one in self.screened if one.code == code), key=lambda one: one.row)


@dataclass(frozen=True)
class Change:
    """One row of the history.

    Attributes
    ----------
    day : date or None
    parcel_id : str
        The newest id of the parcel.
    kind : str
        ``added``, ``geometry``, ``verdict``, ``planned``, ``circulation``, ``renamed``, ``split``, ``merged``,
        ``regrouped``, ``withdrawn``, ``returned``, ``entered``, ``step``.
    code : str or None
        The record it comes from.
    before, after : str or None
    values : dict
        What the sentence names.
    """

    day: date | None
    parcel_id: str
    kind: str
    code: str | None
    before: str | None = None
    after: str | None = None
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ParcelState:
    """A parcel as it stands.

    Attributes
    ----------
    parcel_id : str
    screened : Screened
        As the newest record that holds it has it.
    status : str
        ``listed``, ``in_procedure``, ``entered`` or ``withdrawn``.
    first_on : date
        The as-of date of the first record with it.
    since : date or None
        Since when it has its status.
    earlier_ids : tuple of str
        Ids that it had before.
    events : tuple of Event
        Those that count, in order of their days.
    facts : dict of str to Fact
        What holds.
    entered_on : date or None
        The day on which it entered the market; None also where nobody said the day.
    is_bound : bool
        Whether it entered the market and nobody said that it left: also where it was divided since.
    """

    parcel_id: str
    screened: Screened
    status: str
    first_on: date
    since: date | None
    earlier_ids: tuple[str, ...]
    events: tuple[Event, ...]
    facts: dict[str, Fact]
    entered_on: date | None = None
    is_bound: bool = False

    @property
    def is_living(self) -> bool:
        """Whether it stands in the ledger."""
        return self.status != WITHDRAWN

    def fact(self, name: str) -> str | None:
        """Return what was told of it, None where nobody said."""
        return self.facts[name].value if name in self.facts else None

    def day(self, name: str) -> date | None:
        """Return the day that was told."""
        value = self.fact(name)
        return date.fromisoformat(value) if value else None

    def number(self, name: str) -> Decimal | None:
        """Return the number that was told."""
        value = self.fact(name)
        return Decimal(value) if value else None

    @property
    def area_m2(self) -> Decimal | None:
        """The plane area as it is printed."""
        return None if self.screened.plane_m2 is None else half_up(self.screened.plane_m2)
