# SPDX-License-Identifier: GPL-2.0-or-later
"""What lies around a parcel: other parcels, owners and patches, as its map shows and its neighbours name them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from land_entry_plugin.cadastre.map_window import shown_bounds
from land_entry_plugin.cadastre.surroundings import OWNERSHIP, PARCEL, PATCH, USE_RIGHT, Surroundings
from land_entry_plugin.roles.cadastral_codes import course
from land_entry_plugin.roles.catalogue import ADMIN_AREA, LAND_USE
from land_entry_plugin.roles.land_classes import class_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from land_entry_plugin.cadastre.marks import GivenMarks
    from land_entry_plugin.jobs.reading import PreparedLayer

_USE_RIGHTS, _OWNERSHIP = "use_rights", "ownership"
_UNKNOWN_CLASS = "地类不明"
# All that is read of a patch of the land survey.
_PATCH_FIELDS = ("DLBM", "DLMC", "QSDWMC", "ZLDWMC")


@dataclass
class _Rows:
    """What was found around one parcel so far."""

    geometry: list[shapely.Geometry] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    label: list[str] = field(default_factory=list)
    code: list[str | None] = field(default_factory=list)
    land: list[str | None] = field(default_factory=list)

    def add(
        self, shape: shapely.Geometry, kind: str, label: str, code: str | None = None, land: str | None = None
    ) -> None:
        self.geometry.append(shape)
        self.kind.append(kind)
        self.label.append(label)
        self.code.append(code)
        self.land.append(land)


@dataclass(frozen=True)
class Neighbourhood:
    """All that may lie around the parcels of one plane.

    Attributes
    ----------
    parcels : ndarray of shapely polygons, shape (n,)
        Sound parcels, in the plane.
    ids : list of str
    layers : mapping of str to PreparedLayer
        By what records call them; the land survey, use rights, ownership and administrative areas are looked at.
    marks : GivenMarks or None
        Tables of boundary points and lines.
    """

    parcels: np.ndarray
    ids: list[str]
    layers: Mapping[str, PreparedLayer]
    marks: GivenMarks | None = None

    @cached_property
    def _patches(self) -> np.ndarray:
        """Label, class code and class name of all patches (n, 3); those whose fields say the same are read once."""
        survey = self.layers[LAND_USE]
        fields = list(zip(*(survey.texts(name) for name in _PATCH_FIELDS), strict=True))
        known = {texts: _patch(texts, survey.class_system) for texts in set(fields)}
        return np.array([known[texts] for texts in fields], dtype=object).reshape(-1, 3)

    @cached_property
    def _parcel_tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.parcels)

    @cached_property
    def _trees(self) -> dict[str, shapely.STRtree]:
        roles = (LAND_USE, _USE_RIGHTS, _OWNERSHIP, ADMIN_AREA)
        return {
            key: shapely.STRtree(layer.geometry) for key, layer in self.layers.items() if layer.layer.role.id in roles
        }

    def around(self, shapes: np.ndarray) -> list[Surroundings]:
        """Return what lies in the windows of parcels' maps, other candidates first, then registered parcels."""
        bounds = shapely.bounds(shapes).tolist()
        windows = shapely.box(*np.array([shown_bounds(own) for own in bounds]).reshape(-1, 4).T)
        near = _by_window(self._parcel_tree.query(windows), len(shapes))
        counts = [len(rows) for rows in near]
        is_own = np.split(self._same(np.concatenate(near), np.repeat(shapes, counts)), np.cumsum(counts)[:-1])
        within = {
            key: _by_window(tree.query(windows, predicate="intersects"), len(shapes))
            for key, tree in self._trees.items()
            if key != ADMIN_AREA
        }
        areas = self._admin_areas(shapes)
        return [
            self._around(near[i], is_own[i], {key: rows[i] for key, rows in within.items()}, areas[i])
            for i in range(len(shapes))
        ]

    def _around(
        self, near: np.ndarray, is_own: np.ndarray, within: Mapping[str, np.ndarray], admin_area: str | None
    ) -> Surroundings:
        """Return what lies around one parcel: candidates, of which some are itself, and features by layer."""
        own_ids = {self.ids[j] for j in near[is_own].tolist()}
        rows = _Rows()
        for j in near[~is_own].tolist():
            rows.add(self.parcels[j], PARCEL, f"宗地 {self.ids[j]}")
        self._add(rows, _USE_RIGHTS, USE_RIGHT, within, lambda layer, j: _registered(layer, j, own_ids))
        self._add(rows, _OWNERSHIP, OWNERSHIP, within, _owner)
        survey = self.layers.get(LAND_USE)
        if survey is not None:
            patches = within[LAND_USE]
            rows.geometry += survey.geometry[patches].tolist()
            rows.kind += [PATCH] * len(patches)
            for column, values in zip((rows.label, rows.code, rows.land), self._patches[patches].T, strict=True):
                column.extend(values.tolist())
        geometry = np.empty(len(rows.geometry), dtype=object)
        geometry[:] = rows.geometry
        return Surroundings(
            geometry,
            rows.kind,
            rows.label,
            rows.code,
            rows.land,
            survey.class_system if survey is not None else None,
            admin_area,
            self.marks,
        )

    def _same(self, rows: np.ndarray, shapes: np.ndarray) -> np.ndarray:
        """Return which candidates (n,) cover what shapes (n,) do."""
        others = self.parcels[rows]
        result = (shapely.bounds(others) == shapely.bounds(shapes)).all(axis=1)
        # nearly always point by point, which is soon seen
        doubtful = np.flatnonzero(result)
        doubtful = doubtful[~shapely.equals_exact(others[doubtful], shapes[doubtful])]
        result[doubtful] = shapely.equals(others[doubtful], shapes[doubtful])
        return result

    def _add(
        self,
        rows: _Rows,
        role: str,
        kind: str,
        within: Mapping[str, np.ndarray],
        label: Callable[[PreparedLayer, int], str | None],
    ) -> None:
        for key, found in within.items():
            layer = self.layers[key]
            for j in found.tolist() if layer.layer.role.id == role else ():
                name = label(layer, j)
                if name is not None:
                    rows.add(layer.geometry[j], kind, name)

    def _admin_areas(self, shapes: np.ndarray) -> list[str | None]:
        """Return the name of the least administrative area that a point of each parcel lies in."""
        if ADMIN_AREA not in self._trees:
            return [None] * len(shapes)
        layer = self.layers[ADMIN_AREA]
        found = self._trees[ADMIN_AREA].query(shapely.point_on_surface(shapes), predicate="intersects")
        result = []
        for rows in _by_window(found, len(shapes)):
            names = [(shapely.area(layer.geometry[j]), layer.text("XZQMC", j)) for j in rows.tolist()]
            result.append(min((pair for pair in names if pair[1]), default=(0.0, None))[1])
        return result


