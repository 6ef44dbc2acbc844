# SPDX-License-Identifier: GPL-2.0-or-later
"""An expression cut into numbers, dates, texts, names and signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from land_entry_plugin.rules.expressions.values import ExpressionError

MAX_CHARACTERS = 2000
KEYWORDS = frozenset({"and", "or", "not", "in", "if", "then", "else", "true", "false", "undefined"})

# only ASCII digits and letters: what else looks like one is named in a message
_SPACE = re.compile(r"\s+")
_SIGN = re.compile(r"<=|>=|!=|[-+*/=<>(),\[\]]")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_LIKE_A_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[0-9A-Za-z_.]*")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LIKE_A_NUMBER = re.compile(r"[0-9][0-9A-Za-z_.]*")
_THOUSANDS = re.compile(r"[0-9],$")
_NUMBER = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]+)?")
# a full-width sign and its plain one lie this far apart
_FULL_WIDTH, _TO_PLAIN = re.compile("[\uff01-\uff5e]"), 0xFEE0
_OTHER_WORD = re.compile(r"[^\W\d_a-zA-Z]+")

# what other languages, and Chinese keyboards, write
_FOREIGN = re.compile(r"==|=>|=<|<>|&&|\|\||\*\*|//|!(?!=)|[&|^≥≤≠×÷−–—“”‘’、]")
_MEANT = {
    "==": "=", "=>": ">=", "=<": "<=", "<>": "!=", "&&": "and", "&": "and", "||": "or", "|": "or", "!": "not",
    "//": "/", "≥": ">=", "≤": "<=", "≠": "!=", "×": "*", "÷": "/", "−": "-", "–": "-", "—": "-", "、": ",",
    "“": "straight quotes", "”": "straight quotes", "‘": "straight quotes", "’": "straight quotes",
}  # fmt: skip


class Kind(StrEnum):
    """What a token is."""

    LITERAL = "literal"
    NAME = "name"
    KEYWORD = "keyword"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True)
class Token:
    """One word, number, text or sign; ``value`` is what a literal stands for."""

    kind: Kind
    text: str
    position: int
    value: Fraction | date | str | None = None

    @property
    def end(self) -> int:
        """The offset behind it."""
        return self.position + len(self.text)


def tokens(text: str) -> list[Token]:
    """Return the tokens of an expression, an end token last.

    Raises
    ------
    ExpressionError
        When it is too long or holds what is no part of the language.
    """
    if len(text) > MAX_CHARACTERS:
        message = f"an expression has at most {MAX_CHARACTERS} characters, this one has {len(text)}"
        raise ExpressionError(message, MAX_CHARACTERS)
    found: list[Token] = []
    position = 0
    while position < len(text):
        space = _SPACE.match(text, position)
        if space:
            position = space.end()
            continue
        token = _token(text, position)
        found.append(token)
        position = token.end
    found.append(Token(Kind.END, "", len(text)))
    return found


def _token(text: str, position: int) -> Token:
    character = text[position]
    if character in "'\"":
        return _quoted(text, position)
    if match := _LIKE_A_DATE.match(text, position):
        return Token(Kind.LITERAL, match[0], position, _date(match[0], position))
    if match := _LIKE_A_NUMBER.match(text, position):
        number = _number(match[0], position, grouped=bool(_THOUSANDS.search(text, 0, position)))
        if text[match.end() : match.end() + 1] == "%":
            return Token(Kind.LITERAL, match[0] + "%", position, number / 100)
        return Token(Kind.LITERAL, match[0], position, number)
    if match := _WORD.match(text, position):
        return Token(_word(match[0], position), match[0], position)
    if match := _FOREIGN.match(text, position):
        meant = _MEANT.get(match[0])
        message = f"'{match[0]}' is not used here; write {meant}" if meant else "there are no powers here"
        raise ExpressionError(message, position)
    if match := _SIGN.match(text, position):
        return Token(Kind.SIGN, match[0], position)
    raise ExpressionError(_strange(text, position), position)


def _quoted(text: str, position: int) -> Token:
    end = text.find(text[position], position + 1)
    if end < 0:
        raise ExpressionError("the text that begins here lacks its closing quote", position)
    return Token(Kind.LITERAL, text[position : end + 1], position, text[position + 1 : end])


def _date(written: str, position: int) -> date:
    if not _DATE.fullmatch(written):
        raise ExpressionError(f"'{written}' is no date; a date is written as 2025-05-01", position)
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise ExpressionError(f"'{written}' is no day of the calendar", position) from error


def _number(written: str, position: int, *, grouped: bool) -> Fraction:
    if _NUMBER.fullmatch(written):
        return Fraction(written)
    if written.isdigit():
        if grouped:
            raise ExpressionError("a number has no separators; write it in one piece", position)
        hint = f"begins with a zero; a code is a text, '{written}' in quotes, and a date is written as 2025-05-01"
        raise ExpressionError(f"{written} {hint}", position)
    hint = "a number has digits and at most one decimal point, no separators and no unit"
    raise ExpressionError(f"'{written}' is no number; {hint}", position)


def _word(written: str, position: int) -> Kind:
    if written in KEYWORDS:
        return Kind.KEYWORD
    if _NAME.fullmatch(written):
        return Kind.NAME
    if written.startswith("_"):
        raise ExpressionError(f"'{written}' is no name; a name begins with a small letter", position)
    raise ExpressionError(f"'{written}' has capital letters; write {written.lower()}", position)


def _strange(text: str, position: int) -> str:
    """Return what to say of a character that begins nothing."""
    character = text[position]
    if _FULL_WIDTH.match(character):
        return f"'{character}' is a full-width character; write {chr(ord(character) - _TO_PLAIN)}"
    if character.isalpha() and (match := _OTHER_WORD.match(text, position)):
        return f"'{match[0]}' is no name; a text stands in quotes: '{match[0]}'"
    if character == "%":
        return "'%' stands right behind a number, as in 20%"
    if character == ".":
        return "'.' stands only inside a number, as in 0.5; names have no parts"
    if not character.isprintable():
        return f"a hidden character (U+{ord(character):04X}) stands here; delete it"
    return f"'{character}' has no meaning here"
