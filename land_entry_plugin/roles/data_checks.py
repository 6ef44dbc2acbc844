# SPDX-License-Identifier: GPL-2.0-or-later
"""What the doctor checks: limits, how grave a fault is, what a role's fields must hold (``data_checks.yaml``)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

from land_entry_plugin.paths import resource
from land_entry_plugin.roles.catalogue import PARCELS

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(StrEnum):
    """How grave a fault is, the worst first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


SEVERITIES = tuple(Severity)


@dataclass(frozen=True)
class CheckLimits:
    """The limits of the checks; every number is printed with the result."""

    repair_area_m2: float
    near_points_m: float
    touch_area_m2: float
    touch_width_m: float
    sliver_area_m2: float
    sliver_width_m: float
    thin_patch_width_m: float
    spike_angle_degrees: float
    spike_arm_m: float
    area_share: float
    area_rounding_m2: float
    factor_highest: float
    survey_completed_from: str
    listed: int


@dataclass(frozen=True)
class FieldSet:
    """What the fields of a role must hold, by their standard names.

    Attributes
    ----------
    expected, useful : tuple of str
        Whose lack costs much, or little.
    numbers : tuple of str
    codes : tuple of str
        In which blanks around a code are no part of it.
    area : dict
        ``stored``, ``factor``, ``deducted``, ``net``: the fields of the area account.
    copied : tuple of str
        Further fields of the standard.
    """

    expected: tuple[str, ...] = ()
    useful: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    area: dict[str, str] = field(default_factory=dict)
    copied: tuple[str, ...] = ()

    def besides(self, names: Iterable[str]) -> dict[str, str]:
        """Return standard name -> the layer's own, for the fields that this set knows and the layer has."""
        own = {name.upper(): name for name in reversed(list(names))}
        wanted = (*self.expected, *self.useful, *self.numbers, *self.codes, *self.area.values(), *self.copied)
        return {standard: own[standard] for standard in dict.fromkeys(wanted) if standard in own}


@cache
def _stored() -> dict[str, Any]:
    return yaml.safe_load(resource("data_checks.yaml").read_text(encoding="utf-8"))


def check_limits() -> CheckLimits:
    """Return the limits of the checks."""
    return CheckLimits(**_stored()["settings"])


def check_kinds() -> tuple[str, ...]:
    """Return the ids of all checks, in their order."""
    return tuple(_stored()["kinds"])


def severity(kind: str, role: str | None) -> Severity:
    """Return how grave a fault is in a layer of a role."""
    entry = _stored()["kinds"][kind]
    return Severity(entry.get("parcels", entry["grave"]) if role == PARCELS else entry["grave"])


def blocks(kind: str) -> bool:
    """Return whether nothing can be screened until a fault is mended."""
    return bool(_stored()["kinds"][kind].get("blocks", False))


def field_set(role: str) -> FieldSet:
    """Return what the fields of a role must hold."""
    entry = _stored()["fields"].get(role, {})
    lists = {name: tuple(value) for name, value in entry.items() if name != "area"}
    return FieldSet(**lists, area=dict(entry.get("area", {})))
