# SPDX-License-Identifier: GPL-2.0-or-later
"""Figures that follow from the law and the answers, as lines: with their articles, or with why they are open."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from land_entry_plugin.cadastre.entry_plan.entries import (
    MISSING,
    NOT_APPLICABLE,
    OTHERS,
    SHAPE,
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
# What is reckoned from other figures, law or no law.
_ARITHMETIC = ("gain",)


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
    wanted, awaits = _wanted(known, name, found)
    return Entry(name, title, MISSING, basis=basis, wanted=wanted, awaits=awaits)


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


def _wanted(known: Known, name: str, found: Figure) -> tuple[str, str]:
    """Return what has to be said for a figure that is open, and what it waits for.

    One that no law states and that nobody stated instead is told by itself; what only follows from others is not.
    """
    if isinstance(found.law, Undefined) and found.law.reason in MEASURES:
        return "宗地没有可用的图形，面积未知", SHAPE
    is_lawless = name not in _ARITHMETIC and (found.law is None or isinstance(found.law, Undefined))
    lacking = [f"{_SAYS_NOTHING}，不按 0 计"] if is_lawless else []
    if not isinstance(found.value, Unanswered):
        return lacking[0] if lacking else _SAYS_NOTHING, ""
    questions, names = known.deal.pack.questions, asked_for(found.value, known.answers)
    parts = [asked(questions[one], known.answers.get(one)) if one in questions else f"补 {one}" for one in names]
    is_told = lacking and name != "levy"
    return "；".join([*lacking, *parts]), "" if is_told else OTHERS
