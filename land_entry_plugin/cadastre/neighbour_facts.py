# SPDX-License-Identifier: GPL-2.0-or-later
"""The neighbours of a parcel as data: four sides, what holes enclose, runs, and where the neighbour changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from land_entry_plugin.engine.directions import SIDES
from land_entry_plugin.engine.neighbours import Adjoining, changes, runs, stretches
from land_entry_plugin.rounding import recorded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.cadastre.surroundings import Surroundings
    from land_entry_plugin.engine.adjoining import EdgePart
    from land_entry_plugin.engine.boundary_points import NumberedRing
    from land_entry_plugin.engine.lies import Lie
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
    lies : list of Lie
        How they lie.
    parts : list of EdgePart
    stretches : list of Stretch
    runs : list of Run
    named : list of list of (dict, list of EdgePart)
        By run its neighbours in the order of the boundary: who each is, and along which parts.
    changes : list of Change
    surroundings : Surroundings
    """

    rings: Sequence[NumberedRing]
    lies: Sequence[Lie]
    parts: list[EdgePart]
    stretches: list[Stretch]
    runs: list[Run]
    named: list[list[tuple[dict[str, Any], list[EdgePart]]]]
    changes: list[Change]
    surroundings: Surroundings


def named_neighbours(
    rings: Sequence[NumberedRing], lies: Sequence[Lie], parts: list[EdgePart], surroundings: Surroundings
) -> Neighbours:
    """Return who adjoins a parcel of which the parts of the edges (see ``adjoining``) are known."""
    found = Adjoining(rings, lies, parts, surroundings.key)
    own_runs = runs(found)
    return Neighbours(
        rings,
        lies,
        parts,
        stretches(found),
        own_runs,
        [_by_neighbour(run, found, surroundings) for run in own_runs],
        changes(found),
        surroundings,
    )


def _by_neighbour(
    run: Run, found: Adjoining, surroundings: Surroundings
) -> list[tuple[dict[str, Any], list[EdgePart]]]:
    of_ring = found.keys[run.ring]
    keys = [key for edge in run.edges for key in of_ring[edge]]
    groups: list[list[EdgePart]] = []
    for i, part in enumerate(run.parts):
        if groups and keys[i] == keys[i - 1]:
            groups[-1].append(part)
        else:
            groups.append([part])
    return [(_named(group, surroundings), group) for group in groups]


def _named(parts: Sequence[EdgePart], surroundings: Surroundings) -> dict[str, Any]:
    row = parts[0].feature
    ground = [pair for part in parts for pair in part.ground]
    return {"who": surroundings.who(row, ground), "kind": surroundings.kind_of(row)}


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
        "runs": [_run(run, named) for run, named in zip(found.runs, found.named, strict=True)],
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
        _named(one.parts, found.surroundings)
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


def _run(run: Run, neighbours: Sequence[tuple[dict[str, Any], list[EdgePart]]]) -> dict[str, Any]:
    return {
        "ring": run.ring + 1,
        "from": run.points[0],
        "through": list(run.points[1:-1]),
        "to": run.points[-1],
        "length_m": float(run.length_m),
        "neighbours": [
            named | {"length_m": recorded(sum([part.length_m for part in parts]))} for named, parts in neighbours
        ],
    }
