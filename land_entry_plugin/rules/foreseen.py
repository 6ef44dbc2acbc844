# SPDX-License-Identifier: GPL-2.0-or-later
"""Which unions the rules will ask for: worked out for all parcels at once, they cost a fraction."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from land_entry_plugin.roles.catalogue import LAND_USE, URBAN_BOUNDARY
from land_entry_plugin.roles.land_classes import land_ownership
from land_entry_plugin.roles.rights import HOMESTEAD
from land_entry_plugin.rules.kinds.spatial import class_overlap
from land_entry_plugin.rules.measurements import foresee, foresee_rests

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from land_entry_plugin.rules.evidence import ParcelCase, Piece
    from land_entry_plugin.rules.pack import Rule, RulePack

_CLASS_OVERLAP = "class_overlap"


def foresee_measurements(pack: RulePack, cases: Sequence[ParcelCase]) -> None:
    """Work out what the rules of a pack will ask of cases in one plane; the rest is worked out when it is asked."""
    rules = [one for rule in pack.rules for one in rule.levels() if one.kind == _CLASS_OVERLAP]
    if not cases:
        return
    plane = cases[0].plane
    foresee([(case.known, _groups(rules, case)) for case in cases], plane)
    bounded = [case for case in cases if URBAN_BOUNDARY in case.layers]
    inside = [case.union_of(case.layers[URBAN_BOUNDARY].pieces) for case in bounded]
    foresee_rests([(case.known, case.geometry, shape) for case, shape in zip(bounded, inside, strict=True)], plane)


def _groups(rules: Iterable[Rule], case: ParcelCase) -> list[list[Any]]:
    """Return the groups of shapes that rules will put together."""
    groups: list[Iterable[Piece]] = [case.neighbours]
    for role, evidence in case.layers.items():
        groups += [evidence.pieces, *_split([(piece.category, piece) for piece in evidence.pieces])]
        if role == LAND_USE:
            groups += _split([((piece.code, piece.name), piece) for piece in evidence.pieces])
            groups += _split([(land_ownership(piece.attributes.get("QSXZ")), piece) for piece in evidence.pieces])
            groups.append([piece for piece in evidence.pieces if HOMESTEAD in piece.groups])
    groups += [class_overlap.counted(rule, case) for rule in rules if all(role in case.layers for role in rule.roles)]
    return [[piece.geometry for piece in group] for group in groups]


def _split(keyed: Iterable[tuple[Hashable, Piece]]) -> list[list[Piece]]:
    groups: dict[Hashable, list[Piece]] = defaultdict(list)
    for key, piece in keyed:
        groups[key].append(piece)
    return list(groups.values())
