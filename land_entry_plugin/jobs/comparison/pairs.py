# SPDX-License-Identifier: GPL-2.0-or-later
"""Which parcels of two records are the same land: by id, else by where they lie."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.cadastre.map_window import shown_bounds
from land_entry_plugin.engine.shapes import polygons_only
from land_entry_plugin.jobs.comparison.shape_changes import in_crs, shape_of

if TYPE_CHECKING:
    from collections.abc import Sequence

Entry = dict[str, Any]
# Two shapes are the same land where they share more than this part of the smaller one.
_LEAST_SHARE = 0.5


class Relation(StrEnum):
    """How a parcel of one record stands to those of the other."""

    SAME = "same"
    RENAMED = "renamed"
    SPLIT = "split"
    MERGED = "merged"
    REGROUPED = "regrouped"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Match:
    """Parcels that are the same land.

    Attributes
    ----------
    relation : Relation
    before, after : tuple of dict
        Entries of the two records.
    """

    relation: Relation
    before: tuple[Entry, ...]
    after: tuple[Entry, ...]


def matches(before: dict[str, Any], after: dict[str, Any]) -> list[Match]:
    """Return how the parcels of two records belong together, ordered by the newer ids.

    An id that both have once is the same parcel. What is left is matched by land: with each other and with the parcels
    that kept their id, since a parcel that is split often leaves its id to one of its parts.
    """
    old, new = before["parcels"], after["parcels"]
    by_id = [_by_id(entries) for entries in (old, new)]
    kept = [key for key in by_id[0] if key in by_id[1]]
    pairs = [(by_id[0][key], by_id[1][key]) for key in kept]
    left = [[i for i in range(len(side)) if i not in {pair[k] for pair in pairs}] for k, side in enumerate((old, new))]
    links = _links(old, new)
    # what lies on a parcel that kept its id joins it
    groups = _groups(pairs, [link for link in links if link[0] in left[0] or link[1] in left[1]], left)
    found = [
        Match(_relation(ones, others, old, new), tuple(old[i] for i in ones), tuple(new[j] for j in others))
        for ones, others in groups
    ]
    return sorted(found, key=lambda match: [(one["parcel_id"], one["row"]) for one in (*match.after, *match.before)])


def shown_beside(entries: Sequence[Entry], touched: Sequence[Entry]) -> dict[int, list[str]]:
    """Return, by position among ``entries``, the ids of those of ``touched`` that a parcel's map shows around it."""
    shapes, others = _shapes(entries, entries), _shapes(touched, entries)
    windows = np.full(len(shapes), None, dtype=object)
    windows[:] = [None if shape is None else shapely.box(*shown_bounds(shape.bounds)) for shape in shapes]
    near = shapely.STRtree(others).query(windows, predicate="intersects")
    result: dict[int, list[str]] = defaultdict(list)
    for i, j in near.T.tolist():
        if entries[i]["parcel_id"] != touched[j]["parcel_id"]:
            result[i].append(touched[j]["parcel_id"])
    return {i: sorted(set(ids)) for i, ids in result.items()}


def _by_id(entries: Sequence[Entry]) -> dict[tuple[str, int], int]:
    """Return positions by id; rows that share one are told apart by their order."""
    count: dict[str, int] = defaultdict(int)
    result = {}
    for i, entry in enumerate(entries):
        result[entry["parcel_id"], count[entry["parcel_id"]]] = i
        count[entry["parcel_id"]] += 1
    return result


def _shapes(entries: Sequence[Entry], all_entries: Sequence[Entry]) -> np.ndarray:
    """Return the shapes of entries in one plane, the first that there is; None where an entry has no shape."""
    plane = next((entry["geometry"]["crs"] for entry in all_entries if entry["geometry"]), None)
    result = np.full(len(entries), None, dtype=object)
    # a loop: text becomes shapes one by one
    for i, entry in enumerate(entries):
        if entry["geometry"] is not None:
            result[i] = in_crs(shape_of(entry["geometry"]), entry["geometry"]["crs"], plane)
    return result


def _links(old: Sequence[Entry], new: Sequence[Entry]) -> list[tuple[int, int]]:
    """Return the pairs of parcels that are the same land."""
    everything = [*old, *new]
    shapes = _shapes(everything, everything)
    ones, others = shapes[: len(old)], shapes[len(old) :]
    i, j = shapely.STRtree(others).query(ones, predicate="intersects")
    if not len(i):
        return []
    common = shapely.area(polygons_only(shapely.intersection(ones[i], others[j])))
    smaller = np.minimum(shapely.area(ones[i]), shapely.area(others[j]))
    chosen = common > _LEAST_SHARE * smaller
    return list(zip(i[chosen].tolist(), j[chosen].tolist(), strict=True))


def _groups(
    pairs: Sequence[tuple[int, int]], links: Sequence[tuple[int, int]], left: Sequence[Sequence[int]]
) -> list[tuple[list[int], list[int]]]:
    """Return connected parcels of both records as positions."""
    parent: dict[tuple[int, int], tuple[int, int]] = {}

    def root(node: tuple[int, int]) -> tuple[int, int]:
        parent.setdefault(node, node)
        while parent[node] != node:
            node = parent[node]
        return node

    for side, positions in enumerate(left):
        for i in positions:
            root((side, i))
    for i, j in (*pairs, *links):
        parent[root((0, i))] = root((1, j))
    groups: dict[tuple[int, int], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for node in sorted(parent):
        groups[root(node)][node[0]].append(node[1])
    return list(groups.values())


def _relation(ones: Sequence[int], others: Sequence[int], old: Sequence[Entry], new: Sequence[Entry]) -> Relation:
    count = len(ones), len(others)
    if not ones:
        return Relation.ADDED
    if not others:
        return Relation.REMOVED
    if count == (1, 1):
        same_id = old[ones[0]]["parcel_id"] == new[others[0]]["parcel_id"]
        return Relation.SAME if same_id else Relation.RENAMED
    if count[0] == 1:
        return Relation.SPLIT
    return Relation.MERGED if count[1] == 1 else Relation.REGROUPED
