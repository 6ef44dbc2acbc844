# SPDX-License-Identifier: GPL-2.0-or-later
"""Which unions the rules will ask for: worked out for all parcels at once, they cost a fraction."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from land_entry_plugin.roles.catalogue import BASIC_FARMLAND, ECOLOGICAL_RED_LINE, LAND_USE, PARCELS, URBAN_BOUNDARY
from land_entry_plugin.roles.land_classes import land_ownership
from land_entry_plugin.roles.rights import HOMESTEAD
from land_entry_plugin.rules.kinds.spatial import class_overlap
from land_entry_plugin.rules.measurements import foresee, foresee_extents, foresee_rests

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from land_entry_plugin.rules.evidence import ParcelCase, Piece
    from land_entry_plugin.rules.pack import Rule, RulePack

_CLASS_OVERLAP = "class_overlap"
# Layers of which nothing is so thin that it only touches; see ``slivers``.
ZERO_TOLERANCE = (BASIC_FARMLAND, ECOLOGICAL_RED_LINE, URBAN_BOUNDARY)


def foresee_measurements(pack: RulePack, cases: Sequence[ParcelCase]) -> None:
    """Work out what the rules of a pack will ask of cases in one plane; the rest is worked out when it is asked."""
    rules = [one for rule in pack.rules for one in rule.levels() if one.kind == _CLASS_OVERLAP]
    if not cases:
        return
    plane, limits = cases[0].plane, cases[0].limits
    measured = [_measured(rules, case) for case in cases]
    classes = [_classes(case) for case in cases]
    foresee(
        [
            (case.known, [_shapes(pieces) for _, pieces in own] + [_shapes(pieces) for pieces in of_classes])
            for case, own, of_classes in zip(cases, measured, classes, strict=True)
        ],
        plane,
    )
    for touch_width in (True, False):
        asked = [
            (case.known, case.union_of(pieces), case.area_m2)
            for case, own in zip(cases, measured, strict=True)
            for role, pieces in own
            if pieces and (role not in ZERO_TOLERANCE) == touch_width
        ]
        outside = [(case.known, evidence.outside, case.area_m2) for case in cases for evidence in case.layers.values()]
        foresee_extents([*asked, *(outside if touch_width else ())], limits, plane, touch_width=touch_width)
    bounded = [case for case in cases if URBAN_BOUNDARY in case.layers]
    inside = [case.union_of(case.layers[URBAN_BOUNDARY].pieces) for case in bounded]
    foresee_rests([(case.known, case.geometry, shape) for case, shape in zip(bounded, inside, strict=True)], plane)


def _measured(rules: Iterable[Rule], case: ParcelCase) -> list[tuple[str, Sequence[Piece]]]:
    """Return the groups of pieces that will be measured together, each with the role of its layer."""
    groups: list[tuple[str, Sequence[Piece]]] = [(PARCELS, case.neighbours)]
    for role, evidence in case.layers.items():
        own = _split([(piece.category, piece) for piece in evidence.pieces])
        if role == LAND_USE:
            own += _split([(land_ownership(piece.attributes.get("QSXZ")), piece) for piece in evidence.pieces])
            own.append([piece for piece in evidence.pieces if HOMESTEAD in piece.groups])
        else:
            own.append(list(evidence.pieces))
        groups += [(role, pieces) for pieces in own]
    of_rules = [rule for rule in rules if all(role in case.layers for role in rule.roles)]
    return groups + [(rule.roles[0], class_overlap.counted(rule, case)) for rule in of_rules]


def _classes(case: ParcelCase) -> list[list[Piece]]:
    """Return the groups of pieces of which the area together will be asked."""
    if LAND_USE not in case.layers:
        return []
    pieces = case.layers[LAND_USE].pieces
    return [list(pieces), *_split([((piece.code, piece.name), piece) for piece in pieces])]


def _shapes(pieces: Iterable[Piece]) -> list[Any]:
    return [piece.geometry for piece in pieces]


def _split(keyed: Iterable[tuple[Hashable, Piece]]) -> list[list[Piece]]:
    groups: dict[Hashable, list[Piece]] = defaultdict(list)
    for key, piece in keyed:
        groups[key].append(piece)
    return list(groups.values())
