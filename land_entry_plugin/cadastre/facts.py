# SPDX-License-Identifier: GPL-2.0-or-later
"""The cadastral facts of one parcel: boundary points, four neighbours, what was declared, what its map shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.cadastre.map_window import map_window
from land_entry_plugin.engine.boundary_points import numbered_rings
from land_entry_plugin.engine.neighbours import SIDES, Stretch, stretches
from land_entry_plugin.engine.shapes import polygons_only
from land_entry_plugin.rounding import half_up, recorded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from land_entry_plugin.engine.crs import Plane

# Coordinates on sheets are kept to the millimetre.
COORDINATE_DECIMALS = 3


@dataclass(frozen=True)
class Surroundings:
    """What lies around a parcel.

    Attributes
    ----------
    geometry : ndarray of shapely polygons, shape (n,)
        In the parcel's plane; neighbouring parcels first, since they are the nearer neighbour.
    kind : list of str
        ``parcel`` or ``patch``.
    label : list of str
        Who or what it is, as the four neighbours name it.
    code : list of str or None
        Land class of a patch.
    """

    geometry: np.ndarray
    kind: list[str]
    label: list[str]
    code: list[str | None]


def cadastral_facts(
    geometry: shapely.Geometry, plane: Plane, declared: Mapping[str, Any], surroundings: Surroundings
) -> dict[str, Any]:
    """Return the cadastral facts of a parcel as plain data.

    Lengths and coordinates are plane, in metres; ``x_m`` is north and ``y_m`` east, as surveyors write them.
    """
    rings = numbered_rings(geometry)
    tree = shapely.STRtree(surroundings.geometry)
    runs = [run for ring in rings if not ring.is_hole for run in stretches(ring, surroundings.geometry, tree)]
    return {
        "declared": dict(declared),
        "zone": {
            "central_meridian_deg": plane.central_meridian_deg,
            "zone": plane.zone,
            "zone_in_easting": plane.has_zone_prefix,
        },
        "rings": [
            {
                "is_hole": ring.is_hole,
                "part": ring.part + 1,
                "points": [
                    {
                        "name": name,
                        "x_m": recorded(y, COORDINATE_DECIMALS),
                        "y_m": recorded(x, COORDINATE_DECIMALS),
                        "edge_m": recorded(length),
                    }
                    for name, (x, y), length in zip(ring.names, ring.points, ring.edge_lengths_m, strict=True)
                ],
            }
            for ring in rings
        ],
        "point_count": sum(len(ring.names) for ring in rings),
        # the sum of the lengths as printed, so that a reader who adds them up gets the same
        "perimeter_m": float(sum(half_up(length) for ring in rings for length in ring.edge_lengths_m)),
        "four_neighbours": {side: _side(runs, side, surroundings) for side in SIDES},
        "map": _map(geometry, surroundings),
    }


def _side(runs: list[Stretch], side: str, surroundings: Surroundings) -> list[dict[str, Any]]:
    """Return who adjoins one side, in the order of the boundary; None where nobody is known."""
    return [
        {
            "who": None if run.feature is None else surroundings.label[run.feature],
            "from": run.first_point,
            "to": run.last_point,
            "length_m": recorded(run.length_m),
        }
        for run in runs
        if run.side == side
    ]


def _map(geometry: shapely.Geometry, surroundings: Surroundings) -> dict[str, Any]:
    """Return scale and window of the parcel map, and what lies in it, clipped."""
    window = map_window(shapely.bounds(geometry))
    frame = shapely.box(*window.bounds)
    clipped = polygons_only(shapely.intersection(surroundings.geometry, frame))
    return {
        "scale": window.scale,
        "bounds": list(window.bounds),
        "neighbours": [
            {
                "kind": surroundings.kind[i],
                "label": surroundings.label[i],
                "code": surroundings.code[i],
                "wkt": shapely.to_wkt(shape, rounding_precision=COORDINATE_DECIMALS),
            }
            for i, shape in enumerate(clipped)
            if shapely.area(shape) > 0
        ],
    }
