# SPDX-License-Identifier: GPL-2.0-or-later
"""How many parcels have each verdict: four chips that filter the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QRect, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from qgis.PyQt.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from land_entry_plugin.gui.look import VERDICTS, em, rule_colour, symbol, symbol_colour, text, tint
from land_entry_plugin.gui.words import say, word

if TYPE_CHECKING:
    from collections.abc import Mapping


_GAP_PX, _SMALL = 6, 0.85


class Chip(QAbstractButton):
    """Symbol, count and word of one verdict."""

    def __init__(self, verdict: str) -> None:
        super().__init__()
        self.verdict, self.count, self.is_low = verdict, 0, False
        self.setCheckable(True)
        self.setText(word(verdict))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """Show how many there are."""
        self.count = count
        self.setAccessibleName(f"{self.text()} {count}")
        self.setToolTip(say("chip_tip", verdict=self.text(), count=count))
        self.update()

    def set_low(self, is_low: bool) -> None:
        """Show all in one line where the dock is low."""
        if is_low != self.is_low:
            self.is_low = is_low
            self.updateGeometry()

    def width_needed(self) -> int:
        """Return what the word needs under symbol and count, in the small font that it may have."""
        return round(self.fontMetrics().horizontalAdvance(self.text()) * _SMALL) + 8

    def width_when_low(self) -> int:
        """Return what symbol, word and count need side by side."""
        metrics = self.fontMetrics()
        return em(metrics, 0.9) + metrics.horizontalAdvance(f"{self.text()} {self.count}") + 20

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(em(metrics, 2.5), em(metrics, 1.75 if self.is_low else 3.1))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self.fontMetrics(), 2.5), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, chosen = self.palette(), self.isChecked()
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        edge = symbol_colour(self.verdict, palette) if chosen else rule_colour(palette)
        painter.setPen(QPen(edge, 2 if chosen else 1))
        painter.setBrush(tint(self.verdict, palette) if chosen else palette.color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(box, 4, 4)
        if self.hasFocus():
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 3, 3)
        painter.setPen(text(palette))
        (self._paint_low if self.is_low else self._paint_tall)(painter)
        painter.end()

    def _paint_tall(self, painter: QPainter) -> None:
        metrics = self.fontMetrics()
        number = QFont(self.font())
        number.setBold(True)
        number.setPointSizeF(self.font().pointSizeF() * 1.4)
        size, count = em(metrics, 1.0), str(self.count)
        width = size + 5 + QFontMetrics(number).horizontalAdvance(count)
        left, middle = (self.width() - width) // 2, em(metrics, 0.95)
        symbol(self.verdict, self.palette()).paint(painter, QRect(left, middle - size // 2, size, size))
        painter.setFont(number)
        line = QRect(left + size + 5, middle - size, self.width(), 2 * size)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, count)
        small = QFont(self.font())
        painter.setFont(small)
        below = QRect(2, em(metrics, 1.75), self.width() - 4, metrics.height())
        if metrics.horizontalAdvance(self.text()) > below.width():
            small.setPointSizeF(self.font().pointSizeF() * _SMALL)
            painter.setFont(small)
        words = QFontMetrics(small).elidedText(self.text(), Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_low(self, painter: QPainter) -> None:
        metrics = self.fontMetrics()
        number = QFont(self.font())
        number.setBold(True)
        size, count = em(metrics, 0.9), str(self.count)
        count_width = QFontMetrics(number).horizontalAdvance(count)
        words = self.text()
        left = max((self.width() - size - 4 - metrics.horizontalAdvance(words) - 4 - count_width) // 2, 4)
        symbol(self.verdict, self.palette()).paint(painter, QRect(left, (self.height() - size) // 2, size, size))
        line = QRect(left + size + 4, 0, self.width(), self.height())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.setFont(number)
        line.setLeft(line.left() + metrics.horizontalAdvance(words) + 4)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, count)


class Chips(QWidget):
    """The four chips; ``changed`` names the verdicts that are chosen."""

    changed = pyqtSignal(frozenset)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP_PX)
        self._wants_low = False
        self.chips = {verdict: Chip(verdict) for verdict in VERDICTS}
        for chip in self.chips.values():
            layout.addWidget(chip, 1)
            chip.toggled.connect(lambda _: self.changed.emit(self.chosen()))

    def chosen(self) -> frozenset[str]:
        """Return the verdicts that the list is to show; all where none is chosen."""
        return frozenset(verdict for verdict, chip in self.chips.items() if chip.isChecked())

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many parcels have each verdict."""
        for verdict, chip in self.chips.items():
            chip.show_count(counts.get(verdict, 0))
        self._fit()

    def set_low(self, is_low: bool) -> None:
        """Show one line each where the dock is low, as long as every word has room in it."""
        self._wants_low = is_low
        self._fit()

    def _fit(self) -> None:
        room = self._room()
        is_low = self._wants_low and all(chip.width_when_low() <= room for chip in self.chips.values())
        for chip in self.chips.values():
            chip.set_low(is_low)

    def _room(self) -> int:
        """Return how wide each chip is where all are as wide."""
        return (self.width() - _GAP_PX * (len(self.chips) - 1)) // len(self.chips)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be equally wide, unless a long word would be cut then."""
        super().resizeEvent(event)
        needed = {chip: chip.width_needed() for chip in self.chips.values()}
        fits = max(needed.values()) <= self._room()
        for chip, width in needed.items():
            self.layout().setStretchFactor(chip, 1 if fits else width)
        self._fit()

    def clear(self) -> None:
        """Choose none."""
        for chip in self.chips.values():
            chip.setChecked(False)
