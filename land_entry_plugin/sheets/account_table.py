# SPDX-License-Identifier: GPL-2.0-or-later
"""The land class account of a parcel as a form whose sums close, and the sentence of the bureaus."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from land_entry_plugin.rounding import closing, half_up, mu
from land_entry_plugin.sheets.canvas import Align
from land_entry_plugin.sheets.form import Par, Row, cell
from land_entry_plugin.sheets.text_style import Styles
from land_entry_plugin.texts import word

_FIGURE_SHARES = (0.25, 0.165, 0.185)
_PAD_X_MM = 0.8
_HECTARE_DECIMALS = 4


def account_rows(account: dict[str, Any], styles: Styles, pad_y: float, width: float) -> list[Row]:
    """Return the head, a row a class, what is not covered, and the total."""
    total = Decimal(str(account["total_m2"]))
    names = [_class_name(row) for row in account["rows"]] + ["未覆盖"]
    parts = [Decimal(str(row["area_m2"])) for row in account["rows"]] + [Decimal(str(account["uncovered_m2"]))]
    in_mu = closing([part * 3 / 2000 for part in parts], total * 3 / 2000, 2)
    shares = closing([100 * part / total for part in parts], Decimal(100), 2) if total else [Decimal(0)] * len(parts)
    figures = [width * share for share in _FIGURE_SHARES]
    widths = (width - sum(figures), *figures)
    small, number = styles.basis, styles.small_number

    def row(texts: tuple[str, ...], style_of_name: Any, style_of_figure: Any, align: Align = Align.RIGHT) -> Row:
        return Row(
            tuple(
                cell(
                    one_width,
                    Par(text, style_of_figure if i else style_of_name),
                    align=align if i or align is Align.CENTRE else Align.LEFT,
                    pad_y=pad_y,
                    pad_x=_PAD_X_MM,
                )
                for i, (one_width, text) in enumerate(zip(widths, texts, strict=True))
            )
        )

    bold = styles.small_number.__class__(number.family, number.size_pt, bold=True)
    return [
        row(("地类（椭球）", "m²", "亩", "%"), bold, bold, Align.CENTRE),
        *(
            row((name, str(half_up(float(part))), str(one_mu), str(share)), small, number)
            for name, part, one_mu, share in zip(names, parts, in_mu, shares, strict=True)
        ),
        row(("合计", str(half_up(float(total))), str(mu(total)), str(sum(shares, Decimal(0)))), bold, bold),
    ]


def _class_name(row: dict[str, Any]) -> str:
    text = " ".join(str(part) for part in (row["code"], row["name"]) if part)
    return text or word("three_unknown", "zh")


def account_note(parcel: dict[str, Any]) -> str:
    """Return how the account closes, and how far plane and ellipsoid area are apart."""
    account = parcel["account"]
    total = half_up(account["total_m2"])
    parts = sum((half_up(row["area_m2"]) for row in account["rows"]), half_up(account["uncovered_m2"]))
    difference = parts - total
    closes = "闭合" if difference == 0 else "不闭合"
    residue = half_up(account["residue_m2"])
    note = f"合计{closes}，差 {difference} m²；取位余数 {residue} m²{'计入最大地类' if residue else ''}。"
    apart = half_up(parcel["measures"]["area_plane_m2"]) - total
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
