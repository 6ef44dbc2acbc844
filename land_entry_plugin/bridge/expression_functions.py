# SPDX-License-Identifier: GPL-2.0-or-later
"""Functions for expressions in QGIS: ellipsoidal area, 亩, the word for a verdict."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import NULL, QgsExpression, QgsExpressionFunction, QgsGeometry

from land_entry_plugin.bridge.threads import in_kept_thread
from land_entry_plugin.bridge.wording import window_language
from land_entry_plugin.engine.area import ellipsoid_area
from land_entry_plugin.engine.crs import accepted_crs, planes_of_parcels, project
from land_entry_plugin.engine.repair import shape_fault
from land_entry_plugin.engine.shapes import from_wkb
from land_entry_plugin.errors import InputError
from land_entry_plugin.rounding import MOST_DECIMALS, mu
from land_entry_plugin.rules.verdicts import Verdict
from land_entry_plugin.texts import has_text, render, word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qgis.core import QgsExpressionContext

    _Value = Callable[[list[Any], QgsExpressionContext | None], float | str | None]

GROUP = "Land Entry 入市筛查"
_NO_SPATIAL_CONFLICT = "spatial_eligible"


class _Function(QgsExpressionFunction):
    """A function with its help in the user's language; null in, null out."""

    def __init__(self, name: str, parameters: Sequence[tuple[str, bool, Any]], value: _Value) -> None:
        made = [QgsExpressionFunction.Parameter(*one) for one in parameters]
        super().__init__(name, made, GROUP, help_of(name))
        self._value = value

    def func(
        self, values: list[Any], context: QgsExpressionContext | None, parent: QgsExpression, _node: object
    ) -> float | str | None:
        if values[0] is None or values[0] == NULL:
            return None
        try:
            return self._value(values, context)
        except InputError as error:
            parent.setEvalErrorString(error.user_message(window_language()))
        except (TypeError, ValueError, ArithmeticError):
            # infinite, not a number, or with more digits than there are: as little of an area as a text
            parent.setEvalErrorString(help_of(self.name()))
        return None


def _ellipsoidal_area(values: list[Any], context: QgsExpressionContext | None) -> float | None:
    """Return the area on the CGCS2000 ellipsoid, in m2, as overlaps are measured."""
    geometry = values[0]
    if not isinstance(geometry, QgsGeometry):
        raise TypeError(type(geometry))
    crs = values[1]
    if crs in (None, NULL, ""):
        crs = _variable(context, "layer_crs")
    if not isinstance(crs, str):
        # a number would be looked for in the names of all systems there are
        raise TypeError(type(crs))
    straight = QgsGeometry(geometry)
    straight.convertToStraightSegment()
    # labels and symbols are made in threads of QGIS
    return in_kept_thread(_area, bytes(straight.asWkb()), crs, _variable(context, "layer_name"))


def _variable(context: QgsExpressionContext | None, name: str) -> str:
    """Return a variable as text; an expression may be evaluated without any context."""
    return str((context and context.variable(name)) or "")


def _area(wkb: bytes, crs_name: str, layer: str) -> float | None:
    crs = accepted_crs(crs_name, layer)
    shapes = from_wkb(np.array([wkb], dtype=object))
    if shape_fault(shapes[0], in_metres=not crs.is_geographic) is not None:
        return None
    (plane,) = planes_of_parcels(shapes, crs)
    return None if plane is None else float(ellipsoid_area(project(shapes, crs, plane.crs), plane)[0])


def _mu(values: list[Any], _context: QgsExpressionContext | None) -> float:
    """Return an area in m2 as 亩."""
    area, decimals = float(values[0]), int(values[1])
    if not math.isfinite(area) or not 0 <= decimals <= MOST_DECIMALS:
        raise ValueError(values)
    return float(mu(area, decimals))


def _verdict(values: list[Any], _context: QgsExpressionContext | None) -> str:
    """Return the word for a verdict."""
    verdict = Verdict(str(values[0]))
    name = _NO_SPATIAL_CONFLICT if values[1] and verdict is Verdict.ELIGIBLE else str(verdict)
    return word(name, window_language())


# Name; parameters with whether they may be left out, and what then counts; what it gives.
_FUNCTIONS: tuple[tuple[str, tuple[tuple[str, bool, Any], ...], _Value], ...] = (
    ("landentry_ellipsoidal_area", (("geometry", False, None), ("crs", True, "")), _ellipsoidal_area),
    ("landentry_mu", (("area_m2", False, None), ("decimals", True, 2)), _mu),
    ("landentry_verdict", (("verdict", False, None), ("spatial", True, False)), _verdict),
)
# QGIS keeps no reference of Python's to what is registered.
_registered: list[QgsExpressionFunction] = []


def help_of(name: str) -> str:
    """Return the help of a function."""
    text_id = f"help.function.{name}"
    return render(text_id, {}, window_language()) if has_text(text_id) else ""


def register() -> None:
    """Make the functions known to QGIS."""
    for name, parameters, value in _FUNCTIONS:
        made = _Function(name, parameters, value)
        if QgsExpression.registerFunction(made):
            _registered.append(made)


def unregister() -> None:
    """Undo register."""
    # each lives until QGIS has let go of it
    for function in _registered:
        QgsExpression.unregisterFunction(function.name())
    _registered.clear()
