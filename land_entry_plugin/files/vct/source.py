# SPDX-License-Identifier: GPL-2.0-or-later
"""A layer of a VCT file as the jobs see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.kept import Wishes, kept, source_key
from land_entry_plugin.files.source import LayerDescription, Rows, near
from land_entry_plugin.files.vct.attributes import columns_of, rows_without_object
from land_entry_plugin.files.vct.build import Builder
from land_entry_plugin.files.vct.index import index_of
from land_entry_plugin.files.vct.layers import layers_in, members
from land_entry_plugin.files.vct.tables import POLYGON
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from land_entry_plugin.files.vct.index import VctIndex
    from land_entry_plugin.files.vct.layers import VctLayer


class VctSource:
    """One layer of a VCT file."""

    def __init__(
        self, path: Path, layer: str, package: Path, wishes: Wishes | None = None, archive: Path | None = None
    ) -> None:
        """Take the file, the name of one of its layers, and the folder or file that it came in.

        What the user wishes of it is looked up where it is not given.
        """
        self._path, self._name, self._package, self._archive = path, layer, package, archive
        self._wishes = kept(self.key) if wishes is None else wishes

    @property
    def key(self) -> str:
        """Under which name what the user wishes of the layer is kept."""
        return source_key(self._archive or self._path, self._name)

    def describe(self) -> LayerDescription:
        index, layer = self._known()
        table = index.tables.get(layer.table)
        return LayerDescription(
            name=layer.name,
            crs=self._wishes.crs or (index.frame.crs if index.frame else None),
            fields=table.fields if table else (),
            feature_count=len(members(index, layer)),
            package=str(self._package.resolve()),
            path=str(self._path.resolve()),
            holds_polygons=layer.kind == POLYGON,
            remarks=_remarks(index),
            wishes=self._wishes,
        )

    def rows(self, fields: Sequence[str], boxes: np.ndarray | None = None) -> Rows:
        index, layer = self._known()
        chosen = members(index, layer)
        numbers = np.array(index.places[layer.kind].numbers, dtype=np.int64)[chosen]
        self._check_whole(index, layer)
        ids = np.arange(1, len(chosen) + 1)
        if not len(chosen) or (boxes is not None and not len(boxes)):
            nothing = np.empty(0, dtype=object)
            return Rows(ids[:0], nothing, {name: nothing for name in fields})
        if index.frame is None:
            # objects there are, and nothing of where they lie
            first = index.places[layer.kind].lines[chosen[0]]
            raise InputError("vct_empty", file=self._path.name, line=first, number=int(numbers[0]))
        with self._path.open("rb") as stream:
            builder = Builder(index, stream, self._path.name, index.frame)
            if boxes is not None:
                meeting = _meeting(builder.extents(layer.kind, chosen), boxes)
                ids, chosen, numbers = ids[meeting], chosen[meeting], numbers[meeting]
            wkb = np.empty(len(chosen), dtype=object)
            wkb[:] = [shapely.to_wkb(shape) for shape in builder.shapes(layer.kind, chosen)]
            columns = columns_of(index, stream, self._path.name, layer.table, numbers, fields)
        rows = Rows(ids, wkb, columns)
        return rows if boxes is None else near(rows, boxes)

    def _known(self) -> tuple[VctIndex, VctLayer]:
        index = index_of(self._path)
        return index, next(layer for layer in layers_in(index) if layer.name == self._name)

    def _check_whole(self, index: VctIndex, layer: VctLayer) -> None:
        """Raise InputError where a table has rows of which the objects are not there: land would be missing unseen."""
        of_table = [one for one in layers_in(index) if one.table == layer.table]
        others = [code for code in index.codes if code.table(index.tables) == layer.table]
        if len(others) > sum(len(one.codes) for one in of_table):
            # annotations have rows in the table too
            return
        numbers = np.concatenate(
            [np.array(index.places[one.kind].numbers, dtype=np.int64)[members(index, one)] for one in of_table]
        )
        count, number, line = rows_without_object(index, layer.table, numbers)
        if count:
            raise InputError(
                "vct_no_object", file=self._path.name, line=line, number=number, count=count, table=layer.name
            )


def _meeting(extents: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Return which extents (n, 4) meet one of the boxes (m, 4)."""
    unknown = ~np.isfinite(extents).all(axis=1)
    tree = shapely.STRtree(shapely.box(*np.where(unknown[:, None], 0.0, extents).T))
    meets = unknown.copy()
    meets[tree.query(shapely.box(*boxes.T), predicate="intersects")[1]] = True
    return np.flatnonzero(meets)


def _remarks(index: VctIndex) -> tuple[dict[str, str], ...]:
    skipped = tuple(
        both("note.vct_skipped", {"section": section, "count": count}) for section, count in index.skipped.items()
    )
    return (*(index.frame.remarks if index.frame else ()), *skipped)
