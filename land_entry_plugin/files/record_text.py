# SPDX-License-Identifier: GPL-2.0-or-later
"""Records as text, member by member and parcel by parcel, with the hash of what they say."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# What is put into records is made here and never holds itself: nobody need look for that.
encoded = json.JSONEncoder(ensure_ascii=False, check_circular=False, sort_keys=True, allow_nan=False).encode


class Shared(dict[str, Any]):
    """A part of records that stands in many of their items; it is put into text once."""


class EntryWriter:
    """Puts the items of a record into text, and what they share only once."""

    def __init__(self) -> None:
        self._texts: dict[int, tuple[Shared, bytes]] = {}

    def text(self, entry: Any) -> bytes:
        """Return an item as JSON on one line, keys sorted, in UTF-8."""
        if not isinstance(entry, dict):
            return encoded(entry).encode("utf-8")
        members = [b"%b: %b" % (encoded(name).encode(), self._member(value)) for name, value in sorted(entry.items())]
        return b"{%b}" % b", ".join(members)

    def _member(self, value: Any) -> bytes:
        if isinstance(value, list) and any(isinstance(one, Shared) for one in value):
            items = [self._once(one) if isinstance(one, Shared) else encoded(one).encode() for one in value]
            return b"[%b]" % b", ".join(items)
        return encoded(value).encode()

    def _once(self, value: Shared) -> bytes:
        known = self._texts.get(id(value))
        if known is None:
            # with its text the value is kept, so that no other has its id
            known = self._texts[id(value)] = value, encoded(value).encode()
        return known[1]


class RecordText:
    """The text of a record on its way to a file: its members in order.

    The hash is that of the plain JSON of all members but ``run``, without the line breaks of the file.
    """

    def __init__(self, write: Callable[[bytes], object]) -> None:
        """Take where the text goes."""
        self._write = write
        self._digest = hashlib.sha256(b"{")
        self._is_first, self._is_first_hashed = True, True

    def member(self, name: str, value: Any) -> None:
        """Write a member."""
        text = encoded(value)
        self._begin(name)
        self._write(text.encode("utf-8"))
        if name != "run":
            self._digest.update(self._hashed(name, text))
            self._is_first_hashed = False

    def items(self, name: str, entries: Iterable[bytes]) -> None:
        """Write a member that is a list, an item a line."""
        self._begin(name)
        self._digest.update(self._hashed(name, "["))
        self._is_first_hashed = False
        is_empty = True
        for entry in entries:
            self._write(b"[\n" if is_empty else b",\n")
            self._write(entry)
            if not is_empty:
                self._digest.update(b", ")
            self._digest.update(entry)
            is_empty = False
        self._write(b"[]" if is_empty else b"\n]")
        self._digest.update(b"]")

    def digest(self, following: dict[str, Any]) -> str:
        """Return the hash of what was written, with the members that are still to follow."""
        digest = self._digest.copy()
        for name, value in following.items():
            digest.update(self._hashed(name, encoded(value)))
        digest.update(b"}")
        return digest.hexdigest().upper()

    def end(self) -> None:
        """Write the end."""
        self._write(b"\n}\n")

    def _begin(self, name: str) -> None:
        self._write(f"{'{' if self._is_first else ','}\n{encoded(name)}: ".encode())
        self._is_first = False

    def _hashed(self, name: str, text: str) -> bytes:
        return f"{'' if self._is_first_hashed else ', '}{encoded(name)}: {text}".encode()


def content_digest(content: dict[str, Any]) -> str:
    """Return the hash of what a record says."""
    text, entry = RecordText(lambda _: None), EntryWriter()
    for name, value in sorted(content.items()):
        if isinstance(value, list):
            text.items(name, map(entry.text, value))
        else:
            text.member(name, value)
    return text.digest({})
