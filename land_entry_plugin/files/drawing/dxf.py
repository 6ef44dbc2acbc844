# SPDX-License-Identifier: GPL-2.0-or-later
"""The parcel map as a DXF file that CAD programs open: layers, a CJK text style, blocks with attributes, rings."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.coordinates.dxf import APPLICATION
from land_entry_plugin.files.drawing.labels import Label
from land_entry_plugin.files.drawing.parcel_map import KINDS, parcel_map
from land_entry_plugin.files.outputs import written_whole
from land_entry_plugin.packages import DXF, Later, need
from land_entry_plugin.rounding import half_up

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ezdxf.document import Drawing
    from ezdxf.enums import TextEntityAlignment
    from ezdxf.layouts import Modelspace

    from land_entry_plugin.cadastre.paper_box import Place
    from land_entry_plugin.files.drawing.parcel_map import ParcelMap
    from land_entry_plugin.files.drawing.style import CadStyle

_ezdxf, _enums = Later("ezdxf", DXF), Later("ezdxf.enums", DXF)
TEXT_STYLE, POINT_BLOCK, ARROW_BLOCK = "LE_TEXT", "LE_JZD", "LE_NORTH"
# Files of these versions are in the encoding of a code page; later ones are in UTF-8.
_IN_CODE_PAGE, _FIRST_IN_UTF_8, _CODE_PAGE = ("R2000", "R2004"), "R2007", "gbk"
_MARK = b"999\nland-entry "
_HEAD_BYTES, _TAIL_BYTES = 96, 16
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
_LONGEST_VALUE = 240
# Character set of a font for simplified Chinese, and a family of fixed pitch with serifs, as CAD keeps them.
_FONT_FLAGS = 0x8600 | 0x12
_COORDINATE_DECIMALS = 3
_MARGIN_MM = 20.0
# As $INSUNITS has it.
_METRES = 6


def write_dxf(
    parcel: dict[str, Any], path: Path, style: CadStyle, captions: Sequence[str] = (), mark: str = ""
) -> None:
    """Write the map of a parcel.

    Parameters
    ----------
    parcel : dict
        Of a record, as an edition shows it.
    path : Path
    style : CadStyle
    captions : sequence of str
        The first above the frame, the others below.
    mark : str
        By which ``mark_of`` knows what the file was made from; a comment in its first line.

    Raises
    ------
    InputError
        When the parcel has no usable shape, or the file cannot be written.
    """
    need(DXF)
    drawn = parcel_map(parcel, style)
    texts = [*captions, *(label.text for label in drawn.labels), str(parcel["parcel_id"])]
    try:
        document = _Writer(drawn, parcel, _readable(style, texts), captions).document()
        stream = io.StringIO()
        document.write(stream)
    except _ezdxf.DXFError as error:
        raise InputError("export_failed", detail=repr(error), path=str(path)) from error
    head = _MARK.decode() + mark + "\n" if mark else ""
    with written_whole(path) as part:
        part.write_bytes((head + stream.getvalue()).encode(document.output_encoding))


def mark_of(path: Path) -> str | None:
    """Return what a whole file says that it was made from; None for half a file and for a stranger."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
            file.seek(max(file.seek(0, 2) - _TAIL_BYTES, 0))
            end = file.read()
    except OSError:
        return None
    if not head.startswith(_MARK) or end.split()[-1:] != [b"EOF"]:
        return None
    return head.removeprefix(_MARK).partition(b"\n")[0].decode("ascii", "replace") or None


def _readable(style: CadStyle, texts: Sequence[str]) -> CadStyle:
    """Return the style in a version that can hold the texts: characters that GBK lacks need UTF-8."""
    if style.version in _IN_CODE_PAGE:
        try:
            "".join(map(plain, [*texts, *(layer.name for layer in style.layers.values())])).encode(_CODE_PAGE)
        except UnicodeEncodeError:
            return replace(style, version=_FIRST_IN_UTF_8)
    return style


def plain(text: str) -> str:
    """Return a text on one line that CAD shows as it stands: its own codes (%%c, ^J) are undone."""
    return _CONTROLS.sub(" ", text).replace("^", "^ ").replace("%%", "% %").strip()


