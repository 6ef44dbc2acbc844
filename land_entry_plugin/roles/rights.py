# SPDX-License-Identifier: GPL-2.0-or-later
"""What right on land a registered parcel stands for: by its code (宗地代码), else by the kind of right (QLLX)."""

from __future__ import annotations

from land_entry_plugin.roles.land_classes import UNKNOWN
from land_entry_plugin.roles.parcel_codes import parcel_code

COLLECTIVE, STATE = "collective", "state"
HOMESTEAD, COLLECTIVE_CONSTRUCTION = "homestead", "collective_construction"
# A right that is known and is none of these: ownership among use rights, a farm contract, an easement.
OTHER = "other"

_OPEN_OWNER, _OPEN_RIGHT = "Z", "W"
# 权利类型 by number (domain of the registration standard) and by what some offices write instead.
_USE_RIGHT_KINDS = {
    "1": OTHER, "2": OTHER, "3": STATE, "4": STATE, "5": HOMESTEAD, "6": HOMESTEAD, "7": COLLECTIVE_CONSTRUCTION,
    "8": COLLECTIVE_CONSTRUCTION, "9": OTHER, "19": OTHER, "23": OTHER, "24": STATE,
}  # fmt: skip
_USE_RIGHT_NAMES = {
    "国有建设用地使用权": STATE, "国有农用地使用权": STATE, "宅基地使用权": HOMESTEAD,
    "集体建设用地使用权": COLLECTIVE_CONSTRUCTION, "土地承包经营权": OTHER, "集体土地所有权": OTHER,
    "国家土地所有权": OTHER,
}  # fmt: skip
_OWNER_KINDS = dict.fromkeys(_USE_RIGHT_KINDS, OTHER) | {"1": COLLECTIVE, "2": STATE}
_OWNER_NAMES = dict.fromkeys(_USE_RIGHT_NAMES, OTHER) | {"集体土地所有权": COLLECTIVE, "国家土地所有权": STATE}


def use_right(code: object, kind: object) -> str:
    """Return what a use right is on: ``homestead``, ``collective_construction``, ``state``, ``other`` or ``unknown``.

    ``unknown`` where neither tells, where the ownership is open or disputed (Z), and where the two contradict.

    Parameters
    ----------
    code : object
        ZDDM, else BDCDYH.
    kind : object
        QLLX.
    """
    by_kind = _by_kind(kind, _USE_RIGHT_KINDS, _USE_RIGHT_NAMES)
    own = parcel_code(code)
    if own is None:
        return by_kind or UNKNOWN
    land, right = own.right[0], own.right[1]
    if land == _OPEN_OWNER or right == _OPEN_RIGHT:
        return UNKNOWN
    by_code = STATE if land == "G" else {"B": COLLECTIVE_CONSTRUCTION, "C": HOMESTEAD}.get(right, OTHER)
    return _agreed(by_code, by_kind)


def owner(code: object, kind: object) -> str:
    """Return who owns the land of an ownership parcel: ``collective`` (JA), ``state`` (GA), else ``unknown``.

    A parcel of use rights is none of ownership.
    """
    by_kind = _by_kind(kind, _OWNER_KINDS, _OWNER_NAMES)
    own = parcel_code(code)
    found = by_kind if own is None else _agreed({"JA": COLLECTIVE, "GA": STATE}.get(own.right, OTHER), by_kind)
    return found if found in (COLLECTIVE, STATE) else UNKNOWN


def _by_kind(kind: object, numbers: dict[str, str], names: dict[str, str]) -> str | None:
    """Return what a kind of right says, None where it is blank or not in the table."""
    text = str("" if kind is None else kind).strip()
    number = text.removesuffix(".0").lstrip("0")
    return numbers.get(number) or next((own for name, own in names.items() if text.startswith(name)), None)


def _agreed(by_code: str, by_kind: str | None) -> str:
    return by_code if by_kind in (None, by_code) else UNKNOWN
