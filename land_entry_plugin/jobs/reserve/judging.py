# SPDX-License-Identifier: GPL-2.0-or-later
"""Sites judged as parcels are: by the same job, some at a time."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.engine.shapes import difference, intersection, union
from land_entry_plugin.files.source import LayerDescription, Rows
from land_entry_plugin.jobs.screening import ScreeningRequest
from land_entry_plugin.jobs.screenparcels import screenparcels
from land_entry_plugin.roles.catalogue import LAND_USE, LAND_USE_HISTORY
from land_entry_plugin.roles.land_classes import CONSTRUCTION, UNKNOWN
from land_entry_plugin.rules.findings import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from land_entry_plugin.engine.crs import Plane
    from land_entry_plugin.jobs.layers import ChosenLayers
    from land_entry_plugin.jobs.reserve.request import ReserveRequest
    from land_entry_plugin.jobs.screening import ScreenedParcel, Screening
    from land_entry_plugin.rules.findings import Finding

# So many sites at a time, neighbours together: what is read for them is in memory together.
CHUNK = 1000
_STRIP_M = 2000.0
SITE_ID = "ZDDM"
SITES_LAYER = "sites"


class SiteLayer:
    """Sites as a layer of parcels in memory."""

    def __init__(self, ids: Sequence[str], shapes: Sequence[shapely.Geometry], plane: Plane) -> None:
        wkb, names = np.empty(len(ids), dtype=object), np.empty(len(ids), dtype=object)
        wkb[:] = [shapely.to_wkb(shape) for shape in shapes]
        names[:] = list(ids)
        self._rows = Rows(np.arange(1, len(ids) + 1), wkb, {SITE_ID: names})
        self._description = LayerDescription(SITES_LAYER, plane.code, (SITE_ID,), len(ids))

    def describe(self) -> LayerDescription:
        return self._description

    def rows(self, fields: Sequence[str], boxes: np.ndarray | None = None) -> Rows:
        return Rows(self._rows.ids, self._rows.wkb, {name: self._rows.columns[name] for name in fields})


@dataclass
class Judged:
    """What the judge said of sites.

    Attributes
    ----------
    of_site : dict of site id to (ScreenedParcel, Screening)
    hashes : dict of role key to list of str
        Of what was read for every chunk.
    features_read : dict of role key to int
    """

    of_site: dict[str, tuple[ScreenedParcel, Screening]] = field(default_factory=dict)
    hashes: dict[str, list[str]] = field(default_factory=dict)
    features_read: dict[str, int] = field(default_factory=dict)

    def sha256(self, key: str) -> str:
        """Return one hash of all that was read of a layer."""
        return hashlib.sha256("".join(self.hashes.get(key, ())).encode("ascii")).hexdigest()


def judge_sites(
    sites: Iterable[tuple[str, shapely.Geometry]],
    request: ReserveRequest,
    chosen: ChosenLayers,
    plane: Plane,
    into: Judged,
    report: Callable[[float], None],
) -> None:
    """Screen sites as parcels, and keep what comes out."""
    ordered = list(sites)
    chunks = list(_chunks(ordered))
    for number, chunk in enumerate(chunks):
        report(number / len(chunks))
        screening = screenparcels(
            ScreeningRequest(
                parcels=SiteLayer([one for one, _ in chunk], [shape for _, shape in chunk], plane),
                parcel_id=SITE_ID,
                named=_named(chosen),
                # a role that nobody named may have layers of which none was chosen: their doubt is to be seen
                offered=tuple(_in_doubt(request, chosen)),
                complete=request.complete,
                rule_pack=request.rule_pack,
                pack_folders=request.pack_folders,
                as_of=request.as_of,
            )
        )
        for result in screening.results:
            into.of_site[result.parcel_id] = (result, screening)
        for key, entry in screening.inputs.items():
            into.hashes.setdefault(key, []).append(entry["sha256"])
            into.features_read[key] = into.features_read.get(key, 0) + entry["features_read"]


def _chunks(sites: Sequence[tuple[str, shapely.Geometry]]) -> Iterator[list[tuple[str, shapely.Geometry]]]:
    """Yield sites in strips, so that those of a chunk lie together."""
    if not sites:
        return
    bounds = shapely.bounds(np.array([shape for _, shape in sites], dtype=object))
    order = sorted(range(len(sites)), key=lambda i: (bounds[i, 1] // _STRIP_M, bounds[i, 0], sites[i][0]))
    for start in range(0, len(order), CHUNK):
        yield [sites[i] for i in order[start : start + CHUNK]]


def _named(chosen: ChosenLayers) -> dict[str, Any]:
    """Return the chosen layers as if the user had named them."""
    named: dict[str, Any] = {}
    for layer in chosen.layers.values():
        named[layer.role.id] = (*named.get(layer.role.id, ()), layer.source)
    return {role: of if role == LAND_USE_HISTORY or len(of) > 1 else of[0] for role, of in named.items()}


def _in_doubt(request: ReserveRequest, chosen: ChosenLayers) -> Iterator[Any]:
    doubtful = {
        name for role in chosen.in_doubt for name in (*chosen.choices[role].ambiguous, *chosen.choices[role].undated)
    }
    doubtful |= {one.layer for role in chosen.in_doubt for one in chosen.choices[role].unusable}
    return (source for source in request.offered if source.describe().name in doubtful)


def conflicts(result: ScreenedParcel) -> list[Finding]:
    """Return the findings that keep a site from the market: conflicts of blocking rules that layers show."""
    return [one for one in result.findings if one.outcome is Outcome.CONFLICT and one.rule.blocking and one.is_spatial]


def conflicting_part(result: ScreenedParcel, finding: Finding) -> shapely.Geometry:
    """Return where the features lie that a conflict names."""
    named = set(finding.values.get("patches", ()))
    pieces = [one.piece for one in result.pieces if one.role in finding.rule.roles and one.piece.source_id in named]
    if finding.rule.roles == (LAND_USE_HISTORY,):
        pieces = [piece for piece in pieces if piece.category not in (CONSTRUCTION, UNKNOWN)]
    # a survey of today that shows something else is no part of an earlier one
    return union([piece.geometry for piece in pieces]) if LAND_USE not in finding.rule.roles else shapely.Polygon()


def divided_by_conflicts(
    result: ScreenedParcel, shape: shapely.Geometry, cut_roles: Iterable[str]
) -> tuple[list[shapely.Geometry], shapely.Geometry] | None:
    """Return the parts of a site that conflicts cover, and what is free of them; None where nothing is to cut."""
    found = [one for one in conflicts(result) if set(one.rule.roles) & set(cut_roles)]
    parts = [conflicting_part(result, one) for one in found]
    if not parts or all(part.is_empty for part in parts):
        return None
    taken, free = [], shape
    for part in parts:
        # what two conflicts cover is one part, and is judged as such
        taken.append(intersection(free, part)[0])
        free = difference(free, part)
    return [part for part in taken if not part.is_empty], free
