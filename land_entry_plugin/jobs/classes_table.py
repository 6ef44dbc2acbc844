# SPDX-License-Identifier: GPL-2.0-or-later
"""The class account as a table whose sums close: of one parcel, and of several."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.class_account import CATEGORIES
from land_entry_plugin.files.workbook import Sheet
from land_entry_plugin.files.workbook_charts import Bars
from land_entry_plugin.rounding import closing
from land_entry_plugin.texts import word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_HEADS = ("三大类", "地类编码", "地类名称", "面积 m²", "面积 亩", "占比")
_NO_CODE = "—"
_UNCOVERED = "未覆盖"
_SHARE_DECIMALS = 4
# More bars are not read.
_MOST_BARS = 15
_Class = tuple[str, str, str]


def classes_sheet(parcels: Sequence[dict[str, Any]]) -> Sheet | None:
    """Return the classes of the land survey in all parcels that have an account, the largest first, with a chart."""
    areas: dict[_Class, Decimal] = {}
    for parcel in parcels:
        for name, area in _parts(parcel["account"]) if parcel["account"] else ():
            areas[name] = areas.get(name, Decimal(0)) + area
    found = sorted(((name, area) for name, area in areas.items() if area), key=lambda pair: (-pair[1], pair[0]))
    if not found:
        return None
    bars = Bars("各地类面积（m²，椭球）", 2, 3, min(len(found), _MOST_BARS), decimals=2)
    return _sheet("地类汇总", found, "Classes", (bars,))


def account_sheet(account: dict[str, Any]) -> Sheet:
    """Return the class account of one parcel, as the record has it."""
    return _sheet("地类面积", [(name, area) for name, area in _parts(account) if area], "ClassAccount")


def _parts(account: dict[str, Any]) -> Iterable[tuple[_Class, Decimal]]:
    for row in account["rows"]:
        title = CATEGORIES.get(row["category"]) or word("three_unknown", "zh")
        yield (title, row["code"] or _NO_CODE, row["name"] or _NO_CODE), Decimal(str(row["area_m2"]))
    yield (_NO_CODE, _NO_CODE, _UNCOVERED), Decimal(str(account["uncovered_m2"]))


def _sheet(title: str, found: Sequence[tuple[_Class, Decimal]], table: str, charts: Sequence[Bars] = ()) -> Sheet:
    areas = [area for _, area in found]
    total = sum(areas, Decimal(0))
    in_mu = closing([area * 3 / 2000 for area in areas], total * 3 / 2000, 2)
    shares = closing([area / total for area in areas], Decimal(1), _SHARE_DECIMALS) if total else []
    rows = [
        [*name, float(area), float(one_mu), float(share)]
        for (name, area), one_mu, share in zip(found, in_mu, shares, strict=True)
    ]
    sums = {3: float(total), 4: float(sum(in_mu, Decimal(0))), 5: float(sum(shares, Decimal(0)))}
    return Sheet(title, _HEADS, rows, share_columns=(5,), sums=sums, table=table, charts=charts)
