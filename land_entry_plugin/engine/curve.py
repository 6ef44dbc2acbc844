# SPDX-License-Identifier: GPL-2.0-or-later
"""The order of places along a Hilbert curve: what follows each other lies near each other."""

from __future__ import annotations

import numpy as np

_BITS = 16


def along_curve(bounds: np.ndarray) -> np.ndarray:
    """Return the order of boxes (n, 4) by the place of their middles on a Hilbert curve; of equal places as given."""
    middle = (bounds[:, :2] + bounds[:, 2:]) / 2
    low = middle.min(axis=0)
    side = max(float((middle.max(axis=0) - low).max()), 1e-9)
    x, y = (np.minimum((middle - low) / side * (1 << _BITS), (1 << _BITS) - 1)).astype(np.int64).T
    place = np.zeros(len(bounds), dtype=np.int64)
    # a loop over the bits of a coordinate: each step looks into the quarter that the place lies in
    for bit in range(_BITS - 1, -1, -1):
        half = np.int64(1) << bit
        right, upper = ((x & half) > 0).astype(np.int64), ((y & half) > 0).astype(np.int64)
        place += half * half * ((3 * right) ^ upper)
        turned, mirrored = upper == 0, (upper == 0) & (right == 1)
        x, y = (
            np.where(mirrored, half - 1 - (x & (half - 1)), x & (half - 1)),
            np.where(mirrored, half - 1 - (y & (half - 1)), y & (half - 1)),
        )
        x, y = np.where(turned, y, x), np.where(turned, x, y)
    return np.argsort(place, kind="stable")
