# SPDX-License-Identifier: GPL-2.0-or-later
"""The neighbours of a parcel as data: four sides, what holes enclose, runs, and where the neighbour changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from land_entry_plugin.engine.adjoining import NEIGHBOUR_GAP_M, adjoining
from land_entry_plugin.engine.directions import SIDES
from land_entry_plugin.engine.neighbours import changes, runs, stretches
from land_entry_plugin.rounding import recorded

if TYPE_CHECKING:
    from collections.abc import Sequence

    import shapely

    from land_entry_plugin.cadastre.surroundings import Surroundings
    from land_entry_plugin.engine.adjoining import EdgePart
    from land_entry_plugin.engine.boundary_points import NumberedRing
    from land_entry_plugin.engine.neighbours import Change, Run, Stretch

_SHARE_DECIMALS = 6
_COORDINATE_DECIMALS = 3
_BEARING_DECIMALS = 1


@dataclass(frozen=True)
class Neighbours:
    """Who adjoins a parcel.

    Attributes
    ----------
    rings : list of NumberedRing
    parts : list of EdgePart
    stretches : list of Stretch
    runs : list of Run
    changes : list of Change
    surroundings : Surroundings
    """

    rings: Sequence[NumberedRing]
    parts: list[EdgePart]
    stretches: list[Stretch]
    runs: list[Run]
    changes: list[Change]
    surroundings: Surroundings


def find_neighbours(
    rings: Sequence[NumberedRing],
    parcel: shapely.Geometry,
    surroundings: Surroundings,
    shapes: np.ndarray,
    *,
    neighbour_gap_m: float = NEIGHBOUR_GAP_M,
) -> Neighbours:
    """Return who adjoins a parcel.

    Parameters
    ----------
    rings : sequence of NumberedRing
    parcel : shapely polygon or multipolygon
    surroundings : Surroundings
    shapes : ndarray of shapely polygons
        Their geometry, or as much of it as lies near the parcel.
    neighbour_gap_m : float
        How far off a neighbour may lie.
    """
    parts = adjoining(rings, parcel, surroundings.features(shapes), gap_m=neighbour_gap_m)
    key = surroundings.key
    return Neighbours(
        rings,
        parts,
        stretches(rings, parts, key),
        runs(rings, parts, key),
        changes(rings, parts, key),
        surroundings,
    )


def neighbour_facts(found: Neighbours) -> dict[str, Any]:
    """Return ``four_neighbours``, ``enclosed``, ``runs`` and ``stubs`` as plain data."""
    outer = [one for one in found.stretches if not found.rings[one.ring].is_hole]
    inner = [one for one in found.stretches if found.rings[one.ring].is_hole]
    by_side = {side: [one for one in outer if one.side == side] for side in SIDES}
    return {
        "four_neighbours": {side: _with_shares(of_side, found) for side, of_side in by_side.items()},
        "enclosed": [
            {"ring": number + 1} | one
            for number in sorted({one.ring for one in inner})
            for one in _with_shares([one for one in inner if one.ring == number], found)
        ],
        "runs": [_run(run, found) for run in found.runs],
        "stubs": [
            {
                "at": change.point,
                "after_m": recorded(change.after_point_m),
                "x_m": recorded(change.place[1], _COORDINATE_DECIMALS),
                "y_m": recorded(change.place[0], _COORDINATE_DECIMALS),
                "bearing_deg": recorded(change.bearing_deg, _BEARING_DECIMALS),
            }
            for change in found.changes
        ],
    }


def _with_shares(of_side: list[Stretch], found: Neighbours) -> list[dict[str, Any]]:
    """Return the stretches of one side with their shares of its length, in the order of the boundary."""
    total = sum(one.length_m for one in of_side)
    return [
        _named(one.parts, found)
        | {
            "from": one.first_point,
            "to": one.last_point,
            "after_from_m": recorded(one.after_first_m),
            "before_to_m": recorded(one.before_last_m),
            "length_m": float(one.length_m),
            "share": recorded(float(one.length_m / total) if total else 1.0, _SHARE_DECIMALS),
        }
        for one in of_side
    ]


def _named(parts: Sequence[EdgePart], found: Neighbours) -> dict[str, Any]:
    row = parts[0].feature
    ground = [pair for part in parts for pair in part.ground]
    return {"who": found.surroundings.who(row, ground), "kind": found.surroundings.kind_of(row)}


def parts_by_neighbour(run: Run, found: Neighbours) -> list[tuple[dict[str, Any], list[EdgePart]]]:
    """Return the parts of a run by neighbour, in the order of the boundary, each with who it is."""
    groups: list[list[EdgePart]] = []
    for part in run.parts:
        if groups and found.surroundings.key(groups[-1][0].feature) == found.surroundings.key(part.feature):
            groups[-1].append(part)
        else:
            groups.append([part])
    return [(_named(group, found), group) for group in groups]


def _run(run: Run, found: Neighbours) -> dict[str, Any]:
    return {
        "ring": run.ring + 1,
        "from": run.points[0],
        "through": list(run.points[1:-1]),
        "to": run.points[-1],
        "length_m": float(run.length_m),
        "neighbours": [
            named | {"length_m": recorded(sum(part.length_m for part in parts))}
            for named, parts in parts_by_neighbour(run, found)
        ],
    }
