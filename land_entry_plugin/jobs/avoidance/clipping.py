# SPDX-License-Identifier: GPL-2.0-or-later
"""A case of a smaller parcel out of that of a larger one, without reading a layer again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from land_entry_plugin.engine.shapes import ARITHMETIC_AREA_M2, intersection
from land_entry_plugin.engine.slivers import TOUCH_AREA_M2
from land_entry_plugin.jobs.reading import data_year
from land_entry_plugin.roles.catalogue import LAND_USE

if TYPE_CHECKING:
    from collections.abc import Iterable

    import shapely

    from land_entry_plugin.rules.evidence import LayerEvidence, ParcelCase, Piece


def clipped(case: ParcelCase, shape: shapely.Geometry) -> ParcelCase:
    """Return the case of a shape that lies within a case's parcel."""

    def pieces_of(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
        pieces = tuple(pieces)
        if not pieces:
            return ()
        parts = intersection(np.array([piece.geometry for piece in pieces], dtype=object), shape)
        areas = case.area_of(parts)
        return tuple(
            replace(piece, geometry=part, area_m2=float(area), deducted_m2=_share(piece) * float(area))
            for piece, part, area in zip(pieces, parts, areas, strict=True)
            if part.area > ARITHMETIC_AREA_M2
        )

    def layer(evidence: LayerEvidence) -> LayerEvidence:
        return replace(
            evidence,
            pieces=pieces_of(evidence.pieces),
            doubtful=pieces_of(evidence.doubtful),
            outside=intersection(evidence.outside, shape)[0],
        )

    layers = {role: layer(evidence) for role, evidence in case.layers.items()}
    survey = layers[LAND_USE].pieces if LAND_USE in layers else ()
    return replace(
        case,
        geometry=shape,
        area_m2=float(case.area_of([shape])[0]),
        layers=layers,
        neighbours=pieces_of(case.neighbours),
        doubly_covered=intersection(case.doubly_covered, shape)[0],
        survey_years=frozenset(
            data_year(piece.attributes.get("SJNF")) for piece in survey if piece.area_m2 > TOUCH_AREA_M2
        ),
        history=tuple(replace(survey, evidence=layer(survey.evidence)) for survey in case.history),
    )


def _share(piece: Piece) -> float:
    """Return which share of a piece is deducted."""
    return piece.deducted_m2 / piece.area_m2 if piece.area_m2 else 0.0
