# SPDX-License-Identifier: GPL-2.0-or-later
"""The stock divided by owner, planned use and what bars it: every square metre in one piece with one answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.engine.area import ellipsoid_area
from land_entry_plugin.engine.shapes import ARITHMETIC_AREA_M2
from land_entry_plugin.engine.sites import divided
from land_entry_plugin.jobs.features import feature
from land_entry_plugin.jobs.reading import PreparedLayer, prepare
from land_entry_plugin.roles import rights
from land_entry_plugin.roles.catalogue import (
    BASIC_FARMLAND,
    ECOLOGICAL_RED_LINE,
    OWNERSHIP,
    PLANNED_USE,
    USE_RIGHTS,
)
from land_entry_plugin.roles.land_classes import land_ownership
from land_entry_plugin.rules.kinds.spatial.allowed_class import ALLOWED, ASK, COARSE, OTHER, PROHIBITED, answer_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from land_entry_plugin.jobs.layers import ChosenLayers
    from land_entry_plugin.jobs.reserve.stock import Patches, Survey
    from land_entry_plugin.rules.pack import RulePack

# Why a piece cannot be part of a site, whatever is done; the order is that in which the account asks.
STATE, STATE_RIGHT, HOMESTEAD_RIGHT = "state", "state_right", "homestead_right"
BARS = (STATE, BASIC_FARMLAND, ECOLOGICAL_RED_LINE, STATE_RIGHT, HOMESTEAD_RIGHT)
# What the plan says of a piece; only the last keeps it out of a site.
PLANNED, PLAN_ASKS, PLAN_OPEN, NOT_PLANNED = "planned", "plan_asks", "plan_open", "not_planned"
_NONE = "—"


@dataclass(frozen=True)
class Ground:
    """Pieces of stock, which together are all of it.

    Attributes
    ----------
    patch : ndarray of int, shape (n,)
        The patch of the survey that a piece is of.
    geometry : ndarray of shapely polygons, shape (n,)
    area_m2 : ndarray of float, shape (n,)
        Ellipsoidal; those of a patch add up to its own.
    owner : ndarray of object, shape (n,)
        What tells one owner's land from another's: an ownership parcel, else the unit that the survey names.
    owner_name : ndarray of object, shape (n,)
    plan : ndarray of object, shape (n,)
        ``PLANNED``, ``PLAN_ASKS``, ``PLAN_OPEN`` or ``NOT_PLANNED``.
    planned_class : ndarray of object, shape (n,)
        Code and name.
    bar : ndarray of object, shape (n,)
        One of ``BARS``, None where nothing bars.
    """

    patch: np.ndarray
    geometry: np.ndarray
    area_m2: np.ndarray
    owner: np.ndarray
    owner_name: np.ndarray
    plan: np.ndarray
    planned_class: np.ndarray
    bar: np.ndarray


class _Pieces:
    """Pieces while they are divided: columns that grow with every cut."""

    def __init__(self, patches: Patches) -> None:
        count = len(patches.geometry)
        self.geometry = patches.geometry
        self.columns: dict[str, np.ndarray] = {"patch": np.arange(count)}

    def set(self, name: str, values: Iterable[Any]) -> None:
        column = np.full(len(self.geometry), None, dtype=object)
        column[:] = list(values)
        self.columns[name] = column

    def cut(self, features: np.ndarray) -> np.ndarray:
        """Divide by features and return the feature that each piece lies on, -1 for none."""
        found = divided(self.geometry, features)
        self.geometry = found.geometry
        self.columns = {name: values[found.piece] for name, values in self.columns.items()}
        return found.feature

    def bar(self, features: np.ndarray, why: str) -> None:
        """Bar what lies on features, as far as nothing else bars it already."""
        on = self.cut(features) >= 0
        open_ = np.array([value is None for value in self.columns["bar"]], dtype=bool)
        self.columns["bar"][on & open_] = why


def divide(
    survey: Survey, chosen: ChosenLayers, pack: RulePack, report: Callable[[float], None]
) -> tuple[Ground, dict[str, PreparedLayer]]:
    """Return the stock in pieces, and the layers that divided it."""
    stock, plane = survey.stock, survey.plane
    boxes = shapely.bounds(stock.geometry) if len(stock.geometry) else np.empty((0, 4))
    wanted = (OWNERSHIP, PLANNED_USE, BASIC_FARMLAND, ECOLOGICAL_RED_LINE, USE_RIGHTS)
    layers = {}
    keys = [key for key, layer in chosen.layers.items() if layer.role.id in wanted]
    for i, key in enumerate(keys):
        layers[key] = prepare(chosen.layers[key], boxes, plane)
        report((i + 1) / len(keys) * 0.7)
    of_role = {role: [layer for layer in layers.values() if layer.layer.role.id == role] for role in wanted}
    pieces = _Pieces(stock)
    pieces.set("bar", [STATE if land_ownership(value) == "state" else None for value in stock.columns["QSXZ"]])
    _set_owners(pieces, stock, of_role[OWNERSHIP])
    _set_plan(pieces, of_role[PLANNED_USE], _told(pack))
    for role in (BASIC_FARMLAND, ECOLOGICAL_RED_LINE):
        for layer in of_role[role]:
            pieces.bar(layer.geometry, role)
            # by whichever reading of a long edge the land is touched, it is not free
            if layer.other_reading is not None:
                pieces.bar(layer.other_reading, role)
    for category, why in ((rights.STATE, STATE_RIGHT), (rights.HOMESTEAD, HOMESTEAD_RIGHT)):
        for layer in of_role[USE_RIGHTS]:
            pieces.bar(_of_category(layer, category), why)
    areas = ellipsoid_area(pieces.geometry, plane) if len(pieces.geometry) else np.zeros(0)
    return Ground(
        geometry=pieces.geometry, area_m2=_closed(areas, pieces.columns["patch"], stock), **pieces.columns
    ), layers


def _closed(areas: np.ndarray, patch: np.ndarray, stock: Patches) -> np.ndarray:
    """Return areas of pieces that add up to those of their patches: the rounding of cuts goes to the largest piece."""
    sums = np.bincount(patch, weights=areas, minlength=len(stock.area_m2))
    missing = stock.area_m2 - sums
    result = areas.copy()
    order = np.lexsort((areas, patch))
    last = order[np.flatnonzero(np.diff(patch[order], append=-1))]
    result[last] += missing[patch[last]]
    return result


def _set_owners(pieces: _Pieces, stock: Patches, layers: list[PreparedLayer]) -> None:
    """Divide by ownership parcels; where there are none, land is told apart by the owner's unit that patches name."""
    units = [
        str(code or name or "") for code, name in zip(stock.columns["QSDWDM"], stock.columns["QSDWMC"], strict=True)
    ]
    pieces.set("owner", [f"unit {unit}" for unit in units])
    pieces.set("owner_name", stock.columns["QSDWMC"])
    for layer in layers:
        kinds = [feature(layer, row).category for row in range(len(layer.geometry))]
        found = pieces.cut(layer.geometry)
        on = found >= 0
        pieces.columns["owner"][on] = [f"parcel {layer.source_ids[row]}" for row in found[on]]
        pieces.columns["owner_name"][on] = [layer.text(layer.layer.role.name, row) for row in found[on]]
        state = np.array([row >= 0 and kinds[row] == rights.STATE for row in found], dtype=bool)
        pieces.columns["bar"][state] = STATE


