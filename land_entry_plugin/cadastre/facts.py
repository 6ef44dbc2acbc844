# SPDX-License-Identifier: GPL-2.0-or-later
"""The cadastral facts of one parcel as plain data: the survey sheet before it is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.cadastre.areas import STATED, area_facts
from land_entry_plugin.cadastre.cells import (
    UNKNOWN,
    Cell,
    State,
    composed,
    computed,
    first_known,
    given,
    text_of,
)
from land_entry_plugin.cadastre.description import boundary_description
from land_entry_plugin.cadastre.map_window import map_window, sheet_window, shown_bounds
from land_entry_plugin.cadastre.marks import RingMarks, ring_marks
from land_entry_plugin.cadastre.neighbour_facts import find_neighbours, neighbour_facts
from land_entry_plugin.cadastre.sheet_cells import Known, label, sheet_cells
from land_entry_plugin.cadastre.side_cells import SIDE_CELLS, side_cells
from land_entry_plugin.cadastre.surroundings import OWNERSHIP, PARCEL, USE_RIGHT, Surroundings
from land_entry_plugin.engine.adjoining import NEIGHBOUR_GAP_M
from land_entry_plugin.engine.boundary_points import NumberedRing, numbered_rings
from land_entry_plugin.engine.shapes import polygons_only
from land_entry_plugin.rounding import recorded
from land_entry_plugin.texts import render

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from land_entry_plugin.engine.crs import Plane

# Coordinates on sheets are kept to the millimetre.
COORDINATE_DECIMALS = 3
_NOBODY = Known()
_MARK_CELLS = {"markers": "JBLX", "kinds": "JZXLB", "positions": "JZXWZ"}


def cadastral_facts(
    geometry: shapely.Geometry,
    plane: Plane,
    declared: Mapping[str, Any],
    surroundings: Surroundings,
    known: Known = _NOBODY,
    *,
    rings: Sequence[NumberedRing] | None = None,
    neighbour_gap_m: float = NEIGHBOUR_GAP_M,
) -> dict[str, Any]:
    """Return the cadastral facts of a parcel as plain data.

    Lengths and coordinates are plane, in metres; ``x_m`` is north and ``y_m`` east, as surveyors write them.

    Parameters
    ----------
    geometry : shapely polygon or multipolygon
        Valid, in ``plane``.
    plane : Plane
    declared : mapping
        The parcel table's facts by standard field name; None where blank.
    surroundings : Surroundings
    known : Known, optional
        What the screening knows besides.
    rings : sequence of NumberedRing, optional
        Its boundary points where they are numbered with those of other parcels; else they begin at J1.
    neighbour_gap_m : float
        How far off a neighbour may lie.
    """
    rings = numbered_rings(geometry) if rings is None else rings
    near = _clipped(surroundings.geometry, shown_bounds(shapely.bounds(geometry)))
    found = find_neighbours(rings, geometry, surroundings, near, neighbour_gap_m=neighbour_gap_m)
    marks = ring_marks(rings, declared, surroundings.marks, found)
    neighbours = neighbour_facts(found)
    cells = sheet_cells(declared, known)
    areas = area_facts(
        float(shapely.area(geometry)),
        known.measures.get("area_ellipsoid_m2"),
        known.official_area_m2,
        {"ZDMJ": cells.get("ZDMJ_STATED", UNKNOWN), "PZMJ": cells[STATED[1]]},
    )
    edge_lengths_m = np.concatenate([ring.edge_lengths_m for ring in rings])
    window = sheet_window(shapely.bounds(geometry), edge_lengths_m=edge_lengths_m)
    cells |= {
        "ZDMJ": computed(areas["plane_m2"]),
        "BLC": computed(f"1:{window.scale}"),
        **side_cells(declared, neighbours["four_neighbours"]),
        **_description_cells(declared, boundary_description(found, marks)),
    }
    return {
        "declared": dict(declared),
        "zone": {
            "central_meridian_deg": plane.central_meridian_deg,
            "zone": plane.zone,
            "zone_in_easting": plane.has_zone_prefix,
        },
        "rings": [_ring(ring, own) for ring, own in zip(rings, marks, strict=True)],
        "point_count": sum(len(ring.names) for ring in rings),
        # the sum of the lengths as printed, so that a reader who adds them up gets the same
        "perimeter_m": float(sum(length for ring in rings for length in ring.printed_lengths_m)),
        "neighbour_gap_m": float(neighbour_gap_m),
        **neighbours,
        "areas": areas,
        "label": label(known, declared, cells),
        "cells": {name: cell.as_data() for name, cell in cells.items()},
        "to_fill": [*_open_cells(cells), *_open_marks(marks, declared)],
        "map": _map(geometry, surroundings, near),
        "sheet_map": {
            "paper": window.paper.name,
            "frame_mm": [window.paper.frame_width_mm, window.paper.frame_height_mm],
            "scale": window.scale,
            "bounds": list(window.bounds),
        },
    }


def facts_without_shape(declared: Mapping[str, Any], known: Known = _NOBODY) -> dict[str, Any]:
    """Return the cadastral facts of a parcel whose shape cannot be used: what its table says."""
    cells = sheet_cells(declared, known) | {name: given(declared, name) for name in SIDE_CELLS.values()}
    return {
        "declared": dict(declared),
        "cells": {name: cell.as_data() for name, cell in cells.items()},
        "to_fill": _open_cells(cells),
    }


def _ring(ring: NumberedRing, marks: RingMarks) -> dict[str, Any]:
    return {
        "is_hole": ring.is_hole,
        "part": ring.part + 1,
        "points": [
            {
                "name": name,
                "x_m": recorded(y, COORDINATE_DECIMALS),
                "y_m": recorded(x, COORDINATE_DECIMALS),
                "edge_m": recorded(length),
                "marker": marks.markers[i],
                "line_kind": marks.kinds[i],
                "line_suggested": marks.suggested[i],
                "line_position": marks.positions[i],
            }
            for i, (name, (x, y), length) in enumerate(zip(ring.names, ring.points, ring.edge_lengths_m, strict=True))
        ],
    }


def _description_cells(declared: Mapping[str, Any], texts: Mapping[str, dict[str, str]]) -> dict[str, Cell]:
    return {
        name: first_known(given(declared, name), composed(texts[key]))
        for name, key in (("JZDWSM", "points"), ("JZXZXSM", "lines"))
    }


def _open_cells(cells: Mapping[str, Cell]) -> list[dict[str, Any]]:
    """Return the cells that print 待补, and those of the four neighbours of which a part does."""
    unknown = render("description.cell_unknown", {}, "zh")
    return [
        {"cell": name, "count": 1, "given": cell.given}
        for name, cell in cells.items()
        if cell.state is State.UNKNOWN or (name in SIDE_CELLS.values() and unknown in str(cell.value))
    ]


def _open_marks(marks: Sequence[RingMarks], declared: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return markers and lines that print 待补, a row each for all points or edges."""
    counts = {
        cell: sum(value is None for ring in marks for value in getattr(ring, name))
        for name, cell in _MARK_CELLS.items()
    }
    # what the parcel table says of all of them and could be read would leave none open
    return [{"cell": cell, "count": count, "given": text_of(declared, cell)} for cell, count in counts.items() if count]


