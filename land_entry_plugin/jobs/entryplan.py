# SPDX-License-Identifier: GPL-2.0-or-later
"""``entryplan``: the entry plan (入市方案) of the parcels of a record, as documents and workbooks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.entry_plan.known import Known
from land_entry_plugin.cadastre.entry_plan.plan import EntryPlan, entry_plan
from land_entry_plugin.errors import Cancelled, InputError
from land_entry_plugin.files.outputs import check_writable, remove_left
from land_entry_plugin.jobs.answers import Answers, read_answers
from land_entry_plugin.jobs.entry_plan.context import plan_context
from land_entry_plugin.jobs.entry_plan.notices import Head, head_of
from land_entry_plugin.jobs.entry_plan.workbook import FiguresWriter
from land_entry_plugin.jobs.progress import Progress, Silent
from land_entry_plugin.jobs.sheet_files.names import FolderNames, clean_name
from land_entry_plugin.jobs.sheet_files.writer import made_from
from land_entry_plugin.jobs.surveysheets import chosen_parcels
from land_entry_plugin.packages import DOCX as WORD
from land_entry_plugin.packages import XLSX as WORKBOOK
from land_entry_plugin.packages import load, need
from land_entry_plugin.roles.parcel_codes import parcel_code
from land_entry_plugin.rules.entry_plan import DEAL, PLAN, plan_answers, with_plan_questions
from land_entry_plugin.rules.facts import Facts, introduce
from land_entry_plugin.rules.layering import load_pack
from land_entry_plugin.rules.plan_checks import CERTAIN, plan_findings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from land_entry_plugin.files.answers import AnswerSource
    from land_entry_plugin.rules.expressions import Value
    from land_entry_plugin.rules.pack import RulePack
    from land_entry_plugin.rules.questions import Answer

DOCX, XLSX = "DOCX", "XLSX"
FORMATS = (DOCX, XLSX)
PROHIBITED = "prohibited"
_NAME, _LONGEST_ID = "{id}_入市方案", 72
_PHASE = "sheets"
_ELLIPSOID = {"area_m2": "area_ellipsoid_m2"}


@dataclass(frozen=True)
class EntryPlanRequest:
    """The inputs and options of entry plans.

    Attributes
    ----------
    record : dict
        Of the screening.
    answers : AnswerSource or None
    parcel_ids : tuple of str or None
        Which parcels; all for None.
    rule_pack : str or None
        Id or path; that of the record for None.
    pack_folders : tuple of Path
        Where the user keeps packs.
    as_of : date
        Of the plan: the law of this day counts.
    """

    record: dict[str, Any]
    answers: AnswerSource | None = None
    parcel_ids: tuple[str, ...] | None = None
    rule_pack: str | None = None
    pack_folders: tuple[Path, ...] = ()
    as_of: date = field(default_factory=date.today)


@dataclass(frozen=True)
class EntryPlans:
    """The plans of a record, as data.

    Attributes
    ----------
    head : Head
        What every page says.
    plans : tuple of EntryPlan
    refused : tuple of str
        Parcels that may not enter the market: they get no plan.
    answers : Answers
    """

    head: Head
    plans: tuple[EntryPlan, ...]
    refused: tuple[str, ...]
    answers: Answers


@dataclass(frozen=True)
class WrittenPlans:
    """What was written.

    Attributes
    ----------
    paths : tuple of Path
    plans : EntryPlans
    passed_over : int
        Files of the same name that stay: the new ones got a number.
    kept : int
        How many of the files were there, made from the same.
    notes : tuple of dict
        What the user should know before he relies on the files, in both languages.
    """

    paths: tuple[Path, ...]
    plans: EntryPlans
    passed_over: int
    kept: int = 0
    notes: tuple[dict[str, str], ...] = ()


def entryplan(
    request: EntryPlanRequest,
    folder: Path,
    templates: Sequence[Path] = (),
    formats: Sequence[str] = FORMATS,
    progress: Progress | None = None,
) -> WrittenPlans:
    """Return what was written to a folder: a document and a workbook for every parcel that may enter the market.

    Parameters
    ----------
    templates : sequence of Path
        The user's folders, the first to look in first.
    formats : sequence of str
        Of ``FORMATS``.

    Raises
    ------
    InputError
        When an input, an option or a template is at fault, or no parcel may enter the market: nothing is written.
    Cancelled
        When the user cancelled; whole files stay.
    """
    progress = progress or Silent()
    for name in FORMATS:
        check_writable(folder / f"plan.{name.lower()}")
    if XLSX in formats:
        need(WORKBOOK)
    remove_left(folder)
    documents = _documents(templates) if DOCX in formats else None
    plans = entry_plans(request)
    writers: dict[str, Any] = {DOCX: documents, XLSX: FiguresWriter(plans.head)}
    names = {name: FolderNames(folder, f".{name.lower()}", writers[name].mark_of) for name in formats}
    paths: list[Path] = []
    kept = 0
    for number, plan in enumerate(plans.plans):
        if progress.cancelled():
            raise Cancelled
        progress.report(_PHASE, number / len(plans.plans))
        stem = _NAME.format(id=clean_name(plan.parcel_id)[:_LONGEST_ID])
        context = plan_context(plan, plans.head)
        for name in formats:
            writer = writers[name]
            mark = made_from(request.record, plan.parcel, plan=context, template=writer.made_with(plan), format=name)
            there = names[name].kept(mark)
            kept += there is not None
            path = there or names[name].claim(stem)
            if there is None:
                writer.write(plan, context, path, mark)
            paths.append(path)
    progress.report(_PHASE, 1.0)
    passed_over = sum(one.passed_over for one in names.values())
    return WrittenPlans(tuple(paths), plans, passed_over, kept, documents.notes if documents else ())


def _documents(folders: Sequence[Path]) -> Any:
    """Return what writes documents, loaded where it is needed: without its packages all else works."""
    return load("land_entry_plugin.jobs.entry_plan.document", WORD).DocumentWriter(folders)


def entry_plans(request: EntryPlanRequest) -> EntryPlans:
    """Return the plans of the parcels that were asked for.

    Raises
    ------
    InputError
        When the pack or the answers are at fault, there is no such parcel, or none may enter the market.
    """
    record = request.record
    chosen = chosen_parcels(record, request.parcel_ids)
    wanted = [parcel for parcel in chosen if parcel["verdict"] != PROHIBITED]
    refused = tuple(parcel["parcel_id"] for parcel in chosen if parcel["verdict"] == PROHIBITED)
    if not wanted:
        raise InputError("no_plan_for_prohibited", parcels=list(refused))
    name = request.rule_pack or record["run"].get("rule_pack") or record["pack"]["id"]
    pack = with_plan_questions(load_pack(name, request.pack_folders))
    ids = list(dict.fromkeys(parcel["parcel_id"] for parcel in record["parcels"]))
    answers = read_answers(request.answers, pack, ids, record["options"].get("parcel_id", {}).get("field"))
    facts = {stage: _facts_of_all(record, pack, answers, request.as_of, stage) for stage in (PLAN, DEAL)}
    rows = {id(parcel): row for row, parcel in enumerate(record["parcels"])}
    plans = []
    for parcel in wanted:
        row = rows[id(parcel)]
        area = parcel["measures"].get("area_ellipsoid_m2") or 0.0
        known = Known(
            parcel=parcel,
            answers=answers.of_parcel.get(parcel["parcel_id"], {}),
            deal=facts[DEAL][row],
            findings=plan_findings(parcel["parcel_id"], parcel["row"], area, facts[PLAN][row]),
        )
        plans.append(entry_plan(known))
    return EntryPlans(head_of(record, pack, answers, request.as_of), tuple(plans), refused, answers)


def _facts_of_all(record: dict[str, Any], pack: RulePack, answers: Answers, as_of: date, stage: str) -> list[Facts]:
    """Return what expressions may ask of every parcel of the record, who know of each other for totals."""
    found = []
    for parcel in record["parcels"]:
        own: Mapping[str, Answer] = answers.of_parcel.get(parcel["parcel_id"], {})
        found.append(Facts(pack, _measured(parcel), plan_answers(own, as_of, stage), as_of))
    introduce(found)
    return found


def _measured(parcel: dict[str, Any]) -> dict[str, Value | None]:
    """Return the measured figures that a record has for certain, exact as it has them."""
    code = parcel_code(parcel["parcel_id"])
    own: dict[str, Value | None] = {"county": code.county if code else None}
    for name in CERTAIN:
        value = parcel["measures"].get(_ELLIPSOID.get(name, name))
        if isinstance(value, int | float) and not isinstance(value, bool):
            own[name] = Fraction(str(value))
        elif isinstance(value, str) and value != "unknown":
            own[name] = value
    return own
