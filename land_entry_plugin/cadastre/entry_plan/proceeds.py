# SPDX-License-Identifier: GPL-2.0-or-later
"""五、成本、收益和分配: income, cost, net gain, levy, what is left for the collective and how it is shared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from land_entry_plugin.cadastre.entry_plan.entries import (
    LANGUAGE,
    MISSING,
    NOT_APPLICABLE,
    OTHERS,
    Entry,
    Section,
    answered_in,
    asked,
    cited,
    money,
    office_of,
    percent,
)
from land_entry_plugin.cadastre.entry_plan.figures import figure_entry
from land_entry_plugin.rounding import exact_half_up
from land_entry_plugin.rules.entry_plan import figure, share_figure
from land_entry_plugin.rules.expressions import Unanswered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.cadastre.entry_plan.known import Known
    from land_entry_plugin.rules.expressions import Value

# Who shares, by the question that asks for the part, where no law states the parts.
_STATED_SHARES = (("reserve_share", "集体留存"), ("members_share", "成员分配"))
_PROCEEDS_RULES = ("proceeds", "proceeds_account")


@dataclass(frozen=True)
class Part:
    """One part of what is left for the collective.

    Attributes
    ----------
    id, title : str
    share : Fraction or None
        Of 1; None where it is open.
    amount : Decimal or None
        In yuan.
    source, basis, wanted, awaits : str
        As of an ``Entry``.
    """

    id: str
    title: str
    share: Fraction | None
    amount: Decimal | None
    source: str = ""
    basis: str = ""
    wanted: str = ""
    awaits: str = ""


@dataclass(frozen=True)
class Proceeds:
    """The account of a plan.

    Attributes
    ----------
    section : Section
        Its lines.
    retained : Decimal or None
        What is left for the collective, in yuan; None where it is open.
    parts : tuple of Part
    """

    section: Section
    retained: Decimal | None
    parts: tuple[Part, ...]


def proceeds(known: Known) -> Proceeds:
    """Return the chapter on the proceeds; what hangs on an open figure is open too, never nought."""
    gain, levy = figure("gain", known.deal).value, figure("levy", known.deal).value
    retained = gain - levy if isinstance(gain, Fraction) and isinstance(levy, Fraction) else None
    parts = _parts(known, retained)
    entries = [
        _income(known),
        known.answer("entry_cost", "入市成本"),
        figure_entry(known, "gain", "土地增值收益（净收益）", "元", "= 入市收入 − 入市成本"),
        _rate(known),
        figure_entry(known, "levy", "土地增值收益调节金", "元"),
        _retained(known, retained),
        *(_part_entry(part, retained) for part in parts),
        known.answer("sharing_arrangement", "收益使用和分配安排"),
    ]
    section = Section("proceeds", "五、成本、收益和分配", tuple(entries))
    return Proceeds(section, None if retained is None else money(retained)[0], parts)


def shares_sum(parts: Sequence[Part]) -> Fraction | None:
    """Return what all shares amount to; None where one is open."""
    shares = [part.share for part in parts]
    return None if not shares or None in shares else sum((share for share in shares if share is not None), Fraction(0))


def _income(known: Known) -> Entry:
    """Return the income: that of the deal where there is one, else the start price."""
    if "deal_price" in known.answers:
        return replace(known.answer("deal_price", "入市收入（成交价）"), id="income")
    entry = known.answer("start_price", "入市收入（按起始价测算）")
    return replace(entry, id="income", source=f"= 起始价；{entry.source}" if not entry.is_open else "")


def _rate(known: Known) -> Entry:
    """Return the rate of the levy; where a pack states only the amount, no rate by itself."""
    title, levy = "调节金征收比例", figure("levy", known.deal)
    if "levy_rate" in known.deal.pack.entry_plan.terms or levy.is_stated or levy.law is None:
        return figure_entry(known, "levy_rate", title, "")
    return Entry("levy_rate", title, NOT_APPLICABLE, "规则包只规定金额的算法，见调节金", basis=cited(levy.basis))


def _retained(known: Known, retained: Fraction | None) -> Entry:
    title = "缴纳调节金后归集体的净收益"
    bases = [basis for rule in known.deal.pack.rules if rule.id in _PROCEEDS_RULES for basis in rule.basis]
    if retained is None:
        return Entry("retained", title, MISSING, basis=cited(bases), wanted="净收益和调节金都确定后计算", awaits=OTHERS)
    value, text = money(retained)
    return Entry("retained", title, text, "= 净收益 − 调节金", value, "元", cited(bases))


def _parts(known: Known, retained: Fraction | None) -> tuple[Part, ...]:
    """Return the parts as the law states them, else as officers do; their amounts add up to what is shared."""
    found = _shares_by_law(known) or _stated_shares(known)
    total = shares_sum(found)
    if retained is None or retained <= 0:
        return tuple(found)
    amounts = [None if part.share is None else exact_half_up(retained * part.share) for part in found]
    if total == 1:
        # what rounding leaves over goes to the largest part
        known_amounts = [amount for amount in amounts if amount is not None]
        largest = max(range(len(found)), key=lambda i: found[i].share or 0)
        amounts[largest] = known_amounts[largest] + money(retained)[0] - sum(known_amounts)
    return tuple(replace(part, amount=amount) for part, amount in zip(found, amounts, strict=True))


def _shares_by_law(known: Known) -> list[Part]:
    found = []
    for share in known.deal.pack.entry_plan.sharing:
        worth = share_figure(share, known.deal)
        names = sorted(share.expression.names & known.answers.keys())
        stated = [answered_in(name, known.answers[name]) for name in names]
        value = worth.value if isinstance(worth.value, Fraction) else None
        wanted = "" if value is not None else _wanted(known, worth.value)
        source = "；".join([f"规则包 {known.deal.pack.id}", *stated])
        found.append(Part(share.id, share.title[LANGUAGE], value, None, source, cited(share.basis), wanted))
    return found


def _stated_shares(known: Known) -> list[Part]:
    found = []
    for name, title in _STATED_SHARES:
        value = known.value(name)
        if isinstance(value, Fraction):
            found.append(Part(name, title, value, None, answered_in(name, known.answers[name])))
        else:
            question = known.deal.pack.questions[name]
            answer = known.answers.get(name)
            awaits = "" if answer else f"{office_of(question)}答复"
            found.append(Part(name, title, None, None, wanted=asked(question, answer), awaits=awaits))
    return found


def _wanted(known: Known, value: Value | None) -> str:
    if not isinstance(value, Unanswered):
        return "规则包没有规定，不按 0 计"
    questions = known.deal.pack.questions
    return "；".join(asked(questions[name], known.answers.get(name)) for name in sorted(value.names))


def _part_entry(part: Part, retained: Fraction | None) -> Entry:
    title = f"其中：{part.title}"
    if part.share is None:
        return Entry(part.id, title, MISSING, basis=part.basis, wanted=part.wanted, awaits=part.awaits)
    if part.amount is None:
        why = "金额待净收益和调节金确定" if retained is None else "没有可分配的收益"
        text = f"{percent(part.share)}（{why}）"
        return Entry(part.id, title, text, part.source, basis=part.basis)
    text = f"{percent(part.share)}，{money(Fraction(part.amount))[1]}"
    return Entry(part.id, title, text, part.source, part.amount, "元", part.basis)


def nothing_to_share(known: Known) -> bool:
    """Return whether the entry leaves no gain."""
    gain = figure("gain", known.deal).value
    return isinstance(gain, Fraction) and gain <= 0
