# SPDX-License-Identifier: GPL-2.0-or-later
"""Screening records as JSON files: keys sorted, UTF-8, held to their schema."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

import jsonschema

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.long_paths import openable
from land_entry_plugin.files.outputs import written_whole
from land_entry_plugin.files.record_text import EntryWriter, RecordText
from land_entry_plugin.paths import resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_BLANKS = re.compile(r"[ \t\n\r]*")
# Numbers with an exponent or with so many digits that they may be none of a computer's.
_LARGE = re.compile(r"[0-9][eE]\+?[0-9]{3}|[0-9]{300}")
_RUN = "run"


def write_record(record: dict[str, Any], path: Path) -> None:
    """Write a record: a line for every member, and one for every item of a list (every parcel)."""
    entry = EntryWriter()
    with written_whole(path) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        text = RecordText(file.write)
        for name, value in sorted(record.items()):
            if isinstance(value, list):
                text.items(name, map(entry.text, value))
            else:
                text.member(name, value)
        text.end()


def write_long_record(
    members: dict[str, Any], name: str, entries: Iterable[str], run: Callable[[str], dict[str, Any]], path: Path
) -> None:
    """Write a record with a list that is too long to be held.

    Parameters
    ----------
    members : dict
        All other members but ``run``.
    name : str
        The member that is a list; it stands before ``run``.
    entries : iterable of str
        Its items as text (``EntryWriter.text``).
    run : function
        Returns the member ``run``, told the digest of all others.
    path : Path
    """
    with written_whole(path) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        text = RecordText(file.write)
        for own in sorted(one for one in (*members, name) if one < _RUN):
            if own == name:
                text.items(name, entries)
            else:
                text.member(own, members[own])
        after = sorted(one for one in members if one > _RUN)
        text.member(_RUN, run(text.digest({own: members[own] for own in after})))
        for own in after:
            text.member(own, members[own])
        text.end()


def read_record(path: Path) -> dict[str, Any]:
    """Return the record in a file.

    Raises
    ------
    InputError
        When there is none, or what is there is no screening record.
    """
    if not path.is_file():
        raise InputError("missing_file", path=str(path))
    try:
        record = _parsed(openable(path).read_text(encoding="utf-8"))
    except (OSError, RecursionError, ValueError) as error:
        raise InputError("unreadable_record", detail=str(error), path=str(path), reason="JSON") from error
    schema = json.loads(resource("schemas", "screening.schema.json").read_text(encoding="utf-8"))
    fault = jsonschema.exceptions.best_match(jsonschema.Draft202012Validator(schema).iter_errors(record))
    if fault is not None:
        place = "/".join(str(step) for step in fault.absolute_path) or "/"
        raise InputError("unreadable_record", detail=fault.message, path=str(path), reason=place)
    return record


def _parsed(text: str) -> Any:
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
