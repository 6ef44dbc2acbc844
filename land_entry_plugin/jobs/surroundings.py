# SPDX-License-Identifier: GPL-2.0-or-later
"""What lies around a parcel: other parcels and patches, as its map shows and its four neighbours name them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from land_entry_plugin.cadastre.facts import Surroundings
from land_entry_plugin.cadastre.map_window import map_window
from land_entry_plugin.roles.land_classes import class_code, class_name

if TYPE_CHECKING:
    from land_entry_plugin.jobs.reading import PreparedLayer

# Classes that adjoin by what they are rather than by whose they are (roads, water).
_NAMED_BY_CLASS = ("10", "11")


@dataclass(frozen=True)
class Neighbourhood:
    """All that may lie around the parcels of one plane.

    Attributes
    ----------
    parcels : ndarray of shapely polygons, shape (n,)
        Sound parcels, in the plane.
    ids : list of str
    survey : PreparedLayer or None
        The land survey.
    """

    parcels: np.ndarray
    ids: list[str]
    survey: PreparedLayer | None

    @cached_property
    def _parcel_tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.parcels)

    @cached_property
    def _patch_tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.survey.geometry)

    def around(self, shape: shapely.Geometry) -> Surroundings:
        """Return what lies in the window of a parcel's map, other parcels first."""
        window = shapely.box(*map_window(shapely.bounds(shape)).bounds)
        near = [int(j) for j in np.sort(self._parcel_tree.query(window))]
        near = [j for j in near if not shapely.equals(self.parcels[j], shape)]
        geometry, labels = [self.parcels[j] for j in near], [f"宗地 {self.ids[j]}" for j in near]
        kinds = ["parcel"] * len(near)
        codes: list[str | None] = [None] * len(near)
        if self.survey is not None:
            for j in np.sort(self._patch_tree.query(window, predicate="intersects")):
                geometry.append(self.survey.geometry[j])
                kinds.append("patch")
                codes.append(self.survey.text("DLBM", j))
                labels.append(_patch_label(self.survey, int(j)))
        return Surroundings(np.array(geometry, dtype=object), kinds, labels, codes)


def _patch_label(survey: PreparedLayer, row: int) -> str:
    """Return who or what a patch is as a neighbour: a road by its class, a field by its owner and class."""
    code = survey.text("DLBM", row)
    land_class = survey.text("DLMC", row) or class_name(code, survey.class_system) or "地类不明"
    owner = survey.text("QSDWMC", row) or survey.text("ZLDWMC", row)
    if owner is None or class_code(code)[:2] in _NAMED_BY_CLASS:
        return land_class
    return f"{owner}（{land_class}）"
