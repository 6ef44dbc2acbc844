# SPDX-License-Identifier: GPL-2.0-or-later
"""Parcels with other shapes than their layer has, as a layer to screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from land_entry_plugin.files.source import Rows, near

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.files.source import LayerDescription
    from land_entry_plugin.jobs.parcels import Parcels


@dataclass(frozen=True)
class HeldParcels:
    """The rows of a parcel layer in their order, with shapes of their own; a source.

    Attributes
    ----------
    parcels : Parcels
    wkb : ndarray of object, shape (n,)
        None where nothing is left of a parcel.
    """

    parcels: Parcels
    wkb: np.ndarray

    @classmethod
    def of(cls, parcels: Parcels, shapes: dict[int, shapely.Geometry]) -> HeldParcels:
        """Return parcels of which some, by row, have another shape, in the CRS of the layer."""
        wkb = parcels.rows.wkb.copy()
        for row, shape in shapes.items():
            wkb[row] = None if shape.is_empty else shapely.to_wkb(shape)
        return cls(parcels, wkb)

    def describe(self) -> LayerDescription:
        return self.parcels.description

    def rows(self, fields: Sequence[str], boxes: np.ndarray | None = None) -> Rows:
        own = self.parcels.rows
        rows = Rows(own.ids, self.wkb, {name: own.columns[name] for name in fields})
        return rows if boxes is None else near(rows, boxes)
