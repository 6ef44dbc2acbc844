# SPDX-License-Identifier: GPL-2.0-or-later
"""What a feature is, by its role: category, name, groups, and what is deducted of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from land_entry_plugin.jobs.reading import data_year
from land_entry_plugin.roles import rights
from land_entry_plugin.roles.catalogue import (
    LAND_USE,
    LAND_USE_HISTORY,
    OWNERSHIP,
    PLANNED_USE,
    URBAN_BOUNDARY,
    USE_RIGHTS,
)
from land_entry_plugin.roles.land_classes import (
    FARMLAND,
    GUIDE,
    SECOND_SURVEY,
    UNKNOWN,
    category,
    class_name,
    groups,
    is_planned_class,
    urban_zone,
)
from land_entry_plugin.rules.kinds.spatial.deduction_factor import deduction_factor

if TYPE_CHECKING:
    from land_entry_plugin.jobs.reading import PreparedLayer

# KCXS above this is no deduction factor; the pack's rule may report more, the net area never trusts it.
_HIGHEST_FACTOR = 0.5
_PERCENT = 100.0


@dataclass(frozen=True)
class Feature:
    """What a feature of a layer is.

    Attributes
    ----------
    attributes : dict
        The role's standard fields.
    code, name : str or None
    category : str
    groups : tuple of str
    deducted_share : float
        扣除 of its area, 0 to 0.5.
    """

    attributes: dict[str, Any]
    code: str | None
    name: str | None
    category: str
    groups: tuple[str, ...] = ()
    deducted_share: float = 0.0


def feature(layer: PreparedLayer, row: int) -> Feature:
    """Return what a feature is."""
    role = layer.layer.role
    attributes = layer.attributes(row)
    code, name = (layer.text(field, row) for field in (role.code, role.name))
    if role.id in (LAND_USE, LAND_USE_HISTORY):
        return _patch(layer, attributes, code, name)
    if role.id == PLANNED_USE:
        # which uses may enter the market is for a rule to say
        kind = role.id if is_planned_class(code, name) else UNKNOWN
        return Feature(attributes, code, name or class_name(code, GUIDE), kind, groups(code, system=GUIDE))
    if role.id == URBAN_BOUNDARY:
        return Feature(attributes, code, name, urban_zone(code, name))
    parcel_code = attributes.get("ZDDM") or attributes.get("BDCDYH")
    if role.id == USE_RIGHTS:
        return Feature(attributes, code, name, rights.use_right(parcel_code, attributes.get("QLLX")))
    if role.id == OWNERSHIP:
        return Feature(attributes, code, name, rights.owner(parcel_code, attributes.get("QLLX")))
    return Feature(attributes, code, name, role.id)


def _patch(layer: PreparedLayer, attributes: dict[str, Any], code: str | None, name: str | None) -> Feature:
    """Return what a patch of a land survey is, by the class system of its layer and its own year."""
    system, year = layer.class_system, data_year(attributes.get("SJNF"))
    kind, class_groups, name = _of_class(code, name, layer.layer.year if year is None else year, system)
    share = 0.0
    if kind == FARMLAND:
        share = deduction_factor(_fraction(attributes.get("KCXS"), system), _HIGHEST_FACTOR) or 0.0
    return Feature(attributes, code, name, kind, class_groups, share)


# A survey has some hundred classes and names for them, and a few years.
@lru_cache(maxsize=4096)
def _of_class(
    code: str | None, name: str | None, year: int | None, system: str | None
) -> tuple[str, tuple[str, ...], str | None]:
    """Return category, groups and name of a class in a survey of a year."""
    kind = category(code, year, system=system, name=name)
    return kind, groups(code, system=system), name or class_name(code, system)


def _fraction(factor: Any, system: str | None) -> Any:
    """Return a deduction factor as a fraction: the second survey kept it in percent in some places."""
    if system == SECOND_SURVEY and deduction_factor(factor, _HIGHEST_FACTOR) is None:
        try:
            return float(factor) / _PERCENT
        except (TypeError, ValueError):
            return None
    return factor
