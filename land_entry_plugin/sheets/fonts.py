# SPDX-License-Identifier: GPL-2.0-or-later
"""The two fonts of a sheet, by role: 宋体 for text, 黑体 for titles, codes and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import QgsFontUtils
from qgis.PyQt.QtGui import QFont, QFontInfo, QRawFont

from land_entry_plugin.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

SONG_FAMILIES = (
    "SimSun", "宋体", "NSimSun", "Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN",
    "思源宋体", "Songti SC", "STSong", "FangSong", "AR PL UMing CN",
)  # fmt: skip
HEI_FAMILIES = (
    "SimHei", "黑体", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "思源黑体",
    "Microsoft YaHei", "微软雅黑", "Heiti SC", "PingFang SC", "STHeiti", "WenQuanYi Zen Hei",
)  # fmt: skip
# Simplified forms and signs that every sheet prints; a font without one of them is no font for a sheet.
NEEDED_CHARACTERS = "宗地界线农标图斑规划权属资龙亩待补《》（）、。—–：；²°0123456789JB"


@dataclass(frozen=True)
class Fonts:
    """The families that a sheet is set in."""

    song: str
    hei: str


def has_glyphs(family: str) -> bool:
    """Return whether a family is on this machine and itself has the needed characters, without a stand-in font."""
    if not any(QgsFontUtils.fontFamilyMatchOnSystem(family)):
        return False
    font = QFont(family)
    if QFontInfo(font).family().casefold() != family.casefold():
        return False
    raw = QRawFont.fromFont(font)
    return raw.isValid() and all(raw.supportsCharacter(character) for character in NEEDED_CHARACTERS)


def first_usable(families: Sequence[str]) -> str | None:
    """Return the first family that can print a sheet."""
    return next((family for family in families if has_glyphs(family)), None)


def sheet_fonts(song_families: Sequence[str] = SONG_FAMILIES, hei_families: Sequence[str] = HEI_FAMILIES) -> Fonts:
    """Return the fonts of a sheet; where a role has none the other's serves it, and without any there is no sheet."""
    song, hei = first_usable(song_families), first_usable(hei_families)
    if song is None and hei is None:
        raise InputError("no_chinese_font", detail=f"none of {[*song_families, *hei_families]} has the glyphs")
    return Fonts(song or str(hei), hei or str(song))
