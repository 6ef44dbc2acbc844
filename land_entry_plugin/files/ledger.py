# SPDX-License-Identifier: GPL-2.0-or-later
"""Ledgers as GeoPackages: what they keep is read back, what follows from it is written for those who look."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any, get_type_hints

import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from land_entry_plugin.cadastre.ledger.model import Event, Fact, Ledger, RecordHead, Screened
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.tables import Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

RECORDS, SCREENED, STEPS, FACTS = "records", "screened", "procedure", "facts"
# The tables that make a file a ledger.
KEPT = (RECORDS, SCREENED, STEPS, FACTS)
_RECORD_COLUMNS = (
    ("code", str), ("as_of", str), ("finished", str), ("packs", str), ("in_force", bool), ("has_ids", bool),
    ("added_on", str), ("keeps_absent", bool),
)  # fmt: skip
_FACT_COLUMNS = tuple((name, str) for name in ("parcel_id", "name", "value", "told_on", "source"))
_EVENT_COLUMNS = tuple((name, str) for name in ("parcel_id", "step", "state", "day", "papers", "note", "told_on"))


def _screened_columns() -> tuple[tuple[str, type], ...]:
    """Return the fields of a screened parcel, in order, but for its shape."""
    hints = get_type_hints(Screened, localns={"shapely": shapely})
    result = []
    for field in fields(Screened):
        kinds = {
            kind for kind in getattr(hints[field.name], "__args__", (hints[field.name],)) if kind is not type(None)
        }
        if field.name != "shape":
            result.append((field.name, kinds.pop()))
    return tuple(result)


def kept_tables(ledger: Ledger) -> list[Table]:
    """Return what a ledger keeps, as tables of its GeoPackage."""
    return [
        Table(RECORDS, _RECORD_COLUMNS, [_record_row(head) for head in ledger.records]),
        screened_table(ledger),
        Table(STEPS, _EVENT_COLUMNS, [_event_row(event) for event in ledger.events]),
        Table(FACTS, _FACT_COLUMNS, [{**vars(fact), "told_on": fact.told_on.isoformat()} for fact in ledger.facts]),
    ]


def screened_table(ledger: Ledger) -> Table:
    """Return the parcels as each record has them."""
    columns = _screened_columns()
    rows = [{name: getattr(one, name) for name, _ in columns} for one in ledger.screened]
    return Table(SCREENED, columns, rows, shapes([one.shape for one in ledger.screened]), crs_of(ledger))


def crs_of(ledger: Ledger) -> str:
    """Return the CRS that layers state: as long as there is no shape, that of geographic coordinates."""
    return ledger.crs or "EPSG:4490"


def shapes(geometries: Sequence[shapely.Geometry | None]) -> np.ndarray:
    """Return geometries as an array."""
    result = np.full(len(geometries), None, dtype=object)
    result[:] = geometries
    return result


def _record_row(head: RecordHead) -> dict[str, Any]:
    packs = json.dumps(list(head.packs), ensure_ascii=False, sort_keys=True)
    return vars(head) | {"packs": packs, "as_of": head.as_of.isoformat(), "added_on": head.added_on.isoformat()}


def _event_row(event: Event) -> dict[str, Any]:
    papers = None if event.papers is None else json.dumps(list(event.papers), ensure_ascii=False)
    day = None if event.day is None else event.day.isoformat()
    return vars(event) | {"papers": papers, "day": day, "told_on": event.told_on.isoformat()}


def read_ledger(path: Path) -> Ledger:
    """Return the ledger in a GeoPackage.

    Raises
    ------
    InputError
        When there is none, or what is there is no ledger.
    """
    if not path.is_file():
        raise InputError("missing_ledger", path=str(path))
    try:
        layers = set(pyogrio.list_layers(path)[:, 0])
        missing = [name for name in KEPT if name not in layers]
        if missing:
            raise InputError("no_ledger", path=str(path), layers=missing)
        tables = {name: _rows(path, name) for name in KEPT}
        crs = pyogrio.read_info(path, layer=SCREENED)["crs"]
        return Ledger(
            # without a shape the file names no plane, whatever it says
            crs=crs if any(row["shape"] is not None for row in tables[SCREENED]) else None,
            records=tuple(map(_record, tables[RECORDS])),
            screened=tuple(Screened(**row) for row in tables[SCREENED]),
            events=tuple(map(_event, tables[STEPS])),
            facts=tuple(Fact(**{**row, "told_on": date.fromisoformat(row["told_on"])}) for row in tables[FACTS]),
        )
    except (DataSourceError, DataLayerError, ValueError, TypeError, KeyError) as error:
        raise InputError("no_ledger", detail=str(error), path=str(path), layers=list(KEPT)) from error


def _rows(path: Path, name: str) -> list[dict[str, Any]]:
    """Return the rows of a table by field name, missing values as None, its shape as ``shape``."""
    wanted = {SCREENED: _screened_columns(), RECORDS: _RECORD_COLUMNS, STEPS: _EVENT_COLUMNS, FACTS: _FACT_COLUMNS}
    columns = dict(wanted[name])
    meta, _, wkb, values = pyogrio.raw.read(path, layer=name, columns=list(columns))
    lists = {
        str(field): [_plain(value, columns[str(field)]) for value in column]
        for field, column in zip(meta["fields"], values, strict=True)
    }
    if name == SCREENED:
        lists["shape"] = list(shapely.from_wkb(wkb))
    missing = set(columns) - set(lists)
    if missing:
        raise KeyError(*missing)
    count = len(next(iter(lists.values())))
    return [{field: column[i] for field, column in lists.items()} for i in range(count)]


def _plain(value: Any, kind: type) -> Any:
    if value is None or value != value:  # noqa: PLR0124 a missing number is not equal to itself
        return None
    return kind(value)


def _record(row: dict[str, Any]) -> RecordHead:
    days = {name: date.fromisoformat(row[name]) for name in ("as_of", "added_on")}
    return RecordHead(**{**row, **days, "packs": tuple(json.loads(row["packs"]))})


def _event(row: dict[str, Any]) -> Event:
    day = None if row["day"] is None else date.fromisoformat(row["day"])
    papers = None if row["papers"] is None else tuple(json.loads(row["papers"]))
    return Event(**{**row, "day": day, "papers": papers, "told_on": date.fromisoformat(row["told_on"])})
