# SPDX-License-Identifier: GPL-2.0-or-later
"""What coordinate files hold, as read and as understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, overload

import numpy as np

from land_entry_plugin.texts import render

if TYPE_CHECKING:
    import shapely

# The fields of the national text file, by the codes of the trade.
COUNT, AREA, NUMBER, NAME, KIND = "JZDS", "DKMJ", "DKBH", "DKMC", "JLTXSX"
SHEET, USE, LAND_CLASS = "TFH", "DKYT", "DLBM"
KNOWN_FIELDS = (COUNT, AREA, NUMBER, NAME, KIND, SHEET, USE, LAND_CLASS)
POLYGON_KIND, OTHER_KINDS = "面", ("线", "点")


@dataclass(frozen=True)
class Note:
    """Something odd in a file, said aloud: a sentence of ``resources/texts/coordinates.yaml`` and its values.

    ``parcel`` is the position (from 0) of the parcel that it is about, None for the whole file; ``unit`` is what its
    ``line`` counts: ``line``, ``row`` of a table, or ``shape``.
    """

    text_id: str
    values: dict[str, Any] = field(default_factory=dict)
    parcel: int | None = None
    unit: str = "line"

    def sentence(self, language: str) -> str:
        """Return the note in ``"zh"`` or ``"en"``."""
        values = dict(self.values)
        if "line" in values:
            values["place"] = render(f"coordinate.at_{self.unit}", {"number": values["line"]}, language)
        return render(f"coordinate.{self.text_id}", values, language)


class Row(NamedTuple):
    """One boundary point as it stands in a file.

    Attributes
    ----------
    line : int
        Line of a text, row of a table; 0 where the format has none.
    name : str or None
    ring : str or None
    first, second : float
        What the layout calls north and east (latitude and longitude); the numbers may tell otherwise.
    """

    line: int
    name: str | None
    ring: str | None
    first: float
    second: float


@dataclass(frozen=True)
class Rows(Sequence[Row]):
    """Boundary points as columns: of many alike a row is made only where one is looked at.

    Attributes
    ----------
    lines : sequence of int
    names, rings : sequence of (str or None)
    pairs : ndarray, shape (n, 2)
        The two numbers of each.
    """

    lines: Sequence[int]
    names: Sequence[str | None]
    rings: Sequence[str | None]
    pairs: np.ndarray

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Rows:
        """Return rows as columns."""
        if isinstance(rows, cls):
            return rows
        lines, names, rings, first, second = zip(*rows, strict=True)
        return cls(lines, names, rings, np.array([first, second]).T)

    def __len__(self) -> int:
        """Return how many points there are."""
        return len(self.lines)

    @overload
    def __getitem__(self, index: int) -> Row: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Row, ...]: ...

    def __getitem__(self, index: int | slice) -> Row | tuple[Row, ...]:
        """Return a point, or some."""
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        return Row(self.lines[index], self.names[index], self.rings[index], *self.pairs[index].tolist())


@dataclass(frozen=True)
class Block:
    """One parcel as it stands in a file.

    Attributes
    ----------
    line : int
    values : dict
        Field code (``DKBH`` ...) to the text as written; None where blank.
    rows : sequence of Row
    header : dict
        What the header before it says, by fact (``zone``, ``datum`` ...).
    in_degrees : bool
        Whether the format says that these are latitudes and longitudes.
    """

    line: int
    values: dict[str, str | None]
    rows: Sequence[Row]
    header: dict[str, str] = field(default_factory=dict)
    in_degrees: bool = False


@dataclass(frozen=True)
class Reading:
    """The blocks of one file.

    Attributes
    ----------
    blocks : tuple of Block
    notes : tuple of Note
    format : dict
        What the file was read as, by language.
    encoding : str or None
    crs : str or None
        Where the format itself fixes it (KML).
    extra_fields : tuple of str
        Fields beyond the known ones.
    unit : str
        What its line numbers count: ``line``, ``row`` or ``shape``.
    """

    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    format: dict[str, str]
    encoding: str | None = None
    crs: str | None = None
    extra_fields: tuple[str, ...] = ()
    unit: str = "line"


@dataclass(frozen=True)
class Ring:
    """One ring: names of its points (None where they have none), eastings and northings (n, 2), not closed."""

    names: tuple[str | None, ...]
    points: np.ndarray
    line: int


@dataclass(frozen=True)
class ReadParcel:
    """One parcel, understood.

    Attributes
    ----------
    block : Block
    rings : tuple of Ring
        In the order of the geometry's rings.
    geometry : shapely multipolygon
        Eastings first; broken where the file's is.
    """

    block: Block
    rings: tuple[Ring, ...]
    geometry: shapely.MultiPolygon
