# SPDX-License-Identifier: GPL-2.0-or-later
"""Colours and symbols of verdicts for light and dark windows; everything else is the palette's."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QByteArray, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QIcon, QPainter, QPalette, QPen, QPixmap
from qgis.PyQt.QtSvg import QSvgRenderer

from land_entry_plugin.paths import resource

if TYPE_CHECKING:
    from qgis.PyQt.QtGui import QFontMetrics

# A finding's outcome has the symbol of the verdict that it leads to.
VERDICTS = ("prohibited", "undetermined", "review", "eligible")
VERDICT_OF = {"conflict": "prohibited", "unknown": "undetermined", "review": "review", "pass": "eligible"}
RUNNING, WAITING = "running", "waiting"

# Light, dark.
_SYMBOL = {
    "prohibited": ("#A3161A", "#FF7B6B"),
    "undetermined": ("#76818F", "#A7B0BD"),
    "review": ("#C67E00", "#FFCF66"),
    "eligible": ("#005F73", "#3CC3CE"),
}
_TEXT = {
    "prohibited": ("#A3161A", "#FF7B6B"),
    "undetermined": ("#56606E", "#A7B0BD"),
    "review": ("#7A5200", "#FFCF66"),
    "eligible": ("#005F73", "#3CC3CE"),
}
_TINT = {
    "prohibited": ("#FBE9E7", "#4A2623"),
    "undetermined": ("#ECEEF1", "#383D45"),
    "review": ("#FFF4DC", "#453A1F"),
    "eligible": ("#E2F3F4", "#1F4144"),
}
_WARNING_FILL, _WARNING_BAR = ("#FFF4D6", "#43391F"), ("#8A5A00", "#F5BE4F")
_LINK, _RUN = ("#0B5CA8", "#86C3F5"), ("#1F6FB2", "#4C9BDA")
_INSIDE = ("#FFFFFF", "#1F2124")
_DARK_BELOW = 128
_ICON_SIZES = (16, 24, 32, 48, 64)


def is_dark(palette: QPalette) -> bool:
    """Return whether a window is dark."""
    return palette.color(QPalette.ColorRole.Window).lightness() < _DARK_BELOW


def _of(pair: tuple[str, str], palette: QPalette) -> QColor:
    return QColor(pair[is_dark(palette)])


def symbol_colour(verdict: str, palette: QPalette) -> QColor:
    """Return the colour of a verdict's symbol."""
    return _of(_SYMBOL[verdict], palette)


def text_colour(verdict: str, palette: QPalette) -> QColor:
    """Return the colour of small text about a verdict."""
    return _of(_TEXT[verdict], palette)


def tint(verdict: str, palette: QPalette) -> QColor:
    """Return the ground of a verdict's band."""
    return _of(_TINT[verdict], palette)


def warning_colours(palette: QPalette) -> tuple[QColor, QColor]:
    """Return ground and bar of a banner."""
    return _of(_WARNING_FILL, palette), _of(_WARNING_BAR, palette)


def link_colour(palette: QPalette) -> QColor:
    """Return the colour of what can be clicked in a text."""
    return _of(_LINK, palette)


def secondary(palette: QPalette) -> QColor:
    """Return the colour of text that stands back: between the window's text and its ground."""
    text, ground = palette.color(QPalette.ColorRole.WindowText), palette.color(QPalette.ColorRole.Window)
    return _mixed(text, ground, 0.66)


def rule_colour(palette: QPalette) -> QColor:
    """Return the colour of thin lines."""
    return _mixed(palette.color(QPalette.ColorRole.WindowText), palette.color(QPalette.ColorRole.Window), 0.22)


def _mixed(one: QColor, other: QColor, share: float) -> QColor:
    parts = zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)
    return QColor(*(round(a * share + b * (1 - share)) for a, b in parts))


def symbol(kind: str, palette: QPalette) -> QIcon:
    """Return the symbol of a verdict, of a step that runs, or of one that waits."""
    return _symbol(kind, is_dark(palette))


@cache
def _symbol(kind: str, dark: bool) -> QIcon:
    icon = QIcon()
    for size in _ICON_SIZES:
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if kind in _SYMBOL:
            _svg(kind, dark).render(painter, QRectF(0, 0, size, size))
        else:
            _ring(painter, size, kind, dark)
        painter.end()
        # set for every mode: Qt would tint the symbol of a row that is selected
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected, QIcon.Mode.Disabled, QIcon.Mode.Active):
            icon.addPixmap(pixmap, mode)
    return icon


def _svg(kind: str, dark: bool) -> QSvgRenderer:
    drawing = resource("icons", f"verdict_{kind}.svg").read_text(encoding="utf-8")
    drawing = drawing.replace(_SYMBOL[kind][0], _SYMBOL[kind][dark]).replace(_INSIDE[0], _INSIDE[dark])
    return QSvgRenderer(QByteArray(drawing.encode("utf-8")))


def _ring(painter: QPainter, size: int, kind: str, dark: bool) -> None:
    pen = size / 8
    box = QRectF(pen, pen, size - 2 * pen, size - 2 * pen)
    colour = QColor(_RUN[dark] if kind == RUNNING else _SYMBOL["undetermined"][dark])
    painter.setPen(QPen(colour, pen * 0.8))
    painter.drawEllipse(box)
    if kind == RUNNING:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        inner = box.adjusted(2 * pen, 2 * pen, -2 * pen, -2 * pen)
        painter.drawPie(inner, 90 * 16, -120 * 16)


def em(metrics: QFontMetrics, count: float) -> int:
    """Return a length in heights of the font, so that it grows with it."""
    return round(metrics.height() * count)
