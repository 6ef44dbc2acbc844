# SPDX-License-Identifier: GPL-2.0-or-later
"""Editions of the printed set: for the office, and for publication, without the names of right holders."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from land_entry_plugin.cadastre.cells import State
from land_entry_plugin.cadastre.side_cells import SIDE_CELLS, side_text

WITHHELD = "公示版不印出"
NOTICE = "公示版，权利人信息已隐去"
WATERMARK = "公示"
_MASK = "＊＊＊"
_HOLDERS = ("SYQR", "TDSYZ", "FDDBR", "DLR")
# Free texts of the parcel table that may name persons or their papers.
_FREE_TEXTS = (
    "TDQSLYZM", "BDCQZH", "GYQK", "SM", "LZQK", "ZLQK", "ZRQK", "DYQK", "JZDWSM", "JZXZXSM", "DCY", "DCJS", "CLY",
    "CLJS", "SHR", "SHYJ",
)  # fmt: skip


class Edition(StrEnum):
    """For whom a set is printed."""

    INTERNAL = "INTERNAL"
    PUBLICATION = "PUBLICATION"


def edited(parcel: dict[str, Any], edition: Edition) -> dict[str, Any]:
    """Return a parcel as an edition shows it; the record's own is left as it is."""
    if edition is Edition.INTERNAL:
        return parcel
    cadastre = parcel["cadastre"]
    hidden = {name: _hidden(name, value) for name, value in cadastre["declared"].items()}
    cells = {name: _cell(name, data, cadastre) for name, data in cadastre["cells"].items()}
    return parcel | {"cadastre": cadastre | {"declared": hidden, "cells": cells}}


def _hidden(name: str, value: Any) -> Any:
    """Return a declared fact without what could name a person."""
    text = "" if value is None else str(value).strip()
    if not text or text == "/":
        return value
    if name in _HOLDERS:
        return text[0] + _MASK
    return WITHHELD if name in _FREE_TEXTS or name in SIDE_CELLS.values() else value


def _cell(name: str, data: dict[str, Any], cadastre: dict[str, Any]) -> dict[str, Any]:
    if data["value"] is None:
        return data
    if name in _HOLDERS:
        return data | {"value": _hidden(name, data["value"])}
    if data["state"] != State.GIVEN:
        return data | {"value": WITHHELD} if name == "LZQK" else data
    side = next((side for side, cell in SIDE_CELLS.items() if cell == name), None)
    runs = cadastre.get("four_neighbours", {}).get(side)
    if runs:
        return data | {"state": str(State.COMPUTED), "value": side_text(runs)}
    return data | {"value": _hidden(name, data["value"])}
