# SPDX-License-Identifier: GPL-2.0-or-later
"""The land survey, read batch by batch: totals of all patches, and those that are stock or roads."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.engine.area import ellipsoid_area
from land_entry_plugin.engine.crs import planes_of_parcels, project
from land_entry_plugin.engine.repair import repair
from land_entry_plugin.engine.shapes import from_wkb
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.source import batches, blank, hash_of_digests, row_digests
from land_entry_plugin.jobs.reading import data_year, finite
from land_entry_plugin.roles.land_classes import category, class_code, class_name, class_system, land_ownership
from land_entry_plugin.roles.stock import StockTerms, is_among

if TYPE_CHECKING:
    from collections.abc import Callable

    from land_entry_plugin.engine.crs import Plane
    from land_entry_plugin.files.source import Rows
    from land_entry_plugin.jobs.candidates import RoleLayer

# Rows that are in memory at a time.
BATCH = 50_000
FIELDS = ("BSM", "DLBM", "DLMC", "QSXZ", "SJNF", "ZLDWDM", "ZLDWMC", "QSDWDM", "QSDWMC", "TBXHMC", "BZ")
_VILLAGE_DIGITS = 12


@dataclass(frozen=True)
class Patches:
    """Patches of the land survey, in the plane of the search.

    Attributes
    ----------
    geometry : ndarray of shapely polygons, shape (n,)
        Valid.
    area_m2 : ndarray of float, shape (n,)
        Ellipsoidal.
    columns : dict of str to ndarray of object, shape (n,)
        By standard field name; None where blank.
    """

    geometry: np.ndarray
    area_m2: np.ndarray
    columns: dict[str, np.ndarray]

    def taken(self, chosen: np.ndarray) -> Patches:
        """Return some of the patches."""
        columns = {name: values[chosen] for name, values in self.columns.items()}
        return Patches(self.geometry[chosen], self.area_m2[chosen], columns)

    def village(self, i: int) -> tuple[str, str]:
        """Return code and name of the village of a patch, blanks where they are not stated."""
        return village_of(self.columns["ZLDWDM"][i], self.columns["ZLDWMC"][i])


@dataclass(frozen=True)
class Survey:
    """What the land survey holds.

    Attributes
    ----------
    plane : Plane
    system : str or None
        The class system of the layer.
    year : int or None
    stock : Patches
        Commercial construction land, of whatever owner.
    roads : Patches
    totals_m2 : dict of (village, category, owner) to float
        Ellipsoidal areas of all patches; the owner is ``state``, ``collective`` or ``unknown``.
    count : int
    sha256 : str
        Of all rows.
    """

    plane: Plane
    system: str | None
    year: int | None
    stock: Patches
    roads: Patches
    totals_m2: dict[tuple[tuple[str, str], str, str], float]
    count: int
    sha256: str


def read_survey(
    layer: RoleLayer, terms: StockTerms, classes: tuple[str, ...], report: Callable[[float], None]
) -> Survey:
    """Return the land survey, of which only the patches that matter stay in memory.

    Raises
    ------
    InputError
        When it has no patches, or lies in no zone.
    """
    fields = layer.fields
    wanted = sorted({fields[name] for name in FIELDS if name in fields})
    stock_classes = terms.stock_classes if not classes else dict.fromkeys(terms.stock_classes, classes)
    plane: Plane | None = None
    kept: list[tuple[Patches, np.ndarray]] = []
    sums: dict[tuple[Any, ...], float] = defaultdict(float)
    pairs: Counter[tuple[object, object]] = Counter()
    digests: list[bytes] = []
    years: set[int] = set()
    for rows in batches(layer.source, wanted, BATCH):
        digests += row_digests(rows)
        stored = finite(from_wkb(rows.wkb))
        plane = plane or _plane(stored, layer)
        patches = _patches(rows, stored, layer, plane)
        codes, names = patches.columns["DLBM"], patches.columns["DLMC"]
        pairs.update(zip(codes, names, strict=True))
        years |= {year for value in set(patches.columns["SJNF"]) if (year := data_year(value)) is not None}
        _add(sums, patches)
        described = {
            code: (is_among(code, stock_classes, None), is_among(code, terms.road_classes, None)) for code in set(codes)
        }
        flags = np.array([described[code] for code in codes], dtype=bool).reshape(-1, 2)
        chosen = flags.any(axis=1)
        kept.append((patches.taken(chosen), flags[chosen]))
        report(len(digests) / max(layer.description.feature_count, 1))
    if plane is None:
        raise InputError("empty_layer", layer=layer.description.name, role=layer.description.name)
    system = class_system(pairs.elements(), max(years, default=layer.year))
    patches = _together([one for one, _ in kept])
    codes = patches.columns["DLBM"]
    stock = np.array([is_among(code, stock_classes, system) for code in codes], dtype=bool)
    roads = np.array([is_among(code, terms.road_classes, system) for code in codes], dtype=bool)
    year = max(years, default=layer.year)
    return Survey(
        plane=plane,
        system=system,
        year=year,
        stock=patches.taken(stock),
        roads=patches.taken(roads & ~stock),
        totals_m2=_totals(sums, system, year),
        count=len(digests),
        sha256=hash_of_digests(digests),
    )


def with_fields(layer: RoleLayer, terms: StockTerms) -> RoleLayer:
    """Return the survey's layer with the fields that are read besides the usual ones."""
    own = {name.upper(): name for name in reversed(layer.description.fields)}
    more = {
        standard: own[found.upper()]
        for standard, aliases in terms.fields.items()
        if (found := next((alias for alias in aliases if alias.upper() in own), None))
    }
    return replace(layer, fields=layer.fields | more)


