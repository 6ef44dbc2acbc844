# SPDX-License-Identifier: GPL-2.0-or-later
"""What was aimed at, and how far the measured run is from it."""

from __future__ import annotations

from statistics import median
from typing import Any

from benchmarks.results import ratios, spread

# Tool: so many times faster than it, and from how many on it is accepted.
_FASTER = {
    "vectoroverlaps": ("native:calculatevectoroverlaps", 20.0, 10.0),
    "intersection": ("native:intersection", 10.0, 6.0),
    "geopandas": ("geopandas.overlay", 7.0, 4.0),
    "sedonadb": ("SedonaDB, from GeoPackage", 2.0, 1.2),
}
_TIMES_THE_LIMIT = (2.0, 3.0)
_USS_MB = 800.0
_EXPONENTS = {"patches": 0.1, "parcels": 1.0}
# An exponent is as good as its two digits.
_EXPONENT_SLACK = 0.05
_LINES_FASTER = 5.0
_IN_QGIS = 1.3


def goal_rows(values: dict[str, Any]) -> list[str]:
    """Return the table of goals as lines of Markdown."""
    rows = [*_speed(values), *_growth(values), *_control_lines(values), *_in_qgis(values)]
    return ["| goal | measured | |", "|---|---|---|", *(f"| {what} | {seen} | {how} |" for what, seen, how in rows)]


def _at_least(found: list[float], goal: float, accepted: float | None = None) -> str:
    if not found:
        return "not measured"
    middle = median(found)
    if middle >= goal:
        return "met"
    if accepted is not None and middle >= accepted:
        return f"accepted (from {accepted:g}x), {goal / middle:.2f} times short of the goal"
    return f"**missed**: {goal / middle:.2f} times short"


def _at_most(found: list[float], goal: float, accepted: float | None = None) -> str:
    if not found:
        return "not measured"
    middle = median(found)
    if middle <= goal:
        return "met"
    if accepted is not None and middle <= accepted:
        return f"accepted (up to {accepted:g}), {middle / goal:.2f} times the goal"
    return f"**missed**: {middle / goal:.2f} times the goal"


def _speed(values: dict[str, Any]):
    table = values.get("main", {})
    ours = table.get("ours", {})
    own = ours.get("seconds", [])
    for name, (label, goal, accepted) in _FASTER.items():
        found = ratios(table.get(name, {}).get("seconds", []), own)
        yield f"{goal:g} times faster than {label}", spread(found), _at_least(found, goal, accepted)
    found = ratios(own, table.get("limit", {}).get("seconds", []))
    yield f"at most {_TIMES_THE_LIMIT[0]:g} times the limit", spread(found, 2), _at_most(found, *_TIMES_THE_LIMIT)
    memory = [ours["uss_mb"]] if ours.get("uss_mb") else []
    yield f"peak private memory at most {_USS_MB:g} MB", spread(memory, 0), _at_most(memory, _USS_MB)


def _growth(values: dict[str, Any]):
    for what, goal in _EXPONENTS.items():
        slope = values.get("growth", {}).get(what, {}).get("ours", {}).get("exponent")
        found = [] if slope is None else [slope]
        reached = "met" if found and slope <= goal + _EXPONENT_SLACK else _at_most(found, goal)
        yield f"exponent in {what} {goal:g}", spread(found, 2), reached


def _control_lines(values: dict[str, Any]):
    for role, row in values.get("control_lines", {}).get("layers", {}).items():
        found = [] if "missing" in row else ratios(row["geopandas"], row["ours"])
        yield f"`{role}` {_LINES_FASTER:g} times faster than geopandas", spread(found), _at_least(found, _LINES_FASTER)


def _in_qgis(values: dict[str, Any]):
    row = values.get("in_qgis", {"first": [], "command_line": []})
    found = ratios(row["first"], row["command_line"])
    yield f"in QGIS at most {_IN_QGIS:g} times the command line", spread(found, 2), _at_most(found, _IN_QGIS)
