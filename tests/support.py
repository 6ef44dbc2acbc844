# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers made inline, screenings of them, and what of a Word document is compared."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from functools import cache
from xml.etree.ElementTree import canonicalize

import numpy as np
import shapely

from land_entry_plugin.files.answers import AnswerTable, open_answers
from land_entry_plugin.files.source import LayerDescription, Rows, near
from land_entry_plugin.files.vector import open_layer, open_package
from land_entry_plugin.jobs.record import screening_record
from land_entry_plugin.jobs.screening import ScreeningRequest
from land_entry_plugin.jobs.screenparcels import screenparcels
from land_entry_plugin.roles.land_classes import class_name
from land_entry_plugin.rules.layering import load_pack
from land_entry_plugin.rules.pack import PackHead
from land_entry_plugin.rules.standing import banner

CRS = "EPSG:4527"
# On the central meridian of zone 39, where plane and ellipsoid agree to a few parts in ten million.
EAST, NORTH = 39_500_000.0, 4_130_000.0
AS_OF = date(2026, 11, 21)


def box(x: float, y: float, width: float, height: float) -> shapely.Polygon:
    """Return a rectangle by its lower left corner, metres from the place of the tests."""
    return shapely.box(EAST + x, NORTH + y, EAST + x + width, NORTH + y + height)


def polygon(*points: tuple[float, float]) -> shapely.Polygon:
    """Return a polygon by its corners, metres from the place of the tests."""
    return shapely.Polygon([(EAST + x, NORTH + y) for x, y in points])


class MemorySource:
    """A layer in memory: geometries and columns."""

    def __init__(self, name, geometries, columns=None, crs=CRS, package="/package"):
        self.columns = {key: np.array(values, dtype=object) for key, values in (columns or {}).items()}
        wkb = np.empty(len(geometries), dtype=object)
        wkb[:] = [None if geometry is None else shapely.to_wkb(geometry) for geometry in geometries]
        self.all = Rows(np.arange(1, len(wkb) + 1), wkb, self.columns)
        bounds = shapely.total_bounds(np.array(geometries, dtype=object)) if len(wkb) else np.full(4, np.nan)
        extent = tuple(map(float, bounds)) if np.isfinite(bounds).all() else None
        self.description = LayerDescription(name, crs, tuple(self.columns), len(wkb), package, None, extent=extent)

    def describe(self):
        return self.description

    def rows(self, fields, boxes=None):
        rows = replace(self.all, columns={name: self.columns[name] for name in fields})
        if boxes is None:
            return rows
        return near(rows, boxes) if len(boxes) else rows.taken(np.arange(0))


def survey(*patches, **options):
    """Return a DLTB layer of ``(geometry, class code[, QSXZ[, KCXS[, SJNF]]])``."""
    filled = [(*patch, *("30", 0.0, 2025)[len(patch) - 2 :]) for patch in patches]
    columns = {
        "BSM": [f"{i:018d}" for i in range(1, len(filled) + 1)],
        "DLBM": [patch[1] for patch in filled],
        "DLMC": [class_name(patch[1]) for patch in filled],
        "QSXZ": [patch[2] for patch in filled],
        "KCXS": [patch[3] for patch in filled],
        "SJNF": [patch[4] for patch in filled],
    }
    return MemorySource("DLTB", [patch[0] for patch in filled], columns, **options)


def lines(name, *geometries, **options):
    """Return a line layer (YJJBNTBHTB, STBHHX) of polygons."""
    return MemorySource(name, geometries, {"BSM": [f"{name}{i}" for i in range(len(geometries))]}, **options)


def urban(*zones, **options):
    """Return a CZKFBJ layer of ``(geometry, GHFQDM, GHFQMC)``."""
    columns = {
        "BSM": [f"CZ{i}" for i in range(len(zones))],
        "GHFQDM": [zone[1] for zone in zones],
        "GHFQMC": [zone[2] for zone in zones],
    }
    return MemorySource("CZKFBJ", [zone[0] for zone in zones], columns, **options)


def candidates(*geometries, ids=None, **options):
    """Return a parcel layer."""
    names = ids or [f"P{i}" for i in range(1, len(geometries) + 1)]
    return MemorySource("parcels", geometries, {"ZDDM": names}, **options)


def all_layers(land_use, **others):
    """Return a full set of roles around a land-use layer, with empty lines and an admin area."""
    layers = {
        "land_use": land_use,
        "basic_farmland": lines("YJJBNTBHTB"),
        "ecological_red_line": lines("STBHHX"),
        "urban_boundary": urban(),
        "admin_area": MemorySource(
            "XZQ", [box(-5000, -5000, 10000, 10000)], {"XZQDM": ["371126004"], "XZQMC": ["柳河镇"]}
        ),
    }
    layers.update(others)
    return {role: layer for role, layer in layers.items() if layer is not None}


