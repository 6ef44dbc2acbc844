# SPDX-License-Identifier: GPL-2.0-or-later
"""Rings of chains, and chains that make none."""

from __future__ import annotations

import numpy as np
import pytest

from land_entry_plugin.files.vct.shapes import OpenRing, rings_of

SPOT = np.array([[5.0, 5.0], [5.0, 5.0]])


@pytest.mark.parametrize("chains", [[SPOT], [SPOT, SPOT + 40], [SPOT[:1]]])
def test_chains_that_are_points_make_no_ring(chains):
    with pytest.raises(OpenRing):
        rings_of(chains, in_degrees=False, closes=True)
