# SPDX-License-Identifier: GPL-2.0-or-later
"""Why a parcel comes out otherwise: attributed by evidence in the two records, never guessed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from land_entry_plugin.roles.catalogue import ADMIN_AREA, LAND_USE, PARCELS, roles
from land_entry_plugin.rounding import half_up
from land_entry_plugin.rules.verdicts import CAP_ASSUMED_EXTENT
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from collections.abc import Iterable

    from land_entry_plugin.jobs.comparison.parcel_changes import ClassChange, FindingChange, ParcelChange
    from land_entry_plugin.jobs.comparison.run_changes import RunChanges
    from land_entry_plugin.rules.pack_differences import Difference

GEOMETRY, LAYER, RULE, ANSWERS, OPTION, NEIGHBOUR, VERSION, OPEN = (
    "geometry", "layer", "rule", "answers", "option", "neighbour", "version", "open",
)  # fmt: skip
# A boundary that is read in pieces gives its areas to this much.
_ROUNDING_M2 = 0.01
_DATED_KINDS = ("survey_year", "interval", "term", "history", "vote")


@dataclass(frozen=True)
class Cause:
    """One reason why something changed.

    Attributes
    ----------
    kind : str
    id : str
        The role, rule, option or version; the parcel for a shape.
    texts : dict
        By language.
    values : dict
        The evidence.
    """

    kind: str
    id: str
    texts: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from other causes."""
        return self.kind, self.id, self.texts["en"]


def cause(kind: str, id_: str, text: str, **values: Any) -> Cause:
    """Return a cause with its sentence in every language."""
    return Cause(kind, id_, both(f"comparison.cause_{text}", values), values)


def causes_of(change: ParcelChange, runs: RunChanges, reshaped_beside: Iterable[str] = ()) -> list[Cause]:
    """Return why a parcel comes out otherwise, each cause once.

    Parameters
    ----------
    reshaped_beside : iterable of str
        Parcels on its map whose shape changed.
    """
    found: list[Cause] = []
    for finding in change.findings:
        found += causes_of_finding(finding, change, runs)
    if change.shape is not None and not any(one.kind == GEOMETRY for one in found):
        found.append(shape_cause(change))
    found += _causes_of_caps(change, runs)
    beside = list(reshaped_beside)
    if beside and not found and change.printed:
        found.append(cause(NEIGHBOUR, ",".join(beside), "neighbour", parcels=beside))
    if not found and (change.printed or change.measures):
        found += _layer_causes(change, runs.roles_alone, runs) or _nearby(change, runs) or _left_over(runs)
    unique = {one.key: one for one in found}
    known = [one for one in unique.values() if one.kind != OPEN]
    return known or list(unique.values())


def causes_of_finding(finding: FindingChange, change: ParcelChange, runs: RunChanges) -> list[Cause]:
    """Return why one rule finds something else."""
    found = _rule_causes(finding, runs)
    looked_at = finding.roles | ({PARCELS} if finding.stated["kind"] == "parcel_overlap" else frozenset())
    if finding.stated.get("is_spatial") or any(
        one and one.get("is_spatial") for one in (finding.before, finding.after)
    ):
        layers = _layer_causes(change, looked_at, runs)
        found += layers
        if change.shape is not None and not _explained(change, looked_at, layers):
            found.append(shape_cause(change))
    elif change.shape is not None and not found and not runs.answers_differ and not runs.options:
        # figures and conditions follow the measured areas
        found.append(shape_cause(change))
    found += _given_causes(looked_at, runs)
    found += _option_causes(finding, looked_at, runs)
    if runs.answers_differ and _answers_speak(finding):
        found.append(cause(ANSWERS, finding.rule_id, "answers", title=finding.stated["title"]))
    return found or _left_over(runs)


def _nearby(change: ParcelChange, runs: RunChanges) -> list[Cause]:
    """Return the layers that changed around a parcel of which only the neighbours or the map differ."""
    if change.printed != ("cadastre",) or change.measures:
        return []
    return [
        cause(LAYER, role, "nearby", role=both(f"word.role_{role}", {}), layers=runs.layer_names(role))
        for role in sorted(runs.roles_alone)
    ]


def shape_cause(change: ParcelChange) -> Cause:
    """Return that the parcel's own shape changed, with how."""
    shape = change.shape
    return cause(
        GEOMETRY, change.parcel_id, "geometry",
        new=shape.corners_new, gone=shape.corners_gone, farthest=shape.farthest_m,
        gained_m2=shape.gained_m2, lost_m2=shape.lost_m2,
    )  # fmt: skip


def _explained(change: ParcelChange, looked_at: frozenset[str], layers: list[Cause]) -> bool:
    """Return whether layers alone account for all that differs: nothing is left that the shape could have done."""
    of_shape = [one for one in change.classes if one.role in looked_at and not _layer_did_it(one, change)]
    return bool(layers) and not of_shape


def _layer_did_it(one: ClassChange, change: ParcelChange) -> bool:
    """Return whether a difference cannot come from the parcel's shape: it is the same, or touches less land."""
    if one.source_id is not None and one.before != one.after:
        return True
    return change.shape is None or abs(one.difference_m2) > change.shape.touched_m2 + _ROUNDING_M2


