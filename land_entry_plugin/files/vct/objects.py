# SPDX-License-Identifier: GPL-2.0-or-later
"""Points, lines and polygons as they stand in a VCT file, of either edition."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from land_entry_plugin.files.vct.lines import Lines

# How an object or a piece of it is made: a chain of straight edges, an arc through three points; others are curves.
_DIRECT, _INDIRECT = 1, 100
_CHAIN_2007, _ARC_2007 = 11, 12
_CHAIN_1999, _ARC_1999 = 1, 2
_OF_LINES, _OF_POLYGONS = 21, 22
# A node of the edition of 1999 names the lines that end in it.
_NODE, _DIRECTED = 2, 3


@dataclass(frozen=True)
class Layout:
    """How objects are laid out.

    Attributes
    ----------
    is_of_2007 : bool
        By the edition of 2007, not by that of 1999.
    has_nodes : bool
        Whether lines and nodes name what meets them (edition of 1999, Topo 2).
    """

    is_of_2007: bool
    has_nodes: bool = False


@dataclass(frozen=True)
class Piece:
    """A chain of points (n, 2) in the file's order; of an arc the three points that it runs through."""

    points: np.ndarray
    is_arc: bool = False


@dataclass(frozen=True)
class VctObject:
    """One object.

    Attributes
    ----------
    number : int
        Its identifier.
    code : str
        Its feature code.
    pieces : list of Piece
        Of a line one after the other; of a polygon with coordinates of its own a ring each.
    references : ndarray of int or None
        The objects that it is made of, reversed where negative; 0 stands between rings.
    of_polygons : bool
        Whether these are polygons.
    """

    number: int
    code: str
    pieces: list[Piece] = field(default_factory=list)
    references: np.ndarray | None = None
    of_polygons: bool = False


def read_point(lines: Lines, number: int, layout: Layout) -> VctObject:
    """Return a point; ``lines`` stands behind its identifier."""
    code, kind = _code_and_kind(lines)
    line = lines.wanted()
    if layout.is_of_2007 and lines.separator not in line:
        # how many follow: one program writes it of single points too
        return VctObject(number, code, [Piece(lines.points(max(lines.whole_of(line), 0)))])
    found = VctObject(number, code, [Piece(np.array([lines.pair_of(line)]))])
    if kind == _DIRECTED:
        lines.point()
    if kind == _NODE and layout.has_nodes:
        lines.identifiers(lines.count())
    return found


def read_line(lines: Lines, number: int, layout: Layout) -> VctObject:
    """Return a line; ``lines`` stands behind its identifier.

    Raises
    ------
    InputError
        For a curve, and for anything that does not fit the layout.
    """
    code, kind = _code_and_kind(lines)
    if kind == _INDIRECT:
        return VctObject(number, code, references=lines.identifiers(lines.count()))
    if not layout.is_of_2007:
        found = VctObject(number, code, [_piece(lines, kind, _CHAIN_1999, _ARC_1999)])
        for _ in range(4 if layout.has_nodes else 0):
            lines.whole()
        return found
    if kind != _DIRECT:
        raise lines.fault("vct_kind", kind=kind)
    return VctObject(number, code, [_piece(lines, lines.whole(), _CHAIN_2007, _ARC_2007) for _ in range(lines.count())])


def _piece(lines: Lines, kind: int, chain: int, arc: int) -> Piece:
    if kind not in (chain, arc):
        raise lines.fault("vct_curve", kind=kind)
    count = lines.count()
    if kind == arc and count != 3:
        raise lines.fault("vct_curve", kind=kind)
    return Piece(lines.points(count), is_arc=kind == arc)


def read_polygon(lines: Lines, number: int, layout: Layout) -> VctObject:
    """Return a polygon; ``lines`` stands behind its identifier.

    Raises
    ------
    InputError
        For a curve, and for anything that does not fit the layout.
    """
    code = _text(lines.wanted())
    lines.wanted()
    if not layout.is_of_2007:
        return _polygon_of_1999(lines, number, code)
    kind = lines.whole()
    lines.point()
    if kind == _DIRECT:
        rings = [_piece(lines, lines.whole(), _CHAIN_2007, -1) for _ in range(lines.count())]
        return VctObject(number, code, rings)
    made_of = lines.whole() if kind == _INDIRECT else None
    if made_of not in (_OF_LINES, _OF_POLYGONS):
        raise lines.fault("vct_kind", kind=kind if made_of is None else made_of)
    references = lines.identifiers(lines.count())
    return VctObject(number, code, references=references, of_polygons=made_of == _OF_POLYGONS)


def _polygon_of_1999(lines: Lines, number: int, code: str) -> VctObject:
    """Return a polygon without a kind: the lines behind the first number tell whether it has coordinates of its own."""
    line = lines.wanted()
    if lines.separator not in line:
        # one program writes the kind all the same
        line = lines.wanted()
    lines.pair_of(line)
    rings: list[Piece] = []
    count = lines.count()
    if not _has_own_points(lines, count):
        return VctObject(number, code, references=lines.identifiers(count))
    while True:
        rings.append(Piece(lines.points(count)))
        # a further ring is a count with a point behind; another object is two lines of one number each
        coming = lines.coming(2)
        if len(coming) < 2 or lines.separator in coming[0] or lines.separator not in coming[1]:
            return VctObject(number, code, rings)
        count = lines.count()


def _has_own_points(lines: Lines, count: int) -> bool:
    """Return whether points follow rather than identifiers, of which there are eight on a line."""
    coming = lines.coming(1)
    columns = coming[0].count(lines.separator) + 1 if coming else 0
    return bool(coming) and (b"." in coming[0] or (columns in (2, 3) and columns != min(8, count)))


def _code_and_kind(lines: Lines) -> tuple[str, int]:
    code = _text(lines.wanted())
    # the layer's name, or in the edition of 2007 the symbol's
    lines.wanted()
    return code, lines.whole()


def _text(line: bytes) -> str:
    return line.decode("ascii", "replace")
