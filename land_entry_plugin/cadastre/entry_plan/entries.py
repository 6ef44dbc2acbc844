# SPDX-License-Identifier: GPL-2.0-or-later
"""Lines of an entry plan: what is printed, the figure behind it, and where it is from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.cells import State, cell_text
from land_entry_plugin.rounding import exact_half_up
from land_entry_plugin.rules.kinds.wording import with_unit
from land_entry_plugin.rules.questions import TEXT, shown
from land_entry_plugin.texts import render

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from land_entry_plugin.rules.pack import Basis
    from land_entry_plugin.rules.questions import Answer, Question

LANGUAGE = "zh"
MISSING, NOT_APPLICABLE = "待补", "/"
# What open lines wait for besides answers.
TABLE, SHAPE, OTHERS = "宗地表补填", "补测图形后重新筛查", "前列各项确定后计算"
# What is written where nobody knows yet; 无 and / say something.
_NOT_YET = ("", "待补", "待定", "待核", "未", "未办", "未定", "暂无", "不详", "?", "？", "tbd")
_YUAN_OF_10_000 = 10_000
_CELL_SOURCES = {
    State.GIVEN: "宗地表 {name}",
    State.COMPUTED: "筛查记录 {name}（由图形计算）",
    State.COMPOSED: "筛查记录 {name}（由图层和宗地表得出）",
    State.WITHHELD: "—",
}


@dataclass(frozen=True)
class Entry:
    """One line of the plan.

    Attributes
    ----------
    id : str
        Never changes once released: templates name it.
    title : str
    text : str
        As it is printed; 待补 where nobody has said it, ``/`` where it does not apply.
    source : str
        Where it is from: column of the parcel table, question and row of the answers, finding, or how it is computed.
    value : Decimal, date, str or None
        What a workbook keeps; None where it is open or does not apply.
    unit : str
        Of a number: 元, m², 年; empty for a share of 1 and for texts.
    basis : str
        The articles that a figure rests on.
    wanted : str
        Where it is open: what has to be said, and by whom.
    awaits : str
        Who or what it waits for, where nothing more is to be said of it: open lines are listed by that.
    """

    id: str
    title: str
    text: str
    source: str = ""
    value: Decimal | date | str | None = None
    unit: str = ""
    basis: str = ""
    wanted: str = ""
    awaits: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be filled in."""
        return bool(self.wanted)


@dataclass(frozen=True)
class Section:
    """A chapter of the plan."""

    id: str
    title: str
    entries: tuple[Entry, ...]


def money(value: Fraction) -> tuple[Decimal, str]:
    """Return an amount in yuan, rounded once to the cent, and as it is printed: in 元 and in 万元, both the same."""
    yuan = exact_half_up(value)
    in_10_000 = f"{yuan / _YUAN_OF_10_000:f}"
    in_10_000 = in_10_000.rstrip("0").rstrip(".") if "." in in_10_000 else in_10_000
    return yuan, f"{yuan:,} 元（{in_10_000} 万元）"


def percent(share: Fraction) -> str:
    """Return a share of 1 in percent, with as many digits as it has (up to six)."""
    return f"{shown(share * 100)}%"


def cited(bases: Iterable[Basis]) -> str:
    """Return articles as they are cited, those of one document together (《办法》第二条、第六条)."""
    articles: dict[str, list[str]] = {}
    for basis in bases:
        own = articles.setdefault(basis.document.title, [])
        if basis.article and basis.article not in own:
            own.append(basis.article)
    return "；".join(f"《{title}》{'、'.join(own)}" for title, own in articles.items())


def from_cell(cells: Mapping[str, Any], name: str, id_: str, title: str) -> Entry:
    """Return a cell of the survey sheet."""
    data = cells.get(name)
    if data is None or data["state"] == State.UNKNOWN:
        unread = f"，原填「{data['given']}」不能用" if data and data.get("given") else ""
        return Entry(id_, title, MISSING, wanted=f"宗地表 {name} 未填{unread}", awaits="" if unread else TABLE)
    if data["state"] == State.NOT_APPLICABLE:
        return Entry(id_, title, NOT_APPLICABLE, _CELL_SOURCES[State.GIVEN].format(name=name))
    text = cell_text(data, LANGUAGE)
    return Entry(id_, title, text, _CELL_SOURCES[State(data["state"])].format(name=name), text)


def from_answer(
    question: Question | None, answer: Answer | None, id_: str, title: str, *, needed: bool = True
) -> Entry:
    """Return what officers answered to a question.

    Parameters
    ----------
    needed : bool
        Whether the plan is open without it; else ``/`` is printed where nobody said anything.
    """
    if question is None:
        return Entry(id_, title, MISSING, wanted="规则包没有此项，由经办人补")
    if answer is None or answer.value is None:
        if not needed and answer is None:
            return Entry(id_, title, NOT_APPLICABLE, f"答复 {question.id}：未填")
        awaits = "" if answer else f"{office_of(question)}答复"
        return Entry(id_, title, MISSING, wanted=asked(question, answer), awaits=awaits)
    value: Any = answer.value
    source = answered_in(question.id, answer)
    if isinstance(value, Fraction) and question.unit == "yuan":
        yuan, text = money(value)
        return Entry(id_, title, text, source, yuan, "元")
    if isinstance(value, Fraction) and question.unit == "share":
        return Entry(id_, title, percent(value), source, exact_half_up(value, 8))
    if isinstance(value, Fraction):
        unit = with_unit("", question.unit, LANGUAGE).strip()
        return Entry(
            id_, title, with_unit(shown(value), question.unit, LANGUAGE), source, exact_half_up(value, 6), unit
        )
    text = question.shown(value, LANGUAGE)
    if question.type == TEXT and text.strip().lower() in _NOT_YET:
        return Entry(id_, title, MISSING, wanted=f"{asked(question, None)}（现填「{text}」）")
    return Entry(id_, title, text, source, value if isinstance(value, date) else text)


def asked(question: Question, answer: Answer | None) -> str:
    """Return what has to be answered, and by whom."""
    unread = "" if answer is None else f"，原答复「{answer.written}」不能识别"
    return f"{office_of(question)}答复：{question.title[LANGUAGE]}［{question.id}］{unread}"


def office_of(question: Question) -> str:
    """Return who answers a question."""
    return question.office[LANGUAGE] if question.office else render("word.officer", {}, LANGUAGE)


def answered_in(id_: str, answer: Answer) -> str:
    """Return where an answer stands, with the paper it rests on."""
    row = f" 第 {answer.row} 行" if answer.row else ""
    beside = [str(one) for one in (answer.paper, answer.office, answer.date) if one]
    papers = f"（{'，'.join(beside)}）" if beside else ""
    return f"答复 {id_}{row}{papers}"
