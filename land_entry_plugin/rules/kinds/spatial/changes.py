# SPDX-License-Identifier: GPL-2.0-or-later
"""What of today's construction land was agricultural or unused in earlier surveys, and between which it changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from land_entry_plugin.engine.shapes import NOWHERE, difference, intersection, union
from land_entry_plugin.engine.slivers import TOUCH_AREA_M2
from land_entry_plugin.roles.land_classes import AGRICULTURAL, FARMLAND, UNKNOWN, UNUSED

if TYPE_CHECKING:
    from collections.abc import Sequence

    import shapely

    from land_entry_plugin.rules.evidence import ParcelCase, Piece

NOT_BUILT = (FARMLAND, AGRICULTURAL, UNUSED)


@dataclass(frozen=True)
class Change:
    """A place that became construction land.

    Attributes
    ----------
    last, following : int or None
        Years of the latest survey in which it was not, and of the one after it; None where today's states no year.
    shape : shapely polygon or multipolygon
    area_m2 : float
    pieces : tuple of Piece
        What the place was then.
    """

    last: int
    following: int | None
    shape: shapely.Geometry
    area_m2: float
    pieces: tuple[Piece, ...]

    def steps(self, ladder: Sequence[date], as_of: date) -> list[int]:
        """Return on which steps of a ladder of days the change may have fallen, the first step being 1.

        A survey shows the last day of its year. Step n is before the n-th day and not before the one ahead of it.
        """
        start = date(self.last + 1, 1, 1)
        end = as_of if self.following is None else max(start, min(as_of, date(self.following, 12, 31)))
        days = sorted(ladder)
        return [
            n + 1
            for n in range(len(days) + 1)
            if (n == 0 or days[n - 1] <= end) and (n == len(days) or start < days[n])
        ]


@dataclass(frozen=True)
class Changes:
    """The changes on a parcel.

    Attributes
    ----------
    found : tuple of Change
        The latest first; no place is in two of them.
    gaps : tuple of (int, geometry)
        Of the surveys that do not cover the place or know no class there: year and where.
    """

    found: tuple[Change, ...]
    gaps: tuple[tuple[int, shapely.Geometry], ...]

    @property
    def shape(self) -> shapely.Geometry:
        """All that changed."""
        return union([change.shape for change in self.found])


def changes(case: ParcelCase, built: shapely.Geometry) -> Changes:
    """Return the changes of what is built today.

    The latest survey in which a place was not construction land dates its change, whatever it was before: what was
    built, taken down and built again counts.
    """
    year_now = max((year for year in case.survey_years if year is not None), default=None)
    surveys = sorted(case.history, key=lambda survey: survey.year)
    gaps = [
        intersection(
            union(
                [
                    survey.evidence.outside,
                    *(piece.geometry for piece in survey.evidence.pieces if piece.category == UNKNOWN),
                ]
            ),
            built,
        )[0]
        for survey in surveys
    ]
    found, left = [], built
    for i, survey in reversed(list(enumerate(surveys))):
        pieces = [piece for piece in survey.evidence.pieces if piece.category in NOT_BUILT]
        shape = intersection(union([piece.geometry for piece in pieces]), left)[0] if pieces else NOWHERE
        area = float(case.area_of([shape])[0])
        if area <= 0:
            continue
        following = next(
            (surveys[j].year for j in range(i + 1, len(surveys)) if _common_m2(case, gaps[j], shape) <= TOUCH_AREA_M2),
            year_now,
        )
        own = tuple(piece for piece in pieces if _common_m2(case, piece.geometry, shape) > TOUCH_AREA_M2)
        found.append(Change(survey.year, following, shape, area, own))
        left = difference(left, shape)
    years = [survey.year for survey in surveys]
    return Changes(tuple(found), tuple(zip(years, gaps, strict=True)))


def _common_m2(case: ParcelCase, one: shapely.Geometry, other: shapely.Geometry) -> float:
    return float(case.area_of([intersection(one, other)[0]])[0])
