# SPDX-License-Identifier: GPL-2.0-or-later
"""What an officer is asked, and how an answer is read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from land_entry_plugin.rules.expressions import Type

if TYPE_CHECKING:
    from collections.abc import Callable

    from land_entry_plugin.rules.expressions import Value

YES_NO, CHOICE, NUMBER, DATE, TEXT = "yes_no", "choice", "number", "date", "text"
# What may be stated beside an answer.
PARTICULARS = ("date", "paper", "office")
TYPES = {YES_NO: Type.YES_NO, CHOICE: Type.TEXT, NUMBER: Type.NUMBER, DATE: Type.DATE, TEXT: Type.TEXT}
# 有, 无 and the like are no answers: to 没有查封？ they say the opposite of what they seem to.
YES = ("是", "符合", "通过", "yes", "y", "true", "1", "√", "✓")
NO = ("否", "不符合", "不通过", "no", "n", "false", "0", "×", "✗")
# What may stand behind a number, and by how much it counts in the unit that was asked for.
WRITTEN_UNITS = {
    "yuan": {"元": Fraction(1), "万元": Fraction(10_000)},
    "yuan_per_m2": {
        "元/m2": Fraction(1),
        "元/平方米": Fraction(1),
        "元/亩": Fraction(3, 2000),
        "万元/亩": Fraction(15),
    },
    "m2": {"m2": Fraction(1), "平方米": Fraction(1), "平米": Fraction(1), "亩": Fraction(2000, 3)},
    "persons": {"人": Fraction(1), "名": Fraction(1), "位": Fraction(1)},
}
# Units whose numbers may be written as 20% or 2/3.
_SHARES = ("share", "ratio", None)

# no more digits than anybody means: a number stays one that can be worked with
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3}){1,6}|\d{1,30})(\.\d{1,30})?([eE][+-]?\d{1,2})?", re.ASCII)
_RATIO = re.compile(r"(\d{1,15})/(\d{1,15})", re.ASCII)
_TERM = re.compile(r"(?:(\d{1,4}(?:\.\d{1,6})?)年)?零?(?:(\d{1,4})个?月)?零?(?:(\d{1,5})[天日])?整?", re.ASCII)
_TIME = r"([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}(:?\d{2})?)?)?"
_DATE = re.compile(rf"(\d{{4}})\s?[-/.年]\s?(\d{{1,2}})\s?[-/.月]\s?(\d{{1,2}})\s?日?{_TIME}", re.ASCII)
_PLAIN_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})(\.0)?", re.ASCII)
_MONTHS, _DAYS = 12, 366


@dataclass(frozen=True)
class Question:
    """One fact that an officer states of a parcel.

    Attributes
    ----------
    id : str
        The name under which expressions know the answer.
    title : dict
        By language, as a question.
    type : str
        ``yes_no``, ``choice``, ``number``, ``date`` or ``text``.
    choices : dict of str to dict
        For ``choice``: what may be answered, by language.
    unit : str or None
        For ``number``: ``yuan``, ``m2``, ``years``, ``share``, ``persons``, ``ratio``.
    office, paper : dict or None
        Who answers, and on which paper; by language.
    """

    id: str
    title: dict[str, str]
    type: str
    choices: dict[str, dict[str, str]] = field(default_factory=dict)
    unit: str | None = None
    office: dict[str, str] | None = None
    paper: dict[str, str] | None = None

    def read(self, written: Any) -> Value:
        """Return what an answer says, as a value of expressions.

        Raises
        ------
        ValueError
            When it cannot be read as an answer to this question.
        """
        if isinstance(written, datetime):
            written = written.date()
        elif isinstance(written, float) and written.is_integer():
            written = int(written)
        return _READERS[self.type](self, str(written).strip())

    def read_or_none(self, written: Any) -> Value | None:
        """Return what an answer says, None where it cannot be read."""
        try:
            return self.read(written)
        except ValueError:
            return None

    def shown(self, value: Value, language: str) -> str:
        """Return an answer as a reader sees it."""
        if isinstance(value, bool):
            return {"zh": ("否", "是"), "en": ("no", "yes")}[language][value]
        if isinstance(value, str) and value in self.choices:
            return self.choices[value][language]
        return shown(value)


@dataclass(frozen=True)
class Answer:
    """What an officer answered.

    Attributes
    ----------
    value : Value or None
        None where it could not be read.
    written : str
        As it was written.
    date : date or None
        Of the paper, or of the answer.
    paper, office : str or None
        Number of the paper; who answered.
    row : int or None
        Of the table of answers, from 1, without its head and empty rows; no part of what is answered.
    """

    value: Value | None
    written: str
    date: date | None = None
    paper: str | None = None
    office: str | None = None
    row: int | None = field(default=None, compare=False)


def shown(value: Value) -> str:
    """Return a value as text, numbers without needless digits."""
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return str(value.numerator)
        return f"{float(value):.6f}".rstrip("0").rstrip(".")
    return value.isoformat() if isinstance(value, date) else str(value)


def _yes_no(_: Question, text: str) -> bool:
    plain = _plain(text).casefold().removesuffix(".0")
    if plain in YES:
        return True
    if plain in NO:
        return False
    raise ValueError(text)


def _choice(question: Question, text: str) -> str:
    plain = _plain(text).casefold()
    for choice, titles in question.choices.items():
        if plain in (choice.casefold(), *(_plain(title).casefold() for title in titles.values())):
            return choice
    raise ValueError(text)


def _number(question: Question, text: str) -> Fraction:
    plain = _plain(text)
    if question.unit in _SHARES:
        return _share(question, plain)
    term = _TERM.fullmatch(plain.replace(" ", "")) if question.unit == "years" else None
    if term and any(term.groups()):
        years, months, days = (Fraction(part or 0) for part in term.groups())
        return years + months / _MONTHS + days / _DAYS
    units = WRITTEN_UNITS.get(question.unit, {})
    unit = max((unit for unit in units if plain.endswith(unit)), key=len, default="")
    return _plain_number(plain.removesuffix(unit)) * units.get(unit, Fraction(1))


def _share(question: Question, plain: str) -> Fraction:
    if plain.endswith("%"):
        share = _plain_number(plain[:-1]) / 100
        if share < 0:
            raise ValueError(plain)
        return share
    parts = _RATIO.fullmatch(plain.replace(" ", ""))
    if parts and int(parts[2]):
        return Fraction(int(parts[1]), int(parts[2]))
    value = _plain_number(plain)
    if value < 0 or (question.unit == "share" and value > 1):
        # 20 may have been meant as 20 %: nobody guesses
        raise ValueError(plain)
    return value


def _plain_number(text: str) -> Fraction:
    plain = text.strip()
    if not _NUMBER.fullmatch(plain):
        raise ValueError(text)
    return Fraction(plain.replace(",", ""))


def _date(_: Question, text: str) -> date:
    plain = _plain(text)
    found = _DATE.fullmatch(plain) or _PLAIN_DATE.fullmatch(plain)
    if not found:
        raise ValueError(text)
    return date(int(found[1]), int(found[2]), int(found[3]))


def _text(_: Question, text: str) -> str:
    return text


def _plain(text: str) -> str:
    """Return a text with full-width characters and signs for units as plain ones."""
    return unicodedata.normalize("NFKC", text).strip()


_READERS: dict[str, Callable[[Question, str], Value]] = {
    YES_NO: _yes_no,
    CHOICE: _choice,
    NUMBER: _number,
    DATE: _date,
    TEXT: _text,
}
