# SPDX-License-Identifier: GPL-2.0-or-later
"""The layers and tables of a screening: fields, types, rows; whoever writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from land_entry_plugin.jobs import record_texts
from land_entry_plugin.jobs.record import cap_texts, cited, open_notes, overlap_row
from land_entry_plugin.jobs.results import AREAS, URBAN_AREAS, recorded_measures
from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.texts import render, word

if TYPE_CHECKING:
    from collections.abc import Iterable

    import shapely

    from land_entry_plugin.jobs.screening import ScreenedParcel, Screening

# Rows of layers are in the language of the sheets.
LANGUAGE = "zh"
RESERVED_FIELDS = ("fid", "geom")
PARCELS_LAYER, OVERLAPS_LAYER, FINDINGS_LAYER = "parcels", "overlaps", "findings"


@dataclass(frozen=True)
class Column:
    """A field of an output: its name and the Python type of its values."""

    name: str
    type: type


PARCEL_COLUMNS = (
    Column("parcel_id", str),
    Column("verdict", str),
    Column("spatial_verdict", str),
    Column("reasons", str),
    Column("not_checked", str),
    *(Column(name, float) for name in AREAS),
    Column("urban_status", str),
    *(Column(name, float) for name in URBAN_AREAS),
    Column("survey_year", int),
    Column("rule_pack", str),
    Column("in_force", bool),
    Column("as_of", str),
)
OVERLAP_COLUMNS = (
    Column("parcel_id", str),
    Column("role", str),
    Column("source_id", str),
    Column("code", str),
    Column("name", str),
    Column("category", str),
    Column("area_m2", float),
    Column("deducted_m2", float),
    Column("sliver", bool),
)
FINDING_COLUMNS = (
    Column("parcel_id", str),
    Column("rule_id", str),
    Column("outcome", str),
    Column("blocking", bool),
    Column("in_force", bool),
    Column("area_m2", float),
    Column("share", float),
    Column("basis", str),
    Column("obligations", str),
    Column("message", str),
)


def parcel_row(result: ScreenedParcel, screening: Screening) -> dict[str, Any]:
    """Return what the output layer says of one parcel, by field name."""
    return {
        "parcel_id": result.parcel_id,
        "verdict": str(result.verdict),
        "spatial_verdict": str(result.spatial_verdict),
        **recorded_measures(result.measures),
        **parcel_texts(result, screening),
    }


def parcel_texts(result: ScreenedParcel, screening: Screening) -> dict[str, Any]:
    """Return the sentences on one parcel, and the pack they rest on."""
    return {
        "reasons": reasons(result, screening, LANGUAGE),
        "not_checked": "".join(note_sentences([*screening.not_checked, *open_notes(result, screening)], LANGUAGE)),
        "rule_pack": f"{screening.pack.id} {screening.pack.version}",
        "in_force": screening.in_force,
        "as_of": screening.request.as_of.isoformat(),
    }


def reasons(result: ScreenedParcel, screening: Screening, language: str) -> str:
    """Return why the verdict of a parcel is what it is, before there is a record of it."""
    findings = [
        {"outcome": str(one.outcome), "text_id": one.text_id, "title": one.rule.title, "texts": one.texts}
        for one in result.findings
        if one.outcome is not Outcome.PASS
    ]
    caps = [{"texts": cap_texts(cap, result, screening)} for cap in result.caps]
    return record_texts.reasons({"findings": findings, "caps": caps}, language)


def _message(finding: Finding, language: str) -> str:
    return finding.texts[language]


def note_sentences(notes: list[dict[str, Any]], language: str) -> list[str]:
    """Return what was not checked, the layers of which no more is to be said in one sentence."""
    roles: dict[str, list[str]] = {}
    sentences = []
    for note in notes:
        title = word(f"role_{note['role']}", language)
        if set(note) == {"id", "role"}:
            roles.setdefault(note["id"], []).append(title)
        else:
            sentences.append(render(f"note.{note['id']}", note | {"role": title}, language))
    return [render(f"note.{note_id}", {"role": titles}, language) for note_id, titles in roles.items()] + sentences


def overlap_rows(screening: Screening) -> list[tuple[dict[str, Any], shapely.Geometry, str]]:
    """Return the pieces of all parcels: fields, geometry, and the CRS code of the plane it is in."""
    return [row for result in screening.results for row in overlap_rows_of(result)]


def overlap_rows_of(result: ScreenedParcel) -> list[tuple[dict[str, Any], shapely.Geometry, str]]:
    """Return the pieces of one parcel, as ``overlap_rows``."""
    parcel_id = {"parcel_id": result.parcel_id}
    return [(parcel_id | overlap_row(one), one.piece.geometry, result.plane) for one in result.pieces]


class FindingRows:
    """Makes the rows of findings, without their parcels; what parcels share is looked up once."""

    def __init__(self, screening: Screening) -> None:
        self._screening = screening
        # with the finding: while it is held, nothing else has its id
        self._shared: dict[int, tuple[Finding, tuple[Any, ...]]] = {}

    def of(self, results: Iterable[ScreenedParcel]) -> tuple[list[list[int]], list[tuple[Any, ...]]]:
        """Return where the findings of each parcel stand among rows, and these: ``FINDING_COLUMNS`` but the first."""
        rows: list[tuple[Any, ...]] = []
        shared: dict[int, int] = {}
        places = []
        for result in results:
            own = []
            for finding in result.findings:
                place = shared.get(id(finding))
                if place is None:
                    place = len(rows)
                    rows.append(self._row(finding))
                    if finding.is_shared:
                        shared[id(finding)] = place
                own.append(place)
            places.append(own)
        return places, rows

    def _row(self, finding: Finding) -> tuple[Any, ...]:
        known = self._shared.get(id(finding))
        if known is None:
            row = finding_row(finding, self._screening)
            known = finding, tuple(row[column.name] for column in FINDING_COLUMNS[1:])
            if finding.is_shared:
                self._shared[id(finding)] = known
        return known[1]


def finding_row(finding: Finding, screening: Screening) -> dict[str, Any]:
    """Return one finding, without the parcel's id."""
    return {
        "rule_id": finding.rule.id,
        "outcome": str(finding.outcome),
        "blocking": finding.rule.blocking,
        "in_force": finding.rule.in_force(screening.request.as_of),
        "area_m2": finding.area_m2,
        "share": finding.share,
        "basis": "；".join(cited(finding.rule)),
        "obligations": "；".join(screening.pack.obligations[key][LANGUAGE] for key in finding.obligations),
        "message": _message(finding, LANGUAGE),
    }


def own_fields(screening: Screening) -> dict[str, str]:
    """Return the parcel layer's own fields that the output keeps, by the names they get there.

    Those of an earlier run are replaced; the names that a GeoPackage needs for itself get an underscore.
    """
    added = {column.name for column in PARCEL_COLUMNS}
    kept = [name for name in screening.parcels.description.fields if name.lower() not in added]
    return {f"{name}_" if name.lower() in RESERVED_FIELDS else name: name for name in kept}
