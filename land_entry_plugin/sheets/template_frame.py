# SPDX-License-Identifier: GPL-2.0-or-later
"""A page as the user's template has it: its own items as they are, ours filled, the body where its frame stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsLayoutItemGroup,
    QgsLayoutItemLabel,
    QgsLayoutItemMap,
    QgsRectangle,
)
from qgis.PyQt.QtGui import QFont

from land_entry_plugin.cadastre.map_window import SCALES
from land_entry_plugin.cadastre.sheet_cells import BLOCKS
from land_entry_plugin.sheets.canvas import TOP_MM
from land_entry_plugin.sheets.map_layers import map_layers
from land_entry_plugin.sheets.page_frame import FOOT, PAGE_NUMBER, TITLE, Body, FrameTexts, page_number
from land_entry_plugin.sheets.templates import CELL, Template, shift_of

if TYPE_CHECKING:
    from qgis.core import QgsLayoutItem

    from land_entry_plugin.sheets.canvas import Canvas
    from land_entry_plugin.sheets.forms.context import FormContext
    from land_entry_plugin.sheets.text_style import Styles

_CELLS = {name for block in BLOCKS.values() for name in block}
# A parcel fills this part of a map at most.
_SHARE_OF_MAP = 0.8


class TemplateFrame:
    """The frame of a form for which the user has a template; further pages look like the first."""

    def __init__(self, template: Template, context: FormContext, texts: FrameTexts) -> None:
        self.template, self.context, self.texts = template, context, texts
        self.canvas: Canvas = context.canvas
        self.styles: Styles = replace(context.styles, **template.styles)
        self._numbers: dict[int, QgsLayoutItemLabel] = {}

    def begin(self, page: int, *, continued: bool = False) -> Body:
        """Set the items of the template on a page and return the body."""
        self.canvas.set_size(page, self.template.size)
        document = self.template.document()
        layout = self.canvas.layout
        items = layout.addItemsFromXml(document.documentElement(), document, self.template.context())
        for item in items:
            # a group moves what is in it, which is moved by itself
            if isinstance(item, QgsLayoutItemGroup):
                layout.ungroupItems(item)
                continue
            item.attemptMove(item.positionWithUnits(), True, False, page)
            if isinstance(item, QgsLayoutItemLabel):
                self._fill(item, page, continued=continued)
            elif isinstance(item, QgsLayoutItemMap):
                self._show(item)
        body = self.template.body
        if body is None:
            return Body(0.0, TOP_MM, self.template.size.height())
        return Body(shift_of(body), body.top(), body.bottom())

    @property
    def has_body(self) -> bool:
        """Return whether the form's own blocks are drawn."""
        return self.template.body is not None

    def finish(self, page: int) -> None:
        """Write the number of the page."""
        self._numbers[page].setText(page_number(page, self.canvas.page_count))

    def _fill(self, label: QgsLayoutItemLabel, page: int, *, continued: bool) -> None:
        _make_searchable(label)
        name = label.id()
        if name == PAGE_NUMBER:
            self._numbers[page] = label
        elif name == FOOT:
            label.setText(_literal("\n".join(text for text in self.texts.foot if text)))
        elif name == TITLE and continued:
            label.setText(f"{label.text()}（续）")
        elif name.startswith(CELL):
            text = self._cell(name.removeprefix(CELL))
            if text is not None:
                label.setText(_literal(text))
                self.canvas.count_open([text])

    def _cell(self, name: str) -> str | None:
        """Return what a cell says; None where there is no such cell."""
        if name == "parcel_code":
            return self.context.parcel_code
        if name == "screening_id":
            return str(self.context.record["run"]["screening_id"])
        return self.context.text(name) if name in _CELLS else None

    def _show(self, item: QgsLayoutItemMap) -> None:
        """Show the parcel in a map, at the largest scale of the series at which it fits."""
        parcel = self.context.parcel
        if not self.context.has_shape:
            self.canvas.layout.removeLayoutItem(item)
            return
        layers = map_layers(parcel)
        self.context.project.addMapLayers(layers, False)
        item.setCrs(QgsCoordinateReferenceSystem(parcel["geometry"]["crs"]))
        item.setLayers(layers)
        item.setKeepLayerSet(True)
        box = layers[1].extent()
        width, height = item.rect().width(), item.rect().height()
        needed = 1000 * max(box.width() / width, box.height() / height) / _SHARE_OF_MAP
        scale = next((one for one in SCALES if one >= needed), SCALES[-1])
        half = (width * scale / 2000, height * scale / 2000)
        centre = box.center()
        item.setExtent(
            QgsRectangle(centre.x() - half[0], centre.y() - half[1], centre.x() + half[0], centre.y() + half[1])
        )
        item.setScale(scale)


def _literal(text: str) -> str:
    """Return a text in which QGIS evaluates nothing."""
    return text.replace("[%", "[%'[%'%]")


def _make_searchable(label: QgsLayoutItem) -> None:
    """Set a text so that its figures can be found in the PDF, as all texts of a sheet are set."""
    text_format = label.textFormat()
    font = text_format.font()
    font.setStyleStrategy(QFont.StyleStrategy.PreferNoShaping)
    text_format.setFont(font)
    label.setTextFormat(text_format)
