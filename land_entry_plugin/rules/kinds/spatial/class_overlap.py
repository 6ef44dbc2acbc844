# SPDX-License-Identifier: GPL-2.0-or-later
"""A parcel lies on land of certain classes: above the sliver limits a conflict, unless an approval covers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.engine.slivers import Size
from land_entry_plugin.roles.land_classes import FARMLAND, SYSTEMS, class_code
from land_entry_plugin.rules.evidence import within
from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.kinds.spatial.aspects import deciding
from land_entry_plugin.rules.kinds.spatial.coverage import sentence, unjudged
from land_entry_plugin.rules.kinds.spatial.covering import covered
from land_entry_plugin.rules.kinds.spatial.wording import by_class, extent_values, source_ids

if TYPE_CHECKING:
    from land_entry_plugin.rules.evidence import ParcelCase, Piece
    from land_entry_plugin.rules.kinds.spatial.covering import Covered
    from land_entry_plugin.rules.pack import Rule

OUTCOMES = {
    Size.NONE: Outcome.PASS,
    Size.TOUCH: Outcome.PASS,
    Size.SLIVER: Outcome.REVIEW,
    Size.LARGE: Outcome.CONFLICT,
}
_ADJUSTABLE = "K"
CASES = {
    "sliver": Outcome.REVIEW,
    "large": Outcome.CONFLICT,
    "below": Outcome.REVIEW,
    "covered": Outcome.REVIEW,
}


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return how much of the parcel lies on the rule's classes, gross of deductions.

    What an approval covers (``evidence``) is no conflict; what is left of it is judged by the limits as any overlap.
    """
    pieces = counted(rule, case)
    whole = case.measure(pieces)
    approved = _approved(rule, case, pieces)
    is_approved = bool(approved.papers) and whole.size is Size.LARGE
    extent = case.measure_shape(approved.rest) if is_approved else whole
    review_below_m2 = rule.parameters.get("review_below_m2", 0)
    found = [("covered", CASES["covered"])] if is_approved else []
    if extent.size is Size.LARGE and extent.area_m2 < review_below_m2:
        found.append(("below", CASES["below"]))
    else:
        found.append((str(extent.size), OUTCOMES[extent.size]))
    gap = unjudged(rule.roles[0], case, classes=True)
    name, outcome = deciding(rule, CASES, [*found, *gap.found])
    figures = extent_values(whole, case.limits)
    rest = figures if extent is whole else extent_values(extent, case.limits)
    values = figures | approved.values()
    values |= {
        "flip": rest["flip"],
        "rest_m2": rest["area_m2"],
        "unjudged_m2": gap.area_m2,
        "classes": by_class(pieces, case),
        "patches": source_ids(pieces),
        "deducted_m2": round(sum(piece.deducted_m2 for piece in pieces), 4),
        "review_below_m2": review_below_m2,
    }
    return Finding(rule, outcome, sentence("class_overlap", name), values, values["area_m2"], values["share"])


def against(rule: Rule, case: ParcelCase) -> list[Piece]:
    """Return the rule's classes on the parcel, without what an approval covers."""
    pieces = counted(rule, case)
    return within(pieces, _approved(rule, case, pieces).rest)


def counted(rule: Rule, case: ParcelCase) -> list[Piece]:
    """Return the patches of the rule's classes."""
    return [piece for role in rule.roles for piece in case.layers[role].pieces if _counts(rule, case, role, piece)]


def _approved(rule: Rule, case: ParcelCase, pieces: list[Piece]) -> Covered:
    evidence = [piece for role in rule.evidence if role in case.layers for piece in case.layers[role].pieces]
    return covered(case.union_of(pieces), evidence, case)


def _counts(rule: Rule, case: ParcelCase, role: str, piece: Piece) -> bool:
    """Return whether a patch is of the rule's classes; 可调整 classes are farmland where the pack says so."""
    told = rule.parameters
    category = FARMLAND if told.get("adjustable_counts") and _is_adjustable(_code(piece)) else piece.category
    if category in told.get("categories", ()) or any(group in told.get("groups", ()) for group in piece.groups):
        return True
    if "codes" not in told:
        return False
    system, code = case.layers[role].class_system, _code(piece)
    return any(
        code.startswith(prefix) for own in ((system,) if system else SYSTEMS) for prefix in told["codes"].get(own, ())
    )


def _code(piece: Piece) -> str:
    return str(piece.code or "").strip().upper()


def _is_adjustable(code: str) -> bool:
    return code.endswith(_ADJUSTABLE) and class_code(code) != code
