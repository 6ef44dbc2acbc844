# SPDX-License-Identifier: GPL-2.0-or-later
"""DXF, read: closed polylines are parcels, a text inside is the parcel number."""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.engine.curves import ARC_TOLERANCE_M, straightened
from land_entry_plugin.engine.nesting import nested
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.broken import PARSER_ERRORS
from land_entry_plugin.files.coordinates.model import NUMBER, Block, Note, Reading, Row
from land_entry_plugin.packages import DXF, Later, need
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_ezdxf, _recover = Later("ezdxf", DXF), Later("ezdxf.recover", DXF)
LAYER_FIELD = "layer"
_PARCEL_CODE = re.compile(r"\d{12}[GJZ][A-Z]\d{5}")
# First and last point of a line that was drawn closed without being marked so.
_CLOSED_M = 5e-5
LARGEST_COORDINATE = 1e10
_UNHEARD = logging.NullHandler()
# Of the data that entities carry for our application: a string.
APPLICATION, _STRING = "LAND_ENTRY", 1000
_LINES = ("LWPOLYLINE", "POLYLINE")
# What ezdxf says of a number that it could not read.
_GUESSED = re.compile(r'invalid floating point value "(?P<stated>.*)" near line (?P<line>\d+) as "(?P<taken>.*)"', re.S)
_SHAPES = ("CIRCLE", "ELLIPSE", "SPLINE", "HATCH", "REGION", "INSERT")


@dataclass(frozen=True)
class _Loop:
    """A closed polyline: points (n, 2), not closed, its layer, and the parcel that our own drawings name with it."""

    layer: str
    points: np.ndarray
    has_arcs: bool
    number: str | None = None


def read_dxf(path: Path) -> Reading:
    """Return the closed polylines of the model space.

    On one layer a loop in a loop is a hole; where it has a text of its own it is a parcel besides.

    Raises
    ------
    InputError
        When the file cannot be read, or holds no closed polyline.
    """
    if not path.is_file():
        raise InputError("missing_file", path=str(path))
    need(DXF)
    space = _model_space(path)
    loops, unclosed = _loops(space, path.name)
    if not loops:
        raise InputError("coordinates_no_loops", file=path.name)
    texts = _texts(space)
    blocks: list[Block] = []
    inner = 0
    for own in _by_layer(loops):
        nests = nested([loop.points for loop in own])
        for parts in _by_parcel(own, nests):
            order = tuple(loop for nest in parts for loop in (nest.shell, *nest.holes))
            blocks.append(_block(own, order, texts, len(blocks) + 1))
            number = own[order[0]].number
            for hole in (hole for nest in parts for hole in nest.holes):
                if number is not None and own[hole].number == number:
                    # a drawing that says whose ring it is: what stands in the hole are its lengths
                    continue
                if _number(_polygon(own, (hole, *_within(own, hole, nests))), texts) is not None:
                    inner += 1
                    blocks.append(_block(own, (hole, *_within(own, hole, nests)), texts, len(blocks) + 1))
    notes = []
    if any(loop.has_arcs for loop in loops):
        notes.append(Note("arcs_straightened", {"tolerance_mm": ARC_TOLERANCE_M * 1000}))
    if unclosed:
        notes.append(Note("lines_skipped", {"count": unclosed}))
    skipped = len(space.query(" ".join(_SHAPES)))
    if skipped:
        notes.append(Note("shapes_skipped", {"count": skipped}))
    if inner:
        notes.append(Note("loops_in_loops", {"count": inner}))
    return Reading(
        tuple(blocks), tuple(notes), both("coordinate.format_dxf", {}), extra_fields=(LAYER_FIELD,), unit="shape"
    )


def _model_space(path: Path) -> Any:
    try:
        return _ezdxf.readfile(path).modelspace()
    except (*PARSER_ERRORS, _ezdxf.DXFError):
        # an untidy file: what can be saved of it; what ezdxf says to its log would go to the user's terminal
        logging.getLogger("ezdxf").addHandler(_UNHEARD)
        try:
            document, auditor = _recover.readfile(path)
        except (*PARSER_ERRORS, _ezdxf.DXFError) as error:
            raise InputError("coordinates_no_dxf", detail=str(error), file=path.name) from error
        _refuse_guessed(auditor.errors, path)
        return document.modelspace()


def _refuse_guessed(errors: Sequence[Any], path: Path) -> None:
    """Raise where a number could not be read and another one was put in its place: it may be a coordinate."""
    for error in errors:
        guess = _GUESSED.search(error.message)
        if guess is not None and not _is_number(guess["stated"], float(guess["taken"])):
            raise InputError(
                "coordinates_damaged_number", file=path.name, line=int(guess["line"]), value=guess["stated"]
            )


def _is_number(text: str, number: float) -> bool:
    try:
        return float(text.strip("\ufeff\0 \t")) == number
    except ValueError:
        return False


