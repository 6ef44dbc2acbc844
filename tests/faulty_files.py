# SPDX-License-Identifier: GPL-2.0-or-later
"""Sound files of every kind that is read, to make faulty ones of, and what reads them."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import numpy as np
import shapely
from coordinate_texts import SQUARE, moved, ring, text
from support import MemorySource, box
from vct_files import Layer, Vct, line_layer, survey_layer

from land_entry_plugin.files.coordinates.dialect import shipped_ids
from land_entry_plugin.files.vector import LAYER_MARK, layers_of, open_layer
from land_entry_plugin.jobs.exportcoordinates import exportcoordinates, write_exported
from land_entry_plugin.jobs.importcoordinates import importcoordinates

SAMPLE_CASES = [
    text("5,0.4800,1,一号地块,面,,工业用地,0601,@", *ring(), *ring(moved(SQUARE, scale=0.5), "2", first=5)).encode(),
    text("5,4800平方米,1,一号地块,面,,工业用地,0601,@", *ring(closed=False), 带号=None, 坐标系="CGCS2000").encode(
        "gbk"
    ),
    "\n".join(ring(template="J{i} {x:.3f} {y:.3f}")).encode(),
    text("4,0.48,1,甲,线,,,,@", *ring(), "5,1,2,乙,面,,,,@", *ring(template="J{i},{x:.3f},{y:.3f}")).encode("gbk"),
    text(
        "5,1.1,1,东,面,,,,@", "J1,1,37.31,117.15", "J2,1,37.31,117.16", "J3,1,37.30,117.16", 计量单位="度", 带号=""
    ).encode(),
]
KML = (
    '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>东区'
    "</name><Polygon><outerBoundaryIs><LinearRing><coordinates>117.15,37.309,5 117.151,37.309,5 117.151,37.31,5 "
    "117.15,37.31,5 117.15,37.309,5</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>"
)


def sound_files(folder: Path) -> list[tuple[str, bytes]]:
    """Return endings and contents."""
    with_hole = shapely.difference(box(0, 0, 80, 60), box(20, 20, 10, 10))
    parcels = MemorySource("parcels", [with_hole, box(100, 0, 40, 40)], {"ZDDM": ["A1", "A2"], "DKMC": ["东区", "西"]})
    found = [(".txt", case) for case in SAMPLE_CASES]
    for dialect, name in [
        *((dialect, f"{dialect}.txt") for dialect in shipped_ids()),
        *((None, f"list{ending}") for ending in (".dat", ".csv", ".xlsx")),
    ]:
        path = folder / name
        write_exported(exportcoordinates(parcels, dialect=dialect, day=date(2026, 11, 21)), path)
        found.append((path.suffix, path.read_bytes()))
    found.append(
        (".csv", "宗地代码,点号,纬度,经度\nA,J1,37°18′30″,117.15\n,J2,37.31,117.16\n,J3,37.30,117.16\n".encode())
    )
    found.append((".dat", b"4\n1,,39500000,4130000,0\n2,,39500080,4130000,0\n3,,39500080,4129940,0\n"))
    found.append((".kml", KML.encode()))
    with zipfile.ZipFile(folder / "a.kmz", "w") as archive:
        archive.writestr("doc.kml", KML)
    found.append((".kmz", (folder / "a.kmz").read_bytes()))
    return [*found, *_drawings(folder), *_vct_files()]


def _vct_files() -> list[tuple[str, bytes]]:
    hole, island = box(20, 20, 10, 10), box(23, 23, 3, 3)
    patches = [(box(0, 0, 80, 60) - hole | island, "0101", "水田"), (box(80, 0, 40, 60), "0702", "农村宅基地")]
    border = Layer("XZQJX", "1000600200", [("BSM", "Char,18")], [shapely.boundary(hole)], [["1"]], "Line")
    layers = [
        survey_layer(*patches, (hole - island, "1006", "农村道路")),
        line_layer("STBHHX", "4002050000", hole),
        border,
    ]
    ways = [(2, "lines"), (2, "points"), (3, "lines"), (3, "points")]
    texts = [Vct(layers, *way, north_first=turned).text() for way in ways for turned in (False, True)]
    return [(".vct", text.encode(encoding)) for text in texts for encoding in ("gbk", "utf-8")]


def _drawings(folder: Path) -> list[tuple[str, bytes]]:
    try:
        import ezdxf
    except ImportError:
        return []
    drawing = ezdxf.new("R12")
    space = drawing.modelspace()
    points = [(east, north) for north, east in SQUARE]
    space.add_polyline2d([(*point, 0, 0, 0.3) for point in points], format="xyseb", close=True)
    space.add_polyline2d(points, close=True, dxfattribs={"layer": "JZD"})
    space.add_text("371126004012JB00001", dxfattribs={"insert": (39500010, 4129950)})
    drawing.saveas(folder / "a.dxf")
    return [(".dxf", (folder / "a.dxf").read_bytes())]


def read_any(path: Path) -> None:
    """Read a file as its ending says."""
    if path.suffix != ".vct":
        importcoordinates(path).sentences("zh")
        return
    for name in layers_of(path):
        source = open_layer(f"{path}{LAYER_MARK}{name}")
        fields = source.describe().fields
        source.rows(fields, np.array([box(21, 21, 5, 5).bounds]))
        source.rows(fields)
