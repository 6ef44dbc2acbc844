# SPDX-License-Identifier: GPL-2.0-or-later
"""The parcel map as a picture at print resolution, drawn from the record alone where there is no QGIS."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from PIL import Image, ImageDraw, ImageFont

from land_entry_plugin.cadastre.plain_map import ARROW, MM_PER_POINT, PlainMap, plain_map
from land_entry_plugin.cadastre.sentences import projection
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.documents.font_files import any_font, chinese_font
from land_entry_plugin.files.documents.picture import Picture
from land_entry_plugin.rounding import half_up

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

DPI = 300
# Drawn larger and made smaller, so that slanting lines are smooth.
_OVERSAMPLED = 2
_PIXELS = DPI * _OVERSAMPLED / 25.4
# Colours and widths of the printed sheet.
_AROUND = {
    "parcel": (None, "#B3261E", 0.15),
    "water": ("#EAF4FB", "#1F6FB2", 0.15),
    "road": ("#FBF3E4", "#6B5B3E", 0.12),
    "patch": (None, "#8A8A8A", 0.1),
}
_RED, _BOUNDARY_MM, _POINT_MM, _FRAME_MM, _THIN_MM = "#D00000", 0.3, 0.8, 0.35, 0.1
_CORNER_PT, _FOOT_PT, _FOOT_MM, _LEFT_OUT_MM = 6.5, 7.5, 11.0, 4.0
_LONGEST_BAR_MM = 42.0


def draw_parcel(parcel: dict[str, Any], target: Path) -> Picture | None:
    """Draw the map of a parcel into a PNG file; None for one without a shape.

    On a machine without a Chinese font the names of what lies around are left out; without any font there is no map.

    Raises
    ------
    InputError
        On a machine without fonts.
    """
    if "rings" not in parcel["cadastre"]:
        return None
    # GEOS leaves a flag of the processor up with some empty results
    with np.errstate(invalid="ignore"):
        drawn = _Drawing(parcel)
        image = drawn.image()
    image.save(target, dpi=(DPI, DPI))
    return Picture(target, drawn.map.width)


@lru_cache(maxsize=32)
def _font(size_pt: float) -> Any:
    pixels = max(4, round(size_pt * MM_PER_POINT * _PIXELS))
    found = chinese_font() or any_font()
    if found is None:
        raise InputError("no_chinese_font", detail="no font in the usual folders")
    return ImageFont.truetype(str(found[0]), pixels, index=found[1])


@lru_cache(maxsize=4096)
def _width_mm(text: str, size_pt: float) -> float:
    return float(_font(size_pt).getlength(text)) / _PIXELS


def _left_out(names: Sequence[str], width_mm: float) -> str:
    """Return what found no room on the map, as much of it as fits a line."""
    for count in range(len(names), 0, -1):
        more = "" if count == len(names) else f"等 {len(names)} 处"
        text = f"图上注不下：{'，'.join(names[:count])}{more}，见界址点成果表。"
        if _width_mm(text, _FOOT_PT) <= width_mm:
            return text
    return f"图上有 {len(names)} 处注不下，见界址点成果表。"


class _Drawing:
    """A picture while it is drawn."""

    def __init__(self, parcel: dict[str, Any]) -> None:
        self.parcel = parcel
        self.map: PlainMap = plain_map(parcel, _width_mm)
        self.height = self.map.height + _FOOT_MM + (_LEFT_OUT_MM if self.map.left_out else 0.0)
        self.canvas = Image.new("RGB", self._pixels(self.map.width, self.height), "#FFFFFF")
        self.draw = ImageDraw.Draw(self.canvas)

    def image(self) -> Image.Image:
        """Return the picture."""
        for kind, shape in self.map.around:
            self._shape(shape, *_AROUND[kind])
        self._shape(self.map.shape, None, _RED, _BOUNDARY_MM)
        for start, end in self.map.lines:
            self.draw.line([self._at(*start), self._at(*end)], "#000000", self._thick(_THIN_MM))
        for x, y in self.map.points:
            self._point(x, y)
        for one in self.map.texts:
            self._text(one.text, one.box.x, one.box.y, one.size_pt, one.box.angle)
        self._around_the_map()
        return self.canvas.reduce(_OVERSAMPLED)

    def _pixels(self, width_mm: float, height_mm: float) -> tuple[int, int]:
        return math.ceil(width_mm * _PIXELS), math.ceil(height_mm * _PIXELS)

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return x * _PIXELS, y * _PIXELS

    def _thick(self, width_mm: float) -> int:
        return max(1, round(width_mm * _PIXELS))

    def _shape(self, shape: Any, fill: str | None, edge: str, width_mm: float) -> None:
        """Draw what the frame shows of a shape: its inside, then its edges, which the frame does not add to."""
        frame = shapely.box(0, 0, self.map.width, self.map.height)
        if fill:
            for part in shapely.get_parts(shapely.intersection(shape, frame)):
                if part.geom_type == "Polygon" and not part.is_empty:
                    self.draw.polygon([self._at(*at) for at in part.exterior.coords], fill)
                    for hole in part.interiors:
                        self.draw.polygon([self._at(*at) for at in hole.coords], "#FFFFFF")
        edges = shapely.intersection(shapely.boundary(shape), frame)
        for line in shapely.get_parts(shapely.line_merge(edges)):
            if line.geom_type == "LineString" and not line.is_empty:
                places = [self._at(*at) for at in line.coords]
                self.draw.line(places, edge, self._thick(width_mm), joint="curve")

    def _point(self, x: float, y: float) -> None:
        radius = _POINT_MM / 2
        box = [self._at(x - radius, y - radius), self._at(x + radius, y + radius)]
        self.draw.ellipse(box, "#FFFFFF", _RED, self._thick(0.2))

    def _text(
        self,
        text: str,
        x: float,
        y: float,
        size_pt: float,
        angle: float = 0.0,
        *,
        anchor: str = "mm",
        halo: bool = True,
    ) -> None:
        """Draw a text around a place, turned clockwise."""
        if chinese_font() is None and not text.isascii():
            return
        font, stroke = _font(size_pt), self._thick(0.3) if halo else 0
        if not angle:
            style = {"font": font, "anchor": anchor, "stroke_width": stroke, "stroke_fill": "#FFFFFF"}
            self.draw.text(self._at(x, y), text, "#000000", **style)
            return
        width, height = (math.ceil(size) + 4 * stroke for size in (font.getlength(text), font.size * 1.5))
        patch = Image.new("RGBA", (width, height), (255, 255, 255, 0))
        middle = (width / 2, height / 2)
        ImageDraw.Draw(patch).text(
            middle, text, "#000000", font=font, anchor="mm", stroke_width=stroke, stroke_fill="#FFFFFF"
        )
        turned = patch.rotate(-angle, Image.Resampling.BICUBIC, expand=True)
        left, top = (round(place - size / 2) for place, size in zip(self._at(x, y), turned.size, strict=True))
        self.canvas.paste(turned, (left, top), turned)

    def _around_the_map(self) -> None:
        """Draw frame, arrow, coordinates of two corners, scale, bar, and what found no room."""
        width, height = self.map.width, self.map.height
        # the foot is white, whatever reached into it
        self.draw.rectangle([self._at(0, height), self._at(width, self.height)], "#FFFFFF")
        half = _FRAME_MM / 2
        corners = [self._at(half, half), self._at(width - half, height - half)]
        self.draw.rectangle(corners, None, "#000000", self._thick(_FRAME_MM))
        self._arrow()
        west, south, east, north = self.map.window.bounds
        for x, y, lines, anchor in (
            (1.2, height - 5.2, (f"X {half_up(south)}", f"Y {half_up(west)}"), "lm"),
            (width - 1.2, 2.4, (f"X {half_up(north)}", f"Y {half_up(east)}"), "rm"),
        ):
            for i, line in enumerate(lines):
                self._text(line, x, y + i * 2.8, _CORNER_PT, anchor=anchor)
        self._text(f"1:{self.map.window.scale}", 0.5, height + 3.2, 9.0, anchor="lm", halo=False)
        self._bar(width - 4.0, height + 3.6)
        self._text(projection(self.parcel), 0.5, height + 8.4, _FOOT_PT, anchor="lm", halo=False)
        if self.map.left_out:
            self._text(
                _left_out(self.map.left_out, width - 1),
                0.5,
                height + 8.4 + _LEFT_OUT_MM,
                _FOOT_PT,
                anchor="lm",
                halo=False,
            )

    def _arrow(self) -> None:
        middle, top = ARROW.x, 6.0
        self._text("北" if chinese_font() else "N", middle, 3.6, 10.0)
        notch, bottom = (middle, top + 6.0), top + 8.0
        for side, fill in ((-2.25, "#000000"), (2.25, "#FFFFFF")):
            places = [self._at(middle, top), self._at(middle + side, bottom), self._at(*notch)]
            self.draw.polygon(places, fill, "#000000")

    def _bar(self, right: float, y: float) -> None:
        """Draw a bar of four segments of round metres, which ends at ``right``."""
        scale = self.map.window.scale
        longest = _LONGEST_BAR_MM / 4 * scale / 1000
        step = max(
            [base * 10**power for power in range(6) for base in (1, 2, 5) if base * 10**power <= longest], default=1
        )
        length = step * 1000 / scale
        left = right - 4 * length
        for i in range(4):
            box = [self._at(left + i * length, y), self._at(left + (i + 1) * length, y + 1.2)]
            self.draw.rectangle(box, "#000000" if i % 2 == 0 else "#FFFFFF", "#000000", self._thick(_THIN_MM))
        for i in range(5):
            text = f"{i * step} m" if i == 4 else str(i * step)
            self._text(text, left + i * length, y - 1.4, _CORNER_PT, halo=False)
