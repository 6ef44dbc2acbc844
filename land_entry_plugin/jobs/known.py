# SPDX-License-Identifier: GPL-2.0-or-later
"""What a screening knows of a parcel that its survey sheet repeats."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from land_entry_plugin.cadastre.sheet_cells import LINE_RULES, Known
from land_entry_plugin.roles.catalogue import LAND_USE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from decimal import Decimal
    from typing import Any

    from land_entry_plugin.jobs.evidence import ParcelEvidence
    from land_entry_plugin.rules.evidence import Piece
    from land_entry_plugin.rules.findings import Finding

_OWNERSHIP, _PLANNED_USE = "ownership", "planned_use"
# What covers less of a parcel than this is the rounding of two drawings, and names neither its owner nor its use.
_LEAST_SHARE = 0.01


def known_of(
    evidence: ParcelEvidence, measures: Mapping[str, Any], findings: Iterable[Finding], official_area_m2: Decimal
) -> Known:
    """Return what the screening of a parcel with a sound shape knows besides its shape and its table."""
    case = evidence.case

    def pieces(role: str) -> tuple[Piece, ...]:
        return case.layers[role].pieces if role in case.layers else ()

    classes = _largest_first(pieces(LAND_USE), lambda piece: (piece.code, piece.name) if piece.code else None)
    units = _largest_first(pieces(LAND_USE), lambda piece: piece.attributes.get("ZLDWMC"))
    owners = _largest_first(pieces(_OWNERSHIP), lambda piece: piece.name, _LEAST_SHARE * case.area_m2)
    uses = _largest_first(pieces(_PLANNED_USE), lambda piece: piece.name or piece.code, _LEAST_SHARE * case.area_m2)
    return Known(
        parcel_id=case.parcel_id,
        measures=measures,
        outcomes={finding.rule.id: str(finding.outcome) for finding in findings if finding.rule.id in LINE_RULES},
        land_class=classes[0] if classes else None,
        planned_uses=tuple(uses),
        admin_area=evidence.surroundings.admin_area,
        unit=str(units[0]).strip() if units else None,
        owner="、".join(owners) or None,
        official_area_m2=float(official_area_m2),
    )


def _largest_first(pieces: Iterable[Piece], name: Callable[[Piece], Any], least_m2: float = 0.0) -> list[Any]:
    """Return the names of pieces, those with the largest area first; without those that have none."""
    areas: dict[Any, float] = defaultdict(float)
    for piece in pieces:
        areas[name(piece)] += piece.area_m2
    areas.pop(None, None)
    return [own for own, area in sorted(areas.items(), key=lambda pair: (-pair[1], str(pair[0]))) if area > least_m2]
