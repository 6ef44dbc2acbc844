# SPDX-License-Identifier: GPL-2.0-or-later
"""地类面积表: the classes of the land survey by category, with sums that close."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from land_entry_plugin.rounding import closing, half_up, mu
from land_entry_plugin.sheets.account_table import account_note, bureau_sentence
from land_entry_plugin.sheets.canvas import Align
from land_entry_plugin.sheets.figures import NOT_APPLICABLE
from land_entry_plugin.sheets.flow import Block, Divisible, Table
from land_entry_plugin.sheets.form import Par, Row, cell
from land_entry_plugin.sheets.forms.context import PAD_MM, Form, FormContext
from land_entry_plugin.sheets.map_block import NO_ACCOUNT
from land_entry_plugin.sheets.text_style import TextStyle

_WIDTHS = (32.0, 20.0, 43.0, 26.0, 18.0, 26.0)
_TITLES = ("三大类", "地类编码", "地类名称", "面积（m²）", "亩", "占比（%）")
_ROW_MM = 7.4
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


def _blocks(context: FormContext) -> list[Block | Table | Divisible]:
    parcel = context.parcel
    account = parcel["account"]
    if account is None:
        return [context.lines(NO_ACCOUNT), context.signatures("制表", "校审")]
    head = _row(context, _TITLES, context.styles.total, centred=True)
    year = parcel["measures"].get("survey_year")
    survey = f"国土调查年度 {year}。" if year else ""
    return [
        Table(tuple(account_by_category(context, account)), (head,)),
        context.lines(f"面积为椭球面积。{survey}{account_note(parcel)}", bureau_sentence(parcel)),
        context.signatures("制表", "校审"),
    ]


def account_by_category(context: FormContext, account: dict[str, Any]) -> list[Row]:
    """Return a row a class, what is not covered, the sums of the categories, and the total."""
    total = Decimal(str(account["total_m2"]))
    order = [*CATEGORIES, None]
    known = [(row, row["category"] if row["category"] in CATEGORIES else None) for row in account["rows"]]
    known.sort(key=lambda pair: order.index(pair[1]))
    parts = [Decimal(str(row["area_m2"])) for row, _ in known] + [Decimal(str(account["uncovered_m2"]))]
    in_mu = closing([part * 3 / 2000 for part in parts], total * 3 / 2000, 2)
    shares = closing([100 * part / total for part in parts], Decimal(100), 2) if total else [Decimal(0)] * len(parts)
    names = [
        (CATEGORIES.get(category, _OTHER) if category else _OTHER, row["code"] or "—", row["name"] or "—")
        for row, category in known
    ] + [(NOT_APPLICABLE, NOT_APPLICABLE, "未覆盖")]
    figures = [(half_up(float(part)), one_mu, share) for part, one_mu, share in zip(parts, in_mu, shares, strict=True)]
    number, bold = context.styles.number, context.styles.total
    rows = [_row(context, (*name, *map(str, own)), number) for name, own in zip(names, figures, strict=True)]
    for title, categories in _MAIN:
        own = [figure for (_, category), figure in zip(known, figures, strict=False) if category in categories]
        sums = [sum((figure[i] for figure in own), Decimal("0.00")) for i in range(3)]
        rows.append(_row(context, (title, NOT_APPLICABLE, "小计", *map(str, sums)), number))
    whole = (half_up(float(total)), mu(total), sum(shares, Decimal(0)))
    return [*rows, _row(context, ("合计", NOT_APPLICABLE, "闭合于宗地椭球面积", *map(str, whole)), bold)]


def _row(context: FormContext, texts: tuple[str, ...], style: TextStyle, *, centred: bool = False) -> Row:
    first_figure = 3
    return Row(
        tuple(
            cell(
                width,
                Par(text, style if i >= first_figure or style.bold else context.styles.value),
                align=Align.RIGHT if i >= first_figure and not centred else Align.CENTRE,
                pad_y=PAD_MM,
            )
            for i, (width, text) in enumerate(zip(_WIDTHS, texts, strict=True))
        ),
        _ROW_MM,
    )


FORM = Form("LAND_CLASSES", "地类面积表", _blocks)
