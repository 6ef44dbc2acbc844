# SPDX-License-Identifier: GPL-2.0-or-later
"""The layers and tables of a ledger that are worked out anew each time: for maps, and for those who look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.ledger.papers import papers_of
from land_entry_plugin.files.ledger import SCREENED, crs_of, kept_tables, shapes
from land_entry_plugin.files.tables import Table
from land_entry_plugin.jobs.ledger.remarks import change_text
from land_entry_plugin.jobs.tables import LANGUAGE
from land_entry_plugin.rounding import mu
from land_entry_plugin.rules.procedure import procedure
from land_entry_plugin.texts import render

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from land_entry_plugin.cadastre.ledger.model import ParcelState
    from land_entry_plugin.cadastre.ledger.plan import Planned
    from land_entry_plugin.jobs.updateledger import UpdatedLedger

PARCELS, WITHDRAWN, HISTORY, PAPERS = "parcels", "withdrawn", "history", "papers"
SUPPLY_PLAN, SUPERVISION = "supply_plan", "supervision"
# Layers with a default style, and its name.
STYLED = {PARCELS: "parcels", WITHDRAWN: "parcels", SCREENED: "parcels", SUPPLY_PLAN: "supply_plan"}
# What QGIS opens after an update, with its English title.
LOADED = {PARCELS: "Ledger", SUPPLY_PLAN: "Annual supply plan"}

_PARCEL_COLUMNS = (
    ("parcel_id", str), ("verdict", str), ("spatial_verdict", str), ("status", str), ("since", str), ("first_on", str),
    ("reasons", str), ("place", str), ("village", str), ("area_plane_m2", float), ("area_mu", float),
    ("area_ellipsoid_m2", float), ("agricultural_m2", float), ("basic_farmland_m2", float), ("four_neighbours", str),
    ("points", int), ("planned", str), ("circulation", str), ("review", str), ("latest_step", str),
    ("latest_state", str), ("latest_day", str), ("earlier_ids", str), ("rule_pack", str), ("in_force", bool),
    ("as_of", str), ("record", str),
)  # fmt: skip
_PLAN_COLUMNS = (
    ("parcel_id", str), ("plan_year", int), ("plan_quarter", str), ("use", str), ("area_plane_m2", float),
    ("area_mu", float), ("place", str), ("entry_way", str), ("trade_form", str), ("term_years", float),
    ("start_price", float), ("deposit", float), ("verdict", str), ("status", str), ("year_assumed", bool),
)  # fmt: skip
_HISTORY_COLUMNS = tuple((name, str) for name in ("date", "parcel_id", "kind", "before", "after", "text", "record"))
_PAPER_COLUMNS = tuple((name, str) for name in ("parcel_id", "step", "paper", "title", "state", "number"))
_SUPERVISION_COLUMNS = (
    ("parcel_id", str), ("duty", str), ("due", str), ("done", str), ("standing", str), ("days", int), ("as_of", str),
)  # fmt: skip


def ledger_tables(updated: UpdatedLedger) -> list[Table]:
    """Return all layers and tables of a ledger's GeoPackage, the map of how things stand first."""
    living = updated.story.living
    gone = [state for state in updated.story.states if not state.is_living]
    return [
        _parcels(PARCELS, living, updated),
        _plan(updated),
        _parcels(WITHDRAWN, gone, updated),
        Table(HISTORY, _HISTORY_COLUMNS, _history_rows(updated)),
        Table(PAPERS, _PAPER_COLUMNS, list(_paper_rows(updated))),
        Table(SUPERVISION, _SUPERVISION_COLUMNS, _supervision_rows(updated)),
        *kept_tables(updated.ledger),
    ]


def _parcels(name: str, states: list[ParcelState], updated: UpdatedLedger) -> Table:
    rows = [_parcel_row(state, updated) for state in states]
    return Table(name, _PARCEL_COLUMNS, rows, shapes([one.screened.shape for one in states]), crs_of(updated.ledger))


def _parcel_row(state: ParcelState, updated: UpdatedLedger) -> dict[str, Any]:
    screened = state.screened
    head = next(one for one in updated.ledger.records if one.code == screened.code)
    pack = head.packs[0]
    latest = state.events[-1] if state.events else None
    area = state.area_m2
    return {
        **vars(screened),
        "parcel_id": state.parcel_id,
        "status": state.status,
        "since": _iso(state.since),
        "first_on": state.first_on.isoformat(),
        "reasons": screened.reason,
        "area_plane_m2": screened.plane_m2,
        "area_mu": None if area is None else float(mu(area)),
        "area_ellipsoid_m2": screened.ellipsoid_m2,
        "four_neighbours": screened.sides,
        "latest_step": latest and latest.step,
        "latest_state": latest and latest.state,
        "latest_day": latest and _iso(latest.day),
        "earlier_ids": "、".join(state.earlier_ids) or None,
        "rule_pack": f"{pack['id']} {pack['version']}",
        "in_force": head.in_force,
        "as_of": head.as_of.isoformat(),
        "record": head.code,
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _plan(updated: UpdatedLedger) -> Table:
    rows = [_plan_row(one) for one in updated.planned]
    geometry = shapes([one.state.screened.shape for one in updated.planned])
    return Table(SUPPLY_PLAN, _PLAN_COLUMNS, rows, geometry, crs_of(updated.ledger))


def _plan_row(one: Planned) -> dict[str, Any]:
    state = one.state
    numbers = {name: state.number(name) for name in ("term_years", "start_price", "deposit")}
    return {
        "parcel_id": state.parcel_id,
        "plan_year": one.year,
        "plan_quarter": one.quarter,
        "use": one.use,
        "area_plane_m2": state.screened.plane_m2,
        "area_mu": None if state.area_m2 is None else float(mu(state.area_m2)),
        "place": state.screened.place,
        "entry_way": state.fact("entry_way"),
        "trade_form": state.fact("trade_form"),
        **{name: None if value is None else float(value) for name, value in numbers.items()},
        "verdict": state.screened.verdict,
        "status": state.status,
        "year_assumed": one.is_year_assumed,
    }


def _history_rows(updated: UpdatedLedger) -> list[dict[str, Any]]:
    return [
        {
            "date": _iso(change.day),
            "parcel_id": change.parcel_id,
            "kind": change.kind,
            "before": change.before,
            "after": change.after,
            "text": change_text(change, LANGUAGE),
            "record": change.code,
        }
        for change in updated.story.history
    ]


def _paper_rows(updated: UpdatedLedger) -> Iterable[dict[str, Any]]:
    for state in updated.story.states:
        for paper in papers_of(state):
            yield {
                "parcel_id": state.parcel_id,
                "step": paper.step,
                "paper": paper.id,
                "title": paper.title,
                "state": paper.state,
                "number": paper.number,
            }


def _supervision_rows(updated: UpdatedLedger) -> list[dict[str, Any]]:
    return [
        {
            "parcel_id": one.state.parcel_id,
            "duty": one.duty,
            "due": _iso(one.due),
            "done": _iso(one.done),
            "standing": one.standing,
            "days": one.days,
            "as_of": updated.request.as_of.isoformat(),
        }
        for one in updated.obligations
    ]


def step_title(step: str) -> str:
    """Return what a step is called."""
    return procedure().steps[step].title[LANGUAGE]


def say(text_id: str, **values: object) -> str:
    """Return one of the ledger's own sentences."""
    return render(f"ledger.{text_id}", values, LANGUAGE)
