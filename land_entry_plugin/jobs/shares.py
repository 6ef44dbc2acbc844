# SPDX-License-Identifier: GPL-2.0-or-later
"""A screening share by share: what is read of each, what all of it decides, what is said of each parcel.

Whoever takes the shares, in whichever order, the same is said of every parcel: what depends on all that is read of a
layer (its class system, whether its features have numbers of their own) is decided between reading and screening.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.engine.curve import along_curve
from land_entry_plugin.files.source import hash_of_digests, row_digests
from land_entry_plugin.jobs.boundary_marks import MarkTables
from land_entry_plugin.jobs.evidence import Ground, gather
from land_entry_plugin.jobs.parcels import in_plane
from land_entry_plugin.jobs.progress import Silent
from land_entry_plugin.jobs.reading import (
    Whole,
    class_pairs,
    newest_year,
    own_ids,
    prepared,
    read_rows,
    standard_columns,
    system_of,
)
from land_entry_plugin.jobs.screenparcels import Reading, judged, looked_at
from land_entry_plugin.roles.catalogue import OWNERSHIP

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from land_entry_plugin.engine.crs import Plane
    from land_entry_plugin.files.source import Rows
    from land_entry_plugin.jobs.plan import Plan
    from land_entry_plugin.jobs.reading import Mended, PreparedLayer
    from land_entry_plugin.jobs.screening import ScreenedParcel
    from land_entry_plugin.rules.shared import SharedFindings

# The rule that sums over all parcels.
_OVER_ALL = "aggregate"
_DIGEST_BYTES = 32
# As many parcels as in so many shares are in shares that are so many times smaller.
_LAST, _SMALLER = 4, 4


@dataclass(frozen=True)
class Share:
    """Some parcels of one plane that lie near each other; without a plane those whose shapes cannot be judged.

    Attributes
    ----------
    number : int
    plane : Plane or None
    rows : ndarray of int
        Their positions in the parcel layer.
    """

    number: int
    plane: Plane | None
    rows: np.ndarray


def can_be_shared(plan: Plan) -> bool:
    """Return whether what is said of a parcel depends on other parcels only by lying near them."""
    rules = (one for rule in plan.pack.rules for one in rule.levels())
    return not (
        plan.request.shared_numbers
        or any(rule.kind == _OVER_ALL for rule in rules)
        # whether owners' names may be read depends on all rows that are read
        or any(layer.role.id == OWNERSHIP for layer in plan.where.chosen.layers.values())
        or MarkTables.among(plan.request.offered).tables
    )


def shares_of(plan: Plan, size: int) -> list[Share]:
    """Return all parcels in shares of about ``size``, each of neighbours on a curve through the plane."""
    parcels = plan.parcels
    sound = [row for row, plane in enumerate(parcels.planes) if plane is not None]
    others = np.array([row for row, plane in enumerate(parcels.planes) if plane is None], dtype=int)
    by_plane: dict[str, list[int]] = {}
    for row in sound:
        by_plane.setdefault(parcels.planes[row].code, []).append(row)
    pieces: list[tuple[Plane | None, np.ndarray]] = [(None, others)] if len(others) else []
    for _, rows in sorted(by_plane.items()):
        own = np.array(rows, dtype=int)
        own = own[along_curve(shapely.bounds(parcels.geometry[own]))]
        pieces += [(parcels.planes[part[0]], np.sort(part)) for part in _cut(own, size)]
    return [Share(number, plane, rows) for number, (plane, rows) in enumerate(pieces)]


def _cut(rows: np.ndarray, size: int) -> list[np.ndarray]:
    """Return rows in pieces of about ``size``; the last are smaller, so that who takes them ends when others do."""
    first, last = np.split(rows, [len(rows) - min(len(rows) // 2, _LAST * size)])
    return [
        *np.array_split(first, max(1, round(len(first) / size))),
        *(np.array_split(last, min(len(last), max(1, round(_SMALLER * len(last) / size)))) if len(last) else ()),
    ]


def read_share(plan: Plan, share: Share) -> dict[str, Rows]:
    """Return the rows of every layer near the parcels of a share, by what records call the layer."""
    if share.plane is None:
        return {}
    shapes = in_plane(plan.parcels, share.rows, share.plane)
    return {
        key: read_rows(layer, looked_at(layer, shapes), share.plane) for key, layer in plan.where.chosen.layers.items()
    }


@dataclass(frozen=True)
class Seen:
    """What of the rows of a layer has a part in what all its rows decide; small beside the rows.

    Attributes
    ----------
    fields : tuple of str
    ids : ndarray of int, shape (n,)
    digests : bytes
        32 of each row.
    pairs : tuple of (code, name)
        The classes, each once.
    pair_of : ndarray of int, shape (n,)
        Position in ``pairs``; empty for a layer without classes.
    newest_year : int or None
    own_ids : list of str or None
    """

    fields: tuple[str, ...]
    ids: np.ndarray
    digests: bytes
    pairs: tuple[tuple[Any, Any], ...]
    pair_of: np.ndarray
    newest_year: int | None
    own_ids: list[str] | None


def seen_of(plan: Plan, rows: dict[str, Rows]) -> dict[str, Seen]:
    """Return what of the rows of a share has a part in what all rows decide."""
    result = {}
    for key, own in rows.items():
        layer = plan.where.chosen.layers[key]
        columns = standard_columns(layer, own)
        pairs = class_pairs(columns, len(own.ids))
        numbers = {pair: number for number, pair in enumerate(dict.fromkeys(pairs))}
        result[key] = Seen(
            fields=tuple(own.columns),
            ids=own.ids,
            digests=b"".join(row_digests(own)),
            pairs=tuple(numbers),
            pair_of=np.array([numbers[pair] for pair in pairs], dtype=np.int32),
            newest_year=newest_year(columns),
            own_ids=own_ids(layer, own),
        )
    return result


def wholes_of(plan: Plan, seen: Iterable[tuple[Share, dict[str, Seen]]]) -> dict[tuple[str, str], Whole]:
    """Return what all rows decide that were read of a layer in a plane, by layer and plane."""
    by_plane: dict[tuple[str, str], list[Seen]] = {}
    for share, of_share in seen:
        for key, one in of_share.items():
            by_plane.setdefault((key, share.plane.code), []).append(one)
    return {(key, plane): _whole(plan, key, parts) for (key, plane), parts in by_plane.items()}


def _whole(plan: Plan, key: str, parts: Sequence[Seen]) -> Whole:
    _, first = np.unique(np.concatenate([part.ids for part in parts]), return_index=True)
    layer = plan.where.chosen.layers[key]
    all_pairs = [pair for part in parts for pair in part.pairs]
    offsets = np.cumsum([0, *(len(part.pairs) for part in parts)])
    pair_of = np.concatenate([part.pair_of + offset for part, offset in zip(parts, offsets, strict=False)])
    pairs = [all_pairs[i] for i in pair_of[first].tolist()] if len(pair_of) else []
    years = [part.newest_year for part in parts if part.newest_year is not None]
    numbers = [number for part in parts for number in part.own_ids or ()]
    own = [numbers[i] for i in first.tolist()] if all(part.own_ids is not None for part in parts) else []
    return Whole(
        system_of(layer, pairs, max(years, default=None)), bool(own) and all(own) and len(set(own)) == len(own)
    )


@dataclass(frozen=True)
class ScreenedShare:
    """What is said of the parcels of a share.

    Attributes
    ----------
    results : list of ScreenedParcel
    repaired, without_area : dict of str to set of str
        By layer the numbers of features that were mended or have no area.
    """

    results: list[ScreenedParcel]
    repaired: dict[str, set[str]]
    without_area: dict[str, set[str]]


def screen_share(
    plan: Plan,
    share: Share,
    rows: dict[str, Rows],
    wholes: dict[tuple[str, str], Whole],
    shared: SharedFindings,
    mended: Mended | None = None,
) -> ScreenedShare:
    """Return what is said of the parcels of a share; ``shared`` and ``mended`` go on from share to share."""
    # GEOS raises floating point flags in the course of exact work; they say nothing of the result
    with np.errstate(invalid="ignore"):
        if share.plane is None:
            return ScreenedShare(judged(plan, [], Silent(), rows=share.rows.tolist(), shared=shared), {}, {})
        layers = {
            key: prepared(plan.where.chosen.layers[key], own, share.plane, wholes[key, share.plane.code], mended)
            for key, own in rows.items()
        }
        gathered = gather(_ground(plan, share, layers), Silent(), 0.0, 1.0)
        results = judged(plan, gathered, Silent(), rows=share.rows.tolist(), shared=shared)
    return ScreenedShare(
        results,
        {key: set(layer.ids_where(layer.was_broken)) for key, layer in layers.items()},
        {key: set(layer.ids_where(layer.has_no_area)) for key, layer in layers.items()},
    )


def _ground(plan: Plan, share: Share, layers: dict[str, PreparedLayer]) -> Ground:
    where = plan.where
    return Ground(
        plan.request,
        plan.parcels,
        share.rows,
        in_plane(plan.parcels, share.rows, share.plane),
        share.plane,
        layers,
        frozenset(plan.request.complete) - where.chosen.in_doubt - where.roles,
        plan.limits,
        misplaced=where.roles,
        shapeless=where.shapeless,
        in_doubt=where.chosen.in_doubt,
    )


def readings_of(
    plan: Plan, seen: Sequence[tuple[Share, dict[str, Seen]]], wholes: dict[tuple[str, str], Whole]
) -> dict[str, Reading]:
    """Return what was read of every layer in all shares, before anybody has looked for faults (``with_faults``)."""
    planes = sorted({share.plane.code for share, _ in seen if share.plane is not None})
    result = {}
    for key in plan.where.chosen.layers:
        parts = [of_share[key] for _, of_share in seen if key in of_share]
        digests = _digests(parts)
        result[key] = Reading(
            fields=parts[0].fields if parts else (),
            count=len(digests),
            sha256=hash_of_digests(digests),
            repaired=frozenset(),
            without_area=frozenset(),
            class_systems=tuple(wholes[key, plane].class_system for plane in planes),
        )
    return result


def _digests(parts: Sequence[Seen]) -> list[bytes]:
    """Return the digests of rows, each once though several shares have read it."""
    digests = b"".join([part.digests for part in parts])
    if not digests:
        return []
    _, first = np.unique(np.concatenate([part.ids for part in parts]), return_index=True)
    return np.frombuffer(digests, dtype=f"V{_DIGEST_BYTES}")[first].tolist()


def with_faults(
    readings: dict[str, Reading], repaired: dict[str, set[str]], without_area: dict[str, set[str]]
) -> dict[str, Reading]:
    """Return readings with what was found faulty of what was read."""
    return {
        key: replace(one, repaired=frozenset(repaired.get(key, ())), without_area=frozenset(without_area.get(key, ())))
        for key, one in readings.items()
    }
