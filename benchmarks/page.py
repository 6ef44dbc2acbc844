# SPDX-License-Identifier: GPL-2.0-or-later
"""The page of what was measured: sections between marks are written by runs, the rest by hand."""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.contenders import CONTENDERS, ROOT
from benchmarks.goals import goal_rows
from benchmarks.plots import draw_growth, draw_table
from benchmarks.results import ratios, spread

if TYPE_CHECKING:
    from pathlib import Path

QUIET_LOAD = 0.5
_CELL = 140
NOT_QUIET = "**The machine was not quiet: the figures are not those of the tools alone.**"
# The headings under which the stages' results stand.
_TITLES = {
    "main_table": "The tools",
    "broken": "Patches that cross themselves",
    "formats": "Other formats",
    "growth": "Growth",
    "in_qgis": "In QGIS",
    "control_lines": "Control lines",
}
_BEGIN, _END = "<!-- measured: {} -->", "<!-- end: {} -->"


def write_page(page: Path, values: dict[str, Any]) -> None:
    """Write the sections of everything that was measured so far, and the plots beside the page."""
    pictures = page.parent / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    sections = {
        "run": _run(values),
        "main_table": _main_table(values),
        "goals": goal_rows(values),
        "control_lines": _control_lines(values),
        "growth": _growth(values),
        "in_qgis": _in_qgis(values),
        "formats": _formats(values),
        "broken": _broken(values),
    }
    if "main" in values and draw_table(values, pictures / "performance_tools.png"):
        sections["main_table"] += ["", "![Seconds of each tool](pictures/performance_tools.png)"]
    if "growth" in values and draw_growth(values, pictures / "performance_growth.png"):
        sections["growth"] += ["", "![Seconds over patches and over parcels](pictures/performance_growth.png)"]
    for name, lines in sections.items():
        write_section(page, name, lines)


def write_section(page: Path, name: str, lines: list[str]) -> None:
    """Put lines between the marks of a section, of the page and of the one in Chinese where there is one beside it."""
    _put(page, name, lines)
    chinese = page.with_suffix(".zh.md")
    if chinese.exists():
        _put(chinese, name, lines)


def _put(page: Path, name: str, lines: list[str]) -> None:
    """Put lines between the marks of a section, which is added at the end where the page has none."""
    source = page if page.exists() else ROOT / "docs" / "performance.md"
    text = source.read_text(encoding="utf-8") if source.exists() else "# Performance\n"
    begin, end = _BEGIN.format(name), _END.format(name)
    body = "\n".join([begin, *lines, end])
    if begin in text:
        text = re.sub(f"{re.escape(begin)}.*?{re.escape(end)}", lambda _: body, text, flags=re.S)
    else:
        text = f"{text.rstrip()}\n\n{body}\n"
    page.write_text(text, encoding="utf-8")


