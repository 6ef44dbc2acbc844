# SPDX-License-Identifier: GPL-2.0-or-later
"""How text looks on paper, how wide it is, and where its lines break."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from qgis.core import Qgis, QgsTextBufferSettings, QgsTextFormat
from qgis.PyQt.QtGui import QColor, QFont, QFontMetricsF

from land_entry_plugin.sheets.fonts import Fonts

MM_PER_POINT = 25.4 / 72
LINE_SPACING = 1.34
HALO_MM = 0.35
# Measured large, so that hinting does not count.
_MEASURE_PIXELS = 400
# Figures stay with their unit, codes and point runs in one piece.
_TOKEN = re.compile(r"\d[\d.]*(?: ?(?:m²|m\b|%|亩|公顷))?(?![A-Za-z0-9_])|[A-Za-z0-9_.\-–/+²°%]+|\s+|.", re.DOTALL)
_NOT_FIRST = set("，。、；：！？）》〉」』】〕％%·,.;:!?)]°²")
_NOT_LAST = set("（《〈「『【〔([")


@dataclass(frozen=True)
class TextStyle:
    """One way of setting text."""

    family: str
    size_pt: float
    bold: bool = False
    color: str = "#000000"
    halo: bool = False

    @property
    def em_mm(self) -> float:
        """Return the size of the letters' square."""
        return self.size_pt * MM_PER_POINT

    @property
    def line_height_mm(self) -> float:
        """Return the distance from line to line."""
        return self.em_mm * LINE_SPACING

    def width_mm(self, text: str) -> float:
        """Return how wide a line is on paper."""
        return _width_em(self.family, self.bold, text) * self.em_mm

    def text_format(self) -> QgsTextFormat:
        """Return the style as QGIS sets it."""
        return QgsTextFormat(_text_format(self))

    def _made(self) -> QgsTextFormat:
        font = _font(self.family, self.bold)
        text_format = QgsTextFormat()
        text_format.setFont(font)
        text_format.setSize(self.size_pt)
        text_format.setSizeUnit(Qgis.RenderUnit.Points)
        text_format.setColor(QColor(self.color))
        text_format.setLineHeight(self.line_height_mm)
        text_format.setLineHeightUnit(Qgis.RenderUnit.Millimeters)
        if self.halo:
            buffer = QgsTextBufferSettings()
            buffer.setEnabled(True)
            buffer.setSize(HALO_MM)
            buffer.setSizeUnit(Qgis.RenderUnit.Millimeters)
            buffer.setColor(QColor("#FFFFFF"))
            text_format.setBuffer(buffer)
        return text_format


@cache
def _text_format(style: TextStyle) -> QgsTextFormat:
    return style._made()


@lru_cache(maxsize=20_000)
def _width_em(family: str, bold: bool, text: str) -> float:
    # without shaping a line is as wide as its characters
    return sum(_character_em(family, bold, character) for character in text)


@cache
def _character_em(family: str, bold: bool, character: str) -> float:
    return _metrics(family, bold).horizontalAdvance(character) / _MEASURE_PIXELS


def _font(family: str, bold: bool) -> QFont:
    font = QFont(family)
    font.setBold(bold)
    # shaping takes digits of CJK fonts from glyphs without a character: nobody could search or copy them in a PDF
    font.setStyleStrategy(QFont.StyleStrategy.PreferNoShaping)
    return font


@cache
def _metrics(family: str, bold: bool) -> QFontMetricsF:
    font = _font(family, bold)
    font.setPixelSize(_MEASURE_PIXELS)
    return QFontMetricsF(font)


@dataclass(frozen=True)
class Styles:
    """The styles of a sheet."""

    title: TextStyle
    heading: TextStyle
    verdict: TextStyle
    banner: TextStyle
    label: TextStyle
    value: TextStyle
    number: TextStyle
    total: TextStyle
    missing: TextStyle
    reason: TextStyle
    basis: TextStyle
    small: TextStyle
    small_number: TextStyle


def sheet_styles(fonts: Fonts) -> Styles:
    """Return the styles of a sheet in these fonts."""
    song, hei = fonts.song, fonts.hei
    return Styles(
        title=TextStyle(hei, 16, bold=True),
        heading=TextStyle(hei, 9, bold=True),
        verdict=TextStyle(hei, 22, bold=True),
        banner=TextStyle(hei, 9.5, bold=True),
        label=TextStyle(song, 8.5),
        value=TextStyle(song, 8.5),
        number=TextStyle(hei, 8.5),
        total=TextStyle(hei, 8.5, bold=True),
        missing=TextStyle(hei, 8.5, bold=True),
        reason=TextStyle(song, 9),
        basis=TextStyle(song, 7.5),
        small=TextStyle(song, 7),
        small_number=TextStyle(hei, 7.5),
    )


def wrap(text: str, style: TextStyle, width_mm: float) -> list[str]:
    """Return the lines of a text that is ``width_mm`` wide at most; every character of it is in one of them."""
    return [line for paragraph in text.split("\n") for line in _wrap_paragraph(paragraph, style, width_mm)]


def shortened(text: str, style: TextStyle, width_mm: float) -> str:
    """Return a text that fits a width, its end left out where it is longer."""
    if style.width_mm(text) <= width_mm:
        return text
    while text and style.width_mm(text + "…") > width_mm:
        text = text[:-1]
    return text + "…"


def _wrap_paragraph(text: str, style: TextStyle, width_mm: float) -> list[str]:
    lines, line = [], ""
    for token in _unbroken(_TOKEN.findall(text)):
        if style.width_mm(line + token.rstrip()) <= width_mm:
            line += token
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = ""
        # a loop: a code that is wider than the cell is broken where the cell ends
        for character in token.lstrip():
            if line and style.width_mm(line + character) > width_mm:
                # a closing sign takes the sign before it along
                kept = line[-1] if character in _NOT_FIRST and len(line) > 1 else ""
                lines.append(line.removesuffix(kept))
                line = kept
            line += character
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _unbroken(tokens: list[str]) -> list[str]:
    """Return tokens joined where no line may break: before a closing sign, after an opening one."""
    joined: list[str] = []
    for token in tokens:
        if joined and (token[0] in _NOT_FIRST or joined[-1][-1] in _NOT_LAST):
            joined[-1] += token
        else:
            joined.append(token)
    return joined
