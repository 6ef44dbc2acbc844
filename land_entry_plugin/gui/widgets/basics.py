# SPDX-License-Identifier: GPL-2.0-or-later
"""Small parts: headings, quiet text, links, the primary button, lines with a symbol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QEvent, QSize, Qt
from qgis.PyQt.QtGui import QPainter, QPaintEvent, QPalette
from qgis.PyQt.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from land_entry_plugin.gui.look import em, link_colour, rule_colour, secondary, symbol, warning_colours

if TYPE_CHECKING:
    from collections.abc import Callable

MARGIN, GAP = 10, 7


class Wrapped(QLabel):
    """Text that wraps instead of widening the dock."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def minimumSizeHint(self) -> QSize:
        # Qt's own would ask for the height of a column one word wide
        return QSize(1, self.fontMetrics().lineSpacing())


def heading(text: str = "") -> QLabel:
    """Return a headline that wraps."""
    label = Wrapped(text)
    font = label.font()
    font.setBold(True)
    font.setPointSizeF(font.pointSizeF() * 1.15)
    label.setFont(font)
    return label


class Quiet(Wrapped):
    """Text that stands back, in the colour of the palette it is in."""

    def __init__(self, text: str = "", *, bold: bool = False) -> None:
        super().__init__(text)
        if bold:
            font = self.font()
            font.setBold(True)
            self.setFont(font)
        self._colour()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.ApplicationPaletteChange, QEvent.Type.ParentChange):
            self._colour()

    def _colour(self) -> None:
        ground = self.parentWidget().palette() if self.parentWidget() else QPalette()
        colour = secondary(ground).name()
        if f"color: {colour}" not in self.styleSheet():
            self.setStyleSheet(f"color: {colour}")


class Link(QPushButton):
    """A word that does something, in the colour of links; it has focus and opens menus as buttons do."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setFlat(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text().replace("&", "")) + 6, em(metrics, 1.3))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self.fontMetrics(), 2), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, palette, metrics = QPainter(self), self.palette(), self.fontMetrics()
        painter.setPen(link_colour(palette) if self.isEnabled() else secondary(palette))
        text = metrics.elidedText(self.text().replace("&", ""), Qt.TextElideMode.ElideMiddle, self.width() - 4)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
        if self.hasFocus() or self.underMouse():
            width = min(metrics.horizontalAdvance(text), self.width())
            bottom = (self.height() + metrics.height()) // 2
            painter.drawLine(self.width() - width, bottom, self.width() - 1, bottom)


class Primary(QPushButton):
    """What to do next: one a state, at the bottom right."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setObjectName("land_entry_primary")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(em(self.fontMetrics(), 2.1))
        self.setMinimumWidth(1)
        self.setStyleSheet(
            "#land_entry_primary { background: palette(highlight); color: palette(highlighted-text);"
            " font-weight: bold; border: 1px solid palette(highlight); border-radius: 3px; padding: 2px 8px; }"
            "#land_entry_primary:disabled { background: palette(midlight); color: palette(mid);"
            " border-color: palette(mid); }"
            "#land_entry_primary:hover:enabled, #land_entry_primary:focus { border: 2px solid palette(window-text); }"
        )


class Footer(QFrame):
    """The buttons of a step: others at the left, the primary one at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(MARGIN, 8, MARGIN, 8)
        self._layout.setSpacing(8)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Add a widget at the right of the others."""
        self._layout.addWidget(widget, stretch)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(rule_colour(self.palette()))
        painter.drawLine(0, 0, self.width(), 0)


class Banner(QFrame):
    """A warning that stays: ground, bar, text."""

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 7, 8, 7)
        self.label = Wrapped()
        layout.addWidget(self.label)
        self.hide()

    def show_texts(self, texts: list[str]) -> None:
        """Show sentences; none hides the banner."""
        self.label.setText("\n".join(texts))
        self.setAccessibleName(self.label.text())
        self.setVisible(bool(texts))

    def paintEvent(self, event: QPaintEvent) -> None:
        ground, bar = warning_colours(self.palette())
        painter = QPainter(self)
        painter.fillRect(self.rect(), ground)
        painter.fillRect(0, 0, 5, self.height(), bar)


class Note(QWidget):
    """A line with a symbol, a sentence and perhaps a link."""

    def __init__(self, kind: str, text: str, link: str = "", act: Callable[[], None] | None = None) -> None:
        super().__init__()
        self.kind, self.text, self.link = kind, text, link
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 2, 8, 2)
        layout.setSpacing(8)
        self.icon = QLabel()
        self.icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        label = Wrapped(text)
        label.setToolTip(text)
        layout.addWidget(label, 1)
        if act is not None:
            button = Link(link)
            button.clicked.connect(lambda _=False: act())
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.show_symbol()

    def show_symbol(self) -> None:
        """Draw the symbol in the colours of the window."""
        size = em(self.fontMetrics(), 0.95)
        self.icon.setPixmap(symbol(self.kind, self.palette()).pixmap(size, size))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self.show_symbol()


class Notes(QFrame):
    """Several such lines in a box."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 4, 0, 4)
        self._layout.setSpacing(2)
        self.lines: list[Note] = []

    def show_lines(self, lines: list[Note]) -> None:
        """Show these lines in the place of the earlier ones; where they say the same, the earlier ones stay."""
        if lines and [_said(one) for one in lines] == [_said(one) for one in self.lines]:
            for one in lines:
                one.deleteLater()
            return
        for old in self.lines:
            self._layout.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.lines = lines
        for line in lines:
            self._layout.addWidget(line)
        self.setVisible(bool(lines))


def _said(note: Note) -> tuple[str, str, str]:
    return note.kind, note.text, note.link
