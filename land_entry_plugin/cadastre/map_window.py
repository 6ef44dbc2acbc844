# SPDX-License-Identifier: GPL-2.0-or-later
"""Scale and window of parcel maps: on the survey sheet, and on a sheet of their own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# Scales of cadastral maps in use, and further ones for very large parcels.
CADASTRAL_SCALES = (200, 500, 1000, 2000, 5000)
SCALES = (*CADASTRAL_SCALES, 10_000, 25_000, 50_000)
FRAME_WIDTH_MM, FRAME_HEIGHT_MM = 104.0, 88.0
# Room around the parcel for boundary point numbers and neighbours.
_FREE_MM = 13.0
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


def map_window(bounds: np.ndarray) -> MapWindow:
    """Return the largest scale of the series at which a parcel of these bounds (4,) fits, and the window shown."""
    scale = nominal_scale(bounds, FRAME_WIDTH_MM, FRAME_HEIGHT_MM) or _coarse(bounds, FRAME_WIDTH_MM, FRAME_HEIGHT_MM)
    return MapWindow(scale, _window(bounds, FRAME_WIDTH_MM, FRAME_HEIGHT_MM, scale))


def sheet_window(bounds: np.ndarray, papers: tuple[Paper, ...] = PAPERS) -> SheetWindow:
    """Return paper, scale and window of the parcel map of a parcel of these bounds (4,).

    The first paper on which it fits at a cadastral scale; a parcel that fits on none has the last at a smaller scale.
    """
    for paper in papers:
        scale = nominal_scale(bounds, paper.frame_width_mm, paper.frame_height_mm, CADASTRAL_SCALES)
        if scale is not None:
            break
    else:
        frame = (papers[-1].frame_width_mm, papers[-1].frame_height_mm)
        paper, scale = papers[-1], nominal_scale(bounds, *frame) or _coarse(bounds, *frame)
    window = _window(bounds, paper.frame_width_mm, paper.frame_height_mm, scale)
    return SheetWindow(scale, window, paper)


def nominal_scale(
    bounds: np.ndarray, frame_width_mm: float, frame_height_mm: float, scales: tuple[int, ...] = SCALES
) -> int | None:
    """Return the largest scale of a series at which bounds (4,) fit a frame; None where they fit at none."""
    needed = _needed(bounds, frame_width_mm, frame_height_mm)
    return next((scale for scale in scales if scale >= needed), None)


def shown_bounds(bounds: np.ndarray) -> tuple[float, float, float, float]:
    """Return the least box that holds all windows of a parcel of these bounds (4,): what has to be read around it."""
    windows = np.array([map_window(bounds).bounds, sheet_window(bounds).bounds])
    west, south = windows[:, :2].min(axis=0)
    east, north = windows[:, 2:].max(axis=0)
    return float(west), float(south), float(east), float(north)


def _needed(bounds: np.ndarray, frame_width_mm: float, frame_height_mm: float) -> float:
    width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
    return 1000 * max(width / (frame_width_mm - 2 * _FREE_MM), height / (frame_height_mm - 2 * _FREE_MM))


def _coarse(bounds: np.ndarray, frame_width_mm: float, frame_height_mm: float) -> int:
    return int(np.ceil(_needed(bounds, frame_width_mm, frame_height_mm) / _COARSE_STEP)) * _COARSE_STEP


def _window(
    bounds: np.ndarray, frame_width_mm: float, frame_height_mm: float, scale: int
) -> tuple[float, float, float, float]:
    centre = np.array([(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2])
    half = np.array([frame_width_mm, frame_height_mm]) / 1000 * scale / 2
    low, high = np.round(centre - half, 2), np.round(centre + half, 2)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])
