# SPDX-License-Identifier: GPL-2.0-or-later
"""The rows of a balance's outputs: plots with what they are and become, the balance sheet by category and class."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from land_entry_plugin.engine.slivers import Size
from land_entry_plugin.jobs.tables import LANGUAGE, Column
from land_entry_plugin.roles.land_classes import AGRICULTURAL, CONSTRUCTION, FARMLAND, UNKNOWN, UNUSED
from land_entry_plugin.rounding import half_up, recorded
from land_entry_plugin.rules.adjustment.balance import SMALL
from land_entry_plugin.rules.adjustment.checks import label
from land_entry_plugin.rules.adjustment.plots import CATEGORIES, KNOWN, UNCOVERED
from land_entry_plugin.rules.adjustment.quality import GRADE, SLOPE, mean_of
from land_entry_plugin.rules.adjustment.terms import ENTERED, RECLAIMED
from land_entry_plugin.rules.kinds.spatial.parcel_geometry import fault_values
from land_entry_plugin.texts import render

if TYPE_CHECKING:
    from land_entry_plugin.rules.adjustment.account import Account
    from land_entry_plugin.rules.adjustment.plots import LandClass, Plot

PLOTS_LAYER = "adjusted_plots"
PLOT_COLUMNS = (
    Column("parcel_id", str),
    Column("side", str),
    Column("now", str),
    Column("becomes", str),
    Column("area_plane_m2", float),
    Column("area_ellipsoid_m2", float),
    Column("counted_m2", float),
    Column("farmland_m2", float),
    Column("farmland_net_m2", float),
    Column("agricultural_m2", float),
    Column("construction_m2", float),
    Column("unused_m2", float),
    Column("unknown_m2", float),
    Column("uncovered_m2", float),
    Column("construction_change_m2", float),
    Column("farmland_change_m2", float),
    Column("grade_now", float),
    Column("grade_after", float),
    Column("slope_now", float),
    Column("slope_after", float),
    Column("paper", str),
    Column("accepted_on", str),
    Column("survey_year", int),
    Column("remarks", str),
)
BALANCE_COLUMNS = (
    "reclaimed_now_m2", "reclaimed_after_m2", "entered_now_m2", "entered_after_m2",
    "before_m2", "after_m2", "change_m2",
)  # fmt: skip


def plot_row(plot: Plot) -> dict[str, Any]:
    """Return what the output layer says of one plot, by field name; areas are None where the shape cannot be judged."""
    row: dict[str, Any] = {
        "parcel_id": plot.plot_id,
        "side": plot.side,
        "now": now_text(plot),
        "becomes": class_text(plot.becoming.land_class),
        "paper": plot.paper,
        "accepted_on": plot.accepted_on.isoformat() if plot.accepted_on else plot.date_text,
        "survey_year": min((year for year in plot.years if year is not None), default=None),
        "grade_after": plot.becoming.grade,
        "slope_after": plot.becoming.slope,
        "remarks": "；".join(remarks(plot)),
    }
    if plot.fault is not None:
        return {column.name: row.get(column.name) for column in PLOT_COLUMNS}
    deducted = sum(part.deducted_m2 for part in plot.parts)
    farmland = plot.now_m2(FARMLAND)
    row |= {
        "area_plane_m2": plot.area_plane_m2,
        "area_ellipsoid_m2": plot.area_m2,
        "counted_m2": plot.counted_m2,
        "farmland_m2": farmland,
        "farmland_net_m2": farmland - deducted,
        # as in a screening: with farmland
        "agricultural_m2": plot.now_m2(FARMLAND, AGRICULTURAL),
        "construction_m2": plot.now_m2(CONSTRUCTION),
        "unused_m2": plot.now_m2(UNUSED),
        "unknown_m2": plot.now_m2(UNKNOWN),
        "uncovered_m2": plot.now_m2(UNCOVERED),
        "construction_change_m2": _change(plot, CONSTRUCTION),
        "farmland_change_m2": _change(plot, FARMLAND),
        **{f"{name}_now": _mean_now(plot, name) for name in (GRADE, SLOPE)},
    }
    return {
        column.name: recorded(row[column.name]) if column.type is float else row[column.name] for column in PLOT_COLUMNS
    }


def _change(plot: Plot, category: str) -> float:
    return sum(
        part.area_m2 * ((plot.after(part).category == category) - (part.now.category == category))
        for part in plot.parts
    )


def _mean_now(plot: Plot, name: str) -> float | None:
    return mean_of([(part.area_m2, getattr(part, name)) for part in plot.parts if part.now.category == FARMLAND]).value


def class_text(land_class: LandClass) -> str:
    """Return a class as tables name it."""
    text = " ".join(word for word in (land_class.code, land_class.name) if word)
    return text or category_name(land_class.category)


def category_name(category: str) -> str:
    """Return the name of a category."""
    return render(f"adjustment.category.{category}", {}, LANGUAGE)


def now_text(plot: Plot) -> str:
    """Return the present classes of a plot with their areas, the largest first."""
    areas: dict[str, float] = defaultdict(float)
    for part in plot.parts:
        areas[class_text(part.now)] += part.area_m2
    ordered = sorted(areas.items(), key=lambda item: (-item[1], item[0]))
    return "；".join(f"{name} {half_up(area)} m²" for name, area in ordered)


def remarks(plot: Plot) -> list[str]:
    """Return what an officer has to look at on one plot."""
    if plot.fault is not None:
        return [render(f"finding.parcel_geometry.{plot.fault.kind}", fault_values(plot.fault), LANGUAGE)]

    def remark(name: str, **values: Any) -> str:
        return render(f"adjustment.remark.{name}", values, LANGUAGE)

    found = [
        remark("sliver", what=category_name(category), area_m2=plot.amount(category).area_m2)
        for category in (FARMLAND, CONSTRUCTION)
        if plot.amount(category).size is Size.SLIVER
    ]
    found += [
        remark(name, area_m2=plot.amount(name).area_m2)
        for name in (UNCOVERED, UNKNOWN, "double", "repair", "no_grade", "no_slope")
        if plot.amount(name).size not in SMALL
    ]
    found += [
        remark("overlap", other=label(other.side, other.plot_id), area_m2=other.amount.area_m2)
        for other in plot.overlaps
        if other.amount.size not in SMALL
    ]
    if plot.becomes not in KNOWN:
        found.append(remark("class_after"))
    if plot.side == RECLAIMED and not plot.is_accepted:
        found.append(remark("not_accepted"))
    return found


def balance_rows(account: Account) -> list[dict[str, Any]]:
    """Return the balance sheet: by category (``code`` is None), its classes below it, the total last."""
    rows: list[dict[str, Any]] = []
    no_class = render("adjustment.category.none", {}, LANGUAGE)
    for category in CATEGORIES:
        # what has no code comes last
        classes = sorted(
            (one for one in account.classes if one.category == category), key=lambda one: (not one.code, one)
        )
        if not classes:
            continue
        title: dict[str, Any] = {"category": category, "code": None, "name": None}
        rows.append(title | _figures(account, category=category))
        if any(one.code or one.name for one in classes):
            rows += [
                title
                | {"code": one.code, "name": one.name if one.code or one.name else no_class}
                | _figures(account, land_class=one)
                for one in classes
            ]
    rows.append({"category": None, "code": None, "name": None} | _figures(account))
    return rows


def _figures(account: Account, **what: Any) -> dict[str, Any]:
    """Return the figures of a category or class, or of all."""
    figures: dict[str, Any] = {}
    for side in (RECLAIMED, ENTERED):
        figures[f"{side}_now_m2"] = account.now(side=side, **what)
        figures[f"{side}_after_m2"] = account.after(side=side, **what)
    before, after = account.now(**what), account.after(**what)
    figures |= {"before_m2": before, "after_m2": after, "change_m2": after - before}
    return {name: float(figures[name]) + 0.0 for name in BALANCE_COLUMNS}
