# SPDX-License-Identifier: GPL-2.0-or-later
"""What is wrong in a template, found before a document is written: every fault with its place."""

from __future__ import annotations

import functools
import hashlib
import re
from typing import TYPE_CHECKING, Any

from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, nodes
from lxml import etree

from land_entry_plugin.files.documents.faults import Fault, Place
from land_entry_plugin.files.documents.names import Refused, Scope
from land_entry_plugin.files.documents.package import fields_that_fetch, paragraphs, parts_of
from land_entry_plugin.files.documents.sandbox import ALLOWED, Sandbox
from land_entry_plugin.files.documents.tags import Tag, tags_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from land_entry_plugin.files.documents.placeholders import Placeholders

MOST_LOOPS = 3
_ENDS = {"for": "endfor", "if": "endif"}
_OPENS = {"endfor": "for", "endif": "if"}
# Of docxtpl: a cell that spans, is coloured, or is merged with those of the rows before.
_OF_CELLS = ("colspan", "cellbg", "vm")


def lint_template(template: Path, placeholders: Placeholders) -> list[Fault]:
    """Return what is wrong in a template, in the order of its pages; nothing where it can be used.

    Parameters
    ----------
    template : Path
    placeholders : Placeholders
        What it may say, and what it has to.
    """
    try:
        state = template.stat()
    except OSError:
        return [Fault(Place(), "no_docx")]
    return list(_lint(template, state.st_mtime_ns, state.st_size, placeholders))


@functools.lru_cache(maxsize=64)
def _lint(template: Path, _time: int, _size: int, placeholders: Placeholders) -> tuple[Fault, ...]:
    """Return the faults of a file as it is now: a batch asks for every document."""
    return tuple(_faults(template, placeholders))


def _faults(template: Path, placeholders: Placeholders) -> list[Fault]:
    parts, fault = parts_of(template)
    if fault is not None:
        return [fault]
    faults: list[Fault] = []
    used: set[str] = set()
    for part, content in sorted(parts.items(), key=lambda item: ("document" not in item[0], item[0])):
        try:
            found = list(tags_in(paragraphs(part, content)))
            fetched = fields_that_fetch(content)
        except etree.XMLSyntaxError:
            return [Fault(Place(), "no_docx")]
        if fetched:
            faults.append(Fault(_part_place(part), "remote", {"target": fetched}))
        walk = _Walk(placeholders)
        faults += [one for one in found if isinstance(one, Fault)]
        faults += walk.faults_of([one for one in found if isinstance(one, Tag)])
        used |= walk.scope.used
        if not faults:
            faults += _whole(part, content)
    return faults or list(_missing(placeholders, used))


def _part_place(part: str) -> Place:
    named = re.fullmatch(r"word/([a-z]+)(\d*)\.xml", part)
    return Place(named[1], int(named[2] or 0)) if named else Place("document")


def _missing(placeholders: Placeholders, used: set[str]) -> Iterator[Fault]:
    for name in placeholders.required:
        if name not in used:
            meaning: Any = placeholders.known
            for step in name.split("."):
                meaning = meaning[step]
            yield Fault(
                Place(), "missing_name", {"name": name, "meaning": meaning if isinstance(meaning, str) else name}
            )


def _whole(part: str, content: bytes) -> Iterator[Fault]:
    """Yield what is wrong in the text that is evaluated: also outside of what can be seen on a page."""
    source = DocxTemplate(None).patch_xml(_body(content))
    try:
        tree = Sandbox().parse(source)
    except TemplateSyntaxError as error:
        yield Fault(_part_place(part), "syntax", {"tag": "", "reason": error.message})
        return
    if any(not _is_allowed(node) for node in _nodes(tree)):
        yield Fault(_part_place(part), "hostile", {"tag": ""})


def _body(content: bytes) -> str:
    text = content.decode("utf-8")
    start = text.find("<w:body")
    return text[max(start, 0) :]


