# SPDX-License-Identifier: GPL-2.0-or-later
"""The pages of an overview: which township each parcel lies in, and what each page shows."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from qgis.core import QgsCoordinateTransform, QgsGeometry, QgsProject, QgsRectangle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsVectorLayer

    from land_entry_plugin.sheets.overview_map import Entry

# County and cadastral district (地籍区) of a cadastral code: TD/T 1001, the first nine digits of 宗地代码.
_DISTRICT = re.compile(r"^(\d{9})\d{3}[A-Z]{2}\d{5}")
_ELSEWHERE = "其他宗地"


@dataclass(frozen=True)
class Township:
    """An administrative area in the plane of the overview; its parts under one code are one."""

    code: str
    name: str
    shape: QgsGeometry


@dataclass(frozen=True)
class Section:
    """The parcels of one place, a township or a cadastral district; ``code`` is empty for those that lie in none.

    ``township`` is None where no layer says what it is.
    """

    code: str
    name: str
    entries: tuple[Entry, ...]
    township: Township | None = None

    @property
    def bounds(self) -> QgsRectangle:
        """Return the bounds of the township and of the parcels."""
        return bounds_of(self.entries, [self.township] if self.township else [])


def townships_of(layer: QgsVectorLayer | None, crs: QgsCoordinateReferenceSystem) -> list[Township]:
    """Return the administrative areas of a layer in order of their codes, shapes in ``crs``."""
    if layer is None:
        return []
    to_plane = QgsCoordinateTransform(layer.crs(), crs, QgsProject())
    code_field, name_field = layer.fields().lookupField("XZQDM"), layer.fields().lookupField("XZQMC")
    parts: dict[tuple[str, str], list[QgsGeometry]] = defaultdict(list)
    for feature in layer.getFeatures():
        shape = feature.geometry()
        if shape.isNull() or shape.isEmpty():
            continue
        shape.transform(to_plane)
        # areas that nobody named or numbered are each their own
        code = _text(feature, code_field) or f"#{feature.id()}"
        parts[code, _text(feature, name_field)].append(shape)
    return [
        Township(code, name, shapes[0] if len(shapes) == 1 else QgsGeometry.unaryUnion(shapes))
        for (code, name), shapes in sorted(parts.items())
    ]


def sections_of(entries: Sequence[Entry], townships: Sequence[Township]) -> list[Section]:
    """Return the parcels by the township that holds a point of theirs; by 地籍区 of their codes where none is given.

    Townships without a parcel have no section. Parcels that lie in none, or have no shape, come last.
    """
    by_place: dict[str, list[Entry]] = defaultdict(list)
    for entry, place in zip(entries, _places(entries, townships), strict=True):
        by_place[place].append(entry)
    known = {township.code: township for township in townships}
    sections = [
        Section(
            place, known[place].name or place if place in known else f"地籍区 {place}", tuple(found), known.get(place)
        )
        for place, found in sorted(by_place.items())
        if place
    ]
    return [*sections, *([Section("", _ELSEWHERE, tuple(by_place[""]))] if by_place.get("") else [])]


def _places(entries: Sequence[Entry], townships: Sequence[Township]) -> list[str]:
    """Return the code of each parcel's township, empty where there is none."""
    if not townships:
        codes = [_DISTRICT.match(entry.parcel_id) for entry in entries]
        return [code.group(1) if code else "" for code in codes]
    points = np.array([point_of(entry.shape) if entry.shape is not None else None for entry in entries], dtype=object)
    shapes = shapely.from_wkb([bytes(township.shape.asWkb()) for township in townships])
    places = [""] * len(entries)
    for township, entry in zip(*shapely.STRtree(points).query(shapes, predicate="intersects"), strict=True):
        # on a common border: the first
        places[entry] = places[entry] or townships[township].code
    return places


def point_of(shape: QgsGeometry) -> shapely.Point:
    """Return a point on a shape, its centre where it is too broken for one."""
    on_surface = shape.pointOnSurface()
    point = (on_surface if not on_surface.isNull() else shape.centroid()).asPoint()
    return shapely.Point(point.x(), point.y())


def bounds_of(entries: Sequence[Entry], townships: Sequence[Township]) -> QgsRectangle:
    """Return the bounds of parcels and townships, null where there is nothing to show."""
    bounds = QgsRectangle()
    for shape in (*(entry.shape for entry in entries), *(township.shape for township in townships)):
        if shape is not None:
            bounds.combineExtentWith(shape.boundingBox())
    return bounds


def _text(feature: QgsFeature, field: int) -> str:
    value = feature[field] if field >= 0 else None
    return str(value).strip() if value else ""