def _run(values: dict[str, Any]) -> list[str]:
    machine = values["machine"]
    versions = "; ".join(f"{name} {version}" for name, version in machine["versions"].items())
    by_date = {run["date"]: run for run in values.get("runs", {}).values()}
    lines = [f"{values['patches']:,} patches, {values['parcels']:,} parcels."]
    for date, run in sorted(by_date.items()):
        own = [_TITLES[stage] for stage, other in values["runs"].items() if other["date"] == date]
        what = f"{', '.join(own)}: " if len(by_date) > 1 else ""
        lines.append(f"{what}{date}, {run['minutes']:.0f} minutes, load {run['load']} when it began.")
    lines.append(f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gb']} GB, {machine['system']}.")
    lines.append(f"{versions}.")
    if any(run["load"] > QUIET_LOAD for run in by_date.values()):
        lines.append(NOT_QUIET)
    for stage, reason in values.get("failed", {}).items():
        lines.append(f"The stage “{_TITLES[stage]}” ended early: {reason}.")
    return ["  \n".join(lines)]


def _main_table(values: dict[str, Any]) -> list[str]:
    if "main" not in values:
        return _not_measured()
    table = values["main"]
    ours, limit = (table.get(name, {}).get("seconds", []) for name in ("ours", "limit"))
    lines = [
        "| tool | gives | areas | seconds | times the limit | times ours | peak USS, MB | differs, m2 | rounds |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in sorted(table.values(), key=_order):
        if "missing" in row:
            lines.append(f"| {row['label']} | {row['missing']} | | | | | | | |")
            continue
        times = [seconds for seconds in row["seconds"] if seconds is not None]
        lines.append(
            f"| {row['label']} | {row['gives']} | {row['areas']} | {spread(times)} "
            f"| {spread(ratios(row['seconds'], limit), 2)} | {spread(ratios(row['seconds'], ours), 2)} "
            f"| {row['uss_mb']:.0f} | {row['difference_m2']:.4f} | {len(times)} |"
        )
    lines += ["", f"Ours wrote {values.get('megabytes', 0):,} MB{_record(values)}. {_fewer(table)}".rstrip()]
    return lines


def _record(values: dict[str, Any]) -> str:
    """Return how large the record is for each parcel, in words; results of before did not say."""
    if "record_bytes" not in values:
        return ""
    return f", of which the record takes {values['record_bytes'] / values['parcels'] / 1e3:,.0f} kB a parcel"


def _fewer(table: dict[str, Any]) -> str:
    """Return who took part in fewer rounds than there were, in words."""
    rounds = max(len(row["seconds"]) for row in table.values())
    counts = {
        row["label"].split(" (")[0]: sum(seconds is not None for seconds in row["seconds"])
        for row in table.values()
        if "missing" not in row
    }
    fewer = [f"{label} in {count} of {rounds}" for label, count in counts.items() if count < rounds]
    return f"In fewer rounds than the others, for want of time: {', '.join(fewer)}." if fewer else ""


def _order(row: dict[str, Any]) -> tuple[bool, float]:
    times = [seconds for seconds in row["seconds"] if seconds is not None]
    return "missing" in row, median(times) if times else row.get("first_seconds", 0.0)


def _control_lines(values: dict[str, Any]) -> list[str]:
    if "control_lines" not in values:
        return _not_measured()
    table = values["control_lines"]
    lines = [
        f"{table['patches']:,} patches, {table['parcels']:,} parcels; every layer on its own.",
        "",
        "| layer | Land Entry, s | geopandas.overlay, s | times faster | peak USS, MB | differs, m2 | parcels cut "
        "| pieces in parts | rounds |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for role, row in table["layers"].items():
        if "missing" in row:
            lines.append(f"| `{role}` ({row['layer']}) | {row['missing']} | | | | | | | |")
            continue
        lines.append(
            f"| `{role}` ({row['layer']}) | {spread(row['ours'])} | {spread(row['geopandas'])} "
            f"| {spread(ratios(row['geopandas'], row['ours']))} | {row['uss_mb']:.0f} | {row['difference_m2']:.4f} "
            f"| {row['parcels_cut']} | {row['in_parts']} | {len(row['ours'])} |"
        )
    return lines


def _growth(values: dict[str, Any]) -> list[str]:
    if "growth" not in values:
        return _not_measured()
    lines = ["| tool | exponent in patches | exponent in parcels |", "|---|---|---|"]
    of_patches, of_parcels = values["growth"]["patches"], values["growth"]["parcels"]
    for name in of_patches:
        slopes = (of.get(name, {}).get("exponent") for of in (of_patches, of_parcels))
        shown = " | ".join("–" if slope is None else f"{slope:.2f}" for slope in slopes)
        lines.append(f"| {CONTENDERS[name].label.split(' (')[0]} | {shown} |")
    return lines


def _in_qgis(values: dict[str, Any]) -> list[str]:
    row = values.get("in_qgis")
    if not row or not row["command_line"]:
        return _not_measured()
    lines = [
        f"{row['patches']:,} patches, {row['parcels']:,} parcels, {len(row['first'])} rounds.",
        "",
        "| | seconds | times the command line |",
        "|---|---|---|",
    ]
    for label, key in (("first run in a QGIS that runs", "first"), ("second run", "again")):
        lines.append(f"| {label} | {spread(row[key])} | {spread(ratios(row[key], row['command_line']), 2)} |")
    return [*lines, f"| command line, a fresh process | {spread(row['command_line'])} | |"]


def _formats(values: dict[str, Any]) -> list[str]:
    if "formats" not in values:
        return _not_measured()
    table = values["formats"]
    lines = [
        f"{table['patches']:,} patches, {table['parcels']:,} parcels.",
        "",
        "| format | first run, s | second run, s |",
        "|---|---|---|",
    ]
    for label, row in table["of"].items():
        shown = [f"{seconds:.1f}" for seconds in row["seconds"]] + ["–", "–"]
        lines.append(f"| {label} | {row.get('missing') or shown[0]} | {shown[1]} |")
    return lines


def _broken(values: dict[str, Any]) -> list[str]:
    if "broken" not in values:
        return _not_measured()
    table = values["broken"]
    lines = [
        f"{table['patches']:,} patches, of which {table['share']:.1%} cross themselves, {table['parcels']:,} parcels.",
        "",
        "| tool | of the parcels' area covered by pieces | what it says |",
        "|---|---|---|",
    ]
    for row in table["of"].values():
        covered = f"{row['covered']:.3%}" if "covered" in row else "–"
        if "failed" in row:
            # an error is seen, but a file that stands there is taken for the whole one
            covered = f"{covered}, a partial file" if row["covered"] else "nothing is left"
        said = row.get("failed") or row.get("said") or row.get("missing", "–")
        lines.append(f"| {row['label']} | {covered} | {_short(said)} |")
    return lines


def _short(text: str) -> str:
    """Return a text that fits a cell of a table."""
    text = " ".join(text.replace("|", "/").split())
    return text if len(text) <= _CELL else f"{text[:_CELL].rsplit(' ', 1)[0]} ..."


def _not_measured() -> list[str]:
    return ["Not measured in this run."]
