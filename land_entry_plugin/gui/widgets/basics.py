# SPDX-License-Identifier: GPL-2.0-or-later
"""Small parts: headings, quiet text, links, the primary button, lines with a symbol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QEvent, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent, QShowEvent, QTextOption
from qgis.PyQt.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from land_entry_plugin.gui.look import between, em, link_colour, rule_colour, secondary, symbol, text, warning_colours
from land_entry_plugin.gui.words import kind_name

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
    """Text that stands back; its colour is taken where it is painted, so that it is never that of another theme."""

    def __init__(self, text: str = "", *, bold: bool = False) -> None:
        super().__init__(text)
        if bold:
            font = self.font()
            font.setBold(True)
            self.setFont(font)

    def colour(self) -> QColor:
        """Return the colour of the text as the window is now; what cannot be changed just now can still be read."""
        palette = self.palette()
        palette.setCurrentColorGroup(QPalette.ColorGroup.Active)
        return secondary(palette)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.colour())
        margin = self.margin()
        box = self.contentsRect().adjusted(margin, margin, -margin, -margin)
        option = QTextOption(self.alignment())
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        painter.drawText(QRectF(box), self.text(), option)
        painter.end()


class Elided(QLabel):
    """A name in one line; what has no room ends in dots, and is in the tooltip."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(text(self.palette()))
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.contentsRect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()


class SearchLine(QLineEdit):
    """A line to search by; its hint has the colour of quiet text, which themes that are sheets leave as it was."""

    def __init__(self, hint: str, short_hint: str) -> None:
        super().__init__()
        self._hints = (hint, short_hint)
        self.setPlaceholderText(hint)
        self.setClearButtonEnabled(True)
        self.setAccessibleName(hint)
        self.setToolTip(hint)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._colour()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        long, short = self._hints
        room = self.width() - em(self.fontMetrics(), 1)
        self.setPlaceholderText(long if self.fontMetrics().horizontalAdvance(long) <= room else short)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._colour()

    def _colour(self) -> None:
        palette = self.palette()
        colour = between(palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base))
        if palette.color(QPalette.ColorRole.PlaceholderText) != colour:
            palette.setColor(QPalette.ColorRole.PlaceholderText, colour)
            self.setPalette(palette)


class Symbol(QWidget):
    """The symbol of a verdict; never without a name for who does not see it."""

    def __init__(self, size_em: float = 1.0) -> None:
        super().__init__()
        self.kind = ""
        side = em(self.fontMetrics(), size_em)
        self.setFixedSize(side, side)

    def show_kind(self, kind: str, name: str) -> None:
        """Show a symbol, and say what it stands for."""
        self.kind = kind
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.kind:
            painter = QPainter(self)
            symbol(self.kind, self.palette()).paint(painter, self.rect())
            painter.end()


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
        painter.end()


class Number(Link):
    """A figure that shows on the map what it is about: dots under it say so."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.text():
            return
        painter, metrics = QPainter(self), self.fontMetrics()
        painter.setPen(QPen(link_colour(self.palette()), 1, Qt.PenStyle.DotLine))
        bottom = (self.height() + metrics.height()) // 2
        left = max(self.width() - metrics.horizontalAdvance(self.text()), 0)
        painter.drawLine(left, bottom, self.width() - 1, bottom)
        painter.end()


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
            "#land_entry_primary:disabled { background: transparent; color: palette(mid);"
            " border-color: palette(mid); }"
            "#land_entry_primary:hover:enabled, #land_entry_primary:focus { border: 2px solid palette(window-text); }"
        )


def swap(gone: QPushButton, there: QPushButton) -> None:
    """Show a button in the place of another one; Qt would have the focus leave the dock, and Esc would not cancel."""
    had_focus = gone.hasFocus()
    there.setVisible(True)
    if had_focus:
        there.setFocus()
    gone.setVisible(False)


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
        painter.end()


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
        painter.end()


class Note(QWidget):
    """A line with a symbol, a sentence and perhaps a link."""

    def __init__(
        self, kind: str, text: str, link: str = "", act: Callable[[], None] | None = None, *, tip: str = ""
    ) -> None:
        super().__init__()
        self.kind, self.text, self.link = kind, text, link
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 2, 8, 2)
        layout.setSpacing(8)
        self.icon = Symbol(0.95)
        self.icon.show_kind(kind, kind_name(kind))
        layout.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        label = Wrapped(text)
        label.setToolTip(tip or text)
        layout.addWidget(label, 1)
        self.button = Link(link) if act is not None else None
        if act is not None and self.button is not None:
            self.button.clicked.connect(lambda _=False: act())
            layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)


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
