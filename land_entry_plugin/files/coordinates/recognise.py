# SPDX-License-Identifier: GPL-2.0-or-later
"""Which dialect a text file is written in: by what stands in its parcels' lines and in its points' columns."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.coordinates.declared import declared_number
from land_entry_plugin.files.coordinates.dialect import BLANK_FIELD, EAST, NORTH, RING
from land_entry_plugin.files.coordinates.model import AREA, COUNT, KIND, LAND_CLASS, OTHER_KINDS, POLYGON_KIND
from land_entry_plugin.files.coordinates.sections import count_of
from land_entry_plugin.roles.land_classes import CONSTRUCTION, UNKNOWN, category, class_name
from land_entry_plugin.texts import LANGUAGES, has_text, render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.files.coordinates.decode import Piece
    from land_entry_plugin.files.coordinates.dialect import Dialect
    from land_entry_plugin.files.coordinates.sections import RawBlock

_KINDS = (POLYGON_KIND, *OTHER_KINDS)
_MISSING, _SURPLUS = 0.5, 0.2
CLASS_TITLE = "DLMC"
_BUILT = (CONSTRUCTION, UNKNOWN)


def recognised(blocks: Sequence[RawBlock], candidates: Sequence[Dialect], file: str) -> Dialect:
    """Return the dialect that fits every parcel of a file best; the first of those that fit equally well.

    Raises
    ------
    InputError
        When none fits, with the line at which the best of them fails.
    """
    best, best_score, furthest = None, float("-inf"), (-1, blocks[0])
    for dialect in candidates:
        total = 0.0
        for i, block in enumerate(blocks):
            score = fit(block, dialect)
            if score is None:
                if i > furthest[0]:
                    furthest = (i, block)
                break
            total += score
        else:
            if total > best_score:
                best, best_score = dialect, total
    if best is None:
        raise _misfit(furthest[1], candidates, file)
    return best


def check_fits(blocks: Sequence[RawBlock], dialect: Dialect, file: str) -> None:
    """Raise InputError at the first parcel that contradicts the dialect that those before it were read in."""
    for block in blocks:
        # points that stand otherwise are met as they are read
        if block.fields is not None and _fields_fit([one.plain for one in block.fields], block.count, dialect) is None:
            text = ",".join(piece.text for piece in block.fields)
            raise InputError(
                "coordinates_dialect_changes", file=file, line=block.line, fields=text, dialect=dialect.title
            )


def _misfit(block: RawBlock, candidates: Sequence[Dialect], file: str) -> InputError:
    """Return what is wrong with a parcel that no dialect fits: its own line, or those of its points."""
    fields = [piece.plain for piece in block.fields or ()]
    fitting = [one for one in candidates if block.fields is None or _fields_fit(fields, block.count, one) is not None]
    if fitting and block.lines:
        line, pieces = block.rows[0]
        return columns_error(file, line.number, pieces, fitting[0].points[0])
    text = ",".join(piece.text for piece in block.fields or ())
    if len(candidates) == 1:
        title = candidates[0].title
        return InputError("coordinates_other_dialect", file=file, line=block.line, fields=text, dialect=title)
    return InputError("coordinates_no_dialect", file=file, line=block.line, fields=text)


def columns_error(file: str, line: int, pieces: Sequence[Piece], layout: tuple[str, ...]) -> InputError:
    """Return the error that a point's line has too few columns, too many, or the wrong ones."""
    wanted = {language: ",".join(_column_title(name, language) for name in layout) for language in LANGUAGES}
    return InputError("coordinates_columns", file=file, line=line, found=len(pieces), wanted=wanted)


def _column_title(name: str, language: str) -> str:
    text_id = f"coordinate.column_{name}"
    return render(text_id, {}, language) if has_text(text_id) else name


def fit(block: RawBlock, dialect: Dialect) -> float | None:
    """Return how well a dialect fits one parcel; None where it does not."""
    points = 0.0
    if block.fields is not None:
        score = _fields_fit([piece.plain for piece in block.fields], block.count, dialect)
        if score is None:
            return None
        points += score
    if kind_of(block, dialect) in OTHER_KINDS:
        return points
    layout = layout_of(block, dialect)
    if layout is None and block.lines:
        return None
    return points + (0.5 if layout and RING in layout else 0.0)


def kind_of(block: RawBlock, dialect: Dialect) -> str | None:
    """Return 面, 线 or 点, None where it is not stated."""
    position = dialect.kind_position
    if block.fields is None or position is None or position >= len(block.fields):
        return None
    return block.fields[position].plain or None


