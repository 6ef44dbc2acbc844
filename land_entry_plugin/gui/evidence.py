# SPDX-License-Identifier: GPL-2.0-or-later
"""The shapes behind the numbers of a record: parcels from the record, pieces from the layer of overlaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsFeatureRequest, QgsGeometry

from land_entry_plugin.gui.map_marks import Mark
from land_entry_plugin.gui.result_view import piece_title, pieces_of
from land_entry_plugin.gui.words import named, role_title, square_metres
from land_entry_plugin.roles.catalogue import LAND_USE

if TYPE_CHECKING:
    from qgis.core import QgsFeature, QgsProject, QgsVectorLayer

_MARGIN_M = 1.0


def parcel_shape(parcel: dict[str, Any]) -> tuple[QgsGeometry, QgsCoordinateReferenceSystem]:
    """Return the shape of a parcel and its plane; empty for a parcel without one."""
    stored = parcel["geometry"]
    if stored is None:
        return QgsGeometry(), QgsCoordinateReferenceSystem()
    return QgsGeometry.fromWkt(stored["wkt"]), QgsCoordinateReferenceSystem(stored["crs"])


def evidence(
    record: dict[str, Any],
    parcel: dict[str, Any],
    finding: dict[str, Any],
    piece: dict[str, Any] | None,
    overlaps: QgsVectorLayer | None,
    project: QgsProject,
) -> list[Mark]:
    """Return what a finding, or one piece of it, is about, in the parcel's plane.

    Parameters
    ----------
    overlaps : QgsVectorLayer or None
        The layer of pieces that the screening wrote.
    """
    shape, plane = parcel_shape(parcel)
    if shape.isEmpty():
        return []
    pieces = [piece] if piece is not None else pieces_of(parcel, finding)
    if pieces and overlaps is not None:
        found = [_mark(feature, overlaps, plane, project) for feature in _features(parcel, pieces, overlaps, project)]
        if found:
            return found
    if finding["kind"] == "parcel_overlap":
        return _other_parcels(record, parcel, finding, shape)
    if finding["kind"] == "coverage" and overlaps is not None:
        return _uncovered(parcel, finding, shape, plane, overlaps, project)
    return [Mark(shape, parcel["parcel_id"], "")]


def class_evidence(
    parcel: dict[str, Any], code: str, overlaps: QgsVectorLayer | None, project: QgsProject
) -> list[Mark]:
    """Return the patches of a land class on a parcel, in the parcel's plane."""
    pieces = [one for one in parcel["overlaps"] if one["role"] == LAND_USE and one["code"] == code]
    _, plane = parcel_shape(parcel)
    if overlaps is None or not pieces:
        return []
    return [_mark(feature, overlaps, plane, project) for feature in _features(parcel, pieces, overlaps, project)]


def _features(
    parcel: dict[str, Any], pieces: list[dict[str, Any]], overlaps: QgsVectorLayer, project: QgsProject
) -> list[QgsFeature]:
    """Return the features of the layer that pieces of the record are, the largest first."""
    shape, plane = parcel_shape(parcel)
    box = shape.boundingBox().buffered(_MARGIN_M)
    to_layer = QgsCoordinateTransform(plane, overlaps.crs(), project)
    request = QgsFeatureRequest().setFilterRect(to_layer.transformBoundingBox(box))
    wanted = {(piece["role"], piece["source_id"], round(piece["area_m2"], 2)) for piece in pieces}
    found = [
        feature
        for feature in overlaps.getFeatures(request)
        if feature["parcel_id"] == parcel["parcel_id"]
        and (feature["role"], str(feature["source_id"]), round(feature["area_m2"], 2)) in wanted
    ]
    return sorted(found, key=lambda feature: -feature["area_m2"])


def _mark(
    feature: QgsFeature, overlaps: QgsVectorLayer, plane: QgsCoordinateReferenceSystem, project: QgsProject
) -> Mark:
    geometry = QgsGeometry(feature.geometry())
    geometry.transform(QgsCoordinateTransform(overlaps.crs(), plane, project))
    role = feature["role"].partition("[")[0]
    own = {"source_id": feature["source_id"], "code": feature["code"] or "", "name": feature["name"] or ""}
    title = f"{piece_title(own | {'code': '', 'name': ''})}　{square_metres(feature['area_m2'])} m²"
    kind = " ".join(str(text) for text in (own["code"], named(str(own["name"]))) if text)
    return Mark(geometry, title, " · ".join(text for text in (kind, role_title(role)) if text))


def _other_parcels(
    record: dict[str, Any], parcel: dict[str, Any], finding: dict[str, Any], shape: QgsGeometry
) -> list[Mark]:
    others = {str(other) for other in finding["values"].get("others") or ()}
    marks = []
    for other in record["parcels"]:
        if other["parcel_id"] in others and other is not parcel and other["geometry"] is not None:
            common = shape.intersection(parcel_shape(other)[0])
            if not common.isEmpty():
                marks.append(Mark(common, other["parcel_id"], f"{square_metres(common.area())} m²"))
    return marks


def _uncovered(
    parcel: dict[str, Any],
    finding: dict[str, Any],
    shape: QgsGeometry,
    plane: QgsCoordinateReferenceSystem,
    overlaps: QgsVectorLayer,
    project: QgsProject,
) -> list[Mark]:
    """Return the part of a parcel on which no piece of the finding's layer lies."""
    pieces = [one for one in parcel["overlaps"] if one["role"] in (finding.get("roles") or ())]
    features = _features(parcel, pieces, overlaps, project)
    covered = [_mark(feature, overlaps, plane, project).geometry for feature in features]
    rest = shape.difference(QgsGeometry.unaryUnion(covered)) if covered else shape
    return [Mark(rest, role_title(finding["roles"][0]), f"{square_metres(finding['area_m2'])} m²")]
