# SPDX-License-Identifier: GPL-2.0-or-later
"""The record of a screening as plain data: what every output says can be read from it."""

from __future__ import annotations

import hashlib
import json
import platform
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj
import shapely

from land_entry_plugin.jobs.results import account_rows, recorded_measures
from land_entry_plugin.paths import plugin_version
from land_entry_plugin.rounding import recorded
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from land_entry_plugin.jobs.screening import ScreenedParcel, ScreenedPiece, Screening
    from land_entry_plugin.rules.findings import Finding

SCHEMA = "land-entry-screening/1"


def screening_record(screening: Screening, host: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the record: equal runs give equal records outside ``run``.

    Parameters
    ----------
    screening : Screening
    host : dict, optional
        What the program around it says of itself (the version of QGIS).
    """
    request, pack = screening.request, screening.pack
    record: dict[str, Any] = {
        "schema": SCHEMA,
        "inputs": screening.inputs,
        "options": {
            "as_of": request.as_of.isoformat(),
            "complete": sorted(request.complete),
            "parcel_id": {"field": screening.parcels.id_field, "named": screening.parcels.id_was_named},
            "sliver_area_m2": float(request.sliver_area_m2),
            "sliver_width_m": float(request.sliver_width_m),
            "answers": request.has_answers,
        },
        "pack": {
            "id": pack.id,
            "version": pack.version,
            "title": pack.title,
            "status": pack.status,
            "jurisdiction": pack.jurisdiction,
            "valid_from": pack.valid_from.isoformat(),
            "valid_until": pack.valid_until.isoformat() if pack.valid_until else None,
            "in_force": screening.in_force,
            "settings": pack.settings,
            "sha256": pack.sha256,
        },
        "parcels": [_parcel(result, screening) for result in screening.results],
    }
    record["run"] = {
        "screening_id": _screening_id(record),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "files": screening.files,
        "rule_pack": request.rule_pack,
        "versions": {
            "land_entry": plugin_version(),
            "python": platform.python_version(),
            "geos": shapely.geos_version_string,
            "proj": pyproj.proj_version_str,
            "shapely": shapely.__version__,
            "numpy": np.__version__,
            **(host or {}),
        },
    }
    return record


def _screening_id(content: dict[str, Any]) -> str:
    """Return a short id of all that the record says, the same for equal runs."""
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode("utf-8")).hexdigest().upper()
    return "LE-" + "-".join(digest[i : i + 4] for i in (0, 4, 8))


def _parcel(result: ScreenedParcel, screening: Screening) -> dict[str, Any]:
    as_of = screening.request.as_of.isoformat()
    return {
        "parcel_id": result.parcel_id,
        "row": result.row + 1,
        "verdict": str(result.verdict),
        "spatial_verdict": str(result.spatial_verdict),
        "caps": [{"id": cap, "texts": both(f"note.cap.{cap}", {"as_of": as_of})} for cap in result.caps],
        "not_checked": [_note(note) for note in screening.not_checked],
        "findings": [_finding(finding, screening) for finding in result.findings],
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


def _note(note: dict[str, Any]) -> dict[str, Any]:
    """Return a note on what was not checked, with its sentence."""
    values = {name: value for name, value in note.items() if name != "id"}
    return {
        "id": note["id"],
        "values": values,
        "texts": both(f"note.{note['id']}", values | {"role": both(f"word.role_{note['role']}", {})}),
    }


def _finding(finding: Finding, screening: Screening) -> dict[str, Any]:
    rule = finding.rule
    obligations = {key: texts for of_status in rule.obligations.values() for key, texts in of_status.items()}
    return {
        "rule_id": rule.id,
        "title": rule.title,
        "outcome": str(finding.outcome),
        "blocking": rule.blocking,
        "in_force": screening.in_force,
        "area_m2": finding.area_m2,
        "share": finding.share,
        "text_id": finding.text_id,
        "values": finding.values,
        "texts": {
            language: text.strip() for language, text in both(f"finding.{finding.text_id}", finding.values).items()
        },
        "obligations": [{"id": key, "texts": obligations[key]} for key in finding.obligations],
        "basis": list(rule.basis),
        "role_missing": finding.role_missing,
        "assumed": finding.assumed,
    }


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


def citation(basis: dict[str, Any]) -> str:
    """Return a legal basis as it is cited (《土地管理法》第35条)."""
    number = f"（{basis['number']}）" if basis.get("number") else ""
    return f"《{basis['document']}》{number}{basis.get('article', '')}"
