# SPDX-License-Identifier: GPL-2.0-or-later
"""Editions of a parcel's files: for the office, and for publication, without the names of right holders."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Any

from land_entry_plugin.cadastre.cells import State
from land_entry_plugin.cadastre.masking import HOLDERS, MASK, masked, names_in, names_in_places
from land_entry_plugin.cadastre.side_cells import SIDE_CELLS, side_text

WITHHELD = "公示版不印出"
NOTICE = "公示版，权利人信息已隐去"
WATERMARK = "公示"
# Free texts of the parcel table that may name persons or their papers.
_FREE_TEXTS = (
    "TDQSLYZM", "BDCQZH", "GYQK", "SM", "LZQK", "ZLQK", "ZRQK", "DYQK", "JZDWSM", "JZXZXSM", "DCY", "DCJS", "CLY",
    "CLJS", "SHR", "SHYJ",
)  # fmt: skip
# Where the land is has to be said, also where an owner is called like the village; other names it loses.
_PLACE = "ZL"


class Edition(StrEnum):
    """For whom a set is printed."""

    INTERNAL = "INTERNAL"
    PUBLICATION = "PUBLICATION"


EDITION_WORDS = {Edition.INTERNAL: "内部版", Edition.PUBLICATION: "公示版"}


class Editor:
    """Shows the parcels of one record as an edition does; the record's own are left as they are.

    For publication every text loses the names that any parcel of the record knows as those of holders: of the parcel,
    of its neighbours, of layers, in findings and in answers.
    """

    def __init__(self, record: dict[str, Any], edition: Edition) -> None:
        self.record, self.edition = record, edition

    def edited(self, parcel: dict[str, Any]) -> dict[str, Any]:
        """Return a parcel of the record as the edition shows it."""
        return parcel if self.edition is Edition.INTERNAL else _masked(parcel, *self._names)

    @cached_property
    def _names(self) -> tuple[list[str], list[str]]:
        # looked for once: a record of a thousand parcels has as many names
        return names_in(self.record), names_in_places(self.record)


def edited(record: dict[str, Any], parcel: dict[str, Any], edition: Edition) -> dict[str, Any]:
    """Return a parcel as an edition shows it; one that is not in the record is treated as if it were."""
    return Editor(record | {"parcels": [*record["parcels"], parcel]}, edition).edited(parcel)


def _masked(parcel: dict[str, Any], names: list[str], names_of_places: list[str]) -> dict[str, Any]:
    cadastre = masked(parcel["cadastre"], names)
    declared, cells = parcel["cadastre"]["declared"], parcel["cadastre"]["cells"]
    place = cells.get(_PLACE)
    # what is composed of layers names an administrative area and a unit of the survey, nobody else
    of_place = names_of_places if place and place["state"] == State.GIVEN else ()
    shown = masked({"declared": declared.get(_PLACE), "cell": place}, of_place)
    hidden = {name: _hidden(name, declared[name], text) for name, text in cadastre["declared"].items()}
    filled = {name: _cell(name, cells[name], data, cadastre) for name, data in cadastre["cells"].items()}
    if shown["cell"] is not None:
        hidden[_PLACE], filled[_PLACE] = shown["declared"], shown["cell"]
    result = parcel | {
        "cadastre": cadastre | {"declared": hidden, "cells": filled},
        "overlaps": masked(parcel["overlaps"], names),
        "findings": [
            finding | {key: masked(finding[key], names) for key in ("values", "texts")}
            for finding in parcel["findings"]
        ],
        "not_checked": masked(parcel["not_checked"], names),
        "caps": masked(parcel["caps"], names),
    }
    if parcel.get("review"):
        result["review"] = parcel["review"] | {"name": WITHHELD, "reason": _withheld(parcel["review"].get("reason"))}
    return result


def _withheld(text: str | None) -> str | None:
    return WITHHELD if text else text


def _hidden(name: str, value: Any, without_names: Any) -> Any:
    """Return a declared fact without what could name a person."""
    text = "" if value is None else str(value).strip()
    if not text or text == "/":
        return value
    if name in HOLDERS:
        return (text[0] if len(text) > 1 else "") + MASK
    return WITHHELD if name in _FREE_TEXTS or name in SIDE_CELLS.values() else without_names


def _cell(name: str, data: dict[str, Any], without_names: dict[str, Any], cadastre: dict[str, Any]) -> dict[str, Any]:
    if data["value"] is None:
        return without_names
    if name in HOLDERS:
        return without_names | {"value": _hidden(name, data["value"], None)}
    if data["state"] != State.GIVEN:
        return data | {"value": WITHHELD} if name == "LZQK" else without_names
    side = next((side for side, cell in SIDE_CELLS.items() if cell == name), None)
    runs = cadastre.get("four_neighbours", {}).get(side)
    if runs:
        return data | {"state": str(State.COMPUTED), "value": side_text(runs)}
    return without_names | {"value": _hidden(name, data["value"], without_names["value"])}
