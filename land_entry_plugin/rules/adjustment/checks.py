# SPDX-License-Identifier: GPL-2.0-or-later
"""The other conditions: scattered plots, acceptance, and what the layers must be like to be judged at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from land_entry_plugin.engine.slivers import Size
from land_entry_plugin.rounding import recorded
from land_entry_plugin.rules.adjustment.balance import SMALL
from land_entry_plugin.rules.adjustment.findings import BalanceFinding, joined
from land_entry_plugin.rules.adjustment.plots import KNOWN, UNCOVERED, sound
from land_entry_plugin.rules.adjustment.terms import RECLAIMED, SIDES
from land_entry_plugin.rules.findings import Outcome, worst
from land_entry_plugin.rules.kinds.spatial.coverage import OUTCOMES_OF_GAPS
from land_entry_plugin.rules.kinds.spatial.parcel_geometry import fault_values
from land_entry_plugin.rules.kinds.spatial.survey_year import last_completed_survey
from land_entry_plugin.texts import LANGUAGES, both

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from land_entry_plugin.rules.adjustment.plots import Plot
    from land_entry_plugin.rules.adjustment.terms import Condition


def label(side: str, plot_id: str) -> dict[str, str]:
    """Return a plot as sentences name it (复垦地块 F1)."""
    return both(f"adjustment.plot.{side}", {"plot_id": plot_id})


def labels(plots: Sequence[Plot]) -> dict[str, list[str]]:
    """Return plots as sentences list them, by language."""
    named = [label(plot.side, plot.plot_id) for plot in plots]
    return {language: [one[language] for one in named] for language in LANGUAGES}


def scattered(
    condition: Condition, plots: Sequence[Plot], groups_m2: Sequence[float], below_m2: float | None
) -> BalanceFinding:
    """Return whether every reclaimed plot, with those it touches, is smaller than the limit of the office.

    No law says how small a scattered plot is: without a limit an officer looks.

    Parameters
    ----------
    groups_m2 : sequence of float
        Areas of the reclaimed plots, those that touch as one.
    below_m2 : float or None
        The limit.
    """
    mine = sound(plots)
    values: dict[str, Any] = {"below_m2": below_m2, "groups": len(groups_m2)}
    for side in SIDES:
        areas = [plot.area_m2 for plot in mine if plot.side == side]
        values |= {f"{side}_count": len(areas), f"{side}_m2": recorded(sum(areas))}
    largest = recorded(max(groups_m2, default=0.0))
    values |= {"smallest_m2": recorded(min(groups_m2, default=0.0)), "largest_m2": largest}
    values["over"] = sum(recorded(area) >= below_m2 for area in groups_m2) if below_m2 is not None else None
    if below_m2 is None:
        outcome, case = Outcome.REVIEW, "review"
    elif values["over"]:
        outcome, case = Outcome.CONFLICT, "conflict"
    elif any(plot.fault is not None and plot.side == RECLAIMED for plot in plots):
        outcome, case = Outcome.UNKNOWN, "unknown"
    else:
        outcome, case = Outcome.PASS, "pass"
    return BalanceFinding(condition, outcome, f"adjustment.scattered.{case}", values, largest)


def acceptance(condition: Condition, plots: Sequence[Plot], as_of: date) -> BalanceFinding:
    """Return whether the layer states for every reclaimed plot which paper accepted it, and when."""
    mine = [plot for plot in plots if plot.side == RECLAIMED]
    lacking = [plot for plot in mine if not plot.is_accepted]
    later = [plot for plot in mine if plot.is_accepted and plot.accepted_on > as_of]
    dates = sorted(plot.accepted_on for plot in mine if plot.is_accepted)
    values = {
        "count": len(mine),
        "lacking": [plot.plot_id for plot in lacking],
        "later": [plot.plot_id for plot in later],
        "papers": sorted({plot.paper for plot in mine if plot.paper}),
        "last": dates[-1].isoformat() if dates else None,
        "as_of": as_of.isoformat(),
    }
    case = "lacking" if lacking else "later" if later else "pass"
    outcome = Outcome.PASS if case == "pass" else Outcome.REVIEW
    return BalanceFinding(condition, outcome, f"adjustment.acceptance.{case}", values)


def class_after(condition: Condition, plots: Sequence[Plot]) -> BalanceFinding:
    """Return whether it is stated what every reclaimed plot becomes."""
    open_ = [plot for plot in sound(plots) if plot.side == RECLAIMED and plot.becomes not in KNOWN]
    values: dict[str, Any] = {
        "plots": [plot.plot_id for plot in open_],
        "area_m2": recorded(sum(plot.counted_m2 for plot in open_)),
        "why": joined([both(f"adjustment.class_doubt.{why}", {}) for why in sorted({p.becoming.doubt for p in open_})]),
    }
    outcome = Outcome.UNKNOWN if open_ else Outcome.PASS
    return BalanceFinding(condition, outcome, f"adjustment.class_after.{outcome}", values, values["area_m2"])


def geometry(condition: Condition, plots: Sequence[Plot]) -> BalanceFinding:
    """Return which plots have a shape that cannot be judged, and why; plots are never repaired."""
    broken = [plot for plot in plots if plot.fault is not None]
    reasons = [
        both(
            "adjustment.broken",
            {
                "plot": label(plot.side, plot.plot_id),
                "reason": both(f"finding.parcel_geometry.{plot.fault.kind}", fault_values(plot.fault)),
            },
        )
        for plot in broken
    ]
    outcome = Outcome.UNKNOWN if broken else Outcome.PASS
    values = {"plots": labels(broken), "count": len(broken), "reasons": joined(reasons)}
    return BalanceFinding(condition, outcome, f"adjustment.geometry.{outcome}", values)


def overlap(condition: Condition, plots: Sequence[Plot]) -> BalanceFinding:
    """Return which plots lie on each other; what is doubly covered was counted once."""
    pairs = [(plot, other) for plot in sound(plots) for other in plot.overlaps if other.amount.size not in SMALL]
    named = [
        both(
            "adjustment.pair",
            {
                "one": label(plot.side, plot.plot_id),
                "other": label(other.side, other.plot_id),
                "area_m2": other.amount.area_m2,
            },
        )
        for plot, other in pairs
    ]
    values: dict[str, Any] = {
        "pairs": {language: [one[language] for one in named] for language in LANGUAGES},
        "area_m2": recorded(sum(other.amount.area_m2 for _, other in pairs)),
    }
    outcome = Outcome.REVIEW if pairs else Outcome.PASS
    return BalanceFinding(condition, outcome, f"adjustment.overlap.{outcome}", values, values["area_m2"])


def gaps(condition: Condition, plots: Sequence[Plot], what: str) -> BalanceFinding:
    """Return what of the plots the survey does not cover (``uncovered``) or gives no known class (``unknown``)."""
    mine = [plot for plot in sound(plots) if plot.amount(what).size is not Size.NONE]
    outcome = worst(Outcome.PASS, *(OUTCOMES_OF_GAPS[plot.amount(what).size] for plot in mine))
    values: dict[str, Any] = {
        "plots": labels([plot for plot in mine if plot.amount(what).size not in SMALL]),
        "area_m2": recorded(sum(plot.amount(what).area_m2 for plot in mine)),
    }
    name = "coverage" if what == UNCOVERED else "known_class"
    case = "touch" if outcome is Outcome.PASS and mine else str(outcome)
    return BalanceFinding(condition, outcome, f"adjustment.{name}.{case}", values, values["area_m2"])


def survey(condition: Condition, plots: Sequence[Plot]) -> BalanceFinding:
    """Return where the survey contradicts itself: two classes on one place, broken patches, KCXS that cannot be."""
    mine = sound(plots)
    double = sum(plot.amount("double").area_m2 for plot in mine if plot.amount("double").size not in SMALL)
    broken = sum(plot.amount("repair").area_m2 for plot in mine)
    values: dict[str, Any] = {
        "double_m2": recorded(double),
        "repair_m2": recorded(broken),
        "patches": sorted({patch for plot in mine for patch in plot.broken_patches}),
        "factors": sorted({patch for plot in mine for patch in plot.wrong_factors}),
    }
    sentences = [
        both(f"adjustment.survey_fault.{name}", values)
        for name, there in (("double", double), ("repair", broken), ("factors", values["factors"]))
        if there
    ]
    values["faults"] = joined(sentences)
    outcome = Outcome.REVIEW if sentences else Outcome.PASS
    return BalanceFinding(condition, outcome, f"adjustment.survey.{outcome}", values, recorded(double + broken))


def survey_year(condition: Condition, plots: Sequence[Plot], as_of: date, completed_from: str) -> BalanceFinding:
    """Return whether the survey is of one year, the last completed one: entered plots are judged as they are."""
    years = {year for plot in sound(plots) for year in plot.years}
    known = sorted(year for year in years if year is not None)
    needed = last_completed_survey(as_of, completed_from)
    values = {"years": known, "year": known[0] if known else None, "needed": needed, "as_of": as_of.isoformat()}
    if not years:
        case = "nowhere"
    elif None in years:
        case = "none"
    elif known[-1] > as_of.year:
        case = "future"
        values["newest"] = known[-1]
    elif known[0] < needed:
        case = "old"
    else:
        case = "pass"
    outcome = Outcome.PASS if case == "pass" else Outcome.REVIEW
    return BalanceFinding(condition, outcome, f"adjustment.survey_year.{case}", values)
