# SPDX-License-Identifier: GPL-2.0-or-later
"""三、入市方式和期限, 四、价格和保证金."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from land_entry_plugin.cadastre.entry_plan.entries import (
    NOT_APPLICABLE,
    Entry,
    Section,
    answered_in,
    cited,
)
from land_entry_plugin.cadastre.entry_plan.figures import figure_entry
from land_entry_plugin.cadastre.entry_plan.land import plane_area
from land_entry_plugin.rounding import exact_half_up
from land_entry_plugin.rules.entry_plan import figure
from land_entry_plugin.rules.questions import shown

if TYPE_CHECKING:
    from land_entry_plugin.cadastre.entry_plan.known import Known

# Ways of entry in which there is a lease, and in which there is a right of use for a term besides or instead.
LEASES = ("lease", "long_lease", "lease_then_assignment", "lease_with_assignment")
ONLY_LEASES = ("lease", "long_lease")
_SQUARE_METRES_OF_MU = Fraction(2000, 3)


def market(known: Known) -> Section:
    """Return the chapter on who enters, how, and for how long."""
    way = known.value("entry_way")
    term = known.answer("term_years", "使用年限", needed=way not in ONLY_LEASES)
    lease = known.answer("lease_years", "租赁年限", needed=way is None or way in LEASES)
    entries = [
        known.answer_or_cell("entering_body", "SYQR", "入市主体"),
        known.answer("entry_way", "入市方式（配置方式）"),
        known.answer("trade_form", "交易方式"),
        term,
        _limit(known, "longest_term", "最高年限（同类用途）"),
        lease,
        _limit(known, "longest_lease", "租赁最高年限"),
    ]
    return Section("market", "三、入市方式和使用期限", tuple(entries))


def prices(known: Known) -> Section:
    """Return the chapter on the price."""
    start = known.answer("start_price", _price_title(known))
    entries = [
        start,
        *_unit_prices(known),
        known.answer("appraised_price", "评估价（总价）", needed=False),
        *_floor(known),
        deposit(known),
        known.answer("payment_terms", "价款支付方式和期限"),
    ]
    return Section("prices", "四、价格和保证金", tuple(entries))


def deposit(known: Known) -> Entry:
    """Return the deposit: as officers stated it, else as the law lets it follow from the start price."""
    title = "竞买保证金"
    by_law = figure("deposit", known.deal)
    stated = known.answer("deposit", title)
    if known.value("deposit") is not None:
        return replace(stated, basis=cited(by_law.basis))
    if by_law.value is None:
        return Entry("deposit", title, NOT_APPLICABLE, "交易方式不设竞买保证金", basis=cited(by_law.basis))
    if by_law.expression is None:
        return stated
    return figure_entry(known, "deposit", title, "元")


def _price_title(known: Known) -> str:
    way = known.value("entry_way")
    words = {"contribution": "作价总额", "lease": "起始租金（总额）", "long_lease": "起始租金（总额）"}
    return words.get(str(way), "起始价（总价）")


def _limit(known: Known, name: str, title: str) -> Entry:
    entry = figure_entry(known, name, title, "年")
    value = figure(name, known.deal).value
    return replace(entry, text=f"{shown(value)} 年") if isinstance(value, Fraction) else entry


def _unit_prices(known: Known) -> list[Entry]:
    """Return the start price by the square metre and by the mu of the area as it is printed."""
    price, area = known.value("start_price"), plane_area(known)
    if not isinstance(price, Fraction) or not area:
        return []
    each = price / Fraction(area)
    by_metre, by_mu = exact_half_up(each), exact_half_up(each * _SQUARE_METRES_OF_MU / 10_000)
    text = f"{by_metre:,} 元/m²，{by_mu:,} 万元/亩"
    return [Entry("start_unit_price", "起始单价", text, "= 起始价 ÷ 宗地面积（平面）", by_metre, "元/m²")]


def _floor(known: Known) -> list[Entry]:
    """Return the national floor: by the square metre as officers looked it up, and for the parcel."""
    whole = figure_entry(known, "price_floor", "最低价（总价）", "元", "= 最低价单价 × 宗地面积（平面）")
    floor = known.value("price_floor")
    if not isinstance(floor, Fraction) or whole.text == NOT_APPLICABLE:
        return [whole]
    by_metre = exact_half_up(floor)
    source = answered_in("price_floor", known.answers["price_floor"])
    unit = Entry("price_floor_unit", "最低价（单价）", f"{by_metre:,} 元/m²", source, by_metre, "元/m²", whole.basis)
    return [unit, whole]