# Answers that satisfy every rule of the national pack; yes to all that is not named here.
GOOD_ANSWERS = {
    "stage": "screening",
    "use": "industrial",
    "plan_kind": "village_plan",
    "entry_way": "assignment",
    "trade_form": "listing",
    "term_years": 50,
    "lease_years": 0,
    "notice_date": "2026-09-01",
    "meeting_date": "2026-09-20",
    "members_total": 300,
    "members_present": 260,
    "members_yes": 240,
    "plan_filed_date": "2026-10-08",
    "deal_date": "2026-11-18",
    "start_price": 5_000_000,
    "price_floor": 96,
}


@cache
def questions(pack="national"):
    """Return the ids of a pack's questions."""
    return tuple(load_pack(pack).questions)


class Heard:
    """Hears of every parcel that is judged, and wants no more once there are some."""

    def __init__(self, enough=None):
        self.told, self.anew, self._enough = [], 0, enough

    def judged(self, parcel_id, verdict):
        self.told.append((parcel_id, verdict))

    def begins_again(self):
        self.told.clear()
        self.anew += 1

    def report(self, phase, fraction):
        pass

    def cancelled(self):
        return self._enough is not None and len(self.told) >= self._enough


class GivenAnswers:
    """Answers in memory: for every parcel those that satisfy, but for the ones given here (None for no answer)."""

    def __init__(self, parcel_ids, pack="national", **others):
        self.parcel_ids = list(parcel_ids)
        self.written = {name: GOOD_ANSWERS.get(name, "yes") for name in questions(pack)} | others

        papers = {f"{name}_paper": "No. 1" for name in self.written} | {
            name: value for name, value in self.written.items() if name.endswith("_paper")
        }
        self.columns = {"parcel_id": self.parcel_ids} | {
            head: [value] * len(self.parcel_ids) for head, value in (self.written | papers).items()
        }
        self.name, self.path = "answers", None

    def heads(self):
        return tuple(self.columns)

    def read(self, wanted):
        columns = tuple((head, values) for head, values in self.columns.items() if wanted(head))
        return AnswerTable(self.name, columns, len(self.parcel_ids))


def screen(parcels, layers, **options):
    """Return the record of a screening in which officers have answered every question well."""
    ids = parcels.columns.get("ZDDM", [f"{i}" for i in range(1, len(parcels.all.ids) + 1)])
    given = {
        "as_of": AS_OF,
        "answers": GivenAnswers([str(id_ or "").strip() or f"row {i}" for i, id_ in enumerate(ids, 1)]),
    }
    request = ScreeningRequest(parcels=parcels, named=layers, **(given | options))
    return screening_record(screenparcels(request))


def of_township(place, answers=None):
    """Return the request of a screening of a sample township, with the answers of a file beside it if one is named."""
    return ScreeningRequest(
        parcels=open_layer(f"{place}|layername=parcels"),
        offered=tuple(open_package(str(place))),
        answers=open_answers(str(place.parent / answers)) if answers else None,
        as_of=AS_OF,
    )


def out_of_force(pack, **changes):
    """Return the pack of a record as it would stand there with another status or other days."""
    changed = pack | changes
    days = {key: changed[key] and date.fromisoformat(changed[key]) for key in ("valid_from", "valid_until")}
    names = ("id", "version", "status", "title", "jurisdiction", "sha256")
    text = banner(PackHead(**{name: changed[name] for name in names}, **days), AS_OF)
    return changed | {"in_force": False, "banners": [text]}


def parcel(record, parcel_id="P1"):
    """Return one parcel of a record."""
    (found,) = [one for one in record["parcels"] if one["parcel_id"] == parcel_id]
    return found


def finding(record, rule_id, parcel_id="P1"):
    """Return one finding of one parcel of a record."""
    (found,) = [one for one in parcel(record, parcel_id)["findings"] if one["rule_id"] == rule_id]
    return found


def outcomes(record, parcel_id="P1"):
    """Return the outcomes of one parcel that are no pass, by rule."""
    return {one["rule_id"]: one["outcome"] for one in parcel(record, parcel_id)["findings"] if one["outcome"] != "pass"}


def parts_of(document):
    """Return the parts of a Word document, XML in one spelling: how it is packed and written out is a library's own."""
    with zipfile.ZipFile(document) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return {name: canonicalize(part) if name.endswith((".xml", ".rels")) else part for name, part in parts.items()}