def _fields_fit(fields: list[str], rows: int, dialect: Dialect) -> float | None:
    wanted = dialect.parcel
    needed = dialect.kind_position + 1 if dialect.kind_position is not None else 1
    if len(fields) < needed:
        return None
    # fields beyond those of the dialect are kept under no name; fields that are missing tell more against it
    missing = len(wanted) - len(fields)
    score = 1.0 if not missing else -_MISSING * missing if missing > 0 else _SURPLUS * missing
    for name, value in zip(wanted, fields, strict=False):
        step = _field_fit(name, value, rows, dialect)
        if step is None:
            return None
        score += step
    return score + _land_class_fit(wanted, fields, rows)


def _land_class_fit(wanted: tuple[str, ...], fields: list[str], rows: int) -> float:
    """Return what tells the land-use approval (报批) from the national file, whose lines look alike.

    In the place of the use it has the name of the class, of land that is to be built on; and its count leaves the
    closing point out. Only both together tell.
    """
    if CLASS_TITLE not in wanted or LAND_CLASS not in wanted:
        return 0.0
    own = dict(zip(wanted, fields, strict=False))
    code, count = own.get(LAND_CLASS, ""), count_of(own.get(COUNT))
    is_land_to_come = bool(code) and class_name(code) == own.get(CLASS_TITLE) and category(code, None) not in _BUILT
    return 1.0 if is_land_to_come and count is not None and count < rows else -1.0


def _field_fit(name: str, value: str, rows: int, dialect: Dialect) -> float | None:
    if not value or value in dialect.unfilled:
        return 0.5 if name == BLANK_FIELD and not value else 0.0
    if name == KIND:
        return 4.0 if value in _KINDS else None
    if name == COUNT:
        return 2.0 if count_of(value) in (rows, rows - 1) else -1.0 if value.isdecimal() else -2.0
    if name == AREA:
        return 1.0 if declared_number(value) is not None else -2.0
    return -1.0 if name == BLANK_FIELD or value in _KINDS else 0.0


def layout_of(block: RawBlock, dialect: Dialect) -> tuple[str, ...] | None:
    """Return the layout in which most of the points of a parcel stand; None where none fits."""
    if not block.lines:
        return dialect.points[0]
    if len(block.shapes) == 1:
        return _layout_of_one(next(iter(block.shapes)), dialect.points)
    return _layout(block.shapes, dialect.points)


@lru_cache(maxsize=4096)
def _layout_of_one(shape: tuple[str, ...], layouts: tuple[tuple[str, ...], ...]) -> tuple[str, ...] | None:
    return _layout(Counter([shape]), layouts)


def _layout(shapes: Counter[tuple[str, ...]], layouts: tuple[tuple[str, ...], ...]) -> tuple[str, ...] | None:
    counts: Counter[int] = Counter()
    for shape, count in shapes.items():
        counts[_filled(shape)] += count
    usual = max(counts.values())
    widths = {width for width, count in counts.items() if count == usual}
    fitting = [layout for layout in layouts if _layout_fits(shapes, layout)]
    # a row may end in blank columns, so a longer layout may fit too; the one that is just as wide fits best
    return min(fitting, key=lambda layout: min(abs(len(layout) - width) for width in widths), default=None)


def _filled(shape: tuple[str, ...]) -> int:
    """Return how many columns a row has without the blank ones at its end."""
    return next((i for i in range(len(shape), 0, -1) if shape[i - 1]), 0)


def _layout_fits(shapes: Counter[tuple[str, ...]], layout: tuple[str, ...]) -> bool:
    fitting = sum(count for shape, count in shapes.items() if _shape_fits(shape, layout))
    return 2 * fitting > sum(shapes.values())


@lru_cache(maxsize=4096)
def _shape_fits(shape: tuple[str, ...], layout: tuple[str, ...]) -> bool:
    needed = {name: layout.index(name) for name in (NORTH, EAST, RING) if name in layout}
    if max(needed.values()) >= len(shape) or any(shape[len(layout) :]):
        return False
    if any(shape[needed[name]] not in ("ring", "number") for name in (NORTH, EAST)):
        return False
    return RING not in needed or shape[needed[RING]] in ("", "ring")


def trimmed(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return columns without the blank ones at the end."""
    end = len(pieces)
    while end and not pieces[end - 1].plain:
        end -= 1
    return pieces[:end]
