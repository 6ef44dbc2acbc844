# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers around parcels that are edited: read and prepared once, and what an edit needs is taken from them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.engine.crs import boxes_in
from land_entry_plugin.engine.shapes import from_wkb, is_polygonal, span
from land_entry_plugin.errors import InputError
from land_entry_plugin.jobs.reading import READING_MARGIN_M, PreparedLayer, prepare
from land_entry_plugin.roles.catalogue import OWNERSHIP
from land_entry_plugin.rules.layering import load_pack

if TYPE_CHECKING:
    from land_entry_plugin.engine.crs import Plane
    from land_entry_plugin.jobs.candidates import RoleLayer
    from land_entry_plugin.jobs.screening import ScreeningRequest
    from land_entry_plugin.rules.pack import RulePack

# How far around what was edited layers are read: the next edit finds them there.
_MARGIN_M = 400.0
# With more places than these, the earlier ones are read again when they are wanted again.
_MOST_PLACES = 64


class LivingLayers:
    """Layers and rules that stay from edit to edit; for one thread at a time."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], _Kept] = {}
        self._pack: RulePack | None = None

    def pack_of(self, request: ScreeningRequest) -> RulePack:
        """Return the rules of a request, which are those of the first one."""
        if self._pack is None:
            self._pack = load_pack(request.rule_pack, request.pack_folders)
        return self._pack

    def prepare(self, layer: RoleLayer, boxes: np.ndarray, plane: Plane) -> PreparedLayer:
        """Return the features of a layer that meet boxes (n, 4) of a plane, as ``reading.prepare`` does."""
        stamp = _stamp(layer)
        # of an ownership layer it depends on all rows that are read which columns are
        if stamp is None or layer.role.id == OWNERSHIP:
            return prepare(layer, boxes, plane)
        key = layer.key, plane.code
        kept = self._kept.get(key)
        if kept is None or kept.stamp != stamp or not kept.covers(boxes):
            places = boxes + np.array([-_MARGIN_M, -_MARGIN_M, _MARGIN_M, _MARGIN_M])
            if kept is not None and kept.stamp == stamp and len(places) + len(kept.places) <= _MOST_PLACES:
                places = np.concatenate([kept.places, places])
            try:
                kept = self._kept[key] = _Kept.of(stamp, prepare(layer, places, plane), places)
            except InputError:
                # what cannot be read may lie farther off than this edit has to look
                return prepare(layer, boxes, plane)
        return kept.near(boxes_in(boxes, plane.crs, layer.crs, READING_MARGIN_M))


@dataclass(frozen=True)
class _Kept:
    """A layer around some places.

    Attributes
    ----------
    stamp : tuple
        By which it is seen that its file has changed.
    layer : PreparedLayer
    places : ndarray of float, shape (n, 4)
        In the plane.
    shapes, spans : STRtree
        In the layer's own CRS: the polygons, and all that a broken shape spans.
    """

    stamp: tuple[Any, ...]
    layer: PreparedLayer
    places: np.ndarray
    shapes: shapely.STRtree
    spans: shapely.STRtree

    @classmethod
    def of(cls, stamp: tuple[Any, ...], layer: PreparedLayer, places: np.ndarray) -> _Kept:
        stored = from_wkb(layer.rows.wkb)
        polygonal = is_polygonal(stored)
        sound = polygonal & shapely.is_valid(stored)
        spans = np.full(len(stored), None, dtype=object)
        spans[~sound] = [span(shape) for shape in stored[~sound]]
        return cls(stamp, layer, places, shapely.STRtree(np.where(polygonal, stored, None)), shapely.STRtree(spans))

    def covers(self, boxes: np.ndarray) -> bool:
        """Return whether every box (n, 4) lies in a place that was read."""
        low = (self.places[None, :, :2] <= boxes[:, None, :2]).all(axis=2)
        high = (self.places[None, :, 2:] >= boxes[:, None, 2:]).all(axis=2)
        return bool((low & high).any(axis=1).all())

    def near(self, boxes: np.ndarray) -> PreparedLayer:
        """Return what meets boxes (n, 4) in the layer's own CRS: the rows that ``files.source.near`` chooses."""
        wanted = shapely.box(*boxes.T)
        found = [tree.query(wanted, predicate="intersects")[1] for tree in (self.shapes, self.spans)]
        return self.layer.part(np.unique(np.concatenate(found)))


def _stamp(layer: RoleLayer) -> tuple[Any, ...] | None:
    """Return by what a change of a layer is seen; None for one that is edited, or has no file to look at."""
    said = layer.description
    if said.path is None or said.part is not None:
        return None
    path = Path(said.path)
    files = [path, path.with_name(f"{path.name}-wal"), *(path.iterdir() if path.is_dir() else ())]
    files += path.parent.glob(f"{path.stem}.*")
    times = []
    for file in files:
        try:
            times.append((file.name, file.stat().st_mtime_ns, file.stat().st_size))
        except OSError:
            continue
    return said, tuple(sorted(layer.fields.items())), layer.year, tuple(times)