def _clipped(geometry: np.ndarray, bounds: tuple[float, ...]) -> np.ndarray:
    """Return the part of shapes within bounds."""
    return polygons_only(shapely.intersection(geometry, shapely.box(*bounds)))


def _map(geometry: shapely.Geometry, surroundings: Surroundings, near: np.ndarray) -> dict[str, Any]:
    """Return scale and window of the parcel map, and what lies around, clipped to all windows."""
    window = map_window(shapely.bounds(geometry))
    shown = [
        i
        for i in np.flatnonzero(shapely.area(near) > 0).tolist()
        if surroundings.kind[i] != OWNERSHIP and not _shown_as_candidate(i, surroundings)
    ]
    return {
        "scale": window.scale,
        "bounds": list(window.bounds),
        "neighbours": [
            {
                "kind": PARCEL if surroundings.kind[i] == USE_RIGHT else surroundings.kind[i],
                "label": surroundings.label[i],
                "code": surroundings.code[i],
                "wkt": shapely.to_wkt(near[i], rounding_precision=COORDINATE_DECIMALS),
            }
            for i in shown
        ],
    }


def _shown_as_candidate(row: int, surroundings: Surroundings) -> bool:
    """Return whether a registered parcel stands among the candidates too."""
    return surroundings.kind[row] == USE_RIGHT and any(
        kind == PARCEL and text == surroundings.label[row]
        for kind, text in zip(surroundings.kind, surroundings.label, strict=True)
    )
