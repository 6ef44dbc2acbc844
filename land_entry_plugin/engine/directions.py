# SPDX-License-Identifier: GPL-2.0-or-later
"""Directions in the plane: bearings, the eight winds, the four sides."""

from __future__ import annotations

import math

import numpy as np

SIDES = ("north", "east", "south", "west")
WINDS = ("north", "north_east", "east", "south_east", "south", "south_west", "west", "north_west")
# Bearings are compared to a millionth of a degree: coordinates of eight digits before the point carry no more.
_BEARING_DECIMALS = 6


def bearings_deg(vectors: np.ndarray) -> np.ndarray:
    """Return bearings of vectors (n, 2) of easting and northing: degrees clockwise from grid north, 0 to below 360."""
    east, north = np.asarray(vectors, dtype=float).T
    return np.round(np.degrees(np.arctan2(east, north)), _BEARING_DECIMALS) % 360


def bearing_deg(east: float, north: float) -> float:
    """Return the bearing of one vector, as ``bearings_deg`` does."""
    return round(math.degrees(math.atan2(east, north)), _BEARING_DECIMALS) % 360


def side_numbers(bearings: np.ndarray) -> np.ndarray:
    """Return the position in ``SIDES`` that bearings face; one between two faces the one that follows clockwise."""
    return ((bearings + 45) % 360 // 90).astype(int)


def wind_numbers(bearings: np.ndarray) -> np.ndarray:
    """Return the position in ``WINDS`` of bearings."""
    return ((bearings + 22.5) % 360 // 45).astype(int)


def wind_number(bearing: float) -> int:
    """Return the position in ``WINDS`` of one bearing."""
    return int((bearing + 22.5) % 360 // 45)


def left_of(vectors: np.ndarray) -> np.ndarray:
    """Return vectors (n, 2) turned a quarter counter-clockwise."""
    return np.column_stack([-vectors[:, 1], vectors[:, 0]])
