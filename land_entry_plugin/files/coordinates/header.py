# SPDX-License-Identifier: GPL-2.0-or-later
"""What the header of a text file says of the coordinate system, as far as it can be believed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from land_entry_plugin.engine.zones import Zone, zone_of_meridian, zone_of_number

# In this order: a city's own system may be called after the city or after 2000, "1980" holds 80 but no 2000, "WGS84" no
# Chinese system.
_DATUMS = (
    ("local", ("地方", "独立", "城市", "城建")),
    ("wgs84", ("wgs",)),
    ("cgcs2000", ("cgcs", "2000", "china geodetic")),
    ("xian80", ("80", "西安")),
    ("beijing54", ("54", "北京")),
)
_METRES = ("米", "公尺", "m", "meter", "metre", "meters", "metres", "米(m)", "m(米)", "单位米")
_DEGREES = ("度", "十进制度", "度(十进制)", "degree", "degrees", "deg")
_GAUSS = ("高斯", "克吕格", "克里格", "gauss", "kruger", "gk", "横轴墨卡托", "transverse")
_NO_PROJECTION = ("经纬", "地理", "无", "大地")
_CODE = re.compile(r"EPSG\s*:?\s*(\d+)", re.IGNORECASE)
_ZONE_IN_NAME = re.compile(r"zone[_ ]*(\d{1,6})(?!\d)", re.IGNORECASE)
_MERIDIAN_IN_NAME = re.compile(r"cm[_ ]*(\d{1,6})\s*e", re.IGNORECASE)
# Digits of a zone number or a central meridian, with zeros before it.
_LONGEST_ZONE = 6
_DIGITS = re.compile(r"\d+")
_DECIMAL = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class HeaderFrame:
    """The coordinate system of a header.

    Attributes
    ----------
    datum_text : str
        As written.
    datum : str or None
        ``local``, ``cgcs2000``, ``wgs84``, ``xian80``, ``beijing54``; None where not stated or not known.
    code : str or None
        An EPSG code that the header names.
    zone : Zone or None
    zone_text : str
        As written.
    zone_is_meridian : bool
        Whether the zone number stated is a central meridian.
    meridian_deg : float or None
        A central meridian stated.
    width_deg : int or None
    unit, projection : str
        ``metres``, ``degrees``, ``other`` or ``""``; ``gauss``, ``none``, ``other`` or ``""``.
    """

    datum_text: str
    datum: str | None
    code: str | None
    zone: Zone | None
    zone_text: str
    zone_is_meridian: bool
    meridian_deg: float | None
    width_deg: int | None
    unit: str
    projection: str

    @property
    def width_contradicts(self) -> bool:
        """Whether the zone number belongs to zones of another width than the one stated."""
        return (
            self.zone is not None
            and self.width_deg is not None
            and self.zone.width_deg != self.width_deg
            and not self.zone_is_meridian
        )


def header_frame(header: dict[str, str]) -> HeaderFrame:
    """Return what a header says of the coordinate system."""
    datum_text = header.get("datum", "").strip()
    width = _width(header.get("zone_width", ""))
    zone_text = header.get("zone", "").strip()
    zone, zone_is_meridian = _zone(zone_text, width)
    meridian = _DECIMAL.search(header.get("central_meridian", ""))
    meridian_deg = float(meridian.group()) if meridian else None
    if zone is None:
        zone = _zone_in_name(datum_text, width)
    if zone is None and meridian_deg is not None:
        zone = zone_of_meridian(meridian_deg, width or 3)
    code = _CODE.search(datum_text)
    return HeaderFrame(
        datum_text=datum_text,
        datum=None if code else datum_in(datum_text),
        code=f"EPSG:{code.group(1)}" if code else None,
        zone=zone,
        zone_text=zone_text,
        zone_is_meridian=zone_is_meridian,
        meridian_deg=meridian_deg,
        width_deg=width,
        unit=_one_of(header.get("unit", ""), {"metres": _METRES, "degrees": _DEGREES}, whole=True),
        projection=_one_of(header.get("projection", ""), {"gauss": _GAUSS, "none": _NO_PROJECTION}, whole=False),
    )


def datum_in(text: str) -> str | None:
    """Return the datum that a name stands for, None where it is none of the known ones."""
    lower = text.lower()
    return next((datum for datum, words in _DATUMS if any(word in lower for word in words)), None)


def _width(text: str) -> int | None:
    for width, signs in ((3, "3三"), (6, "6六")):
        if any(sign in text for sign in signs):
            return width
    return None


def _zone(text: str, width: int | None) -> tuple[Zone | None, bool]:
    """Return the zone that a zone number stands for, and whether it was a central meridian."""
    numbers = [int(number) for number in _DIGITS.findall(text) if len(number) <= _LONGEST_ZONE]
    for number in reversed(numbers):
        zone = zone_of_number(number)
        if zone is not None:
            return zone, False
    for number in numbers:
        zone = zone_of_meridian(number, width or 3)
        if zone is not None:
            return zone, True
    return None, False


def _zone_in_name(name: str, width: int | None) -> Zone | None:
    """Return the zone in the name of a CRS (``CGCS2000_3_Degree_GK_Zone_39``, ``..._CM_117E``)."""
    number = _ZONE_IN_NAME.search(name)
    if number:
        return zone_of_number(int(number.group(1)))
    meridian = _MERIDIAN_IN_NAME.search(name)
    return zone_of_meridian(int(meridian.group(1)), width or 3) if meridian else None


def _one_of(text: str, kinds: dict[str, tuple[str, ...]], *, whole: bool) -> str:
    squeezed = "".join(text.lower().split())
    if not squeezed:
        return ""
    for kind, words in kinds.items():
        if squeezed in words if whole else any(word in squeezed for word in words):
            return kind
    return "other"
