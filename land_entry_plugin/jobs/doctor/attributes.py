# SPDX-License-Identifier: GPL-2.0-or-later
"""Faults of attributes: numbers of features, codes in no table, figures that are none, texts in a wrong encoding."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from math import isfinite
from typing import TYPE_CHECKING

from land_entry_plugin.files.source import blank
from land_entry_plugin.roles.catalogue import (
    LAND_USE,
    LAND_USE_HISTORY,
    OWNERSHIP,
    PARCELS,
    PLANNED_USE,
    URBAN_BOUNDARY,
    USE_RIGHTS,
)
from land_entry_plugin.roles.data_checks import Severity, field_set
from land_entry_plugin.roles.land_classes import (
    GUIDE,
    SECOND_SURVEY,
    UNKNOWN,
    category,
    class_name,
    class_system,
    land_ownership,
    urban_zone,
)
from land_entry_plugin.roles.parcel_codes import parcel_code
from land_entry_plugin.rules.kinds.spatial.deduction_factor import deduction_factor
from land_entry_plugin.texts import both, has_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from land_entry_plugin.jobs.doctor.collector import Collector
    from land_entry_plugin.jobs.doctor.reading import ReadLayer
    from land_entry_plugin.roles.data_checks import CheckLimits

# Signs that a text was read in another encoding than it was written in: what could not be read, that written again,
# 用地 read as GBK, Chinese read as Latin.
_REPLACED = ("\ufffd", "锟斤拷", "鐢ㄥ湴", "Ã", "µØ")
_SURVEYS = (LAND_USE, LAND_USE_HISTORY)


def check_attributes(read: ReadLayer, limits: CheckLimits, found: Collector) -> str | None:
    """Take note of faults of attributes, and return the class system of a land survey."""
    role = read.layer.role.id
    _check_fields(read, found)
    _check_encoding(read, found)
    if role != PARCELS:
        _check_numbers_of_features(read, found)
    _check_blanks_around(read, found)
    _check_figures(read, found)
    system = system_of(read)
    if role in (*_SURVEYS, PLANNED_USE):
        _check_classes(read, system, found)
    if role == LAND_USE:
        _check_ownership(read, found)
    if role == URBAN_BOUNDARY:
        _check_zones(read, found)
    if role in (OWNERSHIP, USE_RIGHTS):
        _check_parcel_codes(read, found)
    if system != SECOND_SURVEY:
        _check_factors(read, limits, found)
    return system


def _text(value: object) -> str:
    return "" if blank(value) else str(value).strip()


def _check_fields(read: ReadLayer, found: Collector) -> None:
    """Take note of fields that the role expects and the layer lacks."""
    wanted = field_set(read.layer.role.id)
    for kind, names in (("field_missing", wanted.expected), ("field_missing_note", wanted.useful)):
        for name in names:
            if name not in read.layer.fields:
                found.add(kind, read.layer.name, read.layer.role.id, field=name, lack=_lack(name))


def _lack(name: str) -> dict[str, str]:
    own = f"check.lack.{name}"
    return both(own if has_text(own) else "check.lack.other", {})


def _check_encoding(read: ReadLayer, found: Collector) -> None:
    """Take note of the first text that was plainly read in a wrong encoding."""
    rows: dict[int, str] = {}
    for own in read.layer.fields.values():
        for row, value in enumerate(read.rows.columns[own]):
            # most texts are codes: looking at those would take most of the time
            if isinstance(value, str) and not value.isascii() and any(sign in value for sign in _REPLACED):
                rows.setdefault(row, value)
    if rows:
        row = min(rows)
        found.add("encoding_doubt", read.layer.name, read.layer.role.id, count=len(rows), text=rows[row])


def _check_numbers_of_features(read: ReadLayer, found: Collector) -> None:
    """Take note of features without number, and of numbers that several have."""
    field = read.layer.id_field
    if field is None:
        return
    rows: dict[str, list[int]] = defaultdict(list)
    for row, value in enumerate(read.rows.columns[field]):
        rows[_text(value)].append(row)
    for row in rows.pop("", ()):
        found.add_row("id_blank", read, row, field=field)
    for number, own in rows.items():
        # several parts of one administrative area or right bear its code
        if len(own) > 1 and field.upper() == "BSM":
            names = tuple(f"#{read.rows.ids[row]}" for row in own)
            found.add_row("id_twice", read, own[0], others=names, count=len(own), field=field, number=number)


def _check_blanks_around(read: ReadLayer, found: Collector) -> None:
    """Take note of codes with blanks around them."""
    for standard in field_set(read.layer.role.id).codes:
        column = read.column(standard)
        if column is None:
            continue
        rows = [
            row
            for row, value in enumerate(column)
            if isinstance(value, str) and value != value.strip() and value.strip()
        ]
        if rows:
            found.add_row("blanks_around", read, rows[0], field=standard, count=len(rows), fix="fixable")


def _check_figures(read: ReadLayer, found: Collector) -> None:
    """Take note of fields that should hold figures and hold something else."""
    for standard in field_set(read.layer.role.id).numbers:
        column = read.column(standard)
        for row, value in enumerate(() if column is None else column):
            if isinstance(value, str) and value.strip() and figure(value) is None:
                found.add_row("not_a_figure", read, row, field=standard, value=value)


def figure(value: object) -> float | None:
    """Return a stored value as a number, None where it is blank or none."""
    if blank(value):
        return None
    try:
        number = float(str(value).strip())
    except ValueError:
        return None
    return number if isfinite(number) else None


def system_of(read: ReadLayer) -> str | None:
    """Return the class system of a land survey or plan, None where it is open, and of layers without classes."""
    role = read.layer.role.id
    if role == PLANNED_USE:
        return GUIDE
    codes, names = read.column("DLBM"), read.column("DLMC")
    if role not in _SURVEYS or codes is None:
        return None
    pairs = zip(codes, names if names is not None else [None] * len(codes), strict=True)
    return class_system(pairs, max(years_of(read), default=None))


def years_of(read: ReadLayer) -> list[int]:
    """Return the data years (SJNF) of a layer, in order, each once."""
    column = read.column("SJNF")
    return years_among(() if column is None else column)


def years_among(values: Iterable[object]) -> list[int]:
    """Return the data years among values, in order, each once."""
    return sorted({int(number) for value in values if (number := figure(value)) is not None})


def _check_classes(read: ReadLayer, system: str | None, found: Collector) -> None:
    """Take note of class codes that are blank or in no table, and of names that belong to another class."""
    role = read.layer.role
    if system is None:
        found.add("class_system_open", read.layer.name, role.id)
        return
    # a layer without codes of classes serves neither role
    codes = read.rows.columns[read.layer.fields[role.code]]
    names = read.column(role.name) if role.name else None
    year = max(years_of(read), default=None)
    # earlier surveys show what a place was: an unknown class there leaves less open
    grave = None if role.id == LAND_USE else Severity.WARNING

    @cache
    def fault_of(code: str, name: str) -> str | None:
        if not code:
            return "code_blank"
        if class_name(code, system) is None:
            return "code_unknown"
        return "name_differs" if category(code, year, system=system, name=name) == UNKNOWN else None

    for row, code in enumerate(codes):
        name = _text(names[row]) if names is not None else ""
        kind = fault_of(_text(code), name)
        if kind is not None:
            found.add_row(kind, read, row, field=role.code, code=_text(code), name=name, grave=grave)


def _check_ownership(read: ReadLayer, found: Collector) -> None:
    column = read.column("QSXZ")
    for row, value in enumerate(() if column is None else column):
        code = _text(value)
        if not code:
            found.add_row("ownership_blank", read, row)
        elif land_ownership(code) == UNKNOWN:
            found.add_row("ownership_unknown", read, row, code=code)


def _check_zones(read: ReadLayer, found: Collector) -> None:
    codes, names = read.column("GHFQDM"), read.column("GHFQMC")
    for row in range(len(read.rows.ids)):
        code, name = ("" if column is None else _text(column[row]) for column in (codes, names))
        if urban_zone(code, name) == UNKNOWN:
            found.add_row("zone_unknown", read, row, code=code or "—", name=name or "—")


def _check_parcel_codes(read: ReadLayer, found: Collector) -> None:
    codes, units = read.column("ZDDM"), read.column("BDCDYH")
    for row in range(len(read.rows.ids)):
        code, unit = ("" if column is None else _text(column[row]) for column in (codes, units))
        if (code or unit) and parcel_code(code or unit) is None:
            found.add_row("parcel_code_malformed", read, row, code=code or unit)


def _check_factors(read: ReadLayer, limits: CheckLimits, found: Collector) -> None:
    field = field_set(read.layer.role.id).area.get("factor", "KCXS")
    column = read.column(field)
    for row, value in enumerate(() if column is None else column):
        number = figure(value)
        if number is not None and deduction_factor(value, limits.factor_highest) is None:
            found.add_row("factor_out_of_range", read, row, value=number, highest=limits.factor_highest)