def _nodes(tree: nodes.Node) -> Iterator[nodes.Node]:
    yield tree
    for one in tree.iter_child_nodes():
        yield from _nodes(one)


def _is_allowed(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Getattr | nodes.Name):
        return not (node.attr if isinstance(node, nodes.Getattr) else node.name).startswith("_")
    return isinstance(node, ALLOWED)


class _Walk:
    """Goes through the tags of a part as they are evaluated."""

    def __init__(self, placeholders: Placeholders) -> None:
        self.scope = Scope(placeholders.known)
        self.sandbox = Sandbox()
        self.open: list[Tag] = []

    def faults_of(self, tags: Sequence[Tag]) -> Iterator[Fault]:
        """Yield the faults of tags in their order."""
        yield from _crowded(tags)
        for tag in tags:
            try:
                self._visit(tag)
            except Refused as refused:
                yield Fault(tag.place, refused.kind, {"tag": tag.shown, **refused.values})
            except TemplateSyntaxError as error:
                yield Fault(tag.place, "syntax", {"tag": tag.shown, "reason": error.message})
        for tag in self.open:
            yield Fault(tag.place, "open_block", {"tag": tag.shown, "end": f"{{% {_ENDS[tag.word]} %}}"})

    def _visit(self, tag: Tag) -> None:
        if tag.carrier in ("tr", "tc") and not tag.row:
            raise Refused("no_row")
        if not tag.word or tag.word in _OF_CELLS:
            if tag.word != "vm":
                self.scope.value(self._parsed(f"{{{{ {tag.rest} }}}}").nodes[0])
        elif tag.word in _ENDS:
            self._begin(tag)
        elif tag.word in _OPENS:
            self._end(tag)
        elif tag.word in ("else", "elif"):
            if not self.open:
                raise Refused("stray_end")
            if tag.word == "elif":
                self.scope.condition(self._parsed(f"{{% if {tag.rest} %}}{{% endif %}}").test)
        else:
            raise Refused("hostile")

    def _begin(self, tag: Tag) -> None:
        """Begin a block; one that is faulty is begun too, so that its end is not told as a fault."""
        self.open.append(tag)
        if tag.word == "if":
            self.scope.condition(self._parsed(f"{{% if {tag.rest} %}}{{% endif %}}").test)
            return
        target, path, row = "", "", "?"
        try:
            loop = self._parsed(f"{{% for {tag.rest} %}}{{% endfor %}}")
            if not isinstance(loop.target, nodes.Name) or loop.test is not None or loop.recursive:
                raise Refused("hostile")
            target = loop.target.name
            path, row = self.scope.rows_of(loop.iter)
            if sum(one.word == "for" for one in self.open) > MOST_LOOPS:
                raise Refused("too_deep", most=MOST_LOOPS)
        finally:
            self.scope.enter(target, path, row)

    def _end(self, tag: Tag) -> None:
        if not self.open or self.open[-1].word != _OPENS[tag.word]:
            raise Refused("stray_end")
        if self.open.pop().word == "for":
            self.scope.leave()

    def _parsed(self, source: str) -> Any:
        """Return the only node of a piece of a template."""
        body = self.sandbox.parse(source).body
        if len(body) != 1:
            raise Refused("hostile")
        return body[0]


def _crowded(tags: Iterable[Tag]) -> Iterator[Fault]:
    """Yield the tags that take their table row with them while other tags stand in it."""
    by_row: dict[int, list[Tag]] = {}
    for tag in tags:
        if tag.row:
            by_row.setdefault(tag.row, []).append(tag)
    for in_row in by_row.values():
        carriers = [one for one in in_row if one.carrier == "tr"]
        if carriers and len(in_row) > 1:
            yield Fault(carriers[0].place, "crowded_row", {"tag": carriers[0].shown})


def sha256(template: Path) -> str:
    """Return the hash of a template, by which a printed document can be traced to it."""
    return hashlib.sha256(template.read_bytes()).hexdigest()
