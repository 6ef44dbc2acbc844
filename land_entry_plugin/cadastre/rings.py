# SPDX-License-Identifier: GPL-2.0-or-later
"""What the rings of a parcel are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


def ring_title(rings: Sequence[dict[str, Any]], number: int) -> str | None:
    """Return the name of a ring that is not the only one."""
    if len(rings) == 1:
        return None
    ring = rings[number]
    return f"第 {ring['part']} 部分　{'内环' if ring['is_hole'] else '外环'}"
