# SPDX-License-Identifier: GPL-2.0-or-later
"""What is construction land today was agricultural or unused in no earlier survey, or has papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.engine.shapes import NOWHERE, difference, intersection, union
from land_entry_plugin.engine.slivers import TOUCH_AREA_M2, Size
from land_entry_plugin.roles.catalogue import LAND_USE
from land_entry_plugin.roles.land_classes import CONSTRUCTION, UNKNOWN
from land_entry_plugin.roles.rights import COLLECTIVE_CONSTRUCTION
from land_entry_plugin.rounding import recorded
from land_entry_plugin.rules.evidence import within
from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.kinds.spatial.aspects import deciding
from land_entry_plugin.rules.kinds.spatial.changes import changes
from land_entry_plugin.rules.kinds.spatial.coverage import OUTCOMES_OF_GAPS, sentence, unjudged
from land_entry_plugin.rules.kinds.spatial.covering import covered
from land_entry_plugin.rules.kinds.spatial.wording import extent_values, source_ids
from land_entry_plugin.texts import LANGUAGES, both

if TYPE_CHECKING:
    import shapely

    from land_entry_plugin.rules.evidence import ParcelCase, Piece
    from land_entry_plugin.rules.kinds.spatial.changes import Change
    from land_entry_plugin.rules.pack import Rule

CASES = {"sliver": Outcome.REVIEW, "changed": Outcome.REVIEW, "without_papers": Outcome.CONFLICT}
# Obligations by step of the ladder: between its days there is one step more than days.
STATUSES = tuple(f"step_{number}" for number in range(1, 10))
_SMALL = (Size.NONE, Size.TOUCH)


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return what of today's construction land was something else before, between which surveys it changed.

    It is a conflict only where every layer of papers (``evidence``) is given and complete, and shows none.
    """
    if LAND_USE not in case.layers:
        return Finding(rule, Outcome.UNKNOWN, "history.no_survey", role_missing=True)
    built = union([piece.geometry for piece in case.layers[LAND_USE].pieces if piece.category == CONSTRUCTION])
    seen = changes(case, built)
    shape = seen.shape
    changed = case.measure_shape(shape)
    papers = covered(shape, _papers(rule, case), case)
    bare = case.measure_shape(_without_papers(rule, case, shape))
    gap = case.measure_shape(difference(union([where for _, where in seen.gaps]), shape))
    # what stands there today is not known: it may be built
    today = unjudged(LAND_USE, case, classes=True)
    found: list[tuple[str, Outcome]] = list(today.found)
    if bare.size is Size.LARGE:
        found.append(("without_papers", CASES["without_papers"]))
    if gap.size not in _SMALL:
        found.append(("uncovered", OUTCOMES_OF_GAPS[gap.size]))
    if changed.size not in _SMALL:
        name = "changed" if changed.size is Size.LARGE else "sliver"
        found.append((name, CASES[name]))
    if not found:
        is_built = case.measure_shape(built).size not in _SMALL
        name = "touch" if changed.size is Size.TOUCH else "stock" if is_built else "not_built"
        found.append((name, Outcome.PASS))
    name, outcome = deciding(rule, CASES, found)
    told = [change for change in seen.found if change.area_m2 > TOUCH_AREA_M2] if changed.size not in _SMALL else []
    steps = sorted({step for change in told for step in change.steps(rule.parameters["ladder"], case.as_of)})
    described = [_described(change) for change in told]
    values = (
        extent_values(changed, case.limits)
        | papers.values()
        | {
            "flip": extent_values(bare, case.limits)["flip"],
            "years": [year for year, _ in seen.gaps],
            "changes": {language: [one[language] for one in described] for language in LANGUAGES},
            "intervals": [[change.last, change.following] for change in told],
            "steps": steps,
            "rest_m2": recorded(bare.area_m2),
            "unknown_m2": recorded(gap.area_m2),
            "unjudged_m2": today.area_m2,
            "gaps": [year for year, where in seen.gaps if case.measure_shape(where).size not in _SMALL],
            "patches": source_ids(piece for change in told for piece in change.pieces),
        }
    )
    obligations = tuple(dict.fromkeys(key for step in steps for key in rule.obligations.get(f"step_{step}", ())))
    return Finding(
        rule, outcome, sentence("history", name), values, values["area_m2"], values["share"], obligations=obligations
    )


def against(rule: Rule, case: ParcelCase) -> list[Piece]:
    """Return what was something else before and has no papers, by the patches of the time before the change."""
    if LAND_USE not in case.layers:
        return []
    built = union([piece.geometry for piece in case.layers[LAND_USE].pieces if piece.category == CONSTRUCTION])
    seen = changes(case, built)
    bare = _without_papers(rule, case, seen.shape)
    return [piece for change in seen.found for piece in within(change.pieces, intersection(change.shape, bare)[0])]


def _papers(rule: Rule, case: ParcelCase, *, possible: bool = False) -> list[Piece]:
    """Return approvals, and rights to construct on collective land; ``possible``: those that may be such too."""
    kinds = {COLLECTIVE_CONSTRUCTION, *((UNKNOWN,) if possible else ())}
    return [
        piece
        for role in rule.evidence
        if role in case.layers
        for piece in case.layers[role].pieces
        if piece.category in (role, *kinds)
    ]


def _without_papers(rule: Rule, case: ParcelCase, shape: shapely.Geometry) -> shapely.Geometry:
    """Return where every layer of papers is known to be complete and shows none; nowhere where one is not given."""
    if not rule.evidence or any(role not in case.layers for role in rule.evidence):
        return NOWHERE
    open_places = [case.layers[role].outside for role in rule.evidence]
    shown = [piece.geometry for piece in _papers(rule, case, possible=True)]
    return difference(shape, union([*open_places, *shown]))


def _described(change: Change) -> dict[str, str]:
    """Return one change as a sentence: what the place was in which year, and when it was built."""
    classes = dict.fromkeys(" ".join(text for text in (piece.code, piece.name) if text) for piece in change.pieces)
    values = {
        "last": change.last,
        "next": change.following,
        "classes": list(classes),
        "area_m2": recorded(change.area_m2),
    }
    return both("finding.history.change", values)
