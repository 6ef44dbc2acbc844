# SPDX-License-Identifier: GPL-2.0-or-later
"""The annexes that the contract takes over (示范文本 附件 1 to 5), and the boundary points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from land_entry_plugin.cadastre.entry_plan.conditions import INDICES
from land_entry_plugin.cadastre.entry_plan.entries import MISSING, Entry
from land_entry_plugin.rounding import half_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.cadastre.entry_plan.entries import Section

_COORDINATE_DECIMALS = 3
_PLANNING = ("use", *(question for question, _, _ in INDICES), "condition_facilities", "plan_kind", "permits")


@dataclass(frozen=True)
class Point:
    """A boundary point: X is north, Y is east; the length of the edge to the next one."""

    name: str
    x: str
    y: str
    length: str


@dataclass(frozen=True)
class Annex:
    """One annex.

    Attributes
    ----------
    number : int
    title : str
    kind : str
        ``map``, ``lines``, ``note`` or ``points``: what stands in it.
    entries : tuple of Entry
    note : str
    """

    number: int
    title: str
    kind: str
    entries: tuple[Entry, ...] = ()
    note: str = ""


def annexes(sections: Sequence[Section]) -> tuple[Annex, ...]:
    """Return the annexes, in the order of the model contract; what no office has supplied reads 待补."""
    by_id = {entry.id: entry for section in sections for entry in section.entries}
    heights = f"{MISSING}（由自然资源主管部门提供竖向界限的高程；没有的写明「无」）"

    def chosen(*ids: str) -> tuple[Entry, ...]:
        return tuple(by_id[id_] for id_ in ids)

    return (
        Annex(1, "平面界址图", "map"),
        Annex(2, "竖向界限", "note", note=heights),
        Annex(3, "规划条件", "lines", chosen(*_PLANNING)),
        Annex(4, "产业准入要求", "lines", chosen("industrial_access", "access_requirements")),
        Annex(5, "生态环境保护要求", "lines", chosen("ecology_met", "ecology_requirements")),
        Annex(
            6,
            "监管协议要点",
            "lines",
            chosen("supervision", "use_conditions", "handover_date", "works_start_date", "works_end_date"),
        ),
        Annex(7, "界址点成果", "points"),
    )


def rings(parcel: dict) -> list[tuple[str, list[Point]]]:
    """Return the boundary points ring by ring, each closed by its first point; empty without a shape."""
    found = []
    for ring in parcel["cadastre"].get("rings", ()):
        points = [
            Point(
                point["name"],
                f"{half_up(point['x_m'], _COORDINATE_DECIMALS)}",
                f"{half_up(point['y_m'], _COORDINATE_DECIMALS)}",
                f"{half_up(point['edge_m'])}",
            )
            for point in ring["points"]
        ]
        first = points[0]
        title = f"第 {ring['part']} 部分{'　内环' if ring['is_hole'] else ''}"
        found.append((title, [*points, Point(first.name, first.x, first.y, "")]))
    return found
