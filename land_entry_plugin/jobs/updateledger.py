# SPDX-License-Identifier: GPL-2.0-or-later
"""The ledger (台账) over years: a record added, what was told since, and how the parcels stand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.ledger.model import Ledger
from land_entry_plugin.cadastre.ledger.plan import Planned, planned_parcels
from land_entry_plugin.cadastre.ledger.replay import Story, replay
from land_entry_plugin.cadastre.ledger.statements import with_told
from land_entry_plugin.cadastre.ledger.supervision import Obligation, obligations
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.ledger import read_ledger
from land_entry_plugin.jobs.ledger.answers import told_in_answers
from land_entry_plugin.jobs.ledger.form import told_in_form
from land_entry_plugin.jobs.ledger.matching import same_land
from land_entry_plugin.jobs.ledger.records import crs_of, pack_heads, record_head, screened_parcels
from land_entry_plugin.jobs.ledger.remarks import (
    Remark,
    of_form,
    of_record,
    of_story,
    of_told,
)
from land_entry_plugin.rules.layering import load_pack
from land_entry_plugin.rules.standing import banner

if TYPE_CHECKING:
    from collections.abc import Mapping

    from land_entry_plugin.cadastre.ledger.model import RecordHead
    from land_entry_plugin.files.answers import AnswerSource

_FIRST_YEAR, _LAST_YEAR = 1990, 2200


@dataclass(frozen=True)
class LedgerRequest:
    """The inputs and options of an update.

    Attributes
    ----------
    record : dict or None
        As ``files.records.read_record`` gives it; None where only steps and facts are told.
    record_path : Path or None
    ledger : Path or None
        None begins a new one.
    answers : AnswerSource or None
        Officers' answers on the parcels of the record.
    procedure : AnswerSource or None
        The form of the procedure, filled in.
    plan_year : int or None
        Of the supply plan and the notice that are printed; None for that of the as-of date.
    as_of : date
        The day on which duties are due, packs are law and things are told.
    keep_absent : bool
        Whether parcels that the record does not hold stay in the ledger.
    place : str or None
        What the heads of documents name.
    pack_folders : tuple of Path
    template_folders : tuple of Path
    """

    record: dict[str, Any] | None = None
    record_path: Path | None = None
    ledger: Path | None = None
    answers: AnswerSource | None = None
    procedure: AnswerSource | None = None
    plan_year: int | None = None
    as_of: date = field(default_factory=date.today)
    keep_absent: bool = False
    place: str | None = None
    pack_folders: tuple[Path, ...] = ()
    template_folders: tuple[Path, ...] = ()

    @property
    def year(self) -> int:
        """The year of the plan that is printed."""
        return self.as_of.year if self.plan_year is None else self.plan_year

    @property
    def inputs(self) -> list[Path]:
        """The files that no output may write over; the ledger itself may be."""
        tables = [source.path for source in (self.answers, self.procedure) if source is not None]
        return [path.resolve() for path in (self.record_path, *tables) if path is not None]


@dataclass(frozen=True)
class UpdatedLedger:
    """A ledger after an update.

    Attributes
    ----------
    request : LedgerRequest
    ledger : Ledger
    story : Story
    planned : list of Planned
        Of all years.
    obligations : list of Obligation
    remarks : list of Remark
        What the user has to know.
    """

    request: LedgerRequest
    ledger: Ledger
    story: Story
    planned: list[Planned]
    obligations: list[Obligation]
    remarks: list[Remark]

    @property
    def newest(self) -> RecordHead:
        """The newest record."""
        return self.ledger.in_order[-1]

    @property
    def of_year(self) -> list[Planned]:
        """The parcels of the plan that is printed."""
        return [one for one in self.planned if one.year == self.request.year]

    @property
    def banners(self) -> list[dict[str, str]]:
        """Why packs that parcels were judged by are not law, on the day of their record or on the as-of date."""
        used = {state.screened.code for state in self.story.living}
        found: dict[str, dict[str, str]] = {}
        for head in self.ledger.in_order:
            if head.code in used:
                for pack in pack_heads(head):
                    for day in (head.as_of, self.request.as_of):
                        text = banner(pack, day)
                        if text is not None:
                            found.setdefault(f"{pack.id} {pack.version}", text)
        return list(found.values())


def updateledger(request: LedgerRequest) -> UpdatedLedger:
    """Return the ledger with a record and with what was told; what it knows already changes nothing.

    Raises
    ------
    InputError
        When there is nothing to make a ledger of, or a file is at fault.
    """
    if request.record is None and request.ledger is None:
        raise InputError("ledger_of_nothing")
    if not _FIRST_YEAR <= request.year <= _LAST_YEAR:
        raise InputError("bad_plan_year", value=request.year)
    ledger = Ledger() if request.ledger is None else read_ledger(request.ledger)
    remarks: list[Remark] = []
    added: str | None = None
    if request.record is not None:
        before = ledger
        ledger = _with_record(ledger, request)
        remarks += of_record(before, ledger, request.record)
        added = ledger.records[-1].code if len(ledger.records) > len(before.records) else None
    if not ledger.records:
        raise InputError("ledger_of_nothing")
    story = replay(ledger, same_land)
    told, remarks_of_told = _told(ledger, story, request)
    if told is not ledger:
        story = replay(told, same_land)
    planned = planned_parcels(story.states)
    due = obligations(story.states, request.as_of)
    updated = UpdatedLedger(request, told, story, planned, due, [])
    return replace(updated, remarks=[*remarks, *remarks_of_told, *of_story(updated, added)])


def _with_record(ledger: Ledger, request: LedgerRequest) -> Ledger:
    """Return the ledger with the record of a request; a record that is there already only brings reviewers' words."""
    record: Mapping[str, Any] = request.record or {}
    head = record_head(record, request.as_of, keeps_absent=request.keep_absent)
    crs = crs_of(ledger, record)
    parcels = screened_parcels(record, crs)
    if any(one.code == head.code for one in ledger.records):
        reviews = {one.row: one.review for one in parcels if one.review is not None}
        screened = tuple(
            replace(one, review=reviews[one.row]) if one.code == head.code and one.row in reviews else one
            for one in ledger.screened
        )
        return ledger if screened == ledger.screened else replace(ledger, screened=screened)
    return replace(ledger, crs=crs, records=(*ledger.records, head), screened=(*ledger.screened, *parcels))


