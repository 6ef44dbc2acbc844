# SPDX-License-Identifier: GPL-2.0-or-later
"""Parses JSON part by part: the parser keeps the interpreter until it is done, and a window would stand still."""

from __future__ import annotations

import json
import re
from typing import Any

_BLANKS = re.compile(r"[ \t\n\r]*")


def parsed(text: str) -> Any:
    """Return what a JSON text holds; lists at its top part by part.

    The parser keeps the interpreter until it is done: with all parcels of a county at once, a window would stand still.
    """
    read, at = json.JSONDecoder().raw_decode, _BLANKS.match(text, 0).end()
    if text[at : at + 1] != "{":
        return json.loads(text)
    found: dict[str, Any] = {}
    at, end = _after(text, at, "{", "}")
    while end is None:
        if text[at : at + 1] != '"':
            raise json.JSONDecodeError("Expecting property name enclosed in double quotes", text, at)
        name, at = read(text, at)
        at, _ = _after(text, _BLANKS.match(text, at).end(), ":", "")
        if text[at : at + 1] == "[":
            found[name], at = _list(text, at)
        else:
            found[name], at = read(text, at)
        at, end = _after(text, _BLANKS.match(text, at).end(), ",", "}", is_between=True)
    if end != len(text):
        raise json.JSONDecodeError("Extra data", text, end)
    return found


def _list(text: str, at: int) -> tuple[list[Any], int]:
    """Return the list that begins at a place, and where it ends."""
    read = json.JSONDecoder().raw_decode
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
