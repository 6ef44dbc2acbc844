# SPDX-License-Identifier: GPL-2.0-or-later
"""What lies around a parcel, as its map shows it and its four neighbours name it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from land_entry_plugin.engine.adjoining import Features
from land_entry_plugin.roles.cadastral_codes import Course, course
from land_entry_plugin.roles.land_classes import SURVEY

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from land_entry_plugin.cadastre.marks import GivenMarks

PARCEL, USE_RIGHT, OWNERSHIP, PATCH = "parcel", "use_right", "ownership", "patch"
FIELD = "field"
# Who names a stretch: another parcel before the road or water, before the owner, before the field of the land survey.
_RANKS = {PARCEL: 0, USE_RIGHT: 0, OWNERSHIP: 2, PATCH: 3}
_DIVIDING_RANK = 1
_MOST_GROUNDS = 3


@dataclass(frozen=True)
class Surroundings:
    """What lies around a parcel.

    Attributes
    ----------
    geometry : ndarray of shapely polygons, shape (n,)
        In the parcel's plane; candidates first, then registered parcels, since of two at one place the first adjoins.
    kind : list of str
        ``parcel`` (a candidate), ``use_right``, ``ownership`` or ``patch``.
    label : list of str
        Who or what it is, as the four neighbours name it.
    code : list of str or None
        Land class of a patch.
    land : list of str or None, or None
        Name of the land class of a patch alone; None where the labels serve.
    class_system : str or None
        Of the land survey.
    admin_area : str or None
        Name of the least administrative area that holds the parcel.
    marks : GivenMarks or None
        Tables of boundary points and lines.
    """

    geometry: np.ndarray
    kind: list[str]
    label: list[str]
    code: list[str | None]
    land: list[str | None] | None = None
    class_system: str | None = SURVEY
    admin_area: str | None = None
    marks: GivenMarks | None = None

    def course(self, row: int) -> Course | None:
        """Return what a feature is as a neighbour by its land class."""
        return course(self.code[row], self.class_system) if self.kind[row] == PATCH else None

    def features(self, geometry: np.ndarray) -> Features:
        """Return what may adjoin, with other geometry (clipped to a window)."""
        standing = [_standing(kind, code, self.class_system) for kind, code in zip(self.kind, self.code, strict=True)]
        ranks, divides, is_ground = zip(*standing, strict=True) if standing else ((), (), ())
        return Features(
            geometry=geometry,
            rank=np.array(ranks, dtype=int),
            divides=np.array(divides, dtype=bool),
            is_ground=np.array(is_ground, dtype=bool),
        )

    def key(self, row: int | None) -> Hashable:
        """Return which neighbour a feature is: candidates and registered parcels of one code are one."""
        if row is None:
            return None
        kind = PARCEL if self.kind[row] == USE_RIGHT else self.kind[row]
        return kind, self.label[row]

    def kind_of(self, row: int | None) -> str | None:
        """Return what kind of neighbour a feature is (``road``, ``parcel``, ``ownership``, ``field`` ...)."""
        if row is None:
            return None
        own = self.course(row)
        if own is not None and own.named_by_class:
            return own.id
        return FIELD if self.kind[row] == PATCH else self.kind[row]

    def who(self, row: int | None, ground: Sequence[tuple[int, float]] = ()) -> str | None:
        """Return how a neighbour is named; an owner with what lies behind the boundary, the longest first."""
        if row is None:
            return None
        label = self.label[row]
        if self.kind[row] != OWNERSHIP:
            return label
        lengths: dict[str, float] = {}
        for patch, length in ground:
            name = self.land[patch] if self.land else self.label[patch]
            if name:
                lengths[name] = lengths.get(name, 0.0) + length
        names = sorted(lengths, key=lambda name: (-round(lengths[name], 3), name))
        more = "等" if len(names) > _MOST_GROUNDS else ""
        return f"{label}（{'、'.join(names[:_MOST_GROUNDS])}{more}）" if names else label

    def suggested_line(self, row: int | None, ground: Sequence[tuple[int, float]] = ()) -> str | None:
        """Return the kind of boundary line that a neighbour suggests; for a surveyor to confirm on the ground."""
        if row is None:
            return None
        if self.kind[row] in (PARCEL, USE_RIGHT):
            return "围墙"
        if self.kind[row] == OWNERSHIP:
            row = max(ground, key=lambda pair: pair[1])[0] if ground else row
        own = self.course(row)
        return own.line_kind if own else None


@cache
def _standing(kind: str, code: str | None, class_system: str | None) -> tuple[int, bool, bool]:
    """Return rank of a feature among those that adjoin, whether it divides, and whether it says which ground it is."""
    own = course(code, class_system) if kind == PATCH else None
    divides = own is not None and own.divides
    return _DIVIDING_RANK if divides else _RANKS[kind], divides, kind == PATCH
