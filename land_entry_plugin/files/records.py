# SPDX-License-Identifier: GPL-2.0-or-later
"""Screening records as JSON files: keys sorted, UTF-8, held to their schema."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.long_paths import openable
from land_entry_plugin.files.outputs import written_whole
from land_entry_plugin.files.parsing import parsed
from land_entry_plugin.files.record_text import EntryWriter, RecordText
from land_entry_plugin.schemas import schema, schema_errors, worst_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_RUN = "run"


def write_record(record: dict[str, Any], path: Path) -> None:
    """Write a record: a line for every member, and one for every item of a list (every parcel)."""
    entry = EntryWriter()
    with written_whole(path) as part, part.open("wb") as file:
        text = RecordText(file.write)
        for name, value in sorted(record.items()):
            if isinstance(value, list):
                text.items(name, map(entry.text, value))
            else:
                text.member(name, value)
        text.end()


def write_long_record(
    members: dict[str, Any], name: str, entries: Iterable[bytes], run: Callable[[str], dict[str, Any]], path: Path
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
    with written_whole(path) as part, part.open("wb") as file:
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


def long_digest(members: dict[str, Any], name: str, entries: Iterable[bytes]) -> str:
    """Return the digest that ``write_long_record`` tells, without writing."""
    text = RecordText(lambda _: None)
    for own in sorted((*members, name)):
        if own == name:
            text.items(name, entries)
        else:
            text.member(own, members[own])
    return text.digest({})


def read_record(path: Path) -> dict[str, Any]:
    """Return the record in a file.

    Raises
    ------
    InputError
        When there is none, or what is there is no screening record, only a part of one, or one of a newer version.
    """
    if not path.is_file():
        raise InputError("missing_file", path=str(path))
    text = ""
    try:
        text = openable(path).read_text(encoding="utf-8")
        record = parsed(text)
    except (OSError, RecursionError, ValueError) as error:
        # what begins like a record was cut off on its way
        text_id = "half_record" if text.lstrip().startswith("{") else "no_screening_record"
        raise InputError(text_id, detail=str(error), path=str(path)) from error
    form = schema("screening")
    fault = worst_error(schema_errors(record, form, path))
    if fault is not None:
        known = form["properties"]["schema"]["const"]
        raise _fault(path, record, known, fault)
    return record


def _fault(path: Path, record: Any, known: str, fault: Any) -> InputError:
    """Return what is wrong with JSON that does not keep the schema."""
    stated = record.get("schema") if isinstance(record, dict) else None
    kind, _, number = known.rpartition("/")
    if stated != known:
        later = re.fullmatch(re.escape(kind) + r"/(\d{1,9})", stated) if isinstance(stated, str) else None
        if later is not None and int(later.group(1)) > int(number):
            return InputError("newer_record", path=str(path), schema=stated, known=known)
        return InputError("no_screening_record", detail=fault.message, path=str(path))
    place = "/".join(str(step) for step in fault.absolute_path)
    if not place:
        return InputError("half_record", detail=fault.message, path=str(path))
    return InputError("unreadable_record", detail=fault.message, path=str(path), reason=place)
