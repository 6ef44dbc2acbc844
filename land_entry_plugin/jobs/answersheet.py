# SPDX-License-Identifier: GPL-2.0-or-later
"""Blank answers for parcels: what the rules of a pack want to know from officers, with what was answered before."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from land_entry_plugin.jobs.answers import notes_of_unused, once, read_entries
from land_entry_plugin.jobs.parcels import read_parcels
from land_entry_plugin.rules.asked import Asked, questions_of
from land_entry_plugin.rules.entry_plan import plan_asks, with_plan_questions
from land_entry_plugin.rules.layering import load_pack
from land_entry_plugin.rules.pack import DEFAULT_PACK
from land_entry_plugin.rules.questions import DATE, PARTICULARS
from land_entry_plugin.rules.standing import banner
from land_entry_plugin.texts import render, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from land_entry_plugin.files.answers import AnswerSource
    from land_entry_plugin.files.source import Source
    from land_entry_plugin.jobs.answer_columns import Entry
    from land_entry_plugin.jobs.parcels import Parcels
    from land_entry_plugin.rules.pack import RulePack

PARCEL_ID, PLACE, REMARK = "parcel_id", "zl", "remark"
# What a form stores for yes and no: the same whatever language it is shown in, and text for every reader.
STORED = {True: "yes", False: "no"}


@dataclass(frozen=True)
class AnswerSheetRequest:
    """The inputs and options of an answer sheet.

    Attributes
    ----------
    parcels : Source
    parcel_id : str or None
        Field that identifies a parcel; None for the usual ones.
    answers : AnswerSource or None
        What was answered before.
    rule_pack : str
        Id or path.
    pack_folders : tuple of Path
        Where the user keeps packs.
    day : date
        On which the pack has to be law, else the sheet says that it is not.
    entry_plan : bool
        Whether it asks what only entry plans need, too.
    """

    parcels: Source
    parcel_id: str | None = None
    answers: AnswerSource | None = None
    rule_pack: str = DEFAULT_PACK
    pack_folders: tuple[Path, ...] = ()
    day: date = field(default_factory=date.today)
    entry_plan: bool = False

    @property
    def paths(self) -> list[Path]:
        """The files that no output may write over."""
        parcels = self.parcels.describe().path
        paths = [Path(parcels)] if parcels else []
        if self.answers is not None and self.answers.path is not None:
            paths.append(self.answers.path)
        return [path.resolve() for path in paths]


@dataclass(frozen=True)
class SheetColumn:
    """One field to fill in: the answer to a question, or what is stated beside it.

    Attributes
    ----------
    name : str
    asked : Asked
    particular : str or None
        ``date``, ``paper`` or ``office``; None for the answer itself.
    """

    name: str
    asked: Asked
    particular: str | None = None

    @property
    def is_date(self) -> bool:
        """Whether a day is filled in."""
        return self.particular == "date" or (self.particular is None and self.asked.question.type == DATE)


@dataclass(frozen=True)
class SheetRow:
    """One parcel.

    Attributes
    ----------
    row : int
        Position in the parcel layer, from 0.
    parcel_id : str
    place : str or None
        坐落.
    written : dict of column name to value
        What was answered before, as it was written.
    remarks : tuple of str
    """

    row: int
    parcel_id: str
    place: str | None
    written: Mapping[str, Any]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class AnswerSheet:
    """A sheet to be filled in.

    Attributes
    ----------
    pack : RulePack
    parcels : Parcels
    columns : tuple of SheetColumn
    rows : tuple of SheetRow
    unused : list of (str, dict)
        Notes (ids and values) on answers of before that have no place here.
    banner : dict or None
        By language: that the pack is not law on the day.
    """

    pack: RulePack
    parcels: Parcels
    columns: tuple[SheetColumn, ...]
    rows: tuple[SheetRow, ...]
    unused: list[tuple[str, dict[str, Any]]]
    banner: dict[str, str] | None

    def said(self, language: str) -> list[str]:
        """Return what the user has to know: that the pack is not law, and what of before has no place here."""
        notes = [
            render(f"note.{note_id}", values | {"role": word("role_answers", language)}, language)
            for note_id, values in self.unused
        ]
        return [self.banner[language], *notes] if self.banner else notes

    @property
    def has_places(self) -> bool:
        """Whether any parcel says where it lies."""
        return any(row.place for row in self.rows)


def answersheet(request: AnswerSheetRequest) -> AnswerSheet:
    """Return the sheet: a row a parcel, in the order of the parcels, a column a question, in the order of the rules.

    Raises
    ------
    InputError
        When a layer, a field, the pack or the answers of before are at fault.
    """
    pack = load_pack(request.rule_pack, request.pack_folders)
    if request.entry_plan:
        pack = with_plan_questions(pack)
    parcels = read_parcels(request.parcels, request.parcel_id)
    before: dict[str, dict[str, Entry]] = {}
    remarks: Mapping[str, Sequence[str]] = {}
    unused: list[tuple[str, dict[str, Any]]] = []
    if request.answers is not None:
        entries = read_entries(request.answers, pack, parcels.ids, parcels.id_field)
        before = {
            parcel_id: once(found, pack, entries.table.name, parcel_id)
            for parcel_id, found in entries.of_parcel.items()
        }
        remarks = entries.remarks
        unused = notes_of_unused(entries.unknown_parcels, entries.without_parcel, entries.unknown_questions)
    wanted = plan_asks() if request.entry_plan else {}
    columns = _columns(pack, wanted, [entry for found in before.values() for entry in found.values()])
    rows = tuple(
        SheetRow(
            row=row,
            parcel_id=parcel_id,
            place=parcels.declared(row).get("ZL"),
            written=_written(columns, before.get(parcel_id, {})),
            remarks=tuple(dict.fromkeys(remarks.get(parcel_id, ()))),
        )
        for row, parcel_id in enumerate(parcels.ids)
    )
    in_question = next((text for head in (pack.head, *pack.bases) if (text := banner(head, request.day))), None)
    return AnswerSheet(pack, parcels, columns, rows, unused, in_question)


def _columns(pack: RulePack, wanted: Mapping[str, bool], entries: Iterable[Entry]) -> tuple[SheetColumn, ...]:
    """Return the columns: what the rules ask and need, then the plan, and whatever else was answered before.

    ``wanted`` are the questions of the plan, each with whether the number of a paper stands beside its answer.
    """
    stated: dict[str, set[str]] = {}
    for entry in entries:
        stated.setdefault(entry.question, set()).update(entry.particulars)
    asked = {one.question.id: one for one in questions_of(pack)}
    for id_, has_paper in wanted.items():
        own = asked.setdefault(id_, Asked(pack.questions[id_], (), ("paper",) if has_paper else ()))
        asked[id_] = replace(own, for_plan=True)
    for id_ in pack.questions:
        if id_ in stated and id_ not in asked:
            asked[id_] = Asked(pack.questions[id_], ())
    columns = []
    for id_, one in asked.items():
        columns.append(SheetColumn(id_, one))
        for particular in PARTICULARS:
            name = f"{id_}_{particular}"
            # where that is a question itself, its answer says both
            if (particular in one.needs or particular in stated.get(id_, ())) and name not in pack.questions:
                columns.append(SheetColumn(name, one, particular))
    return tuple(columns)


def _written(columns: Iterable[SheetColumn], entries: Mapping[str, Entry]) -> dict[str, Any]:
    result = {}
    for column in columns:
        entry = entries.get(column.asked.question.id)
        if entry is not None:
            stated = entry.written if column.particular is None else entry.particulars.get(column.particular)
            if stated is not None:
                result[column.name] = stated
    return result
