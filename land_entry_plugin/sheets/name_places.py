# SPDX-License-Identifier: GPL-2.0-or-later
"""Where the names of what lies around a parcel stand: in it, along it, over its edges where it is narrow."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from qgis.core import QgsGeometry, QgsPoint

from land_entry_plugin.cadastre.paper_box import upright_deg
from land_entry_plugin.roles.cadastral_codes import short_parcel_code
from land_entry_plugin.sheets.map_paper import polygon_of
from land_entry_plugin.sheets.text_style import TextStyle

if TYPE_CHECKING:
    from land_entry_plugin.sheets.map_paper import MapPaper

_SIZES_PT = (9.0, 8.0, 7.0)
_SAME_NAME_APART_MM = 32.0
# A road or ditch of at least this width on paper is named, if need be over its edges.
_LEAST_WIDTH_MM = 0.6
_LEAST_LENGTH_MM = 14.0
_NARROW = ("10", "11")
_LEAST_AREA_MM2 = 6.0


def place_names(paper: MapPaper) -> None:
    """Set the names, the largest first: they have the most room and say the most."""
    whole = paper.whole
    neighbours = paper.parcel["cadastre"]["map"]["neighbours"]
    parcels = [paper.frame.on_paper(one["wkt"]) for one in neighbours if one["kind"] == "parcel"]
    covered = QgsGeometry.unaryUnion([paper.shape, *parcels])
    around = []
    for one in neighbours:
        # a field under a parcel is not named in the parcel
        visible = paper.frame.on_paper(one["wkt"]).intersection(whole)
        visible = visible.difference(paper.shape if one["kind"] == "parcel" else covered)
        if visible.area() > _LEAST_AREA_MM2:
            is_narrow = one["kind"] != "parcel" and (one["code"] or "").startswith(_NARROW)
            around.append((one["label"].removeprefix("宗地 "), visible, is_narrow))
    seen: list[tuple[str, float, float]] = []
    around.sort(key=lambda entry: -entry[1].area())
    for label, visible, is_narrow in around:
        _name(paper, short_parcel_code(label), visible, seen, is_narrow=is_narrow)


def _name(
    paper: MapPaper, label: str, visible: QgsGeometry, seen: list[tuple[str, float, float]], *, is_narrow: bool
) -> None:
    forms = [label, label.replace("（", "\n（", 1)] if "（" in label else [label]
    turns = [0.0, *_lie(visible)]
    room = QgsGeometry.createGeometryEngine(visible.constGet())
    room.prepareGeometry()
    # where its middle would lie outside, no size and no turn of it lies inside
    places = [
        (x, y)
        for x, y in paper.places(visible)
        if not any(name == label and math.hypot(x - a, y - b) < _SAME_NAME_APART_MM for name, a, b in seen)
        and room.contains(QgsPoint(x, y))
    ]
    area = visible.area()
    for size in _SIZES_PT:
        style = TextStyle(paper.song, size, halo=True)
        for text in forms:
            for angle in turns:
                wanted = paper.box(text, style, 0.0, 0.0, angle)
                if wanted.width * wanted.height > area:
                    continue
                for x, y in places:
                    box = replace(wanted, x=x, y=y)
                    if not paper.is_free(box):
                        continue
                    shape = polygon_of(box)
                    if room.contains(shape.constGet()):
                        paper.take(text, box, style, "name")
                        seen.append((label, x, y))
                        return
    if is_narrow:
        _over_its_edges(paper, label, visible, places, seen)


def _over_its_edges(
    paper: MapPaper,
    label: str,
    visible: QgsGeometry,
    places: list[tuple[float, float]],
    seen: list[tuple[str, float, float]],
) -> None:
    """Set the name of a road or ditch along its middle, wider than it is."""
    _, _, _, width, height = visible.orientedMinimumBoundingBox()
    if min(width, height) < _LEAST_WIDTH_MM or max(width, height) < _LEAST_LENGTH_MM:
        return
    style = TextStyle(paper.song, _SIZES_PT[-1], halo=True)
    for angle in _lie(visible) or [0.0]:
        for x, y in places:
            box = paper.box(label, style, x, y, angle)
            if paper.is_free(box) and not paper.on_parcel(box):
                paper.take(label, box, style, "name")
                seen.append((label, x, y))
                return


def _lie(shape: QgsGeometry) -> list[float]:
    """Return the direction in which a long shape such as a road lies, clockwise on paper and upright."""
    around, _, _, width, height = shape.orientedMinimumBoundingBox()
    box = around.asPolygon()
    if not box or min(width, height) <= 0:
        return []
    corners = box[0]
    sides = [(corners[i + 1].x() - corners[i].x(), corners[i + 1].y() - corners[i].y()) for i in (0, 1)]
    angle = upright_deg(*max(sides, key=lambda side: math.hypot(*side)))
    return [angle] if abs(angle) > 1 else []
