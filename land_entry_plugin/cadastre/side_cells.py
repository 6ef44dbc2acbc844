# SPDX-License-Identifier: GPL-2.0-or-later
"""The four neighbours as cells of the form (宗地四至), by name: tables and forms order the sides differently."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.cells import NOT_APPLICABLE, UNKNOWN, Cell, computed, first_known, given
from land_entry_plugin.rounding import half_up
from land_entry_plugin.texts import render

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SIDE_CELLS = {"north": "ZDSZB", "east": "ZDSZD", "south": "ZDSZN", "west": "ZDSZX"}


def side_cells(declared: Mapping[str, Any], four: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, Cell]:
    """Return the four neighbours as cells: the parcel table's words, else who adjoins.

    A side that no stretch of the boundary faces does not apply.
    """
    cells = {}
    for side, name in SIDE_CELLS.items():
        own = four[side]
        if not own:
            worked_out = NOT_APPLICABLE
        elif all(one["who"] is None for one in own):
            worked_out = UNKNOWN
        else:
            worked_out = computed(side_text(own))
        cells[name] = first_known(given(declared, name), worked_out)
    return cells


def side_text(stretches: Sequence[Mapping[str, Any]]) -> str:
    """Return who adjoins a side, each once, with the runs of boundary points and the length."""
    unknown = render("description.cell_unknown", {}, "zh")
    by_name: dict[str, list[Mapping[str, Any]]] = {}
    for one in stretches:
        by_name.setdefault(one["who"] or unknown, []).append(one)
    texts = []
    for who, own in by_name.items():
        points = "、".join(f"{one['from']}–{one['to']}" for one in own)
        # the sum of the lengths as printed
        length = sum(half_up(one["length_m"]) for one in own)
        texts.append(f"{who}　{points}　{length} m")
    return "；".join(texts)
