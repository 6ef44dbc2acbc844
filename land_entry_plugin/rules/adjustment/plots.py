# SPDX-License-Identifier: GPL-2.0-or-later
"""What the conditions are told of a plot: what it is now by class, what it becomes, how sure that is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from land_entry_plugin.engine.slivers import Size
from land_entry_plugin.roles.land_classes import AGRICULTURAL, CONSTRUCTION, FARMLAND, UNKNOWN, UNUSED
from land_entry_plugin.rules.adjustment.terms import RECLAIMED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import shapely

    from land_entry_plugin.engine.repair import Fault

UNCOVERED = "uncovered"
# The order of a balance sheet.
CATEGORIES = (FARMLAND, AGRICULTURAL, CONSTRUCTION, UNUSED, UNKNOWN, UNCOVERED)
KNOWN = (FARMLAND, AGRICULTURAL, CONSTRUCTION, UNUSED)


@dataclass(frozen=True, order=True)
class LandClass:
    """A class as a balance lists it."""

    category: str
    code: str = ""
    name: str = ""


@dataclass(frozen=True)
class Part:
    """What of a plot lies on patches of one kind; every place belongs to one part.

    Attributes
    ----------
    now : LandClass
    area_m2, deducted_m2 : float
        Ellipsoidal; deducted is 扣除 by KCXS.
    grade, slope : int or None
        耕地等别 and 耕地坡度级别 of the patch.
    is_adjustable : bool
        Whether the class is 可调整 (suffix K), which offices count with farmland.
    """

    now: LandClass
    area_m2: float
    deducted_m2: float = 0.0
    grade: int | None = None
    slope: int | None = None
    is_adjustable: bool = False


@dataclass(frozen=True)
class Becoming:
    """What a plot becomes.

    Attributes
    ----------
    land_class : LandClass
        Of category ``unknown`` where nothing usable is stated.
    grade, slope : int or None
    factor : float or None
        KCXS after reclamation, None where none is stated.
    is_adjustable : bool
    doubt : str
        Why the class is unknown: ``not_stated``, ``not_known`` (in no table) or ``present`` (the present one).
    """

    land_class: LandClass
    grade: int | None = None
    slope: int | None = None
    factor: float | None = None
    is_adjustable: bool = False
    doubt: str = ""


@dataclass(frozen=True)
class Amount:
    """How much of something lies on a plot, and how much that amounts to by the limits."""

    area_m2: float = 0.0
    size: Size = Size.NONE


NOTHING = Amount()


@dataclass(frozen=True)
class Overlap:
    """Where an earlier plot lies on this one: entered plots come before reclaimed ones."""

    side: str
    plot_id: str
    amount: Amount


@dataclass(frozen=True)
class Plot:
    """One reclaimed or entered plot.

    Attributes
    ----------
    side : str
        ``reclaimed`` or ``entered``.
    row : int
        Position in its layer, from 0.
    plot_id : str
    fault : Fault or None
        Why the shape cannot be judged.
    becoming : Becoming
    shape : shapely geometry or None
        In ``plane``.
    plane : str or None
    area_plane_m2, area_m2 : float
        Of the whole plot, plane and ellipsoidal.
    counted_m2 : float
        Ellipsoidal, without what an earlier plot covers already.
    parts : tuple of Part
    amounts : dict of str to Amount
        Of ``farmland``, ``not_farmland``, ``construction``, ``not_construction`` (present, known), ``unjudged``
        (``uncovered`` and ``unknown`` together), ``double`` (where the survey gives two classes), ``repair`` (where
        a broken patch leaves it open), ``no_grade`` and ``no_slope`` (farmland without them).
    overlaps : tuple of Overlap
    paper, accepted_on : str or None, date or None
        Of the acceptance of the reclamation.
    date_text : str or None
        The date as the layer has it.
    years : frozenset of int or None
        Data years of the survey.
    counties : frozenset of str
    wrong_factors : tuple of str
        Patches whose KCXS cannot be right.
    broken_patches : tuple of str
    """

    side: str
    row: int
    plot_id: str
    fault: Fault | None
    becoming: Becoming
    shape: shapely.Geometry | None = None
    plane: str | None = None
    area_plane_m2: float = 0.0
    area_m2: float = 0.0
    counted_m2: float = 0.0
    parts: tuple[Part, ...] = ()
    amounts: dict[str, Amount] = field(default_factory=dict)
    overlaps: tuple[Overlap, ...] = ()
    paper: str | None = None
    accepted_on: date | None = None
    date_text: str | None = None
    years: frozenset[int | None] = frozenset()
    counties: frozenset[str] = frozenset()
    wrong_factors: tuple[str, ...] = ()
    broken_patches: tuple[str, ...] = ()

    def amount(self, name: str) -> Amount:
        """Return how much of something lies on the plot."""
        return self.amounts.get(name, NOTHING)

    def after(self, part: Part) -> LandClass:
        """Return what a part becomes; what is not known now, or not stated for later, counts as it is."""
        if part.now.category not in KNOWN or self.becoming.land_class.category not in KNOWN:
            return part.now
        return self.becoming.land_class

    def now_m2(self, *categories: str) -> float:
        """Return the area of the parts of some present categories."""
        return sum(part.area_m2 for part in self.parts if part.now.category in categories)

    @property
    def becomes(self) -> str:
        """The category that the plot becomes."""
        return self.becoming.land_class.category

    @property
    def is_accepted(self) -> bool:
        """Whether the layer states the acceptance of the reclamation, paper and date."""
        return self.side == RECLAIMED and bool(self.paper) and self.accepted_on is not None


def sound(plots: Iterable[Plot]) -> list[Plot]:
    """Return the plots whose shape can be judged."""
    return [plot for plot in plots if plot.fault is None]


def farmland_gained(plots: Iterable[Plot]) -> list[tuple[Plot, Part]]:
    """Return the parts that become farmland and are none now."""
    return [
        (plot, part)
        for plot in sound(plots)
        for part in plot.parts
        if part.now.category != FARMLAND and plot.after(part).category == FARMLAND
    ]


def farmland_occupied(plots: Iterable[Plot]) -> list[tuple[Plot, Part]]:
    """Return the parts that are farmland now and become something else."""
    return [
        (plot, part)
        for plot in sound(plots)
        for part in plot.parts
        if part.now.category == FARMLAND and plot.after(part).category != FARMLAND
    ]
