# SPDX-License-Identifier: GPL-2.0-or-later
"""The fonts of this machine, without QGIS: to draw pictures with, and to say which ones of a template are not here."""

from __future__ import annotations

import os
import re
import sys
import zipfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from land_entry_plugin.packages import DOCX, Later
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

_fonts = Later("PIL.ImageFont", DOCX)
# By the stem of the file, the best first; a collection with its number.
_CHINESE = (
    ("simsun", 0), ("notosanscjksc-regular", 0), ("notosanssc-regular", 0), ("notosanscjk-regular", 2),
    ("sourcehansanssc-regular", 0), ("sourcehansanscn-regular", 0), ("notoserifcjk-regular", 2), ("msyh", 0),
    ("simhei", 0), ("pingfang", 0), ("stheiti light", 0), ("songti", 0), ("wqy-zenhei", 0), ("wqy-microhei", 0),
    ("uming", 0),
)  # fmt: skip
# Chinese names of fonts, and what they are called in their files.
_SAME = (
    ("宋体", "SimSun"), ("新宋体", "NSimSun"), ("黑体", "SimHei"), ("仿宋", "FangSong"), ("楷体", "KaiTi"),
    ("微软雅黑", "Microsoft YaHei"), ("等线", "DengXian"), ("华文宋体", "STSong"), ("华文仿宋", "STFangsong"),
    ("华文楷体", "STKaiti"), ("华文黑体", "STHeiti"), ("方正小标宋简体", "FZXiaoBiaoSong-B05S"),
    ("思源宋体", "Source Han Serif SC"), ("思源黑体", "Source Han Sans SC"),
    ("仿宋_GB2312", "FangSong_GB2312"), ("楷体_GB2312", "KaiTi_GB2312"),
)  # fmt: skip
_SUFFIXES = (".ttf", ".ttc", ".otf", ".otc")
_MOST_IN_COLLECTION = 12
# The sentence on fonts that are not here.
LACKING = "document.missing_font"
_NAMED = re.compile(r'w:eastAsia="([^"]+)"')
_PARTS = re.compile(r"word/(document|styles|header\d*|footer\d*|footnotes)\.xml")
# Characters of a language, not of a font.
_NO_FONT = re.compile(r"[a-z]{2}-[A-Z]{2}")


def font_folders() -> list[Path]:
    """Return where this machine keeps fonts."""
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR") or "C:/Windows") / "Fonts"
        return [windows, home / "AppData" / "Local" / "Microsoft" / "Windows" / "Fonts"]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts"]
    return [
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local" / "share" / "fonts",
        home / ".fonts",
    ]


@cache
def _files() -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder in font_folders():
        for root, _, names in os.walk(folder):
            for name in sorted(names):
                path = Path(root, name)
                if path.suffix.lower() in _SUFFIXES:
                    found.setdefault(path.stem.lower(), path)
    return found


@cache
def chinese_font() -> tuple[Path, int] | None:
    """Return a font file with Chinese characters and the number of the font in it; None where there is none."""
    files = _files()
    return next(((files[stem], index) for stem, index in _CHINESE if stem in files), None)


def any_font() -> tuple[Path, int] | None:
    """Return a font file for letters and figures; None on a machine without any font."""
    path = next((path for _, path in sorted(_files().items())), None)
    return None if path is None else (path, 0)


@cache
def families() -> frozenset[str]:
    """Return the names of the font families of this machine, in small letters."""
    names = set()
    for path in _files().values():
        for index in range(_MOST_IN_COLLECTION if path.suffix.lower() in (".ttc", ".otc") else 1):
            try:
                names.add((_fonts.truetype(str(path), 10, index=index).getname()[0] or "").lower())
            except (OSError, ValueError):
                break
    return frozenset(names)


def fonts_of(template: Path) -> list[str]:
    """Return the fonts that a template names for Chinese characters."""
    with zipfile.ZipFile(template) as package:
        parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist() if _PARTS.fullmatch(name)]
    named = {name for part in parts for name in _NAMED.findall(part)}
    return sorted(name for name in named if not _NO_FONT.fullmatch(name))


def missing_fonts(template: Path, there: Iterable[str] | None = None) -> list[str]:
    """Return the Chinese fonts of a template that this machine lacks, under any of their names.

    Parameters
    ----------
    template : Path
    there : iterable of str, optional
        Families that are here, where somebody knows better; by default those of the usual folders.
    """
    here = {name.lower() for name in there} if there is not None else families()
    return [name for name in fonts_of(template) if not any(one.lower() in here for one in _names_of(name))]


def font_notes(templates: Sequence[Path], there: Collection[str] | None = None) -> list[dict[str, str]]:
    """Return ``lacking_fonts`` as sentences in both languages."""
    return [both(LACKING, values) for values in lacking_fonts(templates, there)]


def lacking_fonts(templates: Sequence[Path], there: Collection[str] | None = None) -> list[dict[str, list[str]]]:
    """Return which templates name which fonts that are not here, templates that lack the same together.

    No error: it is the reader's machine that counts.

    Parameters
    ----------
    templates : sequence of Path
    there : collection of str, optional
        Font families that are here; by default those in the usual folders.
    """
    alike: dict[tuple[str, ...], list[str]] = {}
    for path in templates:
        alike.setdefault(tuple(missing_fonts(path, there)), []).append(path.name)
    return [{"template": list(dict.fromkeys(names)), "fonts": list(fonts)} for fonts, names in alike.items() if fonts]


def _names_of(name: str) -> list[str]:
    pair = next((pair for pair in _SAME if name in pair), (name,))
    return [*pair, f"@{name}"]