def _by_window(found: np.ndarray, count: int) -> list[np.ndarray]:
    """Return the rows that a query (2, n) of a tree found in each of so many windows, ascending."""
    window, row = found[:, np.lexsort(found[::-1])]
    return np.split(row, np.searchsorted(window, np.arange(1, count)))


def _registered(layer: PreparedLayer, row: int, own_ids: set[str]) -> str:
    """Return what a registered parcel is called: by its code, never by who holds it."""
    code = layer.text("ZDDM", row) or layer.text("BDCDYH", row) or layer.source_ids[row]
    return f"宗地 {code}{' 登记范围' if code in own_ids else ''}"


def _owner(layer: PreparedLayer, row: int) -> str | None:
    """Return the collective that owns land, else the code of its parcel."""
    name = layer.text(layer.layer.role.name, row) or layer.text("QLR", row)
    code = layer.text("ZDDM", row)
    return name or (f"宗地 {code}" if code else None)


def _patch(texts: tuple[str | None, ...], system: str | None) -> tuple[str, str | None, str]:
    """Return label, class code and class name of a patch: a road is known by its class, a field by its owner too."""
    code, name, owner, place = texts
    land = name or class_name(code, system) or _UNKNOWN_CLASS
    own = course(code, system)
    holder = owner or place
    is_named_by_class = own is not None and own.named_by_class
    return land if is_named_by_class or holder is None else f"{holder}（{land}）", code, land
