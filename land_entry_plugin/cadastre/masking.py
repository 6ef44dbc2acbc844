# SPDX-License-Identifier: GPL-2.0-or-later
"""Names of right holders and other facts of persons, found wherever a record repeats them, and replaced."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MASK = "＊＊＊"
HOLDERS = ("SYQR", "TDSYZ", "FDDBR", "DLR")
# Layers whose names are those of holders and of their undertakings; other layers name classes, zones and kinds of case.
_ROLES_OF_HOLDERS = ("ownership", "use_rights", "approvals", "temporary_use")
# Kinds of neighbours that are named by who owns them.
_OWNED = ("field", "ownership", "patch")
_BY_CODE = "宗地 "
_ALONE_LEAST = 2
# Who uses land or speaks for somebody; an owner may be called like its village, which says where land is.
_USERS = ("TDSYZ", "FDDBR", "DLR")
_LIKE_A_PLACE = ("村", "组", "屯", "社区", "镇", "乡", "街道")
_NOBODY = ("/", "／", "\\", "无", "未知", "不详")
# An identity number by its date of birth (18 or 15 digits), a mobile and a fixed telephone.
_NUMBERS = re.compile(
    r"(?<![0-9A-Za-z.])(?:"
    r"\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx]"
    r"|\d{6}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}"
    r"|(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
    r"|0\d{2,3}[- ]\d{7,8}"
    r")(?![0-9A-Za-z.])"
)


def names_in(record: dict[str, Any]) -> list[str]:
    """Return all names of holders that a record knows, the longest first."""
    names = {name for parcel in record["parcels"] for name in _names(parcel)}
    return sorted((name for name in names if len(name) >= _ALONE_LEAST), key=lambda name: (-len(name), name))


def names_in_places(record: dict[str, Any]) -> list[str]:
    """Return those of the names that a location loses too: all but owners that are called like the place itself."""
    owners, users = (
        {name for parcel in record["parcels"] for field in fields for name in _stated(parcel["cadastre"], field)}
        for fields in (("SYQR",), _USERS)
    )
    return [name for name in names_in(record) if name in users - owners or not name.endswith(_LIKE_A_PLACE)]


def _stated(cadastre: dict[str, Any], field: str) -> Iterator[str]:
    # a parcel whose part of a record is broken hides no other's names
    yield _plain((cadastre.get("declared") or {}).get(field))
    yield _plain(((cadastre.get("cells") or {}).get(field) or {}).get("value"))


def _names(parcel: dict[str, Any]) -> Iterator[str]:
    cadastre = parcel["cadastre"]
    for field in HOLDERS:
        yield from _stated(cadastre, field)
    for one in _neighbours(cadastre):
        yield owner_of(one["who"], one["kind"])
    for one in cadastre.get("map", {}).get("neighbours", ()):
        yield owner_of(one["label"], one["kind"])
    for overlap in parcel["overlaps"]:
        if overlap["role"] in _ROLES_OF_HOLDERS:
            yield _plain(overlap["name"])
    for finding in parcel["findings"]:
        yield from _answered(finding["values"])


def _neighbours(cadastre: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for stretches in cadastre.get("four_neighbours", {}).values():
        yield from stretches
    yield from cadastre.get("enclosed", ())
    for run in cadastre.get("runs", ()):
        yield from run["neighbours"]


def _answered(values: dict[str, Any]) -> Iterator[str]:
    """Return what an officer wrote freely: it reads alike in both languages, the words of a choice do not."""
    answer = values.get("answer")
    if isinstance(answer, dict) and answer.get("zh") == answer.get("en") and any(map(str.isalpha, str(answer["zh"]))):
        yield _plain(answer["zh"])
    particulars = values.get("particulars")
    if isinstance(particulars, dict):
        yield from (str(text).strip(" ()（）") for text in particulars.values())


def _plain(value: Any) -> str:
    text = "" if value is None else " ".join(str(value).split())
    return "" if text in _NOBODY else text


def owner_of(label: str | None, kind: str | None) -> str:
    """Return the owner whom a neighbour is named by; nothing where it is named by its code or its class."""
    if not label or kind not in _OWNED or label.startswith(_BY_CODE):
        return ""
    owner, bracket, _ = label.rpartition("（")
    # what has no class behind it is an owner alone, or a class alone
    return owner if bracket else (label if kind == "ownership" else "")


def masked(value: Any, names: Iterable[str]) -> Any:
    """Return data in which every text is without these names and without numbers of persons."""
    known = list(names)
    pattern = re.compile("|".join(map(re.escape, known))) if known else None

    def without(data: Any) -> Any:
        if isinstance(data, str):
            text = pattern.sub(MASK, data) if pattern else data
            return _NUMBERS.sub(MASK, text)
        if isinstance(data, dict):
            return {key: without(one) for key, one in data.items()}
        if isinstance(data, list):
            return [without(one) for one in data]
        return data

    return without(value)
