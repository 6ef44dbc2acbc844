# SPDX-License-Identifier: GPL-2.0-or-later
"""The record of a screening as plain data: what every output says can be read from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from land_entry_plugin.files.record_text import Shared
from land_entry_plugin.jobs.candidates import sources_of
from land_entry_plugin.jobs.results import account_rows, recorded_measures
from land_entry_plugin.jobs.runs import answers_whereabouts, content_id, run_entry, whereabouts
from land_entry_plugin.rounding import recorded
from land_entry_plugin.rules.findings import Outcome, citation
from land_entry_plugin.rules.pack_differences import rule_digests
from land_entry_plugin.rules.standing import banner
from land_entry_plugin.texts import LANGUAGES, both

if TYPE_CHECKING:
    from datetime import date

    from land_entry_plugin.jobs.screening import ScreenedParcel, ScreenedPiece, Screening, ScreeningRequest
    from land_entry_plugin.rules.findings import Finding
    from land_entry_plugin.rules.pack import Basis, PackHead, Rule, RulePack

SCHEMA = "land-entry-screening/1"
_SEEN_AT_ONCE = (
    "unreadable_layer",
    "may_be_unreadable",
    "unusable_layer",
    "ambiguous_role",
    "survey_without_year",
    "older_layer",
    "required_role_not_given",
    "answers_of_unknown_parcels",
    "answers_without_parcel",
    "answers_without_question",
)
# More than that of one kind do not fit into a sentence; the record names them all.
_MOST_NAMED = 12


def screening_record(screening: Screening, host: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the record: equal runs give equal records outside ``run``.

    Parameters
    ----------
    screening : Screening
    host : dict, optional
        What the program around it says of itself (the version of QGIS).
    """
    entries = Entries(screening)
    record = members_of(screening) | {"parcels": [entries.of(result) for result in screening.results]}
    record["run"] = run_of(screening, content_id(record), host)
    return record


def members_of(screening: Screening) -> dict[str, Any]:
    """Return the members of a record besides its parcels and ``run``."""
    request, pack = screening.request, screening.pack
    return {
        "schema": SCHEMA,
        "inputs": screening.inputs,
        "options": {
            "as_of": request.as_of.isoformat(),
            "complete": sorted(request.complete),
            "parcel_id": {"field": screening.parcels.id_field, "named": screening.parcels.id_was_named},
            "sliver_area_m2": float(request.sliver_area_m2),
            "sliver_width_m": float(request.sliver_width_m),
            "shared_numbers": request.shared_numbers,
            "answers": screening.answers.table,
        },
        "pack": pack_entry(pack, request.as_of),
    }


