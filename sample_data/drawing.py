# SPDX-License-Identifier: GPL-2.0-or-later
"""What a township is drawn with: metres east and north of its origin, which lies in EPSG:4527."""

from __future__ import annotations

from dataclasses import dataclass

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Course:
    """A road, ditch or canal: its axis, its width in metres and its class."""

    name: str
    dlbm: str
    width: float
    axis: Points


@dataclass(frozen=True)
class Settlement:
    """A built-up place: centre, half axes, turn in degrees and what stands where besides homesteads."""

    name: str
    centre: tuple[float, float]
    half_axes: tuple[float, float]
    turn: float
    uses: tuple[tuple[float, float, str], ...] = ()


@dataclass(frozen=True)
class Site:
    """A compound, pond or plot with a drawn outline; it reaches under the road that it stands at."""

    name: str
    dlbm: str
    outline: Points


@dataclass(frozen=True)
class Zone:
    """A zone of the urban development boundary."""

    code: str
    name: str
    outline: Points


@dataclass(frozen=True)
class RedLine:
    """A stretch of the ecological red line: edges are shortened before they are written in degrees, save a long one."""

    code: str
    name: str
    kind: str
    kind_code: str
    outline: Points
    has_long_edge: bool = False


@dataclass(frozen=True)
class Parcel:
    """A candidate parcel: parts of one or more rings (the first outside), None where it has no geometry."""

    number: int
    village: str
    location: str
    planned_use: str
    circulation: str | None
    parts: tuple[tuple[Points, ...], ...] | None


@dataclass(frozen=True)
class Divide:
    """A road that divides villages: what lies on `side` of it, `offset` metres beside its axis, is the village's."""

    village: str
    course: str
    side: str
    offset: float


@dataclass(frozen=True)
class Place:
    """A township as drawn by hand; the first course or site that holds a place owns it."""

    code: str
    name: str
    villages: dict[str, str]
    outline: Points
    courses: tuple[Course, ...]
    river_name: str
    river_axis: Points
    settlements: tuple[Settlement, ...]
    sites: tuple[Site, ...]
    zones: tuple[Zone, ...]
    red_lines: tuple[RedLine, ...]
    parcels: tuple[Parcel, ...]
    divides: tuple[Divide, ...]
    main_village: str
    crossings: frozenset[str]
    slope: tuple[float, float, float, float]
    county_code: str = "371126"
    county_name: str = "示例县"
    origin: tuple[float, float] = (39513000.0, 4129500.0)
    survey_year: int = 2025
    irrigated_parcels: tuple[int, ...] = ()
    protected_parcels: tuple[int, ...] = ()
    protected_sites: frozenset[str] = frozenset()
    straight_sides: tuple[int, ...] = ()
    # how the names of what lies in the township's seat begin
    town: tuple[str, ...] = ()

    @property
    def site_names(self) -> frozenset[str]:
        """Return the names of what was drawn by hand."""
        return frozenset(site.name for site in self.sites)

    @property
    def course_widths(self) -> dict[str, float]:
        """Return the width of every road, ditch and canal."""
        return {course.name: course.width for course in self.courses}
