# SPDX-License-Identifier: GPL-2.0-or-later
"""A parcel is planned for uses that the pack allows (classes of the guide, 用地用海分类)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from land_entry_plugin.engine.shapes import union
from land_entry_plugin.engine.slivers import Size
from land_entry_plugin.roles.land_classes import GUIDE, UNKNOWN, class_name, is_planned_class
from land_entry_plugin.rounding import recorded
from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.kinds.spatial.aspects import deciding
from land_entry_plugin.rules.kinds.spatial.class_overlap import OUTCOMES
from land_entry_plugin.rules.kinds.spatial.coverage import OUTCOMES_OF_GAPS
from land_entry_plugin.rules.kinds.spatial.wording import by_class, extent_values, source_ids

if TYPE_CHECKING:
    from collections.abc import Mapping

    from land_entry_plugin.rules.evidence import ParcelCase, Piece
    from land_entry_plugin.rules.pack import Rule

CASES = {
    "sliver": Outcome.REVIEW,
    "ask": Outcome.REVIEW,
    "prohibited": Outcome.CONFLICT,
    "other": Outcome.CONFLICT,
}
# What a class may be said to be; the last three are no word of the pack.
ALLOWED, ASK, PROHIBITED, OTHER, COARSE = "allowed", "ask", "prohibited", "other", "coarse"
_FIRST_LEVEL_DIGITS = 2
_SMALL = (Size.NONE, Size.TOUCH)


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return how much of the parcel is planned for what the pack does not allow, or for what an officer decides."""
    (role,) = rule.roles
    evidence = case.layers[role]
    by_answer: dict[str, list[Piece]] = {answer: [] for answer in (ALLOWED, ASK, PROHIBITED, OTHER, COARSE, UNKNOWN)}
    for piece in evidence.pieces:
        by_answer[answer_of(rule.parameters, piece.code, piece.name)].append(piece)
    sizes = {answer: case.measure(pieces) for answer, pieces in by_answer.items()}
    refused_pieces = [*by_answer[PROHIBITED], *by_answer[OTHER]]
    refused = case.measure(refused_pieces)
    gap = case.measure_shape(union([evidence.outside, *(piece.geometry for piece in by_answer[UNKNOWN])]))
    found = [(answer, OUTCOMES[Size.LARGE]) for answer in (PROHIBITED, OTHER) if sizes[answer].size is Size.LARGE]
    if refused.size is Size.LARGE and not found:
        found.append((max((PROHIBITED, OTHER), key=lambda answer: sizes[answer].area_m2), OUTCOMES[Size.LARGE]))
    if gap.size not in _SMALL:
        name = "class_not_known" if sizes[UNKNOWN].size not in _SMALL else "uncovered"
        found.append((name, OUTCOMES_OF_GAPS[gap.size]))
    found += [(answer, CASES[ASK]) for answer in (ASK, COARSE) if sizes[answer].size not in _SMALL]
    if refused.size is Size.SLIVER:
        found.append(("sliver", OUTCOMES[Size.SLIVER]))
    name, outcome = deciding(rule, CASES, found or [(ALLOWED, Outcome.PASS)])
    shown = refused_pieces if name == "sliver" else by_answer.get(name, by_answer[UNKNOWN])
    extent = gap if name in ("class_not_known", "uncovered") else case.measure(shown)
    values = extent_values(extent, case.limits) | {
        "flip": extent_values(refused, case.limits)["flip"],
        "classes": by_class(shown, case),
        "patches": source_ids(shown),
        "planned": by_class(evidence.pieces, case),
        "refused_m2": recorded(refused.area_m2),
        "unknown_m2": recorded(gap.area_m2),
    }
    return Finding(rule, outcome, f"allowed_class.{name}", values, values["area_m2"], values["share"])


def against(rule: Rule, case: ParcelCase) -> list[Piece]:
    """Return what is planned for uses that the pack does not allow."""
    (role,) = rule.roles
    pieces = case.layers[role].pieces
    return [one for one in pieces if answer_of(rule.parameters, one.code, one.name) in (PROHIBITED, OTHER)]


def answer_of(told: Mapping[str, Any], stated: object, name: str | None) -> str:
    """Return what the pack says of a planned class: by the longest of its codes that begins the class's own.

    A code of the first level alone is coarse where some of its classes are allowed and others are not; one that the
    guide does not have, or whose name is that of the land survey's class, is not known.
    """
    code = "".join(str(stated or "").split()).upper()
    if not is_planned_class(code, name):
        return UNKNOWN
    listed = [(prefix, answer) for answer in (ALLOWED, ASK, PROHIBITED) for prefix in told.get(answer, ())]
    matching = [(prefix, answer) for prefix, answer in listed if code.startswith(prefix)]
    if matching:
        return max(matching, key=lambda one: len(one[0]))[1]
    if any(prefix.startswith(code) for prefix, answer in listed if answer != PROHIBITED):
        return COARSE
    # every class of the first level has a first class of its own
    known = class_name(f"{code}01" if len(code) == _FIRST_LEVEL_DIGITS else code, GUIDE)
    return OTHER if known else UNKNOWN
