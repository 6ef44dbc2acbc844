# SPDX-License-Identifier: GPL-2.0-or-later
"""The balance of adjusted entry (调整入市): read, overlay on the land survey, judge."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.engine.limits import Limits
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.source import OnlyFields, together
from land_entry_plugin.jobs.adjustment.pieces import PlaneReading
from land_entry_plugin.jobs.adjustment.plots import connected_areas, plots_of_plane, without_shape
from land_entry_plugin.jobs.adjustment.sides import Side
from land_entry_plugin.jobs.layers import choose_layers
from land_entry_plugin.jobs.parcels import in_plane, read_parcels
from land_entry_plugin.jobs.progress import Silent, followed
from land_entry_plugin.jobs.reading import prepare
from land_entry_plugin.jobs.runs import described_file, described_layer
from land_entry_plugin.roles.catalogue import LAND_USE, PARCELS, roles
from land_entry_plugin.roles.recognition import field_mapping
from land_entry_plugin.rules.adjustment.judge import Asked, Judged, counties_of, judge_balance
from land_entry_plugin.rules.adjustment.terms import ENTERED, RECLAIMED, SIDES, Terms, terms

if TYPE_CHECKING:
    from land_entry_plugin.engine.crs import Plane
    from land_entry_plugin.files.source import Source
    from land_entry_plugin.jobs.layers import RoleLayer
    from land_entry_plugin.jobs.progress import Progress
    from land_entry_plugin.jobs.reading import PreparedLayer
    from land_entry_plugin.rules.adjustment.plots import Plot

_READ, _OVERLAID = 0.4, 0.95


@dataclass(frozen=True)
class AdjustmentRequest:
    """The inputs and options of a balance.

    Attributes
    ----------
    reclaimed, entered, land_use : Source
    scattered_below_m2 : float or None
        Below which size the office takes a plot for a small and scattered one; no law says.
    as_of : date
    """

    reclaimed: Source
    entered: Source
    land_use: Source
    scattered_below_m2: float | None = None
    as_of: date = field(default_factory=date.today)

    @property
    def sources(self) -> tuple[Source, ...]:
        """All layers."""
        return (self.reclaimed, self.entered, self.land_use)


@dataclass(frozen=True)
class AdjustmentEntry:
    """One balance.

    Attributes
    ----------
    request : AdjustmentRequest
    terms : Terms
    limits : Limits
    sides : dict of str to Side
        The two plot layers.
    plots : list of Plot
        Reclaimed ones first, ordered by id, then row.
    judged : Judged
    counties : list of str
    inputs, files : dict
        Descriptions and hashes of what was read, and the files behind the layers.
    """

    request: AdjustmentRequest
    terms: Terms
    limits: Limits
    sides: dict[str, Side]
    plots: list[Plot]
    judged: Judged
    counties: list[str]
    inputs: dict[str, dict[str, Any]]
    files: dict[str, dict[str, Any]]


def adjustmententry(request: AdjustmentRequest, progress: Progress | None = None) -> AdjustmentEntry:
    """Return the balance of reclaimed plots against the plots that enter the market for them.

    Raises
    ------
    InputError
        When a layer, a field or an option is at fault.
    Cancelled
        When the user cancelled.
    """
    # GEOS raises floating point flags in the course of exact work; they say nothing of the result
    with np.errstate(invalid="ignore"):
        return _balanced(request, progress or Silent())


def _balanced(request: AdjustmentRequest, progress: Progress) -> AdjustmentEntry:
    below = request.scattered_below_m2
    if below is not None and not (np.isfinite(below) and below > 0):
        raise InputError("bad_scattered_limit", value=below)
    own_terms, limits = terms(), Limits()
    sides = {
        RECLAIMED: _side(RECLAIMED, request.reclaimed, own_terms),
        ENTERED: _side(ENTERED, request.entered, own_terms),
    }
    layer = _land_use(request.land_use, own_terms)
    planes: dict[str, Plane] = {
        plane.code: plane for side in sides.values() for plane in side.parcels.planes if plane is not None
    }
    plots = [without_shape(side, row) for side in sides.values() for row in side.broken_rows]
    others: list[Plot] = list(plots)
    groups: list[float] = []
    read: list[PreparedLayer] = []
    ordered = [planes[code] for code in sorted(planes)]
    for number, plane in enumerate(followed(ordered, len(ordered), progress, "read", 0.0, _OVERLAID)):
        boxes = shapely.bounds(
            np.concatenate([in_plane(side.parcels, side.rows_in(plane), plane) for side in sides.values()])
        )
        prepared = prepare(layer, boxes, plane)
        read.append(prepared)
        progress.report("overlay", (number + _READ) / len(ordered) * _OVERLAID)
        reading = PlaneReading(own_terms, limits, sides, plane, prepared)
        found = plots_of_plane(reading, prepared.geometry)
        plots += found
        others += found if prepared.other_reading is None else plots_of_plane(reading, prepared.other_reading)
        groups += connected_areas(reading)
    plots, others = (sorted(some, key=_order) for some in (plots, others))
    progress.report("judge", _OVERLAID)
    is_twofold = any(one.other_reading is not None for one in read)
    asked = Asked(request.as_of, below, tuple(groups))
    judged = judge_balance(own_terms, plots, asked, others if is_twofold else None)
    inputs, files = _inputs(sides, layer, read)
    return AdjustmentEntry(request, own_terms, limits, sides, plots, judged, counties_of(plots), inputs, files)


def _order(plot: Plot) -> tuple[int, str, int]:
    return SIDES.index(plot.side), plot.plot_id, plot.row


def _side(name: str, source: Source, own_terms: Terms) -> Side:
    """Return a layer of plots; only the fields that say something of them are read."""
    mapping = field_mapping(own_terms.fields[name], source.describe().fields)
    wanted = {*mapping.values(), *roles()[PARCELS].id_fields}
    return Side(name, read_parcels(OnlyFields(source, wanted), None), mapping)


def _land_use(source: Source, own_terms: Terms) -> RoleLayer:
    """Return the land survey, with the fields of farmland quality besides the usual ones."""
    layer = choose_layers({LAND_USE: source}, (), lambda _: None).layers[LAND_USE]
    return replace(layer, fields=layer.fields | field_mapping(own_terms.fields[LAND_USE], layer.description.fields))


def _inputs(
    sides: dict[str, Side], layer: RoleLayer, read: list[PreparedLayer]
) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """Return what each layer says of itself with the hash of what was read, and the files behind the layers."""
    inputs = {
        name: described_layer(side.parcels.description, side.parcels.rows, named=True)
        | {"id_field": side.parcels.id_field, "mapping": side.mapping}
        for name, side in sides.items()
    }
    rows = together([one.rows for one in read]) if read else layer.source.rows((), np.empty((0, 4)))
    inputs[LAND_USE] = described_layer(layer.description, rows, named=True) | {
        "repaired": sorted({id_ for one in read for id_ in one.ids_where(one.was_broken)}),
        "without_area": sorted({id_ for one in read for id_ in one.ids_where(one.has_no_area)}),
        "class_system": [one.class_system for one in read],
    }
    descriptions = {name: side.parcels.description for name, side in sides.items()} | {LAND_USE: layer.description}
    return inputs, {name: described_file(description) for name, description in descriptions.items()}
