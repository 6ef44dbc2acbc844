# SPDX-License-Identifier: GPL-2.0-or-later
"""A parcel lies on a homestead: a registered right (JC) decides, the survey's class points to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.engine.shapes import NOWHERE, difference, intersection, union
from land_entry_plugin.engine.slivers import Size
from land_entry_plugin.roles.land_classes import UNKNOWN
from land_entry_plugin.roles.rights import HOMESTEAD
from land_entry_plugin.rounding import recorded
from land_entry_plugin.rules.evidence import within
from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.kinds.spatial.aspects import deciding
from land_entry_plugin.rules.kinds.spatial.class_overlap import OUTCOMES
from land_entry_plugin.rules.kinds.spatial.coverage import sentence, unjudged
from land_entry_plugin.rules.kinds.spatial.wording import by_class, extent_values, parcel_codes, source_ids

if TYPE_CHECKING:
    import shapely

    from land_entry_plugin.engine.slivers import Extent
    from land_entry_plugin.rules.evidence import ParcelCase, Piece
    from land_entry_plugin.rules.pack import Rule

CASES = {
    "sliver": Outcome.REVIEW,
    "right": Outcome.CONFLICT,
    "survey": Outcome.CONFLICT,
    "survey_only": Outcome.REVIEW,
}
_SMALL = (Size.NONE, Size.TOUCH)


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return how much of the parcel is a homestead by right, and how much by the survey alone.

    A surveyed homestead is a conflict where nobody knows the rights (``evidence``), and for an officer where the
    register is complete, or shows another right, and shows no homestead right.
    """
    (role,) = rule.roles
    patches, rights = _patches(rule, case), _rights(rule, case)
    homesteads = [piece for piece in rights if piece.category == HOMESTEAD]
    unknown = [piece for piece in rights if piece.category == UNKNOWN]
    registered = case.union_of(homesteads)
    surveyed = _without(case.union_of(patches), registered)
    shown = _shown(rule, case, rights)
    silent = _without(surveyed, shown)
    whole, hard, right, survey, contradicted = (
        case.measure_shape(shape)
        for shape in (
            _both(registered, surveyed),
            _both(registered, silent),
            registered,
            silent,
            NOWHERE if _is_nothing(surveyed) or _is_nothing(shown) else intersection(surveyed, shown)[0],
        )
    )
    found = _found(whole, hard, right, survey, contradicted)
    if case.measure(unknown).size not in _SMALL:
        found.append(("right_not_known", Outcome.REVIEW))
    gap = unjudged(role, case, classes=True)
    name, outcome = deciding(rule, CASES, [*found, *gap.found])
    values = extent_values(whole, case.limits) | {
        "flip": extent_values(hard, case.limits)["flip"],
        "right_m2": recorded(right.area_m2),
        "survey_m2": recorded(case.measure(patches).area_m2),
        "rights": parcel_codes(homesteads),
        "rights_not_known": parcel_codes(unknown),
        "unjudged_m2": gap.area_m2,
        "classes": by_class(patches, case),
        "patches": source_ids(patches),
    }
    return Finding(rule, outcome, sentence("homestead", name), values, values["area_m2"], values["share"])


def against(rule: Rule, case: ParcelCase) -> list[Piece]:
    """Return the homesteads by right, and those by the survey where nobody knows the rights."""
    rights = _rights(rule, case)
    homesteads = [piece for piece in rights if piece.category == HOMESTEAD]
    silent = difference(case.geometry, union([_shown(rule, case, rights), *(piece.geometry for piece in homesteads)]))
    return [*homesteads, *within(_patches(rule, case), silent)]


def _without(one: shapely.Geometry, other: shapely.Geometry) -> shapely.Geometry:
    """Return what of a shape on the grid another leaves; the same object where that is all of it."""
    return one if _is_nothing(other) or _is_nothing(one) else difference(one, other)


def _both(one: shapely.Geometry, other: shapely.Geometry) -> shapely.Geometry:
    """Return what two shapes on the grid cover; one of them where the other is nothing."""
    return other if _is_nothing(one) else one if _is_nothing(other) else union([one, other])


def _is_nothing(shape: shapely.Geometry) -> bool:
    """Return whether a shape is empty; what is known to be needs no geometry."""
    return shape is NOWHERE or bool(shape.is_empty)


def _patches(rule: Rule, case: ParcelCase) -> list[Piece]:
    (role,) = rule.roles
    return [piece for piece in case.layers[role].pieces if HOMESTEAD in piece.groups]


def _rights(rule: Rule, case: ParcelCase) -> list[Piece]:
    return [piece for own in rule.evidence if own in case.layers for piece in case.layers[own].pieces]


def _shown(rule: Rule, case: ParcelCase, rights: list[Piece]) -> shapely.Geometry:
    """Return where the register speaks: where it is known to be complete, and where it shows a right."""
    complete = [difference(case.geometry, case.layers[role].outside) for role in rule.evidence if role in case.layers]
    return union([*complete, *(piece.geometry for piece in rights if piece.category != UNKNOWN)])


def _found(
    whole: Extent, hard: Extent, right: Extent, survey: Extent, contradicted: Extent
) -> list[tuple[str, Outcome]]:
    """Return the cases that sizes amount to, the one that says most first."""
    if whole.size in _SMALL:
        return [(str(whole.size), Outcome.PASS)]
    large = [name for name, extent in (("right", right), ("survey", survey)) if extent.size is Size.LARGE]
    if hard.size is Size.LARGE and not large:
        large = ["right" if right.area_m2 > survey.area_m2 else "survey"]
    found = [(name, OUTCOMES[Size.LARGE]) for name in large]
    if contradicted.size not in _SMALL:
        found.append(("survey_only", CASES["survey_only"]))
    if hard.size is Size.SLIVER or not found:
        found.append(("sliver", OUTCOMES[Size.SLIVER]))
    return found
