# SPDX-License-Identifier: GPL-2.0-or-later
"""The written boundary description: where every boundary point is, and how the boundary runs along each neighbour."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from math import hypot
from typing import TYPE_CHECKING, Any

from land_entry_plugin.engine.directions import SIDES, WINDS, bearing_deg, wind_number
from land_entry_plugin.rounding import half_up
from land_entry_plugin.texts import LANGUAGES, render

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from land_entry_plugin.cadastre.marks import RingMarks
    from land_entry_plugin.cadastre.neighbour_facts import Neighbours
    from land_entry_plugin.engine.adjoining import EdgePart
    from land_entry_plugin.engine.neighbours import Run

_MOST_LEGS = 6
# Neighbours that a boundary runs along; it runs beside all others.
_COURSES = ("railway", "road", "ditch", "river", "water")
_OPPOSITE = dict(zip(SIDES, (*SIDES[2:], *SIDES[:2]), strict=True))
_COMMA = {"zh": "，", "en": ", "}


def boundary_description(found: Neighbours, marks: Sequence[RingMarks]) -> dict[str, dict[str, str]]:
    """Return the two texts ``points`` and ``lines``, each in every language."""
    meeting = [_meeting(number, found) for number in range(len(found.rings))]
    legs = [_legs(run, found) for run in found.runs]
    lengths = [[_in_metres(length) for length in lie.printed_lengths_m] for lie in found.lies]
    texts: dict[str, dict[str, str]] = {"points": {}, "lines": {}}
    for language in LANGUAGES:
        writer = _Writer(found, meeting, lengths, language)
        points = [sentence for number in range(len(meeting)) for sentence in writer.points(number, marks[number])]
        lines = [writer.line(*of_run) for of_run in zip(found.runs, found.named, legs, strict=True)]
        end = writer.text("sentence_end")
        texts["points"][language] = "".join([sentence + end for sentence in points]).strip()
        texts["lines"][language] = "".join([sentence + end for sentence in lines]).strip()
    return texts


class _Names(dict[str, str]):
    """Stands for the values of a sentence: every one is its own place holder."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


@cache
def _template(text_id: str, language: str) -> str:
    """Return a sentence with its place holders: a parcel of sixty points has hundreds of sentences to fill."""
    return render(f"description.{text_id}", _Names(), language)


@cache
def _winds(language: str) -> dict[str, str]:
    """Return what winds are called."""
    return {wind: _template(f"wind_{wind}", language).format() for wind in WINDS}


@cache
def _outermost(kind: str, wind: str, of: str, language: str) -> Callable[..., str]:
    """Return what fills in the sentence of a corner or tip of a ring: the point."""
    return _template(f"point_{kind}", language).format(point="{}", of=of, wind=_winds(language)[wind]).format


@cache
def _between_edges(of: str, side: str, next_side: str, towards: str, language: str) -> Callable[..., str]:
    """Return what fills in the sentence of another point: the point, the one before it and how far that is."""
    text_id, winds = "point_side" if side == next_side else "point_turn", _winds(language)
    words = {"wind": winds[side], "next_wind": winds[next_side], "towards": winds[towards]}
    return _template(text_id, language).format(point="{0}", before="{1}", length="{2}", of=of, **words).format


@cache
def _leg(text_id: str, wind: str, language: str) -> Callable[..., str]:
    """Return what fills in the sentence of a leg: its length and the point where it ends."""
    return _template(text_id, language).format(wind=_winds(language)[wind], length="{0}", point="{1}").format


def _meeting(number: int, found: Neighbours) -> dict[int, tuple[str, str]]:
    """Return the points of a ring where two known neighbours meet, with their names."""
    surroundings = found.surroundings
    own = [part for part in found.parts if part.ring == number]
    result = {}
    for before, part in zip([own[-1], *own[:-1]], own, strict=True):
        if part.start_m > 0 or before.feature == part.feature:
            continue
        if surroundings.key(before.feature) == surroundings.key(part.feature):
            continue
        one, other = surroundings.who(before.feature), surroundings.who(part.feature)
        if one and other:
            result[part.edge] = (one, other)
    return result


