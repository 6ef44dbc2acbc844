# SPDX-License-Identifier: GPL-2.0-or-later
"""What the layers say of one parcel, and where each of them is complete."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from land_entry_plugin.engine.shapes import difference, union
from land_entry_plugin.jobs.layers import came_together
from land_entry_plugin.roles.catalogue import ADMIN_AREA, LAND_USE, LAND_USE_HISTORY, layer_roles
from land_entry_plugin.rules.evidence import Completeness, DatedSurvey, LayerEvidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    import shapely

    from land_entry_plugin.jobs.evidence import Ground
    from land_entry_plugin.rules.evidence import Piece


def layer_evidence(
    ground: Ground,
    own: dict[str, list[Piece]],
    doubt: dict[str, list[Piece]],
    shape: shapely.Geometry,
    uncovered: dict[str, shapely.Geometry],
) -> tuple[dict[str, LayerEvidence], tuple[DatedSurvey, ...]]:
    """Return the evidence of every role that was given, or of which the user stated that there is none.

    Parameters
    ----------
    ground : Ground
    own, doubt : dict of str to list of Piece
        By what records call the layer.
    shape : shapely polygon or multipolygon
        The parcel.
    uncovered : dict of str to shapely geometry
        What layers leave of it, as far as that is known already.

    Returns
    -------
    dict of role id to LayerEvidence
        Several layers of a role together.
    tuple of DatedSurvey
        The earlier land surveys one by one, the oldest first.
    """

    @cache
    def uncovered_by(key: str) -> shapely.Geometry:
        if key in uncovered:
            return uncovered[key]
        return difference(shape, union([piece.geometry for piece in own[key]]))

    def together(keys: Sequence[str], completeness: Completeness, outside: shapely.Geometry) -> LayerEvidence:
        systems = {ground.layers[key].class_system for key in keys}
        return LayerEvidence(
            given=bool(keys),
            pieces=tuple(piece for key in keys for piece in own[key]),
            completeness=completeness,
            outside=outside,
            doubtful=tuple(piece for key in keys for piece in doubt[key]),
            class_system=systems.pop() if len(systems) == 1 else None,
            has_shapeless=any(ground.layers[key].layer.role.id in ground.shapeless for key in keys),
        )

    def measured(keys: Sequence[str]) -> LayerEvidence:
        """Return gap-free layers as one: known is what all of them cover."""
        gaps = [uncovered_by(key) for key in keys]
        return together(keys, Completeness.MEASURED, gaps[0] if len(gaps) == 1 else union(gaps))

    evidence = {}
    for role_id, role in layer_roles().items():
        keys = ground.keys_of(role_id)
        if role_id == ADMIN_AREA or not (keys or role_id in ground.complete or role_id in ground.misplaced):
            continue
        if role_id in ground.misplaced and not role.gap_free:
            # there is a layer, but nobody knows what of it belongs here: it is complete nowhere
            evidence[role_id] = replace(together(keys, Completeness.STATED, shape), given=True)
        elif role.gap_free:
            evidence[role_id] = measured(keys)
        else:
            completeness, within = _extent(ground, role_id)
            evidence[role_id] = together(keys, completeness, shape if within is None else uncovered_by(within))
    surveys = ground.keys_of(LAND_USE_HISTORY)
    return evidence, tuple(DatedSurvey(ground.layers[key].layer.year, measured([key])) for key in surveys)


def _extent(ground: Ground, role_id: str) -> tuple[Completeness, str | None]:
    """Return why a role with gaps by nature may be taken as complete, and within which layer; None for nowhere."""
    stated = role_id in ground.complete
    if ADMIN_AREA in ground.layers:
        return (Completeness.STATED if stated else Completeness.ADMIN_AREA), ADMIN_AREA
    if LAND_USE not in ground.layers:
        return Completeness.NOT_STATED, None
    if stated:
        return Completeness.STATED, LAND_USE
    layers = [ground.layers[key].layer for key in (LAND_USE, *ground.keys_of(role_id))]
    return (Completeness.ASSUMED, LAND_USE) if came_together(layers) else (Completeness.NOT_STATED, None)
