# SPDX-License-Identifier: GPL-2.0-or-later
"""What the shapes on the map mean while one draws or cuts: a small legend in the lower corner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsSymbolLayerUtils
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QPainter, QPixmap
from qgis.PyQt.QtWidgets import QGridLayout, QLabel

from land_entry_plugin.gui.live.hatches import swatch
from land_entry_plugin.gui.live.panel import OFF_PX, Card
from land_entry_plugin.gui.look import em
from land_entry_plugin.gui.words import role_title
from land_entry_plugin.roles.catalogue import BASIC_FARMLAND, ECOLOGICAL_RED_LINE, URBAN_BOUNDARY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.gui import QgsMapCanvas, QgsMessageBar

    from land_entry_plugin.gui.data_flow import DataFlow

_WIDTH_EM = 12.0
_LINES = (BASIC_FARMLAND, ECOLOGICAL_RED_LINE, URBAN_BOUNDARY)


class Legend(Card):
    """The legend; the mouse goes through it."""

    def __init__(self, canvas: QgsMapCanvas, bar: QgsMessageBar, data: DataFlow) -> None:
        super().__init__(canvas, bar, _WIDTH_EM)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._data = data
        self._rows = QGridLayout(self)
        self._rows.setContentsMargins(10, 8, 10, 8)
        self._rows.setColumnStretch(1, 1)
        self.texts: list[str] = []

    def show_kinds(self, kinds: Sequence[tuple[str, str]]) -> None:
        """Show kinds of shapes with their words, and the control lines that the map shows."""
        size = QSize(em(self.fontMetrics(), 1.6), em(self.fontMetrics(), 0.9))
        rows = [(swatch(kind, size), text) for kind, text in kinds] + self._lines(size)
        texts = [text for _, text in rows]
        if texts != self.texts:
            self._fill(rows)
            self.texts = texts
        self.setVisible(bool(rows))
        self.place()
        self.raise_()

    def _fill(self, rows: list[tuple[QPixmap, str]]) -> None:
        while self._rows.count():
            widget = self._rows.takeAt(0).widget()
            widget.hide()
            widget.deleteLater()
        for number, (pixmap, text) in enumerate(rows):
            picture, words = QLabel(), QLabel(text)
            picture.setPixmap(pixmap)
            words.setWordWrap(True)
            self._rows.addWidget(picture, number, 0)
            self._rows.addWidget(words, number, 1)
            # a line that comes later would be shown with the next event only
            picture.show()
            words.show()

    def _lines(self, size: QSize) -> list[tuple[QPixmap, str]]:
        """Return the control lines that are visible, as their layers draw them."""
        found = []
        for role in _LINES:
            layer = self._data.layer_of(role)
            if layer is None or layer.renderer() is None or not self._data.is_visible(layer):
                continue
            items = layer.renderer().legendSymbolItems()
            symbol = items[0].symbol() if items else None
            if symbol is not None:
                # on the map it lies on light ground, in a dark window too
                pixmap, painter = QPixmap(size), QPainter()
                pixmap.fill(Qt.GlobalColor.white)
                painter.begin(pixmap)
                painter.drawPixmap(0, 0, QgsSymbolLayerUtils.symbolPreviewPixmap(symbol, size))
                painter.end()
                found.append((pixmap, role_title(role)))
        return found

    def place(self, *_: object) -> None:
        """Lie in the lower corner of the map."""
        self.layout().activate()
        self.resize(self.width(), self.layout().totalHeightForWidth(self.width()))
        self.move(OFF_PX, max(self.canvas.height() - self.height() - OFF_PX, 0))