class _Writer:
    """Writes the sentences of one parcel in one language."""

    def __init__(
        self,
        found: Neighbours,
        meeting: Sequence[dict[int, tuple[str, str]]],
        lengths: Sequence[list[str]],
        language: str,
    ) -> None:
        self.found, self.meeting, self.lengths, self.language = found, meeting, lengths, language
        self.winds = _winds(language)
        self.of = self._names_of_rings()

    def text(self, text_id: str, **values: Any) -> str:
        return _template(text_id, self.language).format(**values)

    def _names_of_rings(self) -> list[str]:
        """Return what the points of each ring are points of."""
        rings = self.found.rings
        has_parts = len({ring.part for ring in rings}) > 1
        has_holes = sum(ring.is_hole for ring in rings) > 1
        number, names = 0, []
        for ring in rings:
            number += ring.is_hole
            if ring.is_hole:
                names.append(self.text("hole", hole=number if has_holes else "").strip())
            else:
                names.append(self.text("part", part=ring.part + 1) if has_parts else self.text("whole"))
        return names

    def points(self, number: int, marks: RingMarks) -> list[str]:
        """Return a sentence for every point of a ring."""
        lie, ring, meeting = self.found.lies[number], self.found.rings[number], self.meeting[number]
        of, language = self.of[number], self.language
        # the inner ring's north side faces south, into the hole
        sides = [_OPPOSITE[side] for side in lie.sides] if ring.is_hole else lie.sides
        # of the edge that ends at each point
        before = zip(
            *((one[-1], *one[:-1]) for one in (ring.names, sides, lie.winds, self.lengths[number])), strict=True
        )
        sentences = []
        for i, (last, last_side, towards, length) in enumerate(before):
            if i in lie.corners:
                sentence = _outermost(*lie.corners[i], of, language)(ring.names[i])
            else:
                sentence = _between_edges(of, last_side, sides[i], towards, language)(ring.names[i], last, length)
            if i in meeting:
                sentence += self.text("point_between", one=meeting[i][0], other=meeting[i][1])
            if marks.markers[i]:
                sentence += self.text("point_marker", marker=marks.markers[i])
            sentences.append(sentence)
        return sentences

    def line(
        self,
        run: Run,
        named: Sequence[tuple[dict[str, Any], list[EdgePart]]],
        legs: Sequence[tuple[str, str, str]],
    ) -> str:
        """Return the sentence of a run along its neighbours, which has some legs."""
        length = _in_metres(run.length_m)
        alongs = [self._along(run, who["who"], who["kind"]) for who, _ in named]
        if run.is_closed:
            head = self.text("line_ring", first=run.points[0])
            return head + self.text("line_closed", along=alongs[0], length=length)
        head = self.text("line", first=run.points[0], last=run.points[-1])
        lie = self.found.lies[run.ring]
        wind = self.winds[lie.winds[run.edges[0]]]
        if len(named) > 1:
            printed = [half_up(sum([part.length_m for part in parts])) for _, parts in named[:-1]]
            printed.append(run.length_m - sum(printed))
            stretches = [
                self.text("stretch", along=along, length=_in_metres(own))
                for along, own in zip(alongs, printed, strict=True)
            ]
            joined = _COMMA[self.language].join(stretches)
            return head + self.text("line_shared", wind=wind, length=length, first=run.points[0], stretches=joined)
        if len(legs) == 1:
            text_id = "line_straight" if named[0][0]["kind"] in _COURSES else "line_beside_straight"
            return head + self.text(text_id, along=alongs[0], wind=wind, length=length)
        if len(legs) <= _MOST_LEGS:
            sentences = [
                _leg("leg" if i else "leg_first", wind, self.language)(own, point)
                for i, (wind, own, point) in enumerate(legs)
            ]
            joined = _COMMA[self.language].join(sentences)
            return head + self.text("line_legs", along=alongs[0], legs=joined, length=length)
        return head + self._many(run, alongs[0], length)

    def _many(self, run: Run, along: str, length: str) -> str:
        """Return how a run of many legs leads: through which points, and where on the whole."""
        values = {"along": along, "second": run.points[1], "last_but_one": run.points[-2], "length": length}
        edges = [self.found.lies[run.ring].edges[edge] for edge in run.edges]
        whole = sum([east for east, _ in edges]), sum([north for _, north in edges])
        # a line that comes back to where it began leads nowhere on the whole
        if hypot(*whole) < float(run.length_m) / 4:
            return self.text("line_many_round", **values)
        wind = WINDS[wind_number(bearing_deg(*whole))]
        return self.text("line_many", wind=self.winds[wind], **values)

    def _along(self, run: Run, who: str | None, kind: str | None) -> str:
        """Return along or beside what a run lies; on which side of a road or water where it is one side throughout."""
        if who is None:
            return self.text("beside_unknown")
        if kind not in _COURSES:
            return self.text("beside", who=who)
        outward = {self.found.lies[run.ring].sides[edge] for edge in run.edges}
        if len(outward) > 1:
            return self.text("along", who=who)
        return self.text("along_side", who=who, wind=self.winds[_OPPOSITE[outward.pop()]])


def _legs(run: Run, found: Neighbours) -> list[tuple[str, str, str]]:
    """Return the legs of a run, edges that follow each other in one direction: wind, length, point where it ends."""
    lie = found.lies[run.ring]
    legs = []
    edges = list(zip(run.edges, run.points[1:], strict=True))
    for wind, group in groupby(edges, key=lambda edge: lie.winds[edge[0]]):
        own = list(group)
        length = sum([lie.printed_lengths_m[edge] for edge, _ in own])
        legs.append((wind, _in_metres(length), own[-1][1]))
    return legs


def _in_metres(length: Decimal | int) -> str:
    return f"{length} m"
