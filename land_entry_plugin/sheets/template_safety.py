# SPDX-License-Identifier: GPL-2.0-or-later
"""What a template may not hold, looked for in its text: QGIS fetches and evaluates while it loads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qgis.core import QgsExpression

from land_entry_plugin.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qgis.PyQt.QtXml import QDomElement

_REMOTE = re.compile(r"\s*(?:[a-z]:)?(?:(?:https?|ftp|smb|file)://|//|\\\\|/vsi)", re.IGNORECASE)
_DECLARED = re.compile(rb"<!(?:ENTITY|DOCTYPE[^>]*\[)", re.IGNORECASE)
_IN_TEXT = re.compile(r"\[%(.*?)%\]", re.DOTALL)
# What is printed, not opened.
_PRINTED = ("labelText", "id", "name", "title")
_EXPRESSIONS = ("expression", "filter", "field", "atlasFeatureFilter", "attributes")
# Functions of QGIS that open layers or files, tell of the computer, or evaluate what was not looked at.
_REACHING = frozenset({
    "load_layer", "layer_property", "env", "eval", "eval_template", "exif", "exif_geotag", "raster_value",
    "raster_statistic", "raster_attributes", "base_file_name", "file_exists", "file_name", "file_path", "file_size",
    "file_suffix", "is_directory", "is_file",
})  # fmt: skip


def check_declares_nothing(path: Path, content: bytes) -> None:
    """Raise InputError where a template has entities of its own, which can grow without end or stand for files."""
    if _DECLARED.search(content):
        raise InputError("template_unreadable", detail="entities", path=str(path), line=1)


def check_is_passive(path: Path, root: QDomElement) -> None:
    """Raise InputError where loading or printing a template would fetch something or run what is no part of QGIS."""
    for name, text in _texts(root):
        if name not in _PRINTED and _REMOTE.match(text):
            raise InputError("template_remote", path=str(path), item=text.strip()[:60])
        for written in _expressions(name, text):
            function = _refused(written)
            if function:
                raise InputError("template_code", path=str(path), function=function)


def _texts(element: QDomElement) -> Iterator[tuple[str, str]]:
    """Yield all values of attributes and all texts; options by the name that they state."""
    waiting = [element]
    while waiting:
        one = waiting.pop()
        stated = one.attribute("name") if one.tagName() == "Option" else ""
        attributes = one.attributes()
        for i in range(attributes.count()):
            attribute = attributes.item(i).toAttr()
            is_value = stated and attribute.name() == "value"
            # a name that an option bears is no text that is printed
            yield (stated or "value") if is_value else attribute.name(), attribute.value()
        node = one.firstChild()
        while not node.isNull():
            if node.isElement():
                waiting.append(node.toElement())
            elif node.isText() or node.isCDATASection():
                yield one.tagName(), node.nodeValue()
            node = node.nextSibling()


def _expressions(name: str, text: str) -> Iterator[str]:
    """Yield what QGIS evaluates of a text."""
    yield from _IN_TEXT.findall(text)
    if name in _EXPRESSIONS or name.endswith(("Expression", "Filter")):
        yield text


def _refused(written: str) -> str | None:
    """Return the first function of an expression that is refused: it reaches out, or is a Python function."""
    expression = QgsExpression(written)
    for function in sorted(expression.referencedFunctions()):
        place = QgsExpression.functionIndex(function)
        if function in _REACHING or (place >= 0 and not _is_built_in(place)):
            return function
    return None


def _is_built_in(place: int) -> bool:
    return type(QgsExpression.Functions()[place]).__module__.startswith("qgis._core")