def _layer_causes(change: ParcelChange, looked_at: frozenset[str], runs: RunChanges) -> list[Cause]:
    found = []
    for one in change.classes:
        if one.role not in looked_at or not _layer_did_it(one, change):
            continue
        if one.role == PARCELS:
            codes = [piece for piece in (one.before, one.after) if piece]
            found.append(cause(NEIGHBOUR, PARCELS, "overlapping", area_m2=one.difference_m2, count=len(codes)))
            continue
        title = both(f"word.role_{one.role}", {})
        names = runs.layer_names(one.role)
        values = {"role": title, "layers": names, "before_m2": one.areas_m2[0], "after_m2": one.areas_m2[1]}
        if one.source_id is not None:
            values |= {"patch": one.source_id, "before": _class(one.before), "after": _class(one.after)}
            found.append(cause(LAYER, one.role, "patch", **values))
        else:
            found.append(cause(LAYER, one.role, "class", **values, code=_class(one.after or one.before)))
    return found


def _class(code: tuple[str | None, str | None] | None) -> str:
    return " ".join(part for part in code or () if part) or "—"


def _given_causes(looked_at: frozenset[str], runs: RunChanges) -> list[Cause]:
    """Return the layers that only one of the runs had, and those of another year, among those a rule looks at."""
    found = []
    for key, (one, other) in runs.roles.items():
        role = key.split("[")[0]
        if role not in looked_at and role != ADMIN_AREA:
            continue
        values = {"role": both(f"word.role_{role}", {}), "layer": (other or one or {})["layer"]}
        if one is None or other is None:
            if role in looked_at or any(not roles()[own].gap_free for own in looked_at if own in roles()):
                found.append(cause(LAYER, role, "given" if one is None else "not_given", **values))
        elif role == LAND_USE and one.get("class_system") != other.get("class_system"):
            found.append(cause(LAYER, role, "class_system", **values))
    return found


def _rule_causes(finding: FindingChange, runs: RunChanges) -> list[Cause]:
    if not runs.pack_differs:
        return []
    title = finding.stated["title"]
    found = []
    for one in runs.of_rule(finding.rule_id):
        if one.only_in is not None:
            text = "rule_gone" if one.only_in == 0 else "rule_new"
            found.append(cause(RULE, finding.rule_id, text, title=title))
        for name, before, after in one.plain_fields:
            found.append(cause(RULE, finding.rule_id, "rule", title=title, field=name, before=before, after=after))
    if not found:
        found += [_behind(finding, one) for one in runs.behind_rules if _may_rest_on(finding, one)]
    if not found and runs.rules is None and runs.rule_texts_differ(finding.rule_id) is not False:
        found.append(cause(RULE, finding.rule_id, "rule_text", title=title))
    return found


def _may_rest_on(finding: FindingChange, one: Difference) -> bool:
    """Return whether a rule may rest on what differs: settings serve all spatial rules, the rest those that name it."""
    if one.section == "settings":
        return bool(finding.stated.get("is_spatial"))
    return not finding.stated.get("is_spatial")


def _behind(finding: FindingChange, one: Difference) -> Cause:
    shown = "; ".join(f"{name}: {before or '—'} → {after or '—'}" for name, before, after in one.plain_fields)
    return cause(RULE, finding.rule_id, "behind", title=finding.stated["title"], part=one.id, fields=shown or "—")


def _option_causes(finding: FindingChange, looked_at: frozenset[str], runs: RunChanges) -> list[Cause]:
    found = []
    for name, (before, after) in runs.options.items():
        if name == "complete":
            found += _complete_causes(looked_at, runs)
        elif name == "as_of":
            in_force = [one["in_force"] for one in (finding.before, finding.after) if one]
            dated = finding.stated["kind"] in _DATED_KINDS or len(set(in_force)) > 1
            days = [str(one.get("values", {})) for one in (finding.before, finding.after) if one]
            if dated or any(day in text for text in days for day in (before, after)):
                found.append(cause(OPTION, name, "as_of", before=before, after=after))
        elif name.startswith("sliver") and finding.stated.get("is_spatial"):
            found.append(cause(OPTION, name, "limit", name=name.upper(), before=half_up(before), after=half_up(after)))
    return found


def _complete_causes(looked_at: frozenset[str] | None, runs: RunChanges) -> list[Cause]:
    """Return the roles, of those looked at or of all, that only one of the runs was told to be complete."""
    before, after = runs.options.get("complete", ((), ()))
    touched = set(before or ()) ^ set(after or ())
    touched = touched if looked_at is None else touched & looked_at
    words = [both(f"word.role_{role}", {}) for role in sorted(touched)]
    titles = {language: [word[language] for word in words] for language in ("zh", "en")}
    return [cause(OPTION, "complete", "complete", roles=titles)] if touched else []


def _answers_speak(finding: FindingChange) -> bool:
    """Return whether officers have a say in a finding: it is not decided by layers, or waits for them."""
    return any(
        one is not None and (not one.get("is_spatial", True) or one.get("unanswered"))
        for one in (finding.before, finding.after)
    )


def _causes_of_caps(change: ParcelChange, runs: RunChanges) -> list[Cause]:
    found = []
    for cap in change.caps:
        stated = next(one for entry in (change.after, change.before) for one in entry["caps"] if one["id"] == cap)
        if runs.pack_differs:
            found.append(Cause(RULE, cap, stated["texts"]))
        elif "as_of" in runs.options:
            before, after = runs.options["as_of"]
            found.append(cause(OPTION, "as_of", "as_of", before=before, after=after))
        if cap == CAP_ASSUMED_EXTENT:
            found += _given_causes(frozenset({ADMIN_AREA}), runs) + _complete_causes(None, runs)
    return found


def _left_over(runs: RunChanges) -> list[Cause]:
    """Return what remains where no evidence names a cause: another version computed, or nothing that is recorded."""
    if runs.versions:
        listed = [f"{name} {one or '—'} → {other or '—'}" for name, (one, other) in sorted(runs.versions.items())]
        return [cause(VERSION, ",".join(sorted(runs.versions)), "version", versions=listed)]
    return [cause(OPEN, "", "open")]
