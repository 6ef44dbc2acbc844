# SPDX-License-Identifier: GPL-2.0-or-later
"""From layers to plots: what reclaimed and entered plots are now by the land survey, and what they become."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.engine.area import ellipsoid_area, plane_area
from land_entry_plugin.engine.overlay import overlay, without_double
from land_entry_plugin.engine.repair import REPAIR_AREA_M2
from land_entry_plugin.engine.shapes import union
from land_entry_plugin.engine.slivers import Size
from land_entry_plugin.jobs.adjustment.pieces import Pieces, county_of
from land_entry_plugin.jobs.adjustment.sides import Becomings, acceptance
from land_entry_plugin.jobs.parcels import in_plane
from land_entry_plugin.roles.land_classes import UNKNOWN
from land_entry_plugin.rules.adjustment.plots import Amount, Becoming, LandClass, Overlap, Plot
from land_entry_plugin.rules.adjustment.terms import ENTERED, RECLAIMED

if TYPE_CHECKING:
    from land_entry_plugin.jobs.adjustment.pieces import PlaneReading
    from land_entry_plugin.jobs.adjustment.sides import Side

# What enters the market was counted there: it is not reclaimed as well.
COUNTED_FIRST = (ENTERED, RECLAIMED)


def without_shape(side: Side, row: int) -> Plot:
    """Return a plot whose shape cannot be judged."""
    return Plot(
        side=side.name,
        row=row,
        plot_id=side.parcels.ids[row],
        fault=side.parcels.faults[row],
        becoming=Becoming(LandClass(UNKNOWN)),
        **acceptance(side, row),
    )


def plots_of_plane(reading: PlaneReading, geometry: np.ndarray) -> list[Plot]:
    """Return the plots of one plane held against the patches, which ``geometry`` (n,) gives in one reading.

    Every place counts once: as entered before as reclaimed, then by id; where patches of several classes lie, as what
    weighs most.
    """
    sides = [reading.sides[name] for name in COUNTED_FIRST]
    everywhere = [(side, int(row)) for side in sides for row in side.sound_rows]
    shapes = np.concatenate([in_plane(side.parcels, side.sound_rows, reading.plane) for side in sides])
    counted = without_double(shapes)
    own = [i for i, (side, row) in enumerate(everywhere) if side.parcels.planes[row] == reading.plane]
    found = overlay(counted[own], geometry)
    doubt = overlay(counted[own], reading.survey.doubt)
    planes, areas = plane_area(shapes[own]), ellipsoid_area(shapes[own], reading.plane)
    once = ellipsoid_area(counted[own], reading.plane)
    becoming = Becomings(reading)
    plots = []
    # a loop: every plot is a case of its own
    for i, position in enumerate(own):
        side, row = everywhere[position]
        mine, broken = found.parcel == i, doubt.parcel == i
        pieces = Pieces(reading, found.feature[mine], found.geometry[mine], counted[position], float(areas[i]))
        plots.append(
            Plot(
                side=side.name,
                row=row,
                plot_id=side.parcels.ids[row],
                fault=None,
                becoming=becoming.of(side, row),
                shape=shapes[position],
                plane=reading.plane.code,
                area_plane_m2=float(planes[i]),
                area_m2=float(areas[i]),
                counted_m2=float(once[i]),
                parts=pieces.parts(),
                overlaps=_overlaps(reading, everywhere, shapes, position, float(areas[i])),
                years=pieces.years(),
                counties=pieces.counties() or county_of(side.parcels.ids[row]),
                wrong_factors=pieces.wrong_factors(),
                **_repairs(reading, doubt.feature[broken], doubt.geometry[broken], pieces.amounts()),
                **acceptance(side, row),
            )
        )
    return plots


def connected_areas(reading: PlaneReading) -> list[float]:
    """Return the areas of the reclaimed plots of one plane in m2, those that touch as one."""
    side = reading.sides[RECLAIMED]
    shapes = in_plane(side.parcels, side.rows_in(reading.plane), reading.plane)
    if not len(shapes):
        return []
    one, other = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=reading.limits.touch_width_m)
    group = np.arange(len(shapes))
    # a loop: groups grow together pair by pair
    for i, j in zip(one, other, strict=True):
        if group[i] != group[j]:
            group[group == group[j]] = group[i]
    merged = np.array([union(list(shapes[group == number])) for number in np.unique(group)], dtype=object)
    return [float(area) for area in ellipsoid_area(merged, reading.plane)]


def _overlaps(
    reading: PlaneReading, everywhere: list[tuple[Side, int]], shapes: np.ndarray, position: int, plot_m2: float
) -> tuple[Overlap, ...]:
    """Return where earlier plots lie on a plot."""
    found = overlay(shapes[position : position + 1], shapes[:position])
    return tuple(
        Overlap(side.name, side.parcels.ids[row], reading.amount(shape, plot_m2))
        for feature, shape in zip(found.feature, found.geometry, strict=True)
        for side, row in [everywhere[feature]]
    )


def _repairs(
    reading: PlaneReading, features: np.ndarray, geometry: np.ndarray, amounts: dict[str, Amount]
) -> dict[str, Any]:
    """Return the amounts with where it depends on the repair of a patch what lies there, and those patches."""
    large = ellipsoid_area(geometry, reading.plane) > REPAIR_AREA_M2
    area = float(ellipsoid_area(np.array([union(list(geometry[large]))]), reading.plane)[0])
    return {
        "amounts": amounts | {"repair": Amount(area, Size.LARGE if large.any() else Size.NONE)},
        "broken_patches": tuple(reading.survey.source_ids[int(feature)] for feature in features[large]),
    }
