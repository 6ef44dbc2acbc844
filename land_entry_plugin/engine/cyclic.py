# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs around a ring."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence


def cyclic_runs(kinds: Sequence[Hashable]) -> list[list[int]]:
    """Return runs of positions of equal kind around a ring; one that goes on over the start comes first."""
    begins = [i for i in range(len(kinds)) if i == 0 or kinds[i] != kinds[i - 1]]
    found = [list(range(begin, end)) for begin, end in zip(begins, [*begins[1:], len(kinds)], strict=True)]
    if len(found) > 1 and kinds[0] == kinds[-1]:
        found = [found[-1] + found[0], *found[1:-1]]
    return found