def village_of(code: object, name: object) -> tuple[str, str]:
    """Return code (twelve digits) and name of a village."""
    return str(code or "").strip()[:_VILLAGE_DIGITS], str(name or "").strip()


def _plane(stored: np.ndarray, layer: RoleLayer) -> Plane:
    """Return the plane of the search: the layer's own, else that of the longitude in the middle of the first batch."""
    bounds = shapely.total_bounds(stored)
    plane = planes_of_parcels(np.array([shapely.box(*bounds)]), layer.crs)[0] if np.isfinite(bounds).all() else None
    if plane is None:
        raise InputError("misplaced_layer", layer=layer.description.name)
    return plane


def _patches(rows: Rows, stored: np.ndarray, layer: RoleLayer, plane: Plane) -> Patches:
    geometry = repair(project(stored, layer.crs, plane.crs)).geometry
    columns = {}
    for name in FIELDS:
        values = rows.columns.get(layer.fields.get(name, ""))
        own = np.full(len(rows.ids), None, dtype=object)
        if values is not None:
            own[:] = [None if blank(value) else value for value in values]
        columns[name] = own
    # what has no area is no land
    there = np.array([shape is not None for shape in geometry], dtype=bool)
    areas = np.zeros(len(geometry))
    areas[there] = ellipsoid_area(geometry[there], plane)
    return Patches(geometry, areas, columns).taken(there)


def _add(sums: dict[tuple[Any, ...], float], patches: Patches) -> None:
    """Add the areas of patches by village, code, name and owner."""
    columns = patches.columns
    owners = {value: land_ownership(value) for value in set(columns["QSXZ"])}
    keys = zip(
        columns["ZLDWDM"], columns["ZLDWMC"], columns["DLBM"], columns["DLMC"], columns["QSXZ"],
        patches.area_m2.tolist(), strict=True,
    )  # fmt: skip
    for unit, unit_name, code, name, owner, area in keys:
        sums[village_of(unit, unit_name), code, name, owners[owner]] += area


def _totals(sums: dict[tuple[Any, ...], float], system: str | None, year: int | None) -> dict[Any, float]:
    result: dict[Any, float] = defaultdict(float)
    for (village, code, name, owner), area in sums.items():
        result[village, category(code, year, system=system, name=name), owner] += area
    return dict(result)


def _together(parts: list[Patches]) -> Patches:
    columns = {name: np.concatenate([part.columns[name] for part in parts]) for name in FIELDS}
    return Patches(
        np.concatenate([part.geometry for part in parts]), np.concatenate([part.area_m2 for part in parts]), columns
    )


def shown_class(code: object, name: object, system: str | None) -> tuple[str, str]:
    """Return code and name of a class as accounts show them."""
    return class_code(code, system or "survey") or "—", str(name or class_name(code, system) or "")
