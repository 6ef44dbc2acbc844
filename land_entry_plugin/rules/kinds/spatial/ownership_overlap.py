# SPDX-License-Identifier: GPL-2.0-or-later
"""A parcel lies on land of another owner by the land survey (权属性质 QSXZ), unless the register shows its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.engine.slivers import Size
from land_entry_plugin.roles.land_classes import UNKNOWN, land_ownership
from land_entry_plugin.rules.evidence import within
from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.kinds.spatial.aspects import deciding
from land_entry_plugin.rules.kinds.spatial.class_overlap import OUTCOMES
from land_entry_plugin.rules.kinds.spatial.coverage import sentence, unjudged
from land_entry_plugin.rules.kinds.spatial.covering import covered
from land_entry_plugin.rules.kinds.spatial.wording import by_class, extent_values, source_ids

if TYPE_CHECKING:
    from land_entry_plugin.rules.evidence import ParcelCase, Piece
    from land_entry_plugin.rules.kinds.spatial.covering import Covered
    from land_entry_plugin.rules.pack import Rule

CASES = {"sliver": Outcome.REVIEW, "large": Outcome.CONFLICT, "covered": Outcome.REVIEW}


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return how much of the parcel is of the rule's owner, else how much has none stated.

    Where a registered parcel of the other owner covers it (``evidence``), survey and register disagree: no conflict.
    """
    (role,) = rule.roles
    owner = rule.parameters["owner"]
    by_owner: dict[str, list[Piece]] = {}
    for piece in case.layers[role].pieces:
        by_owner.setdefault(land_ownership(piece.attributes.get("QSXZ")), []).append(piece)
    pieces, unstated_pieces = by_owner.get(owner, []), by_owner.get(UNKNOWN, [])
    whole, unstated = case.measure(pieces), case.measure(unstated_pieces)
    registered = _registered(rule, case, pieces)
    is_registered = bool(registered.papers) and whole.size is Size.LARGE
    extent = case.measure_shape(registered.rest) if is_registered else whole
    found = [("covered", CASES["covered"])] if is_registered else []
    found.append((str(extent.size), OUTCOMES[extent.size]))
    if unstated.size in (Size.SLIVER, Size.LARGE):
        found.append(("not_stated", Outcome.REVIEW))
    gap = unjudged(role, case, classes=False)
    name, outcome = deciding(rule, CASES, [*found, *gap.found])
    shown, shown_pieces = (unstated, unstated_pieces) if name == "not_stated" else (whole, pieces)
    values = extent_values(shown, case.limits) | registered.values() | {"unjudged_m2": gap.area_m2}
    values |= {"classes": by_class(shown_pieces, case), "patches": source_ids(shown_pieces)}
    if is_registered:
        rest = extent_values(extent, case.limits)
        values |= {"flip": rest["flip"], "rest_m2": rest["area_m2"]}
    return Finding(rule, outcome, sentence("ownership_overlap", name), values, values["area_m2"], values["share"])


def against(rule: Rule, case: ParcelCase) -> list[Piece]:
    """Return the patches of the rule's owner, without what the register shows as another's."""
    (role,) = rule.roles
    owner = rule.parameters["owner"]
    pieces = [piece for piece in case.layers[role].pieces if land_ownership(piece.attributes.get("QSXZ")) == owner]
    return within(pieces, _registered(rule, case, pieces).rest)


def _registered(rule: Rule, case: ParcelCase, pieces: list[Piece]) -> Covered:
    """Return what registered parcels of other owners cover of patches."""
    register = [
        piece
        for role in rule.evidence
        if role in case.layers
        for piece in case.layers[role].pieces
        if piece.category not in (rule.parameters["owner"], UNKNOWN)
    ]
    return covered(case.union_of(pieces), register, case)
