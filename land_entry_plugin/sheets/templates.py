# SPDX-License-Identifier: GPL-2.0-or-later
"""The user's templates: layout files (.qpt), named by form, that say how its pages look around the body."""

from __future__ import annotations

import hashlib
import re
import uuid
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from qgis.core import (
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemPicture,
    QgsLayoutSize,
    QgsPathResolver,
    QgsPrintLayout,
    QgsProject,
    QgsReadWriteContext,
)
from qgis.PyQt.QtCore import QRectF
from qgis.PyQt.QtXml import QDomDocument, QDomElement

from land_entry_plugin.errors import InputError
from land_entry_plugin.sheets.canvas import LEFT_MM, WIDTH_MM
from land_entry_plugin.sheets.fonts import has_glyphs
from land_entry_plugin.sheets.page_frame import BODY, FOOT, PAGE_NUMBER, PAPERS
from land_entry_plugin.sheets.template_safety import check_declares_nothing, check_is_passive
from land_entry_plugin.sheets.text_style import Styles, TextStyle

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

SUFFIX = ".qpt"
STYLE, CELL = "style_", "cell_"
STYLES = tuple(f"{STYLE}{field.name}" for field in fields(Styles) if field.name != "title")
# Its contents may all stand in cells, wherever the user puts them.
WITHOUT_BODY = ("COVER",)
LEAST_BODY_MM = 150.0
_SIZES_PT = (4.0, 40.0)
_REMOTE = re.compile(r"\s*(https?|ftp|smb|//|\\\\)", re.IGNORECASE)
_UUID = re.compile(r"\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}")


@dataclass(frozen=True)
class Template:
    """A template that was read and found good.

    Attributes
    ----------
    path : Path
    xml : str
        The items that are printed: without the body's frame and the samples of styles.
    size : QgsLayoutSize
        Of its page.
    body : QRectF or None
        In millimetres from the page's upper left corner.
    styles : dict of str to TextStyle
        Those that it changes, by their names in ``Styles``.
    sha256 : str
        Of the file.
    """

    path: Path
    xml: str
    size: QgsLayoutSize
    body: QRectF | None
    styles: dict[str, TextStyle]
    sha256: str

    def document(self) -> QDomDocument:
        """Return the items with ids of their own, so that a page's scale bar belongs to the map of that page."""
        fresh: dict[str, str] = {}
        text = _UUID.sub(lambda found: fresh.setdefault(found[0], f"{{{uuid.uuid4()}}}"), self.xml)
        document = QDomDocument()
        document.setContent(text)
        return document

    def context(self) -> QgsReadWriteContext:
        """Return how paths in the template are meant: from its folder."""
        context = QgsReadWriteContext()
        context.setPathResolver(QgsPathResolver(str(self.path)))
        return context


def sheet_names(sheets: Collection[str]) -> list[str]:
    """Return what templates may be called: a sheet, and a sheet with its paper where that is not A4."""
    return [name for sheet in sheets for name in (sheet, *(f"{sheet}_{paper}" for paper in PAPERS if paper != "A4"))]


def read_templates(folder: Path, sheets: Collection[str]) -> dict[str, Template]:
    """Return the templates of a folder by sheet; none where there is no such folder.

    Raises InputError for a file whose name is no sheet's, or that is no template.
    """
    names = sheet_names(sheets)
    found = {}
    for path in sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else ():
        if path.stem not in names:
            raise InputError("template_name", path=str(path), sheets=list(sheets))
        found[path.stem] = read_template(path, path.stem)
    return found


