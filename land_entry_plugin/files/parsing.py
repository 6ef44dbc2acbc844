# SPDX-License-Identifier: GPL-2.0-or-later
"""Parses JSON part by part: the parser keeps the interpreter until it is done, and a window would stand still."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_BLANKS = re.compile(r"[ \t\n\r]*")
# Numbers with an exponent or with so many digits that they may be none of a computer's.
_LARGE = re.compile(r"[0-9][eE]\+?[0-9]{3}|[0-9]{300}")


def parsed(text: str) -> Any:
    """Return what a JSON text holds; lists at its top part by part.

    The parser keeps the interpreter until it is done: with all parcels of a county at once, a window would stand still.
    """
    decoder, at = _decoder(text), _BLANKS.match(text, 0).end()
    if text[at : at + 1] != "{":
        return decoder.decode(text)
    read = decoder.raw_decode
    found: dict[str, Any] = {}
    at, end = _after(text, at, "{", "}")
    while end is None:
        if text[at : at + 1] != '"':
            raise json.JSONDecodeError("Expecting property name enclosed in double quotes", text, at)
        name, at = read(text, at)
        at, _ = _after(text, _BLANKS.match(text, at).end(), ":", "")
        if text[at : at + 1] == "[":
            found[name], at = _list(text, at, read)
        else:
            found[name], at = read(text, at)
        at, end = _after(text, _BLANKS.match(text, at).end(), ",", "}", is_between=True)
    if end != len(text):
        raise json.JSONDecodeError("Extra data", text, end)
    return found


def _decoder(text: str) -> json.JSONDecoder:
    """Return what reads a text in which every number is one: neither NaN nor too large to be told from another."""
    # asked number by number only where one may be too large: it takes its time
    return json.JSONDecoder(parse_constant=_finite, parse_float=_finite if _LARGE.search(text) else None)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is no number")
    return number


def _list(text: str, at: int, read: Callable[[str, int], tuple[Any, int]]) -> tuple[list[Any], int]:
    """Return the list that begins at a place, and where it ends."""
    found: list[Any] = []
    at, end = _after(text, at, "[", "]")
    while end is None:
        one, at = read(text, at)
        found.append(one)
        at, end = _after(text, _BLANKS.match(text, at).end(), ",", "]", is_between=True)
    return found, end


def _after(text: str, at: int, sign: str, last: str, *, is_between: bool = False) -> tuple[int, int | None]:
    """Return what follows a sign, and where all ends if it does: the last sign comes in its place, or right after."""
    if is_between and text[at : at + 1] == last:
        return at, _BLANKS.match(text, at + 1).end()
    if text[at : at + 1] != sign:
        raise json.JSONDecodeError(f"Expecting '{sign}' delimiter", text, at)
    at = _BLANKS.match(text, at + 1).end()
    if not is_between and last and text[at : at + 1] == last:
        return at, _BLANKS.match(text, at + 1).end()
    return at, None
