# SPDX-License-Identifier: GPL-2.0-or-later
"""Scale and window of parcel maps: on the survey sheet, and on a sheet of their own."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    # West, south, east, north, in metres.
    Bounds = Sequence[float] | np.ndarray

# Scales of cadastral maps in use, and further ones for very large parcels.
CADASTRAL_SCALES = (200, 500, 1000, 2000, 5000)
SCALES = (*CADASTRAL_SCALES, 10_000, 25_000, 50_000)
FRAME_WIDTH_MM, FRAME_HEIGHT_MM = 104.0, 88.0
# The picture of a document, and the room that it has over and under the parcel.
DOCUMENT_WIDTH_MM, DOCUMENT_HEIGHT_MM = 164.0, 178.0
_DOCUMENT_ROOM_MM, _LEAST_DOCUMENT_MM = 32.0, 110.0
# Room around the parcel for boundary point numbers and neighbours, on the sheet of its own and on the summary.
_FREE_MM, _SUMMARY_FREE_MM = 13.0, 10.0
# Every edge of a parcel map bears its length. If of more than this share the length is wider than the edge, and
# larger paper allows a larger scale, the larger paper is needed.
_LENGTH_MM, _MOST_SHORT_EDGES = 5.8, 0.35
_NO_EDGES, _SHORT_EDGES = (), (0.0,)
_COARSE_STEP = 10_000


@dataclass(frozen=True)
class Paper:
    """A size of paper and the frame of a parcel map on it."""

    name: str
    frame_width_mm: float
    frame_height_mm: float


# A parcel map (宗地图) is printed on A4, exceptionally on A3.
PAPERS = (Paper("A4", 165.0, 205.0), Paper("A3", 252.0, 328.0))


@dataclass(frozen=True)
class MapWindow:
    """The part of the plane that a parcel map shows.

    Attributes
    ----------
    scale : int
        Denominator.
    bounds : tuple of float
        Easting and northing of the lower left and upper right corner, metres.
    """

    scale: int
    bounds: tuple[float, float, float, float]


@dataclass(frozen=True)
class SheetWindow(MapWindow):
    """The window of a parcel map on a sheet of its own, and the paper."""

    paper: Paper


def map_window(bounds: Bounds) -> MapWindow:
    """Return the largest scale of the series at which a parcel of these bounds fits, and the window shown."""
    frame = (FRAME_WIDTH_MM, FRAME_HEIGHT_MM)
    scale = nominal_scale(bounds, *frame, free_mm=_SUMMARY_FREE_MM) or _coarse(bounds, *frame)
    return MapWindow(scale, _window(bounds, FRAME_WIDTH_MM, FRAME_HEIGHT_MM, scale))


def sheet_window(
    bounds: Bounds, papers: tuple[Paper, ...] = PAPERS, *, edge_lengths_m: Sequence[float] = _NO_EDGES
) -> SheetWindow:
    """Return paper, scale and window of the parcel map of a parcel of these bounds and edges.

    The first paper on which it fits at a cadastral scale and most edges have room for their length; else the one of the
    largest scale. A parcel that fits on none has the last at a smaller scale.
    """
    fitting = [
        (paper, scale)
        for paper in papers
        if (scale := nominal_scale(bounds, paper.frame_width_mm, paper.frame_height_mm, CADASTRAL_SCALES)) is not None
    ]
    if fitting:
        # min takes the first of equal scales: no larger paper for nothing
        roomy = [pair for pair in fitting if not _is_crowded(edge_lengths_m, pair[1])]
        paper, scale = roomy[0] if roomy else min(fitting, key=lambda pair: pair[1])
    else:
        frame = (papers[-1].frame_width_mm, papers[-1].frame_height_mm)
        paper, scale = papers[-1], nominal_scale(bounds, *frame) or _coarse(bounds, *frame)
    window = _window(bounds, paper.frame_width_mm, paper.frame_height_mm, scale)
    return SheetWindow(scale, window, paper)


def document_window(bounds: Bounds) -> MapWindow:
    """Return scale and window of the picture of a parcel map in a document: as wide as the page, as high as needed."""
    frame = (DOCUMENT_WIDTH_MM, DOCUMENT_HEIGHT_MM)
    scale = nominal_scale(bounds, *frame) or _coarse(bounds, *frame)
    needed = (bounds[3] - bounds[1]) * 1000 / scale + 2 * _DOCUMENT_ROOM_MM
    height = min(DOCUMENT_HEIGHT_MM, max(_LEAST_DOCUMENT_MM, needed))
    return MapWindow(scale, _window(bounds, DOCUMENT_WIDTH_MM, height, scale))


def _is_crowded(edge_lengths_m: Sequence[float], scale: int) -> bool:
    """Return whether too many edges are shorter on paper than their length is when written."""
    short = sum([length * 1000 / scale < _LENGTH_MM for length in edge_lengths_m])
    return short > _MOST_SHORT_EDGES * len(edge_lengths_m)


def nominal_scale(
    bounds: Bounds,
    frame_width_mm: float,
    frame_height_mm: float,
    scales: tuple[int, ...] = SCALES,
    free_mm: float = _FREE_MM,
) -> int | None:
    """Return the largest scale of a series at which bounds fit a frame; None where they fit at none."""
    needed = _needed(bounds, frame_width_mm, frame_height_mm, free_mm)
    position = bisect_left(scales, needed)
    return scales[position] if position < len(scales) else None


def shown_bounds(bounds: Bounds) -> tuple[float, float, float, float]:
    """Return the least box that holds all windows of a parcel of these bounds: what has to be read around it."""
    west, south, east, north = bounds
    return _shown(float(west), float(south), float(east), float(north))


# for as many parcels as are screened at a time: asked for when layers are read around all, then when each is described
@lru_cache(maxsize=2**15)
def _shown(*corners: float) -> tuple[float, float, float, float]:
    """Return what is shown of a parcel."""
    sheets = [sheet_window(corners, edge_lengths_m=edges) for edges in (_NO_EDGES, _SHORT_EDGES)]
    wests, souths, easts, norths = zip(*(window.bounds for window in (map_window(corners), *sheets)), strict=True)
    return min(wests), min(souths), max(easts), max(norths)


def _needed(bounds: Bounds, frame_width_mm: float, frame_height_mm: float, free_mm: float = _FREE_MM) -> float:
    width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
    return 1000 * max(width / (frame_width_mm - 2 * free_mm), height / (frame_height_mm - 2 * free_mm))


def _coarse(bounds: Bounds, frame_width_mm: float, frame_height_mm: float) -> int:
    return math.ceil(_needed(bounds, frame_width_mm, frame_height_mm) / _COARSE_STEP) * _COARSE_STEP


def _window(
    bounds: Bounds, frame_width_mm: float, frame_height_mm: float, scale: int
) -> tuple[float, float, float, float]:
    east, north = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
    half_width, half_height = frame_width_mm / 1000 * scale / 2, frame_height_mm / 1000 * scale / 2
    return (
        _to_centimetre(east - half_width),
        _to_centimetre(north - half_height),
        _to_centimetre(east + half_width),
        _to_centimetre(north + half_height),
    )


def _to_centimetre(metres: float) -> float:
    return round(float(metres) * 100) / 100