def run_of(screening: Screening, screening_id: str, host: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return what a record says of its run."""
    request = screening.request
    run = {
        "screening_id": screening_id,
        "rule_pack": request.rule_pack,
        "sources": _sources(request),
    } | run_entry(screening.files, host)
    return run | {"not_screened": list(screening.not_screened)} if screening.not_screened else run


def _sources(request: ScreeningRequest) -> dict[str, Any]:
    """Return where everything that the user gave is found again, so that the run can be repeated."""
    return {
        "parcels": whereabouts(request.parcels.describe()),
        "named": {
            role: [whereabouts(source.describe()) for source in of_role]
            for role, of_role in sources_of(request.named).items()
        },
        "offered": [whereabouts(source.describe()) for source in request.offered],
        "answers": None if request.answers is None else answers_whereabouts(request.answers),
    }


def short_code(record: dict[str, Any]) -> str:
    """Return the code of a record as sheets print it (LE-7F3A-91C2-0D5E), the same for equal runs."""
    return str(record["run"]["screening_id"])


def _head(head: PackHead, as_of: date) -> dict[str, Any]:
    return {
        "id": head.id,
        "version": head.version,
        "title": head.title,
        "status": head.status,
        "jurisdiction": head.jurisdiction,
        "valid_from": head.valid_from.isoformat(),
        "valid_until": head.valid_until.isoformat() if head.valid_until else None,
        "in_force": head.in_force(as_of),
        "sha256": head.sha256,
    }


def pack_entry(pack: RulePack, as_of: date) -> dict[str, Any]:
    """Return what a record says of the rule pack."""
    return _head(pack.head, as_of) | {
        "in_force": pack.in_force(as_of),
        "extends": [_head(head, as_of) for head in pack.bases],
        "settings": dict(pack.settings),
        "rules": rule_digests(pack),
        "banners": [text for head in (pack.head, *pack.bases) if (text := banner(head, as_of))],
    }


def banners(screening: Screening) -> list[dict[str, str]]:
    """Return the banners of the packs that are not law on the as-of date."""
    heads = (screening.pack.head, *screening.pack.bases)
    return [text for head in heads if (text := banner(head, screening.request.as_of))]


def seen_at_once(screening: Screening) -> list[dict[str, str]]:
    """Return what a user has to see at once: layers and answers not used, required layers that are not there."""
    notes = (note for note in screening.not_checked if note["id"] in _SEEN_AT_ONCE)
    return [_note({name: _first_of(value) for name, value in note.items()})["texts"] for note in notes]


def _first_of(value: Any) -> Any:
    """Return a list cut where it is too long to be said."""
    is_long = isinstance(value, list) and len(value) > _MOST_NAMED
    return [*value[:_MOST_NAMED], "…"] if is_long else value


def cap_texts(cap: str, result: ScreenedParcel, screening: Screening) -> dict[str, str]:
    """Return why the best verdict of a parcel is ``review``, in words."""
    heads = screening.local_packs.of(result.parcel_id)
    titles = {language: [head.title[language] for head in heads] for language in LANGUAGES}
    values = {
        "as_of": screening.request.as_of.isoformat(),
        "pack": screening.pack.head.title,
        "place": screening.pack.head.jurisdiction["name"],
        "packs": titles,
        "rules": {
            language: [rule.title[language] for rule, _, _ in screening.pack.disabled if rule.blocking]
            for language in LANGUAGES
        },
    }
    return both(f"note.cap.{cap}", values)


def open_notes(result: ScreenedParcel, screening: Screening) -> list[dict[str, Any]]:
    """Return notes on what was not checked of one parcel because nobody answered."""
    asked = list(dict.fromkeys(name for finding in result.findings for name in finding.unanswered))
    if not asked:
        return []
    questions = screening.pack.questions
    titles = {
        language: [questions[name].title[language] if name in questions else name for name in asked]
        for language in LANGUAGES
    }
    return [{"id": "unanswered", "role": "answers", "questions": titles, "asked": asked, "count": len(asked)}]


def parcel_entry(result: ScreenedParcel, screening: Screening) -> dict[str, Any]:
    """Return all that a record says of one parcel."""
    return Entries(screening).of(result)


class Entries:
    """Says of the parcels of a screening what its record says; what several share is one object."""

    def __init__(self, screening: Screening) -> None:
        self._screening = screening
        self._not_checked = [Shared(_note(note)) for note in screening.not_checked]
        self._asked: dict[tuple[str, ...], list[Shared]] = {}
        self._rules: dict[int, dict[str, Any]] = {}
        self._findings: dict[int, tuple[Finding, Shared]] = {}

    def of(self, result: ScreenedParcel) -> dict[str, Any]:
        """Return all that a record says of one parcel."""
        screening = self._screening
        return {
            "parcel_id": result.parcel_id,
            "row": result.row + 1,
            "verdict": str(result.verdict),
            "spatial_verdict": str(result.spatial_verdict),
            "caps": [{"id": cap, "texts": cap_texts(cap, result, screening)} for cap in result.caps],
            "not_checked": [*self._not_checked, *self._open(result)],
            "findings": [self._finding(finding) for finding in result.findings],
            "measures": recorded_measures(result.measures),
            "official_area_m2": None if result.official_area_m2 is None else float(result.official_area_m2),
            "doubly_covered_m2": recorded(result.doubly_covered_m2),
            "account": None
            if result.account is None
            else {
                "rows": account_rows(result.account),
                "uncovered_m2": float(result.account.uncovered),
                "total_m2": float(result.account.total),
                "residue_m2": float(result.account.residue),
            },
            "overlaps": [overlap_row(one) for one in result.pieces],
            "geometry": None if result.geometry_wkt is None else {"crs": result.plane, "wkt": result.geometry_wkt},
            "cadastre": result.facts,
        }

    def _open(self, result: ScreenedParcel) -> list[Shared]:
        """Return notes on what nobody answered."""
        asked = tuple(dict.fromkeys(name for finding in result.findings for name in finding.unanswered))
        if asked not in self._asked:
            self._asked[asked] = [Shared(_note(note)) for note in open_notes(result, self._screening)]
        return self._asked[asked]

    def _finding(self, finding: Finding) -> dict[str, Any]:
        if not finding.is_shared:
            return self._of_the_rule(finding.rule) | self._own(finding)
        known = self._findings.get(id(finding))
        if known is None:
            entry = Shared(self._of_the_rule(finding.rule) | self._own(finding))
            known = self._findings[id(finding)] = finding, entry
        return known[1]

    def _of_the_rule(self, rule: Rule) -> dict[str, Any]:
        """Return what the entry of a finding says of its rule."""
        if id(rule) not in self._rules:
            as_of = self._screening.request.as_of
            self._rules[id(rule)] = {
                "rule_id": rule.id,
                "title": rule.title,
                "blocking": rule.blocking,
                "kind": rule.kind,
                "roles": list(rule.roles),
                "in_force": rule.in_force(as_of),
                "pack": rule.pack.id,
                "basis": [basis_entry(basis, as_of) for basis in rule.basis],
                "office": rule.office,
                "paper": rule.paper,
                "evidence": list(rule.evidence),
            }
        return self._rules[id(rule)]

    def _own(self, finding: Finding) -> dict[str, Any]:
        """Return what the entry of a finding says besides."""
        obligations = self._screening.pack.obligations
        return {
            "outcome": str(finding.outcome),
            "area_m2": finding.area_m2,
            "share": finding.share,
            "text_id": finding.text_id,
            "values": finding.values,
            "texts": finding.texts,
            "obligations": [{"id": key, "texts": obligations[key]} for key in finding.obligations],
            "next_step": finding.rule.next_step if finding.outcome is not Outcome.PASS else None,
            "unanswered": list(finding.unanswered),
            "is_spatial": finding.is_spatial,
            "role_missing": finding.role_missing,
            "assumed": finding.assumed,
        }


def _note(note: dict[str, Any]) -> dict[str, Any]:
    """Return a note on what was not checked, with its sentence."""
    values = {name: value for name, value in note.items() if name != "id"}
    return {
        "id": note["id"],
        "values": values,
        "texts": both(f"note.{note['id']}", values | {"role": both(f"word.role_{note['role']}", {})}),
    }


def basis_entry(basis: Basis, as_of: date) -> dict[str, Any]:
    """Return a legal basis; what it lacks is left out."""
    document = basis.document
    stated = {
        "document": document.title,
        "number": document.number,
        "article": basis.article,
        "gist": basis.gist,
        "valid_from": document.valid_from and document.valid_from.isoformat(),
        "valid_until": document.valid_until and document.valid_until.isoformat(),
        "in_force": document.in_force(as_of),
    }
    return {key: value for key, value in stated.items() if value is not None}


def overlap_row(one: ScreenedPiece) -> dict[str, Any]:
    """Return one piece without its geometry."""
    return {
        "role": one.role,
        "source_id": one.piece.source_id,
        "code": one.piece.code,
        "name": one.piece.name,
        "category": one.piece.category,
        "area_m2": recorded(one.piece.area_m2),
        "deducted_m2": recorded(one.piece.deducted_m2),
        "sliver": one.sliver,
    }


def cited(rule: Rule) -> list[str]:
    """Return what a rule rests on, as it is cited."""
    return [citation(basis.document.title, basis.document.number, basis.article) for basis in rule.basis]
