# SPDX-License-Identifier: GPL-2.0-or-later
"""The limits of slivers and of touching, apart from what measures by them: they are known without any library."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The limits of slivers and of touching; every number is printed with the result."""

    sliver_area_m2: float = 10.0
    sliver_width_m: float = 1.0
    sliver_share: float = 0.01
    touch_width_m: float = 0.005
