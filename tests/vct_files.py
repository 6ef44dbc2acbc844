# SPDX-License-Identifier: GPL-2.0-or-later
"""VCT files written inline, of both editions, with borders shared by neighbours."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

import numpy as np
import shapely

HEAD_3 = {
    "Datamark": "LANDUSE-VCT", "Version": "3.0", "CoordinateSystemType": "P", "Dim": "2", "XAxisDirection": "E",
    "YAxisDirection": "N", "XYUnit": "M", "Spheroid": "CGCS2000,6378137.0,298.257222101",
    "Projection": "高斯-克吕格投影", "Parameters": "117,1,39500000,0,3,39", "Separator": ",",
}  # fmt: skip
HEAD_2 = {
    "Datamark": "LANDUSE.VCTFILE", "Version": "2.0", "Unit": "M", "Dim": "2", "Topo": "1", "Coordinate": "M",
    "Projection": "Gauss-Krueger Projection", "Spheroid": "CGCS2000", "Parameters": "6378137,298.257222101",
    "Meridinan": "117", "ScaleM": "2000", "Separator": ",",
}  # fmt: skip
SURVEY = [("BSM", "Char,18"), ("DLBM", "Char,5"), ("DLMC", "Char,60"), ("QSXZ", "Char,2"), ("KCXS", "Float,6,4")]
SURVEY += [("TBMJ", "Float,15,2"), ("SJNF", "Int4")]


@dataclass
class Layer:
    """A layer to be written: shapes and, for each, its values in the order of the fields."""

    table: str
    code: str
    fields: list[tuple[str, str]]
    shapes: list
    values: list[list]
    kind: str = "Polygon"


@dataclass
class Vct:
    """A VCT file in the making; ``way`` is ``lines`` (borders shared), or ``points`` (coordinates of its own)."""

    layers: list[Layer]
    edition: int = 3
    way: str = "lines"
    head: dict = field(default_factory=dict)
    north_first: bool = False
    east_shift: float = 0.0
    ends_objects: bool = True

    def text(self):
        self.next_number = 1
        self.line_texts, self.polygon_texts, self.point_texts, self.tables = [], [], [], []
        for layer in self.layers:
            self._layer(layer)
        head = {**(HEAD_3 if self.edition == 3 else HEAD_2), **self.head}
        parts = ["HeadBegin", *(f"{key}:{value}" for key, value in head.items() if value is not None), "HeadEnd", ""]
        parts += ["FeatureCodeBegin", *map(self._code, self.layers), "FeatureCodeEnd", "", "TableStructureBegin"]
        for layer in self.layers:
            parts += [f"{layer.table},{len(layer.fields)}", *(f"{name},{kind}" for name, kind in layer.fields)]
            parts += ["0"] if self.edition == 3 else []
        parts += ["TableStructureEnd", "", "PointBegin", *self.point_texts, "PointEnd", ""]
        parts += ["LineBegin", *self.line_texts, "LineEnd", "", "PolygonBegin", *self.polygon_texts, "PolygonEnd", ""]
        parts += ["AnnotationBegin", "AnnotationEnd", "AttributeBegin"]
        for table, rows in self.tables:
            parts += [table, *rows, "TableEnd"]
        return "\n".join([*parts, "AttributeEnd", ""])

    def _code(self, layer):
        colours = "" if self.edition == 3 else "0,0,0,"
        return f"{layer.code},{layer.table}层,{layer.kind},{colours}{layer.table}"

    def _number(self):
        self.next_number += 1
        return self.next_number - 1

    def _point(self, point):
        east, north = point[0] + self.east_shift, point[1]
        return f"{north:.4f},{east:.4f}" if self.north_first else f"{east:.4f},{north:.4f}"

    def _end(self):
        return ["0", ""] if self.ends_objects else []

    def _layer(self, layer):
        numbers = []
        edges = self._network(layer.shapes) if layer.kind == "Polygon" and self.way == "lines" else {}
        for shape in layer.shapes:
            if layer.kind == "Line":
                numbers.append(self._line(shapely.get_coordinates(shape), layer.code))
            elif layer.kind == "Point":
                numbers.append(self._number())
                text = [str(numbers[-1]), layer.code, layer.table, "1", self._point(shapely.get_coordinates(shape)[0])]
                self.point_texts += text + self._end()
            else:
                numbers.append(self._polygon(shape, layer, edges))
        rows = []
        for number, values in zip(numbers, layer.values, strict=True):
            words = ["" if value is None else str(value) for value in values]
            # the older edition has the identifier as its first field
            rows.append(",".join([str(number), *(words if self.edition == 3 else words[1:])]))
        self.tables.append((layer.table, rows))

    def _line(self, points, code):
        number = self._number()
        chain = [str(len(points)), *map(self._point, points)]
        made = ["1", "1", "11"] if self.edition == 3 else ["1"]
        self.line_texts += [str(number), code, "Unknown", *made, *chain, *self._end()]
        return number

    def _network(self, shapes):
        """Write the borders once each; return (line, direction) by edge."""
        borders = shapely.union_all([shapely.boundary(shape) for shape in shapes])
        edges = {}
        for line in shapely.get_parts(shapely.line_merge(borders)):
            points = [tuple(point) for point in shapely.get_coordinates(line)]
            number = self._line(points, "1099000000")
            for one, other in itertools.pairwise(points):
                edges[one, other], edges[other, one] = number, -number
        return edges

    def _polygon(self, shape, layer, edges):
        number = self._number()
        rings = [
            [tuple(point) for point in shapely.get_coordinates(ring)]
            for ring in shapely.get_rings(shapely.get_parts(shape))
        ]
        label = self._point(shapely.get_coordinates(shapely.point_on_surface(shape))[0])
        text = [str(number), layer.code, layer.table]
        if self.way == "points":
            made = [["11"] if self.edition == 3 else []] * len(rings)
            text += ["1", label, str(len(rings))] if self.edition == 3 else [label]
            for ring, kind in zip(rings, made, strict=True):
                text += [*kind, str(len(ring)), *map(self._point, ring)]
        else:
            references = []
            for ring in rings:
                references += [*self._references(ring, edges), 0]
            references = references[:-1]
            text += ["100", label, "21"] if self.edition == 3 else [label]
            text.append(str(len(references)))
            text += [",".join(map(str, references[i : i + 8])) for i in range(0, len(references), 8)]
        self.polygon_texts += text + (["0"] if self.way == "points" and self.edition == 2 else []) + self._end()
        return number

    @staticmethod
    def _references(ring, edges):
        walked = [edges[pair] for pair in itertools.pairwise(ring)]
        runs = [one for one, before in zip(walked, [None, *walked], strict=False) if one != before]
        return runs[1:] if len(runs) > 1 and runs[0] == runs[-1] else runs


def survey_layer(*patches, table="DLTB", code="2001010100", year=2025):
    """Return a land survey of ``(shape, class code, class name)``."""
    values = [
        [f"{i:018d}", code_, name, "30", "0", f"{shape.area:.2f}", year]
        for i, (shape, code_, name) in enumerate(patches, start=1)
    ]
    return Layer(table, code, SURVEY, [patch[0] for patch in patches], values)


def line_layer(table, code, *shapes):
    """Return a layer of one of the three lines."""
    return Layer(table, code, [("BSM", "Char,18")], list(shapes), [[f"{table}{i}"] for i in range(len(shapes))])


def same(one, other):
    """Return by how much two shapes differ, in square metres."""
    return float(np.abs(shapely.symmetric_difference(one, other).area))
