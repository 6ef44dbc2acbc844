# SPDX-License-Identifier: GPL-2.0-or-later
"""Degrees out of the ways in which people write them."""

from __future__ import annotations

import re

from land_entry_plugin.files.coordinates.sections import number_of

_MARKS = re.compile(r"[°º˚度:：′'’分″\"”＂秒\s]+")
_SIDES = {"E": 1, "N": 1, "W": -1, "S": -1, "东经": 1, "北纬": 1, "西经": -1, "南纬": -1}


def looks_like_angle(text: str) -> bool:
    """Return whether a text is written as degrees, minutes and seconds."""
    return number_of(text) is None and degrees_of(text) is not None


def degrees_of(text: str) -> float | None:
    """Return decimal degrees of ``117.258``, ``117°15′30.5″``, ``117:15:30.5``, ``E117 15 30.5``, else None."""
    stripped, sign = text.strip(), 1
    for side, own in _SIDES.items():
        if stripped.upper().startswith(side) or stripped.upper().endswith(side):
            stripped, sign = stripped.upper().replace(side, "", 1).strip(), own
            break
    parts = [part for part in _MARKS.split(stripped) if part]
    if not 1 <= len(parts) <= 3:
        return None
    numbers = [number_of(part) for part in parts]
    if any(number is None for number in numbers):
        return None
    whole, *rest = numbers
    # minutes and seconds belong to whole degrees and minutes, and stay under 60
    if any(not 0 <= number < 60 for number in rest) or any(number != int(number) for number in numbers[:-1]):
        return None
    size = abs(whole) + sum(number / 60 ** (i + 1) for i, number in enumerate(rest))
    return sign * (-size if stripped.startswith("-") else size)
