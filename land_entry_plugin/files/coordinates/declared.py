# SPDX-License-Identifier: GPL-2.0-or-later
"""Declared areas: in which unit they are, told by a word or by the computed area."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from land_entry_plugin.files.coordinates.sections import number_of

SQUARE_METRES = {"ha": 10_000.0, "m2": 1.0, "mu": 2000 / 3}
_WORDS = {
    "ha": ("公顷", "ha", "hm2", "hm²", "hectare", "hectares"),
    "m2": ("平方米", "平米", "m2", "m²", "㎡", "sqm"),
    "mu": ("亩", "市亩", "mu"),
}
_FIGURE = re.compile(r"^([+-]?[\d.]+)\s*(.*)$")
# The units lie a factor of 15 and more apart; an area that is off by more than twice itself names none.
_FURTHEST = math.log(2.0)
# What is seldom met has to fit better: an area in mu without a word.
_CLOSE = math.log(1.02)
# Declared and computed area differ lawfully by up to about 1 %.
LAWFUL_DIFFERENCE_PERCENT = 1.0


@dataclass(frozen=True)
class DeclaredArea:
    """A declared area.

    Attributes
    ----------
    text : str
        As given.
    area_m2 : float or None
        None where it is no number, or its unit stays open.
    unit : str or None
        ``ha``, ``m2``, ``mu``.
    told_by : str or None
        ``word``, ``header``, ``size`` (by comparison with the computed area).
    """

    text: str
    area_m2: float | None = None
    unit: str | None = None
    told_by: str | None = None


def declared_number(text: str) -> float | None:
    """Return the number of a declared area with or without a unit word, None where it is none."""
    found = _FIGURE.match(text.strip())
    if not found or (found.group(2) and unit_of(found.group(2)) is None):
        return None
    return number_of(found.group(1))


def unit_of(word: str) -> str | None:
    """Return the unit that a word stands for."""
    squeezed = "".join(word.lower().split()).strip("()")
    return next((unit for unit, words in _WORDS.items() if squeezed in words), None)


def declared_area(
    text: str, plain: str, header_unit: str | None, computed_m2: float, usual_unit: str | None = None
) -> DeclaredArea:
    """Return a declared area in square metres.

    Parameters
    ----------
    text, plain : str
        As given, and with plain characters.
    header_unit : str or None
        What the file's header says of the unit of areas.
    computed_m2 : float
        The plane area of the parcel.
    usual_unit : str or None
        The unit of the file's other parcels, for one whose area is too far from the computed one to tell.
    """
    number = declared_number(plain)
    if number is None or not math.isfinite(number):
        return DeclaredArea(text)
    word = _FIGURE.match(plain.strip()).group(2)
    for unit, told_by in ((unit_of(word), "word"), (unit_of(header_unit or ""), "header")):
        if unit is not None:
            return DeclaredArea(text, number * SQUARE_METRES[unit], unit, told_by)
    if number <= 0 or computed_m2 <= 0:
        return DeclaredArea(text)
    off = {unit: abs(math.log(number * factor / computed_m2)) for unit, factor in SQUARE_METRES.items()}
    unit = min(off, key=lambda one: off[one])
    if off[unit] > (_CLOSE if unit == "mu" else _FURTHEST):
        if usual_unit is None:
            return DeclaredArea(text)
        unit = usual_unit
    return DeclaredArea(text, number * SQUARE_METRES[unit], unit, "size")


def difference_percent(declared_m2: float, computed_m2: float) -> float | None:
    """Return by how many percent of the declared area the computed one is larger."""
    return (computed_m2 - declared_m2) / declared_m2 * 100 if declared_m2 > 0 else None
