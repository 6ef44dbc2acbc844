# SPDX-License-Identifier: GPL-2.0-or-later
"""Functions for expressions in QGIS: ellipsoidal area, 亩, the word for a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import NULL, QgsExpression, QgsExpressionFunction, QgsGeometry

from land_entry_plugin.bridge.wording import window_language
from land_entry_plugin.engine.area import ellipsoid_area
from land_entry_plugin.engine.crs import accepted_crs, planes_of_parcels, project
from land_entry_plugin.engine.repair import shape_fault
from land_entry_plugin.engine.shapes import from_wkb
from land_entry_plugin.errors import InputError
from land_entry_plugin.rounding import mu
from land_entry_plugin.rules.verdicts import Verdict
from land_entry_plugin.texts import has_text, render, word

if TYPE_CHECKING:
    from qgis.core import QgsExpressionContext

GROUP = "Land Entry 入市筛查"
_NO_SPATIAL_CONFLICT = "spatial_eligible"


class _Function(QgsExpressionFunction):
    """A function with its help in the user's language; null in, null out."""

    NAME = ""
    PARAMETERS: tuple[tuple[str, bool, Any], ...] = ()

    def __init__(self) -> None:
        parameters = [QgsExpressionFunction.Parameter(*one) for one in self.PARAMETERS]
        super().__init__(self.NAME, parameters, GROUP, help_of(self.NAME))

    def func(
        self, values: list[Any], context: QgsExpressionContext, parent: QgsExpression, _node: object
    ) -> float | str | None:
        if values[0] is None or values[0] == NULL:
            return None
        try:
            return self.value(values, context)
        except InputError as error:
            parent.setEvalErrorString(error.user_message(window_language()))
        except (TypeError, ValueError):
            parent.setEvalErrorString(help_of(self.NAME))
        return None

    def value(self, values: list[Any], context: QgsExpressionContext) -> float | str | None:
        """Return what the function gives."""
        raise NotImplementedError


class EllipsoidalArea(_Function):
    """Area on the CGCS2000 ellipsoid, in m2, as overlaps are measured."""

    NAME = "landentry_ellipsoidal_area"
    PARAMETERS = (("geometry", False, None), ("crs", True, ""))

    def value(self, values: list[Any], context: QgsExpressionContext) -> float | str | None:
        geometry = values[0]
        if not isinstance(geometry, QgsGeometry):
            raise TypeError(type(geometry))
        name = str(values[1] or context.variable("layer_crs") or "")
        crs = accepted_crs(name, str(context.variable("layer_name") or ""))
        straight = QgsGeometry(geometry)
        straight.convertToStraightSegment()
        shapes = from_wkb(np.array([bytes(straight.asWkb())], dtype=object))
        if shape_fault(shapes[0], in_metres=not crs.is_geographic) is not None:
            return None
        (plane,) = planes_of_parcels(shapes, crs)
        return None if plane is None else float(ellipsoid_area(project(shapes, crs, plane.crs), plane)[0])


class Mu(_Function):
    """An area in m2 as 亩."""

    NAME = "landentry_mu"
    PARAMETERS = (("area_m2", False, None), ("decimals", True, 2))

    def value(self, values: list[Any], context: QgsExpressionContext) -> float | str | None:
        return float(mu(float(values[0]), int(values[1])))


class VerdictWord(_Function):
    """The word for a verdict."""

    NAME = "landentry_verdict"
    PARAMETERS = (("verdict", False, None), ("spatial", True, False))

    def value(self, values: list[Any], context: QgsExpressionContext) -> float | str | None:
        verdict = Verdict(str(values[0]))
        name = _NO_SPATIAL_CONFLICT if values[1] and verdict is Verdict.ELIGIBLE else str(verdict)
        return word(name, window_language())


_FUNCTIONS = (EllipsoidalArea, Mu, VerdictWord)
# QGIS keeps no reference of Python's to what is registered.
_registered: list[QgsExpressionFunction] = []


def help_of(name: str) -> str:
    """Return the help of a function."""
    text_id = f"help.function.{name}"
    return render(text_id, {}, window_language()) if has_text(text_id) else ""


def register() -> None:
    """Make the functions known to QGIS."""
    for function in _FUNCTIONS:
        made = function()
        if QgsExpression.registerFunction(made):
            _registered.append(made)


def unregister() -> None:
    """Undo register."""
    # each lives until QGIS has let go of it
    for function in _registered:
        QgsExpression.unregisterFunction(function.name())
    _registered.clear()
