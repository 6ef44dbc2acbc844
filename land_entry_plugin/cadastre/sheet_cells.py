# SPDX-License-Identifier: GPL-2.0-or-later
"""The cells of a parcel's forms: location, ownership, uses and planning, circulation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.areas import BUILT, STATED, stated_area
from land_entry_plugin.cadastre.cells import (
    NOT_APPLICABLE,
    UNKNOWN,
    WITHHELD,
    Cell,
    State,
    composed,
    computed,
    first_known,
    given,
    text_of,
)
from land_entry_plugin.roles.cadastral_codes import right_level, right_type, short_parcel_code
from land_entry_plugin.rounding import recorded
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from collections.abc import Mapping

# The blocks of the sheet, in the order of the national form (宗地基本信息表) where it has the cell.
BLOCKS = {
    "location": ("ZL",),
    "ownership": (
        "SYQR", "TDSYZ", "QLRLX", "ZJZL", "ZJH", "TXDZ", "QLLX", "QLXZ", "TDQSLYZM", "BDCQZH", "FDDBR", "FDDBR_ZJH",
        "FDDBR_DH", "DLR", "DLR_ZJH", "DLR_DH", "QLSDFS", "GMJJHYDM", "GYQK",
    ),
    "codes": ("YBZDDM", "ZDDM", "BDCDYH", "BLC", "TFH"),
    "neighbours": ("ZDSZB", "ZDSZD", "ZDSZN", "ZDSZX"),
    "uses": ("DJ", "JG", "PZYT", "PZYTDM", "SJYT", "SJYTDM", "SYQQSSJ", "SYQJSSJ", "TDSYQX", "SM"),
    "areas": ("PZMJ", "ZDMJ", "ZDMJ_STATED", "JZZDMJ", "JZMJ"),
    "planning": ("GHYT", "RJL", "JZMD", "JZXG", "URBAN_BOUNDARY", "BASIC_FARMLAND", "ECOLOGICAL_RED_LINE"),
    "circulation": ("LZQK", "ZLQK", "ZRQK", "DYQK"),
    "description": ("JZDWSM", "JZXZXSM"),
    "survey": ("DCY", "DCRQ", "DCJS", "CLY", "CLRQ", "CLJS", "SHR", "SHRQ", "SHYJ"),
}  # fmt: skip
# Cells that stand only where somebody filled them: signatures come by hand, planning conditions from their office, and
# details stand beside a cell that says the same.
_ONLY_IF_GIVEN = frozenset(
    (*BLOCKS["survey"], "ZLQK", "ZRQK", "DYQK", "SM", "BDCQZH", "SYQQSSJ", "SYQJSSJ", "RJL", "JZMD", "JZXG")
)
# Facts of persons are never read from any table.
_OF_PERSONS = {"ZJH": "TDSYZ", "TXDZ": "TDSYZ", "FDDBR_ZJH": "FDDBR", "FDDBR_DH": "FDDBR", "DLR_ZJH": "DLR",
               "DLR_DH": "DLR"}  # fmt: skip
_CODE = re.compile(r"(?<![0-9A-Za-z])(\d{2}H\d[AK]?|\d{4}[AK]|\d{2,6})(?![0-9A-Za-z])")
_LINES = {"BASIC_FARMLAND": "basic_farmland", "ECOLOGICAL_RED_LINE": "ecological_red_line"}
# Rules whose outcome a cell repeats.
LINE_RULES = frozenset(_LINES.values())
_LINE_AREAS = {"BASIC_FARMLAND": "basic_farmland_m2", "ECOLOGICAL_RED_LINE": "red_line_m2"}
_URBAN_AREAS = ("urban_inside_m2", "urban_core_m2", "urban_flexible_m2", "urban_special_m2")
_UNDECIDED = "unknown"
_DECLARED = tuple(name for title, block in BLOCKS.items() if title != "neighbours" for name in block)


@dataclass(frozen=True)
class Known:
    """What a screening knows of a parcel besides its shape and its table.

    Attributes
    ----------
    parcel_id : str or None
    measures : mapping
        The figures of the screening, by their names in the output layer.
    outcomes : mapping of rule id to outcome
        Of ``LINE_RULES``.
    land_class : tuple of (code, name), or None
        The class of the land survey that covers most of it.
    planned_uses : tuple of str
        Names of the planned uses on it, the largest first.
    admin_area, unit, owner : str or None
        The administrative area, the unit of the land survey (ZLDWMC) and the collective owner it lies in.
    official_area_m2 : float or None
    """

    parcel_id: str | None = None
    measures: Mapping[str, Any] = field(default_factory=dict)
    outcomes: Mapping[str, str] = field(default_factory=dict)
    land_class: tuple[str | None, str | None] | None = None
    planned_uses: tuple[str, ...] = ()
    admin_area: str | None = None
    unit: str | None = None
    owner: str | None = None
    official_area_m2: float | None = None


def sheet_cells(declared: Mapping[str, Any], known: Known) -> dict[str, Cell]:
    """Return the cells that do not depend on the boundary, by the standard's field name."""
    cells = dict.fromkeys(_DECLARED, UNKNOWN) | {name: given(declared, name) for name in _DECLARED if name in declared}
    cells |= {
        "ZL": first_known(cells["ZL"], composed(location(known.admin_area, known.unit))),
        "SYQR": first_known(cells["SYQR"], composed(known.owner)),
        "QLLX": _in_words(cells["QLLX"], right_type),
        "QLSDFS": _right_level(declared, known),
        "ZDDM": first_known(cells["ZDDM"], _parcel_code(known)),
        "LZQK": first_known(cells["LZQK"], composed(_circulation(cells))),
        "GHYT": first_known(cells["GHYT"], composed("、".join(known.planned_uses) or None)),
        **_uses(declared, known),
        **{name: stated_area(declared, name) for name in (*STATED, *BUILT)},
        **_control_lines(known),
    }
    cells["ZDMJ_STATED"] = cells["ZDMJ"]
    cells["ZDMJ"] = computed(recorded(known.measures.get("area_plane_m2")))
    for name, person in _OF_PERSONS.items():
        cells[name] = NOT_APPLICABLE if cells[person].state is State.NOT_APPLICABLE else WITHHELD
    cells["TDSYQX"] = first_known(cells["TDSYQX"], composed(_term(cells)))
    optional = _ONLY_IF_GIVEN | {"ZDMJ_STATED"} if cells["ZDMJ_STATED"].given is None else _ONLY_IF_GIVEN
    return {name: cell for name, cell in cells.items() if cell.state is not State.UNKNOWN or name not in optional}


