# SPDX-License-Identifier: GPL-2.0-or-later
"""Evidence on a place: what an approval or a registered right covers turns from conflict to review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from land_entry_plugin.engine.shapes import NOWHERE, difference, intersection, union
from land_entry_plugin.engine.slivers import TOUCH_AREA_M2
from land_entry_plugin.rounding import half_up, recorded
from land_entry_plugin.rules.kinds.spatial.days import day_of
from land_entry_plugin.rules.kinds.spatial.features import field_text
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from collections.abc import Sequence

    import shapely

    from land_entry_plugin.rules.evidence import ParcelCase, Piece

# Which fields name a paper, the best first, and its day.
_NUMBERS = ("PZWH", "DZJGH", "AJBH", "ZDDM", "XMDM", "XMMC")
_DAY = "PZSJ"


@dataclass(frozen=True)
class Covered:
    """What evidence covers of a shape.

    Attributes
    ----------
    shape : shapely polygon or multipolygon
    rest : shapely polygon or multipolygon
    area_m2 : float
        Of what is covered.
    papers : list of str
        Number, day and area of each feature, the largest first.
    days : list of str
        The days that the features state (PZSJ), as ISO dates.
    """

    shape: shapely.Geometry
    rest: shapely.Geometry
    area_m2: float
    papers: list[str]
    days: list[str]

    def values(self) -> dict[str, Any]:
        """Return what a sentence names: ``covered`` is the sentence, empty where nothing is covered."""
        values = {"covered_m2": recorded(self.area_m2), "papers": self.papers, "paper_days": self.days}
        return values | {"covered": both("finding.evidence.covered", values) if self.papers else {"zh": "", "en": ""}}


def covered(shape: shapely.Geometry, pieces: Sequence[Piece], case: ParcelCase) -> Covered:
    """Return what features cover of a shape on a parcel."""
    if not pieces or shape.is_empty:
        return Covered(NOWHERE, shape, 0.0, [], [])
    on_it = [(piece, intersection(piece.geometry, shape)[0]) for piece in pieces]
    areas = case.area_of([part for _, part in on_it])
    found = [
        (piece, part, float(area)) for (piece, part), area in zip(on_it, areas, strict=True) if area > TOUCH_AREA_M2
    ]
    found.sort(key=lambda one: (-one[2], one[0].source_id))
    whole = union([part for _, part, _ in found])
    return Covered(
        shape=whole,
        rest=difference(shape, whole) if found else shape,
        area_m2=float(case.area_of([whole])[0]),
        papers=[f"{paper_of(piece)} {half_up(recorded(area))} m²" for piece, _, area in found],
        days=[day for piece, _, _ in found if (day := _day_text(piece))],
    )


def paper_of(piece: Piece) -> str:
    """Return number and day of the paper behind a feature."""
    number = next((text for field in _NUMBERS if (text := field_text(piece, field))), piece.source_id)
    return f"{number} {_day_text(piece)}".rstrip()


def _day_text(piece: Piece) -> str:
    """Return the day of a paper as an ISO date, or as it is written where it is none."""
    try:
        day = day_of(piece.attributes.get(_DAY))
    except ValueError:
        return field_text(piece, _DAY)
    return day.isoformat() if day else ""