class _Writer:
    """Draws one parcel map."""

    def __init__(self, drawn: ParcelMap, parcel: dict[str, Any], style: CadStyle, captions: Sequence[str]) -> None:
        self.drawn, self.parcel, self.style, self.captions = drawn, parcel, style, captions
        self.result: Drawing = _ezdxf.new(style.version, units=_METRES)
        self.aligned: type[TextEntityAlignment] = _enums.TextEntityAlignment
        self.space: Modelspace = self.result.modelspace()

    def document(self) -> Drawing:
        """Return the drawing."""
        self._prepare()
        for kind in KINDS:
            for points in self.drawn.lines[kind]:
                self.space.add_lwpolyline([self._place(point) for point in points], dxfattribs=self._on(kind))
        self._boundary()
        self._points()
        for label in self.drawn.labels:
            self._text(label)
        for start, end in self.drawn.leaders:
            self.space.add_line(self._place(start), self._place(end), dxfattribs=self._on("texts"))
        if self.style.frame:
            self._frame()
        self._set_view()
        return self.result

    def _prepare(self) -> None:
        """Make layers, text style and blocks, and say what the units are."""
        document, style = self.result, self.style
        document.encoding = _CODE_PAGE
        document.header["$MEASUREMENT"] = 1
        document.header["$LUNITS"], document.header["$LUPREC"] = 2, 4
        document.header["$PDMODE"] = 0
        for layer in style.layers.values():
            if layer.name not in document.layers:
                document.layers.add(layer.name, color=layer.colour, lineweight=layer.weight)
        document.appids.add(APPLICATION)
        text = document.styles.add(TEXT_STYLE, font=style.font_file)
        if style.font_family:
            text.set_xdata("ACAD", [(1000, style.font_family), (1071, _FONT_FLAGS)])
        document.header["$TEXTSTYLE"] = TEXT_STYLE
        point = document.blocks.new(POINT_BLOCK)
        point.add_circle((0, 0), 0.5)
        for tag, prompt in (("DH", "点号"), ("X", "X（北）"), ("Y", "Y（东）")):
            point.add_attdef(tag, (0, 0), prompt, dxfattribs={"prompt": prompt, "style": TEXT_STYLE})
        arrow = document.blocks.new(ARROW_BLOCK)
        arrow.add_solid([(-0.22, 0), (0, 0.22), (0, 1), (0, 1)])
        arrow.add_line((0, 1), (0.22, 0))
        arrow.add_line((0.22, 0), (0, 0.22))

    def _on(self, kind: str) -> dict[str, Any]:
        return {"layer": self.style.layers[kind].name}

    def _place(self, at: Place | Any) -> Place:
        """Return a place of the map in the coordinates of the drawing."""
        return float(at[0]) + self.drawn.origin[0], float(at[1]) + self.drawn.origin[1]

    def _boundary(self) -> None:
        parcel_id = plain(str(self.parcel["parcel_id"] or ""))[:_LONGEST_VALUE]
        for ring in self.drawn.rings:
            line = self.space.add_lwpolyline(
                [(float(x), float(y)) for x, y in ring.points], close=True, dxfattribs=self._on("boundary")
            )
            kind = f"{ring.part + 1} {'hole' if ring.is_hole else 'shell'}"
            line.set_xdata(APPLICATION, [(1000, parcel_id), (1000, kind)])

    def _points(self) -> None:
        """Draw a block a boundary point; the number shows where it has room, the coordinates when asked for."""
        size = self.style.point_mm * self.drawn.metres_per_mm
        height = self.style.text_mm["number"] * self.drawn.metres_per_mm
        for number, ring in enumerate(self.drawn.rings):
            table = self.parcel["cadastre"]["rings"][number]["points"]
            for i, (name, (x, y)) in enumerate(zip(ring.names, ring.points, strict=True)):
                at = (float(x), float(y))
                block = self.space.add_blockref(
                    POINT_BLOCK, at, dxfattribs={"xscale": size, "yscale": size, "zscale": size} | self._on("points")
                )
                label = self.drawn.numbers.get((number, i))
                own = {"height": height, "style": TEXT_STYLE} | self._on("texts")
                shown = block.add_attrib("DH", name, dxfattribs=own)
                place = self._place(label.at) if label is not None else at
                shown.set_placement(place, align=self.aligned.MIDDLE_CENTER)
                shown.is_invisible = label is None
                for tag, key in (("X", "x_m"), ("Y", "y_m")):
                    text = str(half_up(table[i][key], _COORDINATE_DECIMALS))
                    block.add_attrib(tag, text, at, dxfattribs=own).is_invisible = True

    def _text(self, label: Label, kind: str = "texts", align: TextEntityAlignment | None = None) -> None:
        text = self.space.add_text(
            plain(label.text),
            height=label.height,
            rotation=label.angle_deg,
            dxfattribs={"style": TEXT_STYLE} | self._on(kind),
        )
        text.set_placement(self._place(label.at), align=align or self.aligned.MIDDLE_CENTER)

    def _frame(self) -> None:
        """Draw frame, north arrow and what stands above and below; four lines, since a loop would be a parcel."""
        west, south, east, north = self.drawn.window
        edges = [(west, south), (east, south), (east, north), (west, north)]
        for start, end in zip(edges, [*edges[1:], edges[0]], strict=True):
            self.space.add_line(self._place(start), self._place(end), dxfattribs=self._on("frame"))
        step = self.drawn.metres_per_mm
        arrow = {"xscale": 10 * step, "yscale": 10 * step, "zscale": 10 * step} | self._on("frame")
        self.space.add_blockref(ARROW_BLOCK, self._place((west + 7 * step, north - 14 * step)), dxfattribs=arrow)
        heights = self.style.text_mm
        north_sign = Label("北", "frame", (west + 7 * step, north - 2 * step), heights["caption"] * step)
        self._text(north_sign, "frame")
        title, *others = self.captions or ("",)
        above = Label(
            title, "frame", ((west + east) / 2, north + 1.5 * heights["title"] * step), heights["title"] * step
        )
        self._text(above, "frame")
        for i, text in enumerate(others, start=1):
            at = (west, south - 2.2 * i * heights["caption"] * step)
            below = Label(text, "frame", at, heights["caption"] * step)
            self._text(below, "frame", self.aligned.MIDDLE_LEFT)

    def _set_view(self) -> None:
        """State the extents, and show them when the file is opened."""
        west, south, east, north = self.drawn.window
        margin = _MARGIN_MM * self.drawn.metres_per_mm
        low, high = self._place((west - margin, south - margin)), self._place((east + margin, north + margin))
        self.space.reset_extents((*low, 0.0), (*high, 0.0))
        self.space.reset_limits(low, high)
        self.result.header["$EXTMIN"], self.result.header["$EXTMAX"] = (*low, 0.0), (*high, 0.0)
        self.result.header["$LIMMIN"], self.result.header["$LIMMAX"] = low, high
        middle = (low[0] + high[0]) / 2, (low[1] + high[1]) / 2
        self.result.set_modelspace_vport(height=high[1] - low[1], center=middle)
