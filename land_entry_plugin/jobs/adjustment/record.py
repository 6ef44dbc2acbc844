# SPDX-License-Identifier: GPL-2.0-or-later
"""The record of a balance as plain data: what every output says can be read from it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import shapely

from land_entry_plugin.cadastre.boundaries import COORDINATE_DECIMALS
from land_entry_plugin.engine.shapes import multi
from land_entry_plugin.jobs.adjustment.rows import balance_rows, plot_row
from land_entry_plugin.jobs.record import basis_entry
from land_entry_plugin.jobs.runs import content_id, run_entry
from land_entry_plugin.rounding import recorded
from land_entry_plugin.rules.adjustment.findings import CAP_NOT_IN_FORCE
from land_entry_plugin.rules.adjustment.quality import GRADE, SLOPE, Mean, means
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from land_entry_plugin.jobs.adjustmententry import AdjustmentEntry
    from land_entry_plugin.rules.adjustment.findings import BalanceFinding
    from land_entry_plugin.rules.adjustment.plots import Part, Plot
    from land_entry_plugin.rules.adjustment.terms import Measure

SCHEMA = "land-entry-adjustment/1"


def adjustment_record(entry: AdjustmentEntry, host: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the record: equal runs give equal records outside ``run``.

    Parameters
    ----------
    entry : AdjustmentEntry
    host : dict, optional
        What the program around it says of itself (the version of QGIS).
    """
    request, judged = entry.request, entry.judged
    below = request.scattered_below_m2
    record: dict[str, Any] = {
        "schema": SCHEMA,
        "inputs": entry.inputs,
        "options": {
            "as_of": request.as_of.isoformat(),
            "scattered_below_m2": None if below is None else float(below),
            "limits": asdict(entry.limits),
            "settings": entry.terms.settings,
        },
        "documents": [_document(measure, entry) for measure in entry.terms.measures],
        "verdict": str(judged.verdict),
        "caps": [{"id": cap, "texts": cap_text(cap, entry)} for cap in judged.caps],
        "notes": notes(entry),
        "counties": entry.counties,
        "findings": [_finding(finding, entry) for finding in judged.findings],
        "account": {
            "rows": balance_rows(judged.account),
            "cells": [
                {"side": cell.side, "now": asdict(cell.now), "after": asdict(cell.after), "area_m2": float(cell.area)}
                for cell in judged.account.cells
            ],
            "residues_m2": {side: float(residue) for side, residue in judged.account.residues.items()},
        },
        "quality": {name: _quality(entry, name) for name in (GRADE, SLOPE)},
        "plots": [_plot(plot) for plot in entry.plots],
    }
    record["run"] = {"balance_id": content_id(record)} | run_entry(entry.files, host)
    return record


def cap_text(cap: str, entry: AdjustmentEntry) -> dict[str, str]:
    """Return why the best verdict is ``review``."""
    (measure,) = entry.terms.measures
    case = f"{cap}.{measure.status(entry.request.as_of)}" if cap == CAP_NOT_IN_FORCE else cap
    return both(f"adjustment.cap.{case}", _measure_values(measure, entry) | {"counties": entry.counties})


def notes(entry: AdjustmentEntry) -> list[dict[str, Any]]:
    """Return what the reader must know besides."""
    (measure,) = entry.terms.measures
    ids = ["balance_only"]
    if not entry.counties:
        ids.append("place_not_told")
    if measure.document.in_force(entry.request.as_of):
        ids.append("in_force")
    values = _measure_values(measure, entry)
    return [{"id": note, "texts": both(f"adjustment.note.{note}", values)} for note in ids]


def _measure_values(measure: Measure, entry: AdjustmentEntry) -> dict[str, Any]:
    document = measure.document
    return {
        "title": document.title,
        "number": document.number,
        "valid_from": document.valid_from.isoformat(),
        "valid_until": document.valid_until.isoformat(),
        "place": measure.place,
        "as_of": entry.request.as_of.isoformat(),
    }


def _document(measure: Measure, entry: AdjustmentEntry) -> dict[str, Any]:
    values = _measure_values(measure, entry)
    return values | {"codes": list(measure.codes), "status": measure.status(entry.request.as_of)}


def _finding(finding: BalanceFinding, entry: AdjustmentEntry) -> dict[str, Any]:
    condition = finding.condition
    return {
        "rule_id": condition.id,
        "title": condition.title,
        "outcome": str(finding.outcome),
        "blocking": condition.blocking,
        "area_m2": finding.area_m2,
        "text_id": finding.text_id,
        "values": finding.values,
        "texts": finding.texts,
        "basis": [basis_entry(basis, entry.request.as_of) for basis in condition.basis],
    }


def _quality(entry: AdjustmentEntry, name: str) -> dict[str, Any]:
    return {side: _mean(mean) for side, mean in zip(("gained", "occupied"), means(entry.plots, name), strict=True)}


def _mean(mean: Mean) -> dict[str, Any]:
    return {
        "mean": mean.value,
        "area_m2": recorded(mean.area_m2),
        "ungraded_m2": recorded(mean.area_m2 - mean.graded_m2),
        "by_grade": {str(grade): recorded(area) for grade, area in mean.by_grade.items()},
    }


def _plot(plot: Plot) -> dict[str, Any]:
    shape = None
    if plot.shape is not None:
        wkt = shapely.to_wkt(multi([plot.shape])[0], rounding_precision=COORDINATE_DECIMALS + 1)
        shape = {"crs": plot.plane, "wkt": wkt}
    return plot_row(plot) | {
        "row": plot.row + 1,
        "parts": [_part(plot, part) for part in plot.parts],
        "becoming": asdict(plot.becoming),
        "amounts": {
            name: {"area_m2": recorded(amount.area_m2), "size": str(amount.size)}
            for name, amount in plot.amounts.items()
        },
        "overlaps": [
            {
                "side": other.side,
                "parcel_id": other.plot_id,
                "area_m2": recorded(other.amount.area_m2),
                "size": str(other.amount.size),
            }
            for other in plot.overlaps
        ],
        "survey_years": sorted((year for year in plot.years), key=lambda year: (year is None, year)),
        "geometry": shape,
    }


def _part(plot: Plot, part: Part) -> dict[str, Any]:
    return {
        "now": asdict(part.now),
        "after": asdict(plot.after(part)),
        "area_m2": recorded(part.area_m2),
        "deducted_m2": recorded(part.deducted_m2),
        "grade": part.grade,
        "slope": part.slope,
    }
