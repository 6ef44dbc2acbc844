# SPDX-License-Identifier: GPL-2.0-or-later
"""The areas of a parcel beside each other: plane, ellipsoidal, and what the parcel table states."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.cells import NOT_APPLICABLE, UNKNOWN, Cell, State, given, text_of
from land_entry_plugin.roles.cadastral_codes import area_factor
from land_entry_plugin.rounding import recorded

if TYPE_CHECKING:
    from collections.abc import Mapping

STATED = ("ZDMJ", "PZMJ")
BUILT = ("JZZDMJ", "JZMJ")
_FIGURE = re.compile(r"(\d[\d,，]*(?:\.\d+)?|\.\d+)\s*(\S*)")
_SHARE_DECIMALS = 6


def stated_area(declared: Mapping[str, Any], name: str) -> Cell:
    """Return a stated area in m2; one in a unit that is not known stays unknown, with what was given.

    The unit stands behind the figure, else in MJDW, else it is m2, as the standard's tables have it.
    """
    plain = given(declared, name)
    if plain.state is not State.GIVEN:
        return NOT_APPLICABLE if plain.state is State.NOT_APPLICABLE else UNKNOWN
    match = _FIGURE.fullmatch(str(plain.value))
    unit = (match.group(2) if match else "") or (text_of(declared, "MJDW") if name in STATED else None) or "m2"
    factor = area_factor(unit)
    if match is None or factor is None:
        text = str(plain.value)
        return Cell(State.UNKNOWN, given=text if match is None or match.group(2) else f"{text}（MJDW {unit}）")
    figure = float(match.group(1).replace(",", "").replace("，", ""))
    return Cell(State.GIVEN, recorded(figure * factor))


def area_facts(
    plane_m2: float, ellipsoid_m2: float | None, official_m2: float | None, stated: Mapping[str, Cell]
) -> dict[str, Any]:
    """Return all areas, and by how much the plane area, which is printed, differs from each stated one."""
    return {
        "plane_m2": recorded(plane_m2),
        "ellipsoid_m2": recorded(ellipsoid_m2),
        "official_m2": official_m2,
        "stated": {
            name: {
                "area_m2": cell.value,
                "difference_m2": recorded(plane_m2 - cell.value),
                "share": recorded((plane_m2 - cell.value) / cell.value, _SHARE_DECIMALS) if cell.value else None,
            }
            for name, cell in stated.items()
            if cell.state is State.GIVEN
        },
    }