def location(admin_area: str | None, unit: str | None) -> str | None:
    """Return a location put together from administrative area and survey unit, nothing said twice."""
    if not (admin_area and unit):
        return unit or admin_area
    return unit if admin_area in unit else f"{admin_area}{unit}"


def label(known: Known, declared: Mapping[str, Any], cells: Mapping[str, Cell]) -> dict[str, Any]:
    """Return the fraction in the middle of the parcel map: number over class code, and the area beside it."""
    use_code = _code(text_of(declared, "YT"))
    code = first_known(Cell(State.GIVEN, use_code) if use_code else UNKNOWN, cells["SJYTDM"], cells["PZYTDM"])
    return {
        "numerator": short_parcel_code(known.parcel_id or ""),
        "denominator": code.as_data(),
        "area_m2": cells["ZDMJ"].value,
    }


def _in_words(cell: Cell, words: Any) -> Cell:
    """Return a cell with its code in words; a code that is in no table stands as it is."""
    return Cell(cell.state, words(cell.value) or cell.value) if cell.state is State.GIVEN else cell


def _right_level(declared: Mapping[str, Any], known: Known) -> Cell:
    """Return 权利设定方式: in the words given, else as the parcel code says it."""
    own = given(declared, "QLSDFS")
    if own.state is State.GIVEN and str(own.value).isdigit():
        # no table of its digits is known
        own = Cell(State.UNKNOWN, given=str(own.value))
    code = text_of(declared, "ZDDM") or known.parcel_id or ""
    return first_known(own, composed(right_level(code)))


def _parcel_code(known: Known) -> Cell:
    code = known.parcel_id or ""
    return Cell(State.GIVEN, code) if short_parcel_code(code) != code else UNKNOWN


def _circulation(cells: Mapping[str, Cell]) -> str | None:
    """Return lease, transfer and mortgage in one sentence where the table has them apart."""
    words = {"ZLQK": "出租", "ZRQK": "转让", "DYQK": "抵押"}
    said = [
        f"{word}：{'无' if cells[name].state is State.NOT_APPLICABLE else cells[name].value}"
        for name, word in words.items()
        if cells[name].state is not State.UNKNOWN
    ]
    return "；".join(said) or None


def _term(cells: Mapping[str, Cell]) -> str | None:
    """Return the term from its first day to its last where the table has both."""
    first, last = cells["SYQQSSJ"], cells["SYQJSSJ"]
    return f"{first.value} 至 {last.value}" if first.state is last.state is State.GIVEN else None


def _uses(declared: Mapping[str, Any], known: Known) -> dict[str, Cell]:
    """Return approved and actual use with their class codes; the actual one, where not given, as the survey has it."""
    code, name = known.land_class or (None, None)
    cells = {}
    for use, surveyed_name, surveyed_code in (("PZYT", None, None), ("SJYT", name, code)):
        own = given(declared, use)
        own_code = _code(str(own.value)) if own.state is State.GIVEN else None
        cells[use] = first_known(Cell(State.GIVEN, _without_code(str(own.value))) if own_code else own,
                                 composed(surveyed_name))  # fmt: skip
        cells[f"{use}DM"] = first_known(
            given(declared, f"{use}DM"),
            Cell(State.GIVEN, own_code) if own_code else UNKNOWN,
            # a code of the survey belongs to the use of the survey only
            composed(surveyed_code) if own.state is State.UNKNOWN else UNKNOWN,
        )
        if own.state is State.NOT_APPLICABLE and cells[f"{use}DM"].state is State.UNKNOWN:
            cells[f"{use}DM"] = NOT_APPLICABLE
    return cells


def _code(text: str | None) -> str | None:
    """Return the class code that a text names, if one."""
    found = _CODE.findall(text or "")
    return found[0] if len(found) == 1 else None


def _without_code(text: str) -> str:
    """Return what a text says besides its class code; the code where it says nothing else."""
    return re.sub(r"[（(]\s*[）)]", "", _CODE.sub("", text)).strip(" -—、，,：:") or text


def _control_lines(known: Known) -> dict[str, Cell]:
    """Return what the screening says of the urban boundary and the two lines; open where it could not decide."""
    cells = {}
    for name, rule in _LINES.items():
        area, outcome = known.measures.get(_LINE_AREAS[name]), known.outcomes.get(rule)
        value = {"area_m2": recorded(area), "outcome": outcome}
        open_still = area is None or outcome in (None, _UNDECIDED)
        cells[name] = Cell(State.UNKNOWN, None if area is None else value) if open_still else computed(value)
    status = known.measures.get("urban_status") or _UNDECIDED
    value = {"status": status, **{name: recorded(known.measures.get(name)) for name in _URBAN_AREAS}}
    cells["URBAN_BOUNDARY"] = UNKNOWN if status == _UNDECIDED else computed(value | both(f"word.{status}", {}))
    return cells