def _told(pack: RulePack) -> Mapping[str, Any] | None:
    """Return what the pack says of planned classes, None where it says nothing."""
    found = (rule for rule in pack.rules if rule.kind == "allowed_class" and rule.roles == (PLANNED_USE,))
    rule = next(found, None)
    return None if rule is None else rule.parameters


def _set_plan(pieces: _Pieces, layers: list[PreparedLayer], told: Mapping[str, Any] | None) -> None:
    pieces.set("plan", [PLAN_OPEN] * len(pieces.geometry))
    pieces.set("planned_class", [_NONE] * len(pieces.geometry))
    for layer in layers:
        role = layer.layer.role
        found = pieces.cut(layer.geometry)
        on = np.flatnonzero(found >= 0)
        answers: dict[tuple[str | None, str | None], str] = {}
        for i in on:
            stated = layer.text(role.code, found[i]), layer.text(role.name, found[i])
            if stated not in answers:
                answers[stated] = _plan_says(told, *stated)
            pieces.columns["plan"][i] = answers[stated]
            pieces.columns["planned_class"][i] = " ".join(part for part in stated if part) or _NONE


def _plan_says(told: Mapping[str, Any] | None, code: str | None, name: str | None) -> str:
    if told is None:
        return PLAN_OPEN
    answer = answer_of(told, code, name)
    if answer in (OTHER, PROHIBITED):
        return NOT_PLANNED
    return {ALLOWED: PLANNED, ASK: PLAN_ASKS, COARSE: PLAN_ASKS}.get(answer, PLAN_OPEN)


def _of_category(layer: PreparedLayer, category: str) -> np.ndarray:
    result = np.array(layer.geometry, dtype=object)
    for row in range(len(result)):
        if feature(layer, row).category != category:
            result[row] = None
    return result


def areas_within(ground: Ground, found: tuple[np.ndarray, np.ndarray, np.ndarray]) -> np.ndarray:
    """Return the area in m2 of every part that pieces share with shapes; all of a piece where nothing is left of it.

    Parameters
    ----------
    found : tuple
        Shape, piece and plane area of every common part, as an overlay gives them.
    """
    _, piece, area = found
    plane = shapely.area(ground.geometry)[piece]
    is_part = area < plane - ARITHMETIC_AREA_M2
    return ground.area_m2[piece] * np.divide(area, plane, out=np.ones_like(plane), where=is_part)
