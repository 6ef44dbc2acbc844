# SPDX-License-Identifier: GPL-2.0-or-later
"""The layers of a run: fields, rows, and what a user is told besides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from land_entry_plugin.jobs.tables import LANGUAGE, RESERVED_FIELDS, Column, parcel_row
from land_entry_plugin.rounding import mu, recorded
from land_entry_plugin.rules.verdicts import Verdict
from land_entry_plugin.texts import LANGUAGES, both

if TYPE_CHECKING:
    from land_entry_plugin.jobs.avoidance.preview import Removed
    from land_entry_plugin.jobs.avoidconflicts import AvoidedConflicts, AvoidedParcel

KEPT_LAYER, REMOVED_LAYER = "avoided", "removed"
_DECIMALS = 4
KEPT_COLUMNS = (
    Column("parcel_id", str),
    Column("state", str),
    Column("avoided_rules", str),
    Column("verdict_before", str),
    Column("spatial_verdict_before", str),
    Column("verdict", str),
    Column("spatial_verdict", str),
    Column("reasons", str),
    Column("not_checked", str),
    Column("before_plane_m2", float),
    Column("cut_plane_m2", float),
    Column("after_plane_m2", float),
    Column("before_mu", float),
    Column("cut_mu", float),
    Column("after_mu", float),
    Column("cut_percent", float),
    Column("after_percent", float),
    Column("before_ellipsoid_m2", float),
    Column("cut_ellipsoid_m2", float),
    Column("after_ellipsoid_m2", float),
    Column("parts", int),
    Column("rule_pack", str),
    Column("in_force", bool),
    Column("as_of", str),
)
REMOVED_COLUMNS = (
    Column("parcel_id", str),
    Column("reason", str),
    Column("rule_id", str),
    Column("rule", str),
    Column("other_rules", str),
    Column("role", str),
    Column("source_id", str),
    Column("code", str),
    Column("name", str),
    Column("area_plane_m2", float),
    Column("area_m2", float),
    Column("area_mu", float),
    Column("nothing_left", bool),
)
# Fields of a screening that a parcel layer may bring and that say nothing of the parcel as it is now.
_OF_A_SCREENING = (
    "farmland_m2", "farmland_net_m2", "basic_farmland_m2", "red_line_m2", "homestead_m2", "agricultural_m2",
    "construction_m2", "unused_m2", "uncovered_m2", "area_plane_m2", "area_ellipsoid_m2", "urban_status",
    "urban_inside_m2", "urban_core_m2", "urban_flexible_m2", "urban_special_m2", "survey_year",
)  # fmt: skip


def kept_fields(run: AvoidedConflicts) -> dict[str, str]:
    """Return the parcel layer's own fields that the output keeps, by the names they get there."""
    replaced = {column.name for column in KEPT_COLUMNS} | set(_OF_A_SCREENING)
    names = [name for name in run.before.parcels.description.fields if name.lower() not in replaced]
    return {f"{name}_" if name.lower() in RESERVED_FIELDS else name: name for name in names}


def kept_row(parcel: AvoidedParcel, run: AvoidedConflicts) -> dict[str, Any]:
    """Return what the output layer says of a parcel of which something is left."""
    then = parcel_row(parcel.after, run.after)
    row = {column.name: then[column.name] for column in KEPT_COLUMNS if column.name in then}
    row |= {
        "state": str(parcel.state),
        "verdict_before": str(parcel.before.verdict),
        "spatial_verdict_before": str(parcel.before.spatial_verdict),
    }
    found = parcel.avoidance
    if found is None:
        return row
    before, after = found.before, found.after
    titles = {rule.id: rule.title[LANGUAGE] for rule in run.before.pack.rules}
    row |= {"avoided_rules": "、".join(titles[rule_id] for rule_id in found.cut_for)}
    row |= _figures("plane_m2", before.plane_m2, after.plane_m2)
    row |= _figures("ellipsoid_m2", before.ellipsoid_m2, after.ellipsoid_m2)
    before_mu, after_mu = (float(mu(area.plane_m2, _DECIMALS)) for area in (before, after))
    row |= {"before_mu": before_mu, "after_mu": after_mu, "cut_mu": recorded(before_mu - after_mu)}
    share = recorded(100 * after.plane_m2 / before.plane_m2)
    row |= {"after_percent": share, "cut_percent": recorded(100 - share)}
    return row | {"parts": len(shapely.get_parts(found.kept))}


def removed_row(parcel: AvoidedParcel, one: Removed) -> dict[str, Any]:
    """Return what the second layer says of a part that went."""
    first = one.because_of[0] if one.because_of else None
    own = first.piece if first else None
    return {
        "parcel_id": parcel.parcel_id,
        "reason": str(one.why),
        "rule_id": first.rule.id if first else None,
        "rule": first.rule.title[LANGUAGE] if first else None,
        "other_rules": "、".join(other.rule.id for other in one.because_of[1:]) or None,
        "role": first.role if first else None,
        "source_id": own.source_id if own else None,
        "code": own.code if own else None,
        "name": own.name if own else None,
        "area_plane_m2": recorded(one.area.plane_m2),
        "area_m2": recorded(one.area.ellipsoid_m2),
        "area_mu": float(mu(one.area.plane_m2, _DECIMALS)),
        "nothing_left": parcel.after is None,
    }


def told(run: AvoidedConflicts) -> list[dict[str, str]]:
    """Return what a user has to know besides the layers, sentence by sentence, by language."""
    sentences = []
    gone = [parcel for parcel in run.parcels if parcel.after is None]
    if gone:
        least = run.request.cutting.min_area_m2
        names = [parcel.parcel_id for parcel in gone]
        sentences.append(both("note.nothing_left", {"count": len(gone), "parcels": names, "least_m2": least}))
    barred = [
        parcel for parcel in run.parcels if parcel.after is not None and parcel.after.verdict is Verdict.PROHIBITED
    ]
    if barred:
        titles = {
            language: list(
                dict.fromkeys(
                    finding.rule.title[language]
                    for parcel in barred
                    for finding in parcel.after.findings
                    if str(finding.outcome) == "conflict" and finding.rule.blocking
                )
            )
            for language in LANGUAGES
        }
        names = [parcel.parcel_id for parcel in barred]
        sentences.append(both("note.still_prohibited", {"count": len(barred), "parcels": names, "rules": titles}))
    unsound = [parcel.parcel_id for parcel in run.parcels if parcel.avoidance is None]
    if unsound:
        sentences.append(both("note.not_cut", {"count": len(unsound), "parcels": unsound}))
    return sentences


def _figures(unit: str, before: float, after: float) -> dict[str, float | None]:
    """Return an area before and after, and the difference of what is shown."""
    one, other = recorded(before), recorded(after)
    return {f"before_{unit}": one, f"after_{unit}": other, f"cut_{unit}": recorded(one - other)}