def read_template(path: Path, sheet: str) -> Template:
    """Return the template in a file.

    Raises InputError where it is broken, lacks an item that is needed, or has no room for the form.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError("template_unreadable", detail=str(error), path=str(path), line=0) from error
    check_declares_nothing(path, content)
    document = QDomDocument()
    good, fault, line, _column = document.setContent(content)
    root = document.documentElement()
    if not good or root.nodeName() != "Layout":
        raise InputError("template_unreadable", detail=fault, path=str(path), line=max(line, 1))
    check_is_passive(path, root)
    # a project of its own, which goes with the layout
    project = QgsProject()
    layout = QgsPrintLayout(project)
    template = Template(path, "", QgsLayoutSize(), None, {}, hashlib.sha256(content).hexdigest())
    items, good = layout.loadFromTemplate(document, template.context())
    project.layoutManager().addLayout(layout)
    pages = layout.pageCollection()
    if not good or pages.pageCount() != 1:
        raise InputError("template_pages", path=str(path), count=pages.pageCount())
    size = pages.page(0).pageSize()
    by_id = _by_id(path, items)
    _check_nothing_remote(path, items, root)
    return Template(
        path,
        _without(document, by_id),
        size,
        _body(path, sheet, by_id, size),
        {name.removeprefix(STYLE): _style(path, by_id[name]) for name in STYLES if name in by_id},
        template.sha256,
    )


def _by_id(path: Path, items: list[QgsLayoutItem]) -> dict[str, QgsLayoutItem]:
    """Return the items that have an id; those that we fill have to be texts in a font that can print Chinese."""
    by_id = {item.id(): item for item in items if item.id()}
    for name in (FOOT, PAGE_NUMBER):
        if not isinstance(by_id.get(name), QgsLayoutItemLabel):
            raise InputError("template_item", path=str(path), item=name)
    for name, item in by_id.items():
        if name in (FOOT, PAGE_NUMBER, *STYLES) or name.startswith(CELL):
            if not isinstance(item, QgsLayoutItemLabel):
                raise InputError("template_item", path=str(path), item=name)
            family = item.textFormat().font().family()
            if not has_glyphs(family):
                raise InputError("template_font", path=str(path), item=name, font=family)
    return by_id


def _body(path: Path, sheet: str, by_id: dict[str, QgsLayoutItem], size: QgsLayoutSize) -> QRectF | None:
    if BODY not in by_id:
        if sheet in WITHOUT_BODY:
            return None
        raise InputError("template_item", path=str(path), item=BODY)
    item = by_id[BODY]
    at = item.pagePos()
    body = QRectF(at.x(), at.y(), item.rect().width(), item.rect().height())
    wide = next((paper.width for name, paper in PAPERS.items() if sheet.endswith(f"_{name}")), WIDTH_MM)
    page = QRectF(0, 0, size.width(), size.height()).adjusted(-0.01, -0.01, 0.01, 0.01)
    if body.width() < wide - 0.01 or body.height() < LEAST_BODY_MM or not page.contains(body):
        raise InputError("template_body", path=str(path), width=f"{wide:g}", height=f"{LEAST_BODY_MM:g}")
    return body


def _style(path: Path, sample: QgsLayoutItemLabel) -> TextStyle:
    text_format = sample.textFormat()
    font = text_format.font()
    points = text_format.size()
    if not _SIZES_PT[0] <= points <= _SIZES_PT[1]:
        raise InputError("template_size", path=str(path), item=sample.id(), size=f"{points:g}")
    return TextStyle(font.family(), points, bold=font.bold(), color=text_format.color().name())


def _check_nothing_remote(path: Path, items: list[QgsLayoutItem], root: QDomElement) -> None:
    """Raise InputError where printing would fetch something: sheets hold data that must stay in the house."""
    for item in items:
        is_remote = isinstance(item, QgsLayoutItemPicture) and _REMOTE.match(item.picturePath())
        is_html = isinstance(item, QgsLayoutItemLabel) and item.mode() == QgsLayoutItemLabel.Mode.ModeHtml
        if is_remote or is_html:
            raise InputError("template_remote", path=str(path), item=item.id() or item.displayName())
    frames = root.elementsByTagName("LayoutMultiFrame")
    for i in range(frames.count()):
        if frames.at(i).toElement().hasAttribute("html"):
            raise InputError("template_remote", path=str(path), item="HTML")


def _without(document: QDomDocument, by_id: dict[str, QgsLayoutItem]) -> str:
    """Return the template without what is not printed."""
    root = document.documentElement()
    gone = {BODY, *STYLES} & set(by_id)
    node = root.firstChildElement("LayoutItem")
    while not node.isNull():
        following = node.nextSiblingElement("LayoutItem")
        if node.attribute("id") in gone:
            root.removeChild(node)
        node = following
    return document.toString()


def shift_of(body: QRectF) -> float:
    """Return how far to the right of the plugin's own place a body stands."""
    return body.x() - LEFT_MM
