# SPDX-License-Identifier: GPL-2.0-or-later
"""KML and KMZ, read in memory: nothing is unpacked to the disk."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from land_entry_plugin.engine.shapes import from_wkb
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.broken import PARSER_ERRORS
from land_entry_plugin.files.coordinates.model import NAME, NUMBER, Block, Note, Reading, Row
from land_entry_plugin.files.reaching_out import is_virtual
from land_entry_plugin.files.source import blank
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from pathlib import Path

# By its definition KML is on WGS 84.
_CRS = "EPSG:4326"
_NUMBER_FIELDS = ("ZDDM", "BDCDYH", "DKBH")
_LARGEST_BYTES = 200_000_000


def read_kml(path: Path) -> Reading:
    """Return the polygons of a KML or KMZ file, a placemark a parcel.

    Raises
    ------
    InputError
        When it is none, or holds no polygon.
    """
    if not path.is_file():
        raise InputError("missing_file", path=str(path))
    content = _document(path)
    blocks: list[Block] = []
    skipped = 0
    if is_virtual(content):
        raise InputError("coordinates_no_kml", file=path.name)
    try:
        # by their places: one without a name of its own is called otherwise each time the bytes are opened
        for layer in range(len(pyogrio.list_layers(content))):
            shapes, numbers, names = _placemarks(content, layer)
            for shape, number, name in zip(shapes, numbers, names, strict=True):
                rows = _rows(shape, len(blocks) + 1)
                skipped += not rows
                if rows:
                    values = {NUMBER: number or name, NAME: name}
                    blocks.append(Block(len(blocks) + 1, values, rows, in_degrees=True))
    except (DataSourceError, DataLayerError) as error:
        raise InputError("coordinates_no_kml", detail=str(error), file=path.name) from error
    if not blocks:
        raise InputError("coordinates_no_polygons", file=path.name)
    notes = (Note("shapes_skipped", {"count": skipped}),) if skipped else ()
    return Reading(tuple(blocks), notes, both("coordinate.format_kml", {}), crs=_CRS, unit="shape")


def _document(path: Path) -> bytes:
    """Return the KML document of a file, out of the archive where it is one."""
    try:
        content = path.read_bytes()
        if path.suffix.lower() != ".kmz" and not zipfile.is_zipfile(io.BytesIO(content)):
            return content
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            documents = [entry for entry in archive.infolist() if entry.filename.lower().endswith(".kml")]
            # the main document is the first one at the top
            documents.sort(key=lambda entry: entry.filename.count("/"))
            if documents and documents[0].file_size <= _LARGEST_BYTES:
                return archive.read(documents[0])
    except PARSER_ERRORS as error:
        raise InputError("coordinates_no_kml", detail=str(error), file=path.name) from error
    raise InputError("coordinates_no_kml", file=path.name)


def _placemarks(content: bytes, layer: int) -> tuple[np.ndarray, list[str | None], list[str | None]]:
    """Return shapes, parcel numbers and names of one folder; no other field is read."""
    there = [str(name) for name in pyogrio.read_info(content, layer=layer)["fields"]]
    wanted = [name for name in ("Name", *_NUMBER_FIELDS) if name in there]
    _, _, wkb, values = pyogrio.raw.read(content, layer=layer, columns=wanted, force_2d=True)
    columns = dict(zip(wanted, values, strict=True))
    count = len(wkb) if wkb is not None else 0
    nothing: list[str | None] = [None] * count
    number = next((field for field in _NUMBER_FIELDS if field in columns), None)
    numbers = _texts(columns[number]) if number else nothing
    shapes: np.ndarray = from_wkb(wkb) if count else np.empty(0, dtype=object)
    return shapes, numbers, _texts(columns.get("Name", nothing))


def _texts(values: Any) -> list[str | None]:
    return [None if blank(value) else str(value).strip() for value in values]


def _rows(shape: shapely.Geometry | None, place: int) -> tuple[Row, ...]:
    """Return the rings of a polygon as rows with ring numbers; nothing for other shapes."""
    if shape is None or shape.geom_type not in ("Polygon", "MultiPolygon", "GeometryCollection"):
        return ()
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and not part.is_empty]
    rows = []
    for number, ring in enumerate((ring for part in parts for ring in (part.exterior, *part.interiors)), start=1):
        rows += [Row(place, None, str(number), latitude, longitude) for longitude, latitude in ring.coords]
    return tuple(rows)
