# SPDX-License-Identifier: GPL-2.0-or-later
"""The land class account of a parcel as rows whose sums close, and the sentences under it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from land_entry_plugin.cadastre.figures import NO_DATA, NOT_APPLICABLE
from land_entry_plugin.rounding import closing, half_up, mu
from land_entry_plugin.texts import word

NO_ACCOUNT = "没有可用的三调图层，地类面积账未计算。"
# Categories of the account as the three main classes; farmland is a part of the first.
CATEGORIES = {
    "farmland": "农用地（耕地）",
    "agricultural": "农用地（其他）",
    "construction": "建设用地",
    "unused": "未利用地",
}
_MAIN = (("农用地", ("farmland", "agricultural")), ("其中耕地", ("farmland",)), ("建设用地", ("construction",)),
         ("未利用地", ("unused",)))  # fmt: skip
_OTHER = "未分类"
_HECTARE_DECIMALS = 4


@dataclass(frozen=True)
class AccountRow:
    """A row of the account.

    Attributes
    ----------
    category, code, name : str
    area, in_mu, share : Decimal
        As printed: m2, 亩 and per cent, two decimals each.
    """

    category: str
    code: str
    name: str
    area: Decimal
    in_mu: Decimal
    share: Decimal

    @property
    def texts(self) -> tuple[str, str, str, str, str, str]:
        """Return the row as it is printed."""
        return self.category, self.code, self.name, str(self.area), str(self.in_mu), str(self.share)


def account_rows(account: dict[str, Any]) -> list[AccountRow]:
    """Return a row a class, then what is not covered; areas, 亩 and shares each add up to the total."""
    rows = account["rows"]
    parts = [Decimal(str(row["area_m2"])) for row in rows] + [Decimal(str(account["uncovered_m2"]))]
    total = Decimal(str(account["total_m2"]))
    in_mu = closing([part * 3 / 2000 for part in parts], total * 3 / 2000, 2)
    shares = closing([100 * part / total for part in parts], Decimal(100), 2) if total else [Decimal(0)] * len(parts)
    names = [(CATEGORIES.get(row["category"], NO_DATA), row["code"] or "", row["name"] or "") for row in rows]
    names.append((NOT_APPLICABLE, "", "未覆盖"))
    return [
        AccountRow(*name, half_up(float(part)), one_mu, share)
        for name, part, one_mu, share in zip(names, parts, in_mu, shares, strict=True)
    ]


def class_name(row: AccountRow) -> str:
    """Return code and name of a class."""
    return " ".join(part for part in (row.code, row.name) if part) or word("three_unknown", "zh")


def total_row(account: dict[str, Any]) -> AccountRow:
    """Return the total."""
    total = account["total_m2"]
    shares = sum((row.share for row in account_rows(account)), Decimal(0))
    return AccountRow("合计", "", "合计", half_up(total), mu(total), shares)


def account_difference(account: dict[str, Any]) -> Decimal:
    """Return by how much the printed parts differ from the printed total."""
    parts = sum((row.area for row in account_rows(account)), Decimal(0))
    return parts - half_up(account["total_m2"])


def account_by_category(account: dict[str, Any]) -> list[AccountRow]:
    """Return a row a class in the order of the main classes, what is not covered, the sums of these, and the total."""
    order = [*CATEGORIES, None]
    known = [row["category"] if row["category"] in CATEGORIES else None for row in account["rows"]]
    ranked = sorted(range(len(known)), key=lambda i: order.index(known[i]))
    *classes, uncovered = account_rows(account | {"rows": [account["rows"][i] for i in ranked]})
    categories = [known[i] for i in ranked]
    rows = [
        AccountRow(
            CATEGORIES.get(category, _OTHER), row.code or NO_DATA, row.name or NO_DATA, row.area, row.in_mu, row.share
        )
        for category, row in zip(categories, classes, strict=True)
    ]
    rows.append(
        AccountRow(NOT_APPLICABLE, NOT_APPLICABLE, uncovered.name, uncovered.area, uncovered.in_mu, uncovered.share)
    )
    for title, members in _MAIN:
        own = [row for category, row in zip(categories, classes, strict=True) if category in members]
        zero = Decimal("0.00")
        sums = (
            sum((row.area for row in own), zero),
            sum((row.in_mu for row in own), zero),
            sum((row.share for row in own), zero),
        )
        rows.append(AccountRow(title, NOT_APPLICABLE, "小计", *sums))
    whole = total_row(account)
    return [*rows, AccountRow("合计", NOT_APPLICABLE, "闭合于宗地椭球面积", whole.area, whole.in_mu, whole.share)]


def account_note(parcel: dict[str, Any]) -> str:
    """Return how the account closes, and how far plane and ellipsoid area are apart."""
    account = parcel["account"]
    difference = account_difference(account)
    closes = "闭合" if difference == 0 else "不闭合"
    residue = half_up(account["residue_m2"])
    note = f"合计{closes}，差 {difference} m²；取位余数 {residue} m²{'计入最大地类' if residue else ''}。"
    apart = half_up(parcel["measures"]["area_plane_m2"]) - half_up(account["total_m2"])
    note += f"平面面积与椭球面积相差 {apart} m²。"
    doubly = parcel.get("doubly_covered_m2")
    if doubly and half_up(doubly):
        note += f"图斑重复覆盖 {half_up(doubly)} m²，只计一次。"
    return note


def bureau_sentence(parcel: dict[str, Any]) -> str:
    """Return the account by category in hectares, as bureaus write it."""
    account = parcel["account"]
    categories = {"farmland": Decimal(0), "agricultural": Decimal(0), "construction": Decimal(0), "unused": Decimal(0)}
    other = Decimal(str(account["uncovered_m2"]))
    for row in account["rows"]:
        part = Decimal(str(row["area_m2"]))
        if row["category"] in categories:
            categories[row["category"]] += part
        else:
            other += part
    total = Decimal(str(account["total_m2"]))
    hectares = closing([part / 10000 for part in (*categories.values(), other)], total / 10000, _HECTARE_DECIMALS)
    farmland, agricultural, construction, unused, unknown = hectares
    rest = f"、地类不明或未覆盖 {unknown} 公顷" if other else ""
    whole = half_up(float(total) / 10000, _HECTARE_DECIMALS)
    return (
        f"项目拟使用 {whole} 公顷，现状为农用地 {farmland + agricultural} 公顷"
        f"（其中耕地 {farmland} 公顷）、建设用地 {construction} 公顷、未利用地 {unused} 公顷{rest}，"
        f"{_basic_farmland(parcel)}。"
    )


def _basic_farmland(parcel: dict[str, Any]) -> str:
    finding = next((one for one in parcel["findings"] if one["rule_id"] == "basic_farmland"), None)
    overlap = parcel["measures"].get("basic_farmland_m2") or 0.0
    if half_up(overlap):
        return f"涉及永久基本农田 {half_up(overlap / 10000, _HECTARE_DECIMALS)} 公顷"
    if finding is not None and finding["outcome"] == "pass":
        return "不涉及永久基本农田"
    return "是否涉及永久基本农田未能判断"


def survey_sentence(parcel: dict[str, Any]) -> str:
    """Return how the areas of the account are meant, and of which year the survey is."""
    year = parcel["measures"].get("survey_year")
    return f"面积为椭球面积。{f'国土调查年度 {year}。' if year else ''}"
