# SPDX-License-Identifier: GPL-2.0-or-later
"""The four steps at the top of the dock: number or check, word, state; all of them buttons."""

from __future__ import annotations

from qgis.PyQt.QtCore import QPointF, QRect, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QFont, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QPalette, QPen
from qgis.PyQt.QtWidgets import QAbstractButton, QHBoxLayout, QShortcut, QSizePolicy, QWidget

from land_entry_plugin.gui.look import em, rule_colour, secondary, text

_BAR_PX = 3


def _fitting(state: str, metrics: QFontMetrics, width: int) -> str:
    """Return a line as far as there is room: without its second part, before it ends in dots."""
    if metrics.horizontalAdvance(state) > width:
        state = state.partition(" · ")[0]
    return metrics.elidedText(state, Qt.TextElideMode.ElideRight, width)


class StepButton(QAbstractButton):
    """One step."""

    def __init__(self, number: int, title: str) -> None:
        super().__init__()
        self.number, self.state, self.is_done = number, "", False
        self.setText(title)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_state(self, state: str, *, is_done: bool) -> None:
        """Show the line under the word, and a check where the step is done."""
        self.state, self.is_done = state, is_done
        self.setAccessibleName(f"{self.number} {self.text()}")
        self.setAccessibleDescription(state)
        self.setToolTip(f"{self.text()}　{state}")
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + em(metrics, 2.2), em(metrics, 2.9))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self.fontMetrics(), 3), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, current = self.palette(), self.isChecked()
        accent = palette.color(QPalette.ColorRole.Highlight)
        plain = text(palette)
        title = QFont(self.font())
        title.setBold(current)
        metrics = QFontMetrics(title)
        size = em(metrics, 1.05)
        gap = em(metrics, 0.3)
        words = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() - size - gap - 4)
        left = max((self.width() - size - gap - metrics.horizontalAdvance(words)) // 2, 2)
        top = em(metrics, 0.35)
        self._circle(painter, QRectF(left, top + 1, size, size), current)
        painter.setFont(title)
        painter.setPen(plain if current or self.is_done else secondary(palette))
        line = QRect(left + size + gap, top, self.width() - left - size - gap, size + 2)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        small = QFont(self.font())
        small.setPointSizeF(max(self.font().pointSizeF() * 0.9, 7.5))
        painter.setFont(small)
        painter.setPen(secondary(palette))
        below = QRect(1, top + size + em(metrics, 0.15), self.width() - 2, QFontMetrics(small).height())
        state = _fitting(self.state, QFontMetrics(small), below.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, state)
        if current:
            painter.fillRect(QRect(4, self.height() - _BAR_PX, self.width() - 8, _BAR_PX), accent)
        if self.hasFocus():
            painter.setPen(QPen(accent, 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(2, 2, -3, -_BAR_PX - 2))
        painter.end()

    def _circle(self, painter: QPainter, box: QRectF, current: bool) -> None:
        palette = self.palette()
        accent = palette.color(QPalette.ColorRole.Highlight)
        colour = accent if current or self.is_done else secondary(palette)
        painter.setPen(QPen(colour, 1.4))
        painter.setBrush(accent if current else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inside = palette.color(QPalette.ColorRole.HighlightedText) if current else colour
        if self.is_done and not current:
            painter.setPen(QPen(inside, 1.6))
            x, y, size = box.x(), box.y(), box.width()
            points = [(0.27, 0.53), (0.44, 0.70), (0.75, 0.33)]
            marks = [QPointF(x + a * size, y + b * size) for a, b in points]
            painter.drawLine(marks[0], marks[1])
            painter.drawLine(marks[1], marks[2])
            return
        number = QFont(self.font())
        number.setBold(True)
        number.setPointSizeF(max(self.font().pointSizeF() * 0.85, 7))
        painter.setFont(number)
        painter.setPen(inside)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self.number))


class StepBar(QWidget):
    """The steps; ``chosen`` names the one that was clicked, from 0."""

    chosen = pyqtSignal(int)

    def __init__(self, titles: list[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 0, 6, 0)
        layout.setSpacing(0)
        self.buttons = [StepButton(i + 1, title) for i, title in enumerate(titles)]
        for i, button in enumerate(self.buttons):
            layout.addWidget(button, 1)
            button.clicked.connect(lambda _=False, i=i: self.chosen.emit(i))
            shortcut = QShortcut(QKeySequence(f"Alt+{i + 1}"), parent)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda i=i: self.chosen.emit(i))

    def go_to(self, step: int) -> None:
        """Show which step is the current one."""
        self.buttons[step].setChecked(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(rule_colour(self.palette()))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()
