# SPDX-License-Identifier: GPL-2.0-or-later
"""The head of a VCT file: which edition, which separator, and what it says of the coordinate system."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from land_entry_plugin.errors import InputError

if TYPE_CHECKING:
    from land_entry_plugin.files.vct.lines import Lines

# A file that has not begun by then is no VCT.
_HEAD_LINES = 200
# Keys that only the edition of 2007 has.
_KEYS_OF_2007 = ("COORDINATESYSTEMTYPE", "XAXISDIRECTION", "XYUNIT", "EXTENTMIN")
# In this order: CGCS2000 and WGS 84 share an axis, and years in other words come last.
_DATUMS = (
    ("wgs84", ("WGS", "298.257223563")),
    ("cgcs2000", ("CGCS2000", "2000国家", "CHINA2000", "CHINA_2000", "CHINAGEODETIC", "298.257222101", "6378137")),
    ("xian80", ("IAG", "西安", "XIAN", "6378140", "6378.140", "1980", "1975")),
    ("beijing54", ("KRASS", "KRASOV", "克拉索", "北京", "BEIJING", "6378245", "6378.245", "1954")),
    ("cgcs2000", ("2000",)),
)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class VctHead:
    """What a head says.

    Attributes
    ----------
    values : dict of str to str
        By key, in capitals.
    separator : str
    """

    values: dict[str, str]
    separator: str

    @property
    def is_of_2007(self) -> bool:
        """Whether objects are laid out as in the edition of 2007 (VCT 3), not as in that of 1999 (VCT 1 and 2)."""
        version = self.values.get("VERSION", "")
        if "17798" in version:
            return "2007" in version
        number = _NUMBER.search(version)
        return any(key in self.values for key in _KEYS_OF_2007) or (number is not None and float(number.group()) >= 3)

    @property
    def in_degrees(self) -> bool | None:
        """Whether the coordinates are longitudes and latitudes; None where the head does not say."""
        if self.unit == "D":
            return True
        kind = self.values.get("COORDINATESYSTEMTYPE", "").upper()
        return {"D": True, "P": False}.get(kind[:1], False if self.unit == "M" else None)

    @property
    def unit(self) -> str:
        """``M`` metres, ``K`` kilometres, ``D`` degrees, ``S`` degrees with minutes and seconds, or ``""``."""
        return (self.values.get("XYUNIT") or self.values.get("UNIT") or "").strip().upper()[:1]

    @property
    def north_first(self) -> bool | None:
        """Whether the first number of a point is the northing; None where the head does not say."""
        direction = self.values.get("XAXISDIRECTION", "").strip().upper()[:1]
        if direction in ("E", "N"):
            return direction == "N"
        # G a survey's axes, M those of mathematics
        kind = (self.values.get("COORDSYSTYPE") or self.values.get("COORDINATE") or "").strip().upper()[:1]
        return {"G": True, "M": False}.get(kind)

    @property
    def datum_text(self) -> str:
        """What is said of ellipsoid and system."""
        return "; ".join(
            self.values[key] for key in ("SPHEROID", "HORIZONTALCRS", "PROJECTION") if self.values.get(key)
        )

    @property
    def datum(self) -> str | None:
        """``cgcs2000``, ``wgs84``, ``xian80``, ``beijing54``; None where it is not said, or none of these."""
        texts = [self.values.get(key, "") for key in ("SPHEROID", "HORIZONTALCRS", "PROJECTION")]
        if not self.is_of_2007:
            # the ellipsoid's axes
            texts.append(self.values.get("PARAMETERS", ""))
        for text in texts:
            squeezed = "".join(text.upper().split())
            for datum, words in _DATUMS:
                if any(word in squeezed for word in words):
                    return datum
        return None

    @property
    def projection_is_other(self) -> bool:
        """Whether a projection is named that is not Gauss-Krueger."""
        text = "".join(self.values.get("PROJECTION", "").upper().split())
        known = (
            "高斯",
            "GAUSS",
            "GK",
            "TRANSVERSE",
            "横轴墨卡托",
            "CGCS2000",
            "西安",
            "北京",
            "地理",
            "GEOGRAPHIC",
            "无",
        )
        return bool(text) and not any(word in text for word in known)

    @property
    def meridian_deg(self) -> float | None:
        """The central meridian."""
        # Meridinan is how one program writes it
        for key in ("MERIDIAN", "MERIDINAN", "CENTRALMERIDIAN"):
            found = _NUMBER.search(self.values.get(key, ""))
            if found:
                return float(found.group())
        if not self.is_of_2007:
            return None
        found = _NUMBER.match(self.values.get("PARAMETERS", "").strip())
        return float(found.group()) if found and float(found.group()) <= 180 else None

    @property
    def width_deg(self) -> int | None:
        """The width of the zones: the fifth of VCT 3's parameters, or the ninth where all stand there."""
        parameters = self.values.get("PARAMETERS", "").split(",") if self.is_of_2007 else []
        stated = [parameters[place].strip() for place in (4, 8) if place < len(parameters)]
        return next((int(float(text)) for text in stated if text in ("3", "6", "3.0", "6.0")), None)

    @property
    def offset(self) -> tuple[float, float]:
        """What stands as to be added to the coordinates."""
        found = _NUMBER.findall(self.values.get("OFFSET", ""))
        return (float(found[0]), float(found[1])) if len(found) >= 2 else (0.0, 0.0)


def read_head(lines: Lines) -> VctHead:
    """Return the head; ``lines`` stands behind it then.

    Raises
    ------
    InputError
        When the file does not begin as a VCT does.
    """
    for _ in range(_HEAD_LINES):
        line = lines.next()
        if line is None:
            break
        if line.lstrip(b"\xef\xbb\xbf").upper() == b"HEADBEGIN":
            return _head(lines)
    raise InputError("vct_no_head", file=lines.file)


def _head(lines: Lines) -> VctHead:
    values: dict[str, str] = {}
    for _ in range(_HEAD_LINES):
        line = lines.wanted()
        if line.upper() == b"HEADEND":
            separator = values.get("SEPARATOR", "").strip()
            return VctHead(values, separator if len(separator) == 1 and separator not in "0123456789.-+" else ",")
        text = _text(line)
        key, sign, value = text.partition(":")
        if not sign:
            key, sign, value = text.partition("：")
        if sign:
            values[key.strip().upper()] = value.strip()
    raise InputError("vct_no_head", file=lines.file)


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("gb18030", "replace")
