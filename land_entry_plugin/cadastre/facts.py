# SPDX-License-Identifier: GPL-2.0-or-later
"""The cadastral facts of one parcel as plain data: the survey sheet before it is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.areas import STATED, area_facts
from land_entry_plugin.cadastre.boundaries import COORDINATE_DECIMALS
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
from land_entry_plugin.cadastre.map_window import map_window, sheet_window
from land_entry_plugin.cadastre.marks import RingMarks, ring_marks
from land_entry_plugin.cadastre.neighbour_facts import named_neighbours, neighbour_facts
from land_entry_plugin.cadastre.sheet_cells import Known, label, sheet_cells
from land_entry_plugin.cadastre.side_cells import SIDE_CELLS, side_cells
from land_entry_plugin.cadastre.surroundings import PARCEL, USE_RIGHT
from land_entry_plugin.rounding import all_recorded
from land_entry_plugin.texts import render

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from land_entry_plugin.cadastre.boundaries import Boundary
    from land_entry_plugin.engine.boundary_points import NumberedRing
    from land_entry_plugin.engine.crs import Plane
    from land_entry_plugin.engine.lies import Lie

_NOBODY = Known()
_SIDE_CELLS = frozenset(SIDE_CELLS.values())
_MARK_CELLS = {"markers": "JBLX", "kinds": "JZXLB", "positions": "JZXWZ"}


def cadastral_facts(
    boundary: Boundary, plane: Plane, declared: Mapping[str, Any], known: Known = _NOBODY
) -> dict[str, Any]:
    """Return the cadastral facts of a parcel as plain data.

    Lengths and coordinates are plane, in metres; ``x_m`` is north and ``y_m`` east, as surveyors write them.

    Parameters
    ----------
    boundary : Boundary
        In ``plane``.
    plane : Plane
    declared : mapping
        The parcel table's facts by standard field name; None where blank.
    known : Known, optional
        What the screening knows besides.
    """
    rings, lies, surroundings = boundary.rings, boundary.lies, boundary.surroundings
    found = named_neighbours(rings, lies, boundary.parts, surroundings)
    marks = ring_marks(rings, declared, surroundings.marks, found)
    neighbours = neighbour_facts(found)
    cells = sheet_cells(declared, known)
    areas = area_facts(
        boundary.area_m2,
        known.measures.get("area_ellipsoid_m2"),
        known.official_area_m2,
        {"ZDMJ": cells.get("ZDMJ_STATED", UNKNOWN), "PZMJ": cells[STATED[1]]},
    )
    edge_lengths_m = [length for lie in lies for length in lie.lengths_m]
    window = sheet_window(boundary.bounds, edge_lengths_m=edge_lengths_m)
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
        "rings": [_ring(*of_ring) for of_ring in zip(rings, lies, marks, strict=True)],
        "point_count": sum(len(ring.names) for ring in rings),
        # the sum of the lengths as printed, so that a reader who adds them up gets the same
        "perimeter_m": float(sum([length for lie in lies for length in lie.printed_lengths_m])),
        "neighbour_gap_m": boundary.neighbour_gap_m,
        **neighbours,
        "areas": areas,
        "label": label(known, declared, cells),
        "cells": {name: cell.as_data() for name, cell in cells.items()},
        "to_fill": [*_open_cells(cells), *_open_marks(marks, declared)],
        "map": _map(boundary),
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


def _ring(ring: NumberedRing, lie: Lie, marks: RingMarks) -> dict[str, Any]:
    east, north = (all_recorded(coordinates, COORDINATE_DECIMALS) for coordinates in zip(*lie.points, strict=True))
    lengths = lie.recorded_lengths_m
    columns = zip(
        ring.names, north, east, lengths, marks.markers, marks.kinds, marks.suggested, marks.positions, strict=True
    )
    return {
        "is_hole": ring.is_hole,
        "part": ring.part + 1,
        "points": [
            {
                "name": name,
                "x_m": x_m,
                "y_m": y_m,
                "edge_m": length,
                "marker": marker,
                "line_kind": kind,
                "line_suggested": suggested,
                "line_position": position,
            }
            for name, x_m, y_m, length, marker, kind, suggested, position in columns
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
        if cell.state is State.UNKNOWN or (name in _SIDE_CELLS and unknown in str(cell.value))
    ]


def _open_marks(marks: Sequence[RingMarks], declared: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return markers and lines that print 待补, a row each for all points or edges."""
    counts = {cell: sum([getattr(ring, name).count(None) for ring in marks]) for name, cell in _MARK_CELLS.items()}
    # what the parcel table says of all of them and could be read would leave none open
    return [{"cell": cell, "count": count, "given": text_of(declared, cell)} for cell, count in counts.items() if count]


def _map(boundary: Boundary) -> dict[str, Any]:
    """Return scale and window of the parcel map, and what lies around, clipped to all windows."""
    window = map_window(boundary.bounds)
    around = boundary.surroundings
    return {
        "scale": window.scale,
        "bounds": list(window.bounds),
        "neighbours": [
            {
                "kind": PARCEL if around.kind[i] == USE_RIGHT else around.kind[i],
                "label": around.label[i],
                "code": around.code[i],
                "wkt": wkt,
            }
            for i, wkt in boundary.shown
        ],
    }
