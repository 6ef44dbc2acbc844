# SPDX-License-Identifier: GPL-2.0-or-later
"""The layers of a VCT file: the objects of the feature codes that share a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from land_entry_plugin.files.vct.index import index_of
from land_entry_plugin.files.vct.tables import LINE, POINT, POLYGON

if TYPE_CHECKING:
    from pathlib import Path

    from land_entry_plugin.files.vct.index import VctIndex

SUFFIX = ".vct"


@dataclass(frozen=True)
class VctLayer:
    """A layer.

    Attributes
    ----------
    name : str
        That of its table; with the kind behind where objects of several kinds share the table.
    kind : str
        ``POLYGON``, ``LINE`` or ``POINT``.
    table : str
        The table, in capitals.
    codes : frozenset of int
        Its feature codes, by their places in the list.
    """

    name: str
    kind: str
    table: str
    codes: frozenset[int]


def layers_in(index: VctIndex) -> list[VctLayer]:
    """Return the layers of a file, in the order of its feature codes."""
    codes: dict[tuple[str, str], set[int]] = {}
    for place, code in enumerate(index.codes):
        if code.kind in (POLYGON, LINE, POINT):
            codes.setdefault((code.table(index.tables), code.kind), set()).add(place)
    kinds: dict[str, list[str]] = {}
    for table, kind in codes:
        kinds.setdefault(table, []).append(kind)
    layers = []
    for (table, kind), places in codes.items():
        title = index.tables[table].name if table in index.tables else table
        first = min(kinds[table], key=(POLYGON, LINE, POINT).index)
        layers.append(VctLayer(title if kind == first else f"{title}_{kind}", kind, table, frozenset(places)))
    return layers


def vct_layer_names(path: Path) -> list[str]:
    """Return the names of the layers of a VCT file.

    Raises
    ------
    InputError
        When it cannot be read.
    """
    return [layer.name for layer in layers_in(index_of(path))]


def members(index: VctIndex, layer: VctLayer) -> np.ndarray:
    """Return the places of a layer's objects among those of its kind."""
    codes = np.array(index.places[layer.kind].codes, dtype=np.int64)
    return np.flatnonzero(np.isin(codes, sorted(layer.codes)))