def _told(ledger: Ledger, story: Story, request: LedgerRequest) -> tuple[Ledger, list[Remark]]:
    """Return the ledger with what answers and the form tell."""
    remarks: list[Remark] = []
    if request.answers is not None:
        pack, id_field, parcel_ids, day = _asked(ledger, story, request)
        events, facts, unused = told_in_answers(request.answers, pack, parcel_ids, id_field, day)
        remarks += [Remark(f"note.{note_id}", values | {"role": "answers"}) for note_id, values in unused]
        told = with_told(ledger, events, facts, story.newest_id)
        ledger = told.ledger if told.added or told.changed else ledger
        remarks += of_told(told)
    if request.procedure is not None:
        ids = [id_ for state in story.states for id_ in (state.parcel_id, *state.earlier_ids)]
        events, facts, unknown, strange = told_in_form(request.procedure, ids, request.as_of)
        told = with_told(ledger, events, facts, story.newest_id)
        ledger = told.ledger if told.added or told.changed else ledger
        remarks += of_told(told) + of_form(unknown, strange)
    return ledger, remarks


def _asked(ledger: Ledger, story: Story, request: LedgerRequest) -> tuple[Any, str | None, list[str], date]:
    """Return by which pack answers are read, the field with the ids, the parcels and the day: those of the record."""
    if request.record is not None:
        record = request.record
        name = record["run"].get("rule_pack") or record["pack"]["id"]
        ids = [entry["parcel_id"] for entry in record["parcels"]]
        field_name = record["options"]["parcel_id"]["field"]
        day = date.fromisoformat(record["options"]["as_of"])
    else:
        name = ledger.in_order[-1].packs[0]["id"]
        ids, field_name, day = [state.parcel_id for state in story.living], None, request.as_of
    return load_pack(name, request.pack_folders), field_name, ids, day