def _loops(space: Any, file: str) -> tuple[list[_Loop], int]:
    """Return the closed polylines, arcs straightened, and how many lines are open."""
    loops, unclosed = [], 0
    for entity in space.query(" ".join(_LINES)):
        if entity.dxftype() == "LWPOLYLINE":
            corners = np.array(entity.get_points("xyb")).reshape(-1, 3)
            is_closed, elevation = bool(entity.closed), float(entity.dxf.elevation)
        elif entity.get_mode() in ("AcDb2dPolyline", "AcDb3dPolyline"):
            if any(vertex.dxf.location is None for vertex in entity.vertices):
                raise InputError("coordinates_no_dxf", detail=f"{entity}: a vertex without a place", file=file)
            corners = np.array(
                [
                    (vertex.dxf.location.x, vertex.dxf.location.y, vertex.dxf.get("bulge", 0.0))
                    for vertex in entity.vertices
                ]
            ).reshape(-1, 3)
            is_closed, elevation = bool(entity.is_closed), 0.0
        else:
            continue
        if len(corners) > 2 and np.abs(corners[0, :2] - corners[-1, :2]).max() <= _CLOSED_M:
            corners, is_closed = corners[:-1], True
        is_area = len(corners) > 2 or (len(corners) == 2 and bool(corners[:, 2].any()))
        if not is_closed or not is_area or not (np.abs(corners) < LARGEST_COORDINATE).all():
            unclosed += 1
            continue
        points = straightened(corners[:, :2], corners[:, 2])
        # drawn from below (extrusion 0,0,-1): mirrored
        to_world = entity.ocs()
        if to_world.transform:
            points = np.array([tuple(to_world.to_wcs((x, y, elevation)))[:2] for x, y in points])
        loops.append(_Loop(entity.dxf.layer, points, bool(corners[:, 2].any()), _own_number(entity)))
    return loops, unclosed


def _own_number(entity: Any) -> str | None:
    """Return the parcel that a ring of our own drawings belongs to."""
    if not entity.has_xdata(APPLICATION):
        return None
    return next((str(tag.value) for tag in entity.get_xdata(APPLICATION) if tag.code == _STRING), None) or None


def _by_layer(loops: Sequence[_Loop]) -> list[list[_Loop]]:
    layers: dict[str, list[_Loop]] = defaultdict(list)
    for loop in loops:
        layers[loop.layer].append(loop)
    return list(layers.values())


def _by_parcel(loops: Sequence[_Loop], nests: Sequence[Any]) -> list[list[Any]]:
    """Return the outer loops with their holes that make a parcel: several where our own drawings say so."""
    parcels: dict[Any, list[Any]] = defaultdict(list)
    for nest in nests:
        number = loops[nest.shell].number
        parcels[nest.shell if number is None else number].append(nest)
    return list(parcels.values())


def _within(loops: Sequence[_Loop], hole: int, nests: Sequence[Any]) -> tuple[int, ...]:
    """Return the islands directly in a hole: they are holes of the parcel that the hole is."""
    around = shapely.Polygon(loops[hole].points)
    return tuple(
        nest.shell
        for nest in nests
        if nest.shell != hole
        and around.intersects(shapely.point_on_surface(shapely.Polygon(loops[nest.shell].points)))
        and shapely.Polygon(loops[nest.shell].points).area < around.area
    )


def _polygon(loops: Sequence[_Loop], order: tuple[int, ...]) -> shapely.Polygon:
    return shapely.Polygon(loops[order[0]].points, [loops[i].points for i in order[1:]])


def _block(loops: Sequence[_Loop], order: tuple[int, ...], texts: Sequence[tuple[str, Any]], place: int) -> Block:
    rows = []
    for number, i in enumerate(order, start=1):
        points = loops[i].points
        closed = np.vstack([points, points[:1]])
        rows += [Row(place, None, str(number), float(north), float(east)) for east, north in closed]
    text = loops[order[0]].number or _number(_polygon(loops, order), texts)
    return Block(place, {NUMBER: text, LAYER_FIELD: loops[order[0]].layer}, tuple(rows))


def _texts(space: Any) -> list[tuple[str, shapely.Point]]:
    """Return the texts of the drawing and where they stand."""
    found = []
    for entity in space.query("TEXT MTEXT"):
        text, place = entity.plain_text().strip(), entity.dxf.insert
        # the insertion point of an aligned text is not kept up by all programs
        if entity.dxftype() == "TEXT" and entity.dxf.halign and entity.dxf.hasattr("align_point"):
            place = entity.dxf.align_point
        if text:
            found.append((" ".join(text.split()), shapely.Point(place[0], place[1])))
    return found


def _number(polygon: shapely.Polygon, texts: Sequence[tuple[str, shapely.Point]]) -> str | None:
    """Return the parcel code inside, else the text nearest the middle of those inside."""
    if not texts or not polygon.is_valid:
        return None
    inside = [(text, place) for text, place in texts if polygon.intersects(place)]
    codes = [(text, place) for text, place in inside if _PARCEL_CODE.search(text)]
    middle = polygon.centroid
    nearest = min(codes or inside, key=lambda one: one[1].distance(middle), default=None)
    return nearest[0] if nearest else None
