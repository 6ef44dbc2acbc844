# SPDX-License-Identifier: GPL-2.0-or-later
"""The tags of a template, one after the other, with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from land_entry_plugin.files.documents.faults import Fault, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from land_entry_plugin.files.documents.package import Paragraph

_TAG = re.compile(r"\{\{(?P<value>.*?)\}\}|\{%(?P<statement>.*?)%\}|\{#.*?#\}", re.DOTALL)
_OPEN = re.compile(r"\{\{|\{%|\{#")
_CLOSES = {"{{": "}}", "{%": "%}", "{#": "#}"}
# What a statement takes away with itself: its table row, cell, paragraph or run.
_CARRIER = re.compile(r"(tr|tc|p|r)\s+")
_TRIMS = re.compile(r"^[-+]|[-+]$")
# Word writes quotation marks of its own.
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


@dataclass(frozen=True)
class Tag:
    """A tag of a template.

    Attributes
    ----------
    shown : str
        As it is written.
    word : str
        ``for``, ``if``, ``endfor`` ...; nothing for a value.
    rest : str
        The expression, or what follows the word.
    carrier : str
        ``tr``, ``tc``, ``p``, ``r`` or nothing.
    place : Place
    row : int
        The innermost table row that it stands in, or zero.
    """

    shown: str
    word: str
    rest: str
    carrier: str
    place: Place
    row: int


def tags_in(paragraphs: Iterable[Paragraph]) -> Iterator[Tag | Fault]:
    """Yield the tags of a part, and faults of those that are not finished."""
    for paragraph in paragraphs:
        end = 0
        for found in _TAG.finditer(paragraph.text):
            yield from _unfinished(paragraph.text[end : found.start()], paragraph.place)
            end = found.end()
            if found["value"] is not None:
                yield Tag(_shown(found[0]), "", _clean(found["value"]), "", paragraph.place, paragraph.row)
            elif found["statement"] is not None:
                yield _statement(found[0], found["statement"], paragraph)
        yield from _unfinished(paragraph.text[end:], paragraph.place)


def _statement(shown: str, inside: str, paragraph: Paragraph) -> Tag:
    carrier = _CARRIER.match(inside)
    text = _clean(inside[carrier.end() :] if carrier else inside)
    word, _, rest = text.partition(" ")
    return Tag(_shown(shown), word, rest.strip(), carrier[1] if carrier else "", paragraph.place, paragraph.row)


def _clean(text: str) -> str:
    """Return what stands in a tag, without the marks that trim white space."""
    return " ".join(_TRIMS.sub("", text.translate(_QUOTES)).split())


def _shown(text: str) -> str:
    shown = " ".join(text.split())
    return shown if len(shown) <= 80 else f"{shown[:79]}…"


def _unfinished(text: str, place: Place) -> Iterator[Fault]:
    found = _OPEN.search(text)
    if found:
        yield Fault(place, "open_tag", {"tag": _shown(text[found.start() :])[:40], "end": _CLOSES[found[0]]})
