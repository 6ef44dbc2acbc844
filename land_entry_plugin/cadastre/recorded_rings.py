# SPDX-License-Identifier: GPL-2.0-or-later
"""The boundary of a recorded parcel, point by point: numbers as its tables have them, coordinates as its shape has."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from land_entry_plugin.engine.boundary_points import NumberedRing
from land_entry_plugin.errors import InputError
from land_entry_plugin.texts import both

# Tables keep millimetres, the shape a decimal more.
_SAME_POINT_M = 0.001


def recorded_rings(parcel: dict[str, Any]) -> list[NumberedRing]:
    """Return the numbered rings of a parcel of a record, in its plane; eastings as the record has them.

    Raises
    ------
    InputError
        When the parcel has no usable shape.
    """
    cadastre = parcel["cadastre"]
    if "rings" not in cadastre or parcel["geometry"] is None:
        raise InputError("export_shape", parcel=parcel["parcel_id"] or str(parcel["row"]), reason=_reason(parcel))
    corners = shapely.get_coordinates(shapely.from_wkt(parcel["geometry"]["wkt"]))
    tree = shapely.STRtree(shapely.points(corners))
    rings = []
    for ring in cadastre["rings"]:
        points = np.array([(point["y_m"], point["x_m"]) for point in ring["points"]], dtype=float)
        places = shapely.points(points)
        nearest = tree.nearest(places)
        is_same = shapely.distance(places, tree.geometries[nearest]) <= _SAME_POINT_M
        names = tuple(point["name"] for point in ring["points"])
        points = np.where(is_same[:, None], corners[nearest], points)
        rings.append(NumberedRing(names, points, ring["is_hole"], ring["part"] - 1))
    return rings


def _reason(parcel: dict[str, Any]) -> dict[str, str]:
    faults = [one["texts"] for one in parcel["findings"] if one["rule_id"] == "parcel_geometry"]
    return faults[0] if faults else both("word.unknown", {})
