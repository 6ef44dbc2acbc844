# SPDX-License-Identifier: GPL-2.0-or-later
"""A QGIS project that opens styled: the layers of a screening over the layers it was held against."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from qgis.core import (
    Qgis,
    QgsCoordinateTransform,
    QgsLabelingEngineSettings,
    QgsMapSettings,
    QgsProject,
    QgsProviderRegistry,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsVectorLayer,
)

from land_entry_plugin.bridge.layer_styles import chosen_style
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.outputs import written_whole
from land_entry_plugin.jobs.tables import FINDINGS_LAYER, OVERLAPS_LAYER, PARCELS_LAYER
from land_entry_plugin.texts import word

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from qgis.PyQt.QtXml import QDomDocument

# Of the group of our layers: by this it is found again, whatever it is called.
GROUP = "land_entry/group"
# A project is a delivery, like a sheet.
_LANGUAGE = "zh"
# The lowest first.
ROLES_BOTTOM_UP = ("land_use", "basic_farmland", "ecological_red_line", "urban_boundary", "admin_area")
# Overlaps lie over the parcels: seen, but not in front of the verdict.
OVERLAPS_OPACITY = 0.7
# The parcels fill this part of the window.
_EXTENT_SCALE = 1.15
# A village, where the parcels have no shape at all.
_LONE_POINT_M = 500.0


def write_project(path: Path, screening_gpkg: Path, role_layers: Mapping[str, str]) -> None:
    """Write a project (.qgz) with the screening and the layers of its roles, styled, in one group.

    ``role_layers`` gives the source of each role's layer as QGIS writes it (``FILE|layername=NAME``); roles without a
    style of ours keep the style that their source carries. Raises InputError where a layer does not open or the
    project cannot be written; then nothing is left behind.
    """
    project = QgsProject()
    project.setTitle(word("layer_group", _LANGUAGE))
    project.setFilePathStorage(Qgis.FilePathType.Relative)
    group = project.layerTreeRoot().addGroup(word("layer_group", _LANGUAGE))
    group.setCustomProperty(GROUP, value=True)

    parcels, overlaps, findings = (
        _screening_layer(screening_gpkg, name) for name in (PARCELS_LAYER, OVERLAPS_LAYER, FINDINGS_LAYER)
    )
    if parcels is None:
        raise InputError("no_such_layer", layer=PARCELS_LAYER, path=str(screening_gpkg), layers=[])
    roles = [_role_layer(role, role_layers[role]) for role in _in_order(role_layers)]
    for layer in (overlaps, parcels, *reversed(roles), findings):
        if layer is None:
            continue
        project.addMapLayer(layer, False)  # not a second time, at the top of the tree
        # the land classes alone are longer than the window
        group.addLayer(layer).setExpanded(layer is parcels)
    if overlaps is not None:
        overlaps.setOpacity(OVERLAPS_OPACITY)

    project.setCrs(parcels.crs())
    labels = QgsLabelingEngineSettings()
    # a label cut by the edge of the window could read as another parcel's
    labels.setFlag(Qgis.LabelingFlag.UsePartialCandidates, False)
    project.setLabelingEngineSettings(labels)
    extent = _extent(parcels, roles)
    project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(extent, parcels.crs()))
    # what the main window reads when it opens a project; without the project in it, which would never be freed
    canvas = QgsMapSettings()
    canvas.setDestinationCrs(parcels.crs())
    canvas.setExtent(extent)
    project.writeProject.connect(lambda document: _write_canvas(document, canvas))

    with written_whole(path) as part:
        if not project.write(str(part)):
            raise InputError("export_failed", detail=project.error(), path=str(path))
        _name_inside(part, path.stem)
        _check(part, path, expected=len(project.mapLayers()))


def _in_order(role_layers: Mapping[str, str]) -> list[str]:
    """Return the roles bottom up; those with no place of their own (rights, approvals ...) lie under the parcels."""
    return [role for role in ROLES_BOTTOM_UP if role in role_layers] + sorted(set(role_layers) - set(ROLES_BOTTOM_UP))


def _screening_layer(gpkg: Path, name: str) -> QgsVectorLayer | None:
    """Return a layer of the screening with the style that its file carries, None where it was not written."""
    details = QgsProviderRegistry.instance().querySublayers(str(gpkg))
    if name not in {sublayer.name() for sublayer in details}:
        return None
    return _opened(f"{gpkg}|layername={name}", word(f"layer_{name}", _LANGUAGE))


def _role_layer(role: str, source: str) -> QgsVectorLayer:
    layer = _opened(source, word(f"role_{role}", _LANGUAGE))
    if chosen_style(role).exists():
        layer.loadNamedStyle(str(chosen_style(role)))
    layer.setReadOnly(True)
    return layer


def _opened(source: str, name: str) -> QgsVectorLayer:
    layer = QgsVectorLayer(source, name, "ogr")
    if not layer.isValid():
        raise InputError("unreadable_layer", detail=source, layer=name, path=source.split("|", maxsplit=1)[0])
    return layer


def _extent(parcels: QgsVectorLayer, others: list[QgsVectorLayer]) -> QgsRectangle:
    """Return what to look at, in the CRS of the parcels: the parcels, else the first layer that has an extent."""
    parcels.updateExtents()
    extent = parcels.extent()
    if not extent.isNull() and not extent.isEmpty():
        extent.scale(_EXTENT_SCALE)
        return extent
    for layer in others:
        if not layer.extent().isEmpty():
            to_parcels = QgsCoordinateTransform(layer.crs(), parcels.crs(), QgsProject())
            return to_parcels.transformBoundingBox(layer.extent())
    return QgsRectangle(-_LONE_POINT_M, -_LONE_POINT_M, _LONE_POINT_M, _LONE_POINT_M)


def _write_canvas(document: QDomDocument, settings: QgsMapSettings) -> None:
    canvas = document.createElement("mapcanvas")
    canvas.setAttribute("name", "theMapCanvas")
    settings.writeXml(canvas, document)
    document.documentElement().appendChild(canvas)


def _name_inside(part: Path, stem: str) -> None:
    """Give the project inside the zip the name of its file; QGIS named it after the temporary one."""
    with zipfile.ZipFile(part) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{stem}.qgs" if name.endswith(".qgs") else name, content)


def _check(part: Path, path: Path, expected: int) -> None:
    """Open the written project again; every layer must be there and valid."""
    again = QgsProject()
    if not again.read(str(part)):
        raise InputError("export_failed", detail=again.error(), path=str(path))
    layers = again.mapLayers().values()
    broken = [layer.name() for layer in layers if not layer.isValid()]
    if broken or len(layers) != expected:
        raise InputError(
            "export_failed", detail=f"{len(layers)} of {expected} layers, broken: {broken}", path=str(path)
        )
