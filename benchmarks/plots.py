# SPDX-License-Identifier: GPL-2.0-or-later
"""Plots of what was measured."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_OURS, _LIMIT, _OTHERS = "#1f7a4d", "#8a8a8a", "#c98a2b"
_COLOURS = {"ours": _OURS, "limit": _LIMIT}
_MARKS = "os^vDPX"


def draw_table(values: dict[str, Any], path: Path) -> bool:
    """Draw the seconds of each tool, its range as a whisker; False where there is nothing to draw."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt
    from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

    rows = [
        (name, row["label"], [seconds for seconds in row["seconds"] if seconds is not None])
        for name, row in values["main"].items()
        if "missing" not in row
    ]
    rows = sorted((row for row in rows if row[2]), key=lambda row: -median(row[2]))
    if not rows:
        return False
    figure, axes = plt.subplots(figsize=(8, 0.6 + 0.36 * len(rows)))
    for number, (name, _, seconds) in enumerate(rows):
        # places on a logarithmic scale, no bars: these would have to begin at nought
        middle, colour = median(seconds), _COLOURS.get(name, _OTHERS)
        axes.plot([min(seconds), max(seconds)], [number, number], color=colour, linewidth=3, solid_capstyle="round")
        axes.plot(middle, number, "o", color=colour, markersize=9)
        axes.annotate(f"{middle:.1f} s", (max(seconds), number), (9, 0), textcoords="offset points", va="center")
    axes.set_yticks(range(len(rows)), [label.split(" (R-tree")[0].replace("**", "") for _, label, _ in rows])
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda seconds, _: f"{seconds:g}"))
    axes.xaxis.set_minor_locator(NullLocator())
    lowest, highest = min(min(row[2]) for row in rows), max(max(row[2]) for row in rows)
    axes.set_xlim(lowest / 1.5, highest * 1.8)
    axes.grid(axis="x", color="#e4e4e4")
    axes.set_axisbelow(True)
    axes.set_xlabel(f"seconds, {values['patches']:,} patches x {values['parcels']:,} parcels (median, range)")
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=120, bbox_inches="tight")
    plt.close(figure)
    return True


def draw_growth(values: dict[str, Any], path: Path) -> bool:
    """Draw seconds over patches and over parcels; False where there is nothing to draw."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt
    from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

    growth = values["growth"]
    if not any(row["seconds"] for what in growth.values() for row in what.values()):
        return False
    figure, panels = plt.subplots(1, 2, figsize=(9, 3.8), sharey=True)
    for axes, what in zip(panels, ("patches", "parcels"), strict=True):
        for number, (name, row) in enumerate(growth[what].items()):
            label = values.get("main", {}).get(name, {}).get("label", name).split(" (")[0].replace("**", "")
            axes.plot(
                row["sizes"],
                row["seconds"],
                marker=_MARKS[number % len(_MARKS)],
                label=label,
                color=_line(name, number),
            )
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel(what)
        axes.grid(color="#e4e4e4", which="major")
        axes.spines[["top", "right"]].set_visible(False)
        axes.xaxis.set_major_locator(LogLocator(subs=(1, 3)))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.xaxis.set_major_formatter(FuncFormatter(lambda size, _: f"{size:,.0f}"))
        axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.yaxis.set_minor_locator(NullLocator())
        axes.yaxis.set_major_formatter(FuncFormatter(lambda seconds, _: f"{seconds:g}"))
    panels[0].set_ylabel("seconds")
    panels[1].legend(fontsize=8, frameon=False, bbox_to_anchor=(1.02, 1), loc="upper left")
    figure.savefig(path, dpi=120, bbox_inches="tight")
    plt.close(figure)
    return True


def _line(name: str, number: int) -> str:
    return _COLOURS.get(name) or ("#c98a2b", "#3b6ea5", "#a23b72", "#6b5b95", "#c0504d", "#2aa198")[number % 6]
