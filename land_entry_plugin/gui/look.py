# SPDX-License-Identifier: GPL-2.0-or-later
"""Colours and symbols of verdicts for light and dark windows; everything else is the palette's."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QByteArray, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPen, QPixmap
from qgis.PyQt.QtSvg import QSvgRenderer

from land_entry_plugin.paths import resource

if TYPE_CHECKING:
    from qgis.PyQt.QtGui import QFontMetrics

# A finding's outcome has the symbol of the verdict that it leads to.
VERDICTS = ("prohibited", "undetermined", "review", "eligible")
VERDICT_OF = {"conflict": "prohibited", "unknown": "undetermined", "review": "review", "pass": "eligible"}
OUTCOME_OF = {verdict: outcome for outcome, verdict in VERDICT_OF.items()}
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
_DARK_BELOW, _OPAQUE = 128, 255
# Contrasts of WCAG 2: of large text and symbols, of small text.
_LEAST_CONTRAST, _READABLE = 3.0, 4.5
_TEXT_OF_ALL = ("#1C1F23", "#E8EAED")
_ICON_SIZES = (16, 24, 32, 48, 64)


def is_dark(palette: QPalette) -> bool:
    """Return whether a window is dark."""
    return ground(palette).lightness() < _DARK_BELOW


def ground(palette: QPalette) -> QColor:
    """Return what a window's text stands on; themes that are style sheets leave it transparent in the palette."""
    colour = palette.color(QPalette.ColorRole.Window)
    return colour if colour.alpha() == _OPAQUE else QGuiApplication.palette().color(QPalette.ColorRole.Window)


def plate(palette: QPalette) -> QColor:
    """Return the ground of what lies on the map, where nothing may shine through."""
    colour = palette.color(QPalette.ColorRole.Base)
    return colour if colour.alpha() == _OPAQUE else QGuiApplication.palette().color(QPalette.ColorRole.Base)


def text(palette: QPalette) -> QColor:
    """Return the colour of a window's text, one that can be read also where the palette is that of an earlier theme."""
    own = palette.color(QPalette.ColorRole.WindowText)
    if palette.currentColorGroup() == QPalette.ColorGroup.Disabled or contrast(own, ground(palette)) >= _LEAST_CONTRAST:
        return own
    of_all = QGuiApplication.palette().color(QPalette.ColorRole.WindowText)
    return of_all if contrast(of_all, ground(palette)) >= _LEAST_CONTRAST else QColor(_TEXT_OF_ALL[is_dark(palette)])


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two colours by WCAG 2: from 1 for the same to 21 for black on white."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


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
    return between(text(palette), ground(palette))


def between(front: QColor, behind: QColor) -> QColor:
    """Return a colour between that of a text and that of its ground, as near to the ground as can still be read."""
    mixed = (_mixed(front, behind, share) for share in (0.66, 0.78, 0.9))
    return next((one for one in mixed if contrast(one, behind) >= _READABLE), front)


def rule_colour(palette: QPalette) -> QColor:
    """Return the colour of thin lines."""
    return _mixed(text(palette), ground(palette), 0.22)


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
