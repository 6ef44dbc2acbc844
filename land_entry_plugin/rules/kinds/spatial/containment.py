# SPDX-License-Identifier: GPL-2.0-or-later
"""A parcel lies inside one registered ownership parcel of a collective."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.engine.shapes import difference, intersection, union
from land_entry_plugin.engine.slivers import Size
from land_entry_plugin.roles.land_classes import UNKNOWN
from land_entry_plugin.roles.parcel_codes import parcel_code
from land_entry_plugin.roles.rights import COLLECTIVE, STATE
from land_entry_plugin.rounding import half_up, recorded
from land_entry_plugin.rules.evidence import within
from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.kinds.spatial.aspects import deciding
from land_entry_plugin.rules.kinds.spatial.wording import extent_values, parcel_codes, source_ids

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from land_entry_plugin.rules.evidence import ParcelCase, Piece
    from land_entry_plugin.rules.pack import Rule

CASES = {"sliver": Outcome.REVIEW, "several": Outcome.REVIEW, "state": Outcome.CONFLICT}
# The first and the second sign of a parcel code: an owner that is open or disputed; a parcel of ownership.
_OPEN_OWNER, _OF_OWNERS = "Z", "A"
_SMALL = (Size.NONE, Size.TOUCH)


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return what of the parcel lies outside the ownership parcel that holds most of it.

    Several collectives may enter together by agreement, so that is for an officer; what no ownership parcel covers
    nobody can judge.
    """
    (role,) = rule.roles
    # other rights may stand in the same layer
    pieces = [piece for piece in case.layers[role].pieces if not _is_of_use(piece)]
    owned = _by_parcel(pieces)
    shapes = {code: union([piece.geometry for piece in pieces]) for code, pieces in owned.items()}
    areas = dict(zip(shapes, map(float, case.area_of(list(shapes.values()))), strict=True))
    order = sorted(shapes, key=lambda code: (-areas[code], code))
    own = shapes[order[0]] if order else union([])
    collective = union(list(shapes.values()))
    state = union([piece.geometry for piece in pieces if piece.category == STATE])
    # two registered owners of one place: the register contradicts itself
    claimed_twice = intersection(state, collective)[0]
    beyond, others, of_state, gap = (
        case.measure_shape(shape)
        for shape in (
            difference(case.geometry, own),
            union([*(shapes[code] for code in order[1:]), claimed_twice]),
            difference(state, collective),
            difference(case.geometry, union([piece.geometry for piece in pieces])),
        )
    )
    nobody_knows = [piece for piece in pieces if piece.category == UNKNOWN]
    found: list[tuple[str, Outcome]] = []
    if of_state.size is Size.LARGE:
        found.append(("state", CASES["state"]))
    if gap.size is Size.LARGE:
        found.append(("uncovered", Outcome.UNKNOWN))
    if others.size is Size.LARGE:
        found.append(("several", CASES["several"]))
    if case.measure(nobody_knows).size not in _SMALL:
        found.append(("owner_not_known", Outcome.REVIEW))
    if any(extent.size not in _SMALL for extent in (beyond, others)) and not found:
        found.append(("sliver", CASES["sliver"]))
    if Size.SLIVER in (others.size, of_state.size, gap.size):
        found.append(("sliver", CASES["sliver"]))
    name, outcome = deciding(rule, CASES, found or [("inside", Outcome.PASS)])
    values = extent_values(beyond, case.limits) | {
        "flip": extent_values(of_state, case.limits)["flip"],
        "owners": [_described(owned, areas, code) for code in order],
        "count": len(order),
        "state_m2": recorded(of_state.area_m2),
        "others_m2": recorded(others.area_m2),
        "uncovered_m2": recorded(gap.area_m2),
        "patches": source_ids(pieces),
        "state_parcels": parcel_codes(piece for piece in pieces if piece.category == STATE),
        "not_known": parcel_codes(nobody_knows),
    }
    return Finding(rule, outcome, f"containment.{name}", values, values["area_m2"], values["share"])


def against(rule: Rule, case: ParcelCase) -> list[Piece]:
    """Return the parcels of the state, without what a collective's parcel covers too."""
    (role,) = rule.roles
    pieces = [piece for piece in case.layers[role].pieces if not _is_of_use(piece)]
    collective = union([piece.geometry for piece in pieces if piece.category == COLLECTIVE])
    state = [piece for piece in pieces if piece.category == STATE]
    return within(state, difference(case.geometry, collective))


def _is_of_use(piece: Piece) -> bool:
    """Return whether a registered parcel is one of use rights by its code: it says nothing of the owner."""
    code = parcel_code(piece.attributes.get("ZDDM") or piece.attributes.get("BDCDYH"))
    return code is not None and not code.right.startswith(_OPEN_OWNER) and not code.right.endswith(_OF_OWNERS)


def _by_parcel(pieces: Sequence[Piece]) -> dict[str, list[Piece]]:
    """Return the pieces of collectives by ownership parcel; one parcel may be several features."""
    found: dict[str, list[Piece]] = {}
    for piece in pieces:
        if piece.category == COLLECTIVE:
            (code,) = parcel_codes([piece])
            found.setdefault(code, []).append(piece)
    return found


def _described(owned: Mapping[str, list[Piece]], areas: Mapping[str, float], code: str) -> str:
    """Return an ownership parcel with its owner and its share of the parcel's area."""
    owner = next((str(piece.attributes["QLR"]) for piece in owned[code] if piece.attributes.get("QLR")), "")
    return f"{code} {owner} {half_up(recorded(areas[code]))} m²".replace("  ", " ")
