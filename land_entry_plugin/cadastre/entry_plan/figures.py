# SPDX-License-Identifier: GPL-2.0-or-later
"""Figures that follow from the law and the answers, as lines: with their articles, or with why they are open."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from land_entry_plugin.cadastre.entry_plan.entries import (
    MISSING,
    NOT_APPLICABLE,
    Entry,
    answered_in,
    asked,
    cited,
    money,
    percent,
)
from land_entry_plugin.rounding import exact_half_up
from land_entry_plugin.rules.entry_plan import Figure, asked_for, figure
from land_entry_plugin.rules.expressions import Unanswered, Undefined
from land_entry_plugin.rules.facts import MEASURES
from land_entry_plugin.rules.questions import shown

if TYPE_CHECKING:
    from decimal import Decimal

    from land_entry_plugin.cadastre.entry_plan.known import Known

_SAYS_NOTHING = "规则包没有规定"


def figure_entry(known: Known, name: str, title: str, unit: str, computed: str = "") -> Entry:
    """Return a figure of the plan as a line.

    Parameters
    ----------
    unit : str
        ``元``, ``年``, or empty for a share of 1.
    computed : str
        How it comes about; what it is computed from where nothing is said.
    """
    found = figure(name, known.deal)
    basis = cited(found.basis)
    if found.value is None:
        return Entry(name, title, NOT_APPLICABLE, "按规则不适用", basis=basis)
    if isinstance(found.value, Fraction):
        value, text = _printed(found.value, unit)
        return Entry(name, title, text, computed or source_of(known, found), value, unit, basis)
    return Entry(name, title, MISSING, basis=basis, wanted=_wanted(known, found))


def source_of(known: Known, found: Figure) -> str:
    """Return what a figure rests on: the officers' statement, or the pack and the answers that it looks at."""
    names = sorted(found.expression.names) if found.expression else []
    stated = [answered_in(name, known.answers[name]) for name in names if name in known.answers]
    if found.is_stated:
        return "；".join(stated)
    return "；".join([f"规则包 {known.deal.pack.id}", *stated])


def _printed(value: Fraction, unit: str) -> tuple[Decimal, str]:
    if unit == "元":
        return money(value)
    if not unit:
        return exact_half_up(value, 8), percent(value)
    return exact_half_up(value, 6), f"{shown(value)} {unit}"


def _wanted(known: Known, found: Figure) -> str:
    """Return what has to be said for a figure that is open, and that no law says it where that is so."""
    if isinstance(found.law, Undefined) and found.law.reason in MEASURES:
        return "宗地没有可用的图形，面积未知"
    lacking = f"{_SAYS_NOTHING}，不按 0 计" if found.law is None or isinstance(found.law, Undefined) else ""
    if not isinstance(found.value, Unanswered):
        return lacking or _SAYS_NOTHING
    questions = known.deal.pack.questions
    parts = [
        asked(questions[name], known.answers.get(name)) if name in questions else f"补 {name}"
        for name in asked_for(found.value, known.answers)
    ]
    return "；".join([lacking, *parts] if lacking and found.is_stated else parts)
