# SPDX-License-Identifier: GPL-2.0-or-later
"""The layers of the project that the dock works with: data, parcels, and the results in a group of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import (
    Qgis,
    QgsFillSymbol,
    QgsProviderRegistry,
    QgsSimpleLineSymbolLayer,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

from land_entry_plugin.bridge.layer_styles import chosen_style, word_legend
from land_entry_plugin.bridge.project import GROUP, OVERLAPS_OPACITY, ROLES_BOTTOM_UP
from land_entry_plugin.bridge.qgis_source import QgisSource
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.faults import system_fault
from land_entry_plugin.files.source import UnreadableSource
from land_entry_plugin.files.styles import colours
from land_entry_plugin.files.vector import open_package
from land_entry_plugin.gui.words import language, word
from land_entry_plugin.jobs.tables import OVERLAPS_LAYER, PARCELS_LAYER
from land_entry_plugin.roles.catalogue import PARCELS, layer_roles, roles
from land_entry_plugin.roles.recognition import recognise
from land_entry_plugin.texts import word as any_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from qgis.core import QgsLayerTreeGroup, QgsProject

    from land_entry_plugin.files.source import Source

# Says of a layer that it is a result of a screening, and which.
RESULT = "land_entry/result"
# A stack of the lowest first; what has no place of its own lies in between.
_ORDER = {role: position for position, role in enumerate(ROLES_BOTTOM_UP)}


@dataclass(frozen=True)
class Found:
    """A layer of a package: where it is, what it is called, whether it could be the parcels."""

    uri: str
    name: str
    role: str | None


@dataclass(frozen=True)
class Opened:
    """What a place holds: layers, the lowest first, and why others of it cannot be read."""

    found: list[Found]
    faults: list[InputError]


def found_in(place: str) -> Opened:
    """Return the polygon layers of a folder, geodatabase or file; reads the disk, so not for the main thread."""
    found, faults = [], []
    for source in open_package(place):
        about = source.describe()
        if about.fault is not None:
            faults.append(about.fault)
            continue
        if not about.holds_polygons:
            continue
        match = recognise(about.name, about.fields)
        role = match.role if match else PARCELS if has_parcel_ids(about.fields) else None
        found.append(Found(f"{about.path}|layername={about.name}", about.name, role))
    return Opened(sorted(found, key=lambda one: _ORDER.get(one.role or "", 3 if one.role else 2.5)), faults)


def has_parcel_ids(fields: Iterable[str]) -> bool:
    """Return whether a layer has a field that identifies parcels."""
    own = {name.upper() for name in fields}
    return any(name in own for name in roles()[PARCELS].id_fields)


def openers(found: Found, add: Callable[[QgsVectorLayer], None]) -> list[Callable[[], None]]:
    """Return what opens a layer of a package, styles it for its role and adds it, one step each."""
    held: list[QgsVectorLayer] = []
    return [
        lambda: held.append(_unstyled(found.uri, found.name)),
        lambda: _style(held[0], found.role),
        lambda: _measure(held[0]),
        lambda: add(held.pop()),
    ]


def _unstyled(uri: str, name: str) -> QgsVectorLayer:
    return QgsVectorLayer(uri, name, "ogr", QgsVectorLayer.LayerOptions(False))


def _style(layer: QgsVectorLayer, role: str | None) -> None:
    """Style a layer of a package for its role; data are opened only to be read."""
    style = chosen_style(role) if role and role != PARCELS else None
    if style is not None and style.exists():
        layer.loadNamedStyle(str(style))
    else:
        # what the file itself carries
        _, is_styled = layer.loadDefaultStyle()
        if role == PARCELS and not is_styled:
            layer.setRenderer(QgsSingleSymbolRenderer(_outline()))
    word_legend(layer, language())
    layer.setReadOnly(style is not None)


def _outline() -> QgsFillSymbol:
    """Return the line of a parcel that is not screened yet: the land under it stays to be seen."""
    symbol, edge = QgsFillSymbol(), colours()["parcel_edge"]
    for width_mm, colour in (
        (edge["casing_width"], edge["casing"]),
        (edge["width"], colours()["parcel_before_screening"]),
    ):
        line = QgsSimpleLineSymbolLayer(QColor(colour), width_mm)
        line.setPenJoinStyle(Qt.PenJoinStyle.MiterJoin)
        symbol.appendSymbolLayer(line)
    # the fill that it comes with
    symbol.deleteSymbolLayer(0)
    return symbol


def _measure(layer: QgsVectorLayer) -> None:
    """Have QGIS work out how far a layer reaches, which it keeps: all are asked at once when they are looked at."""
    layer.extent()


def polygon_layers(project: QgsProject) -> list[QgsVectorLayer]:
    """Return the polygon layers that are data: no results of ours."""
    layers = [layer for layer in project.mapLayers().values() if isinstance(layer, QgsVectorLayer)]
    usable = [
        layer
        for layer in layers
        if layer.isValid() and layer.geometryType() == Qgis.GeometryType.Polygon and not layer.customProperty(RESULT)
    ]
    return sorted(usable, key=lambda layer: (layer.name(), layer.id()))


def own_name(layer: QgsVectorLayer) -> str:
    """Return the name that a layer has in its file, by which it is recognised."""
    uri = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    return str(uri.get("layerName") or layer.name())


def likely_parcels(layers: list[QgsVectorLayer]) -> QgsVectorLayer | None:
    """Return the one layer that has parcel codes and no other role; None where none has, or several."""
    likely = [
        layer
        for layer in layers
        if has_parcel_ids(layer.fields().names()) and recognise(own_name(layer), layer.fields().names()) is None
    ]
    return likely[0] if len(likely) == 1 else None


def sources(
    layers: list[QgsVectorLayer],
    parcels: str,
    named: dict[str, str],
    read: Callable[[QgsVectorLayer], Source] = QgisSource,
) -> tuple[dict[str, Source | tuple[Source, ...]], tuple[Source, ...]]:
    """Return the layers that the user named, and those among which roles are recognised.

    Parameters
    ----------
    layers : list of QgsVectorLayer
    parcels : str
        Id of the parcel layer, which is neither.
    named : dict of role id to layer id
    read : function
        What makes a source of a layer; by itself one that raises InputError where the layer cannot be read.
    """
    by_id = {layer.id(): layer for layer in layers}
    own = {role: read(by_id[one]) for role, one in named.items() if one in by_id and role in layer_roles()}
    taken = {parcels, *named.values()}
    return dict(own), tuple(read(layer) for layer in layers if layer.id() not in taken)


def readable(layer: QgsVectorLayer) -> Source:
    """Return a layer as a source; one that cannot be read says so of itself when it is looked at."""
    try:
        return QgisSource(layer)
    except InputError as error:
        fault = error
    except OSError as error:
        fault = system_fault(error)
    return UnreadableSource(own_name(layer), layer.source(), None, fault)


def add_data(project: QgsProject, layer: QgsVectorLayer) -> None:
    """Add a layer of a package to the project, over those that were added before."""
    project.addMapLayer(layer, False)
    node = group(project).insertLayer(_results_count(project), layer)
    node.setExpanded(False)


def group(project: QgsProject) -> QgsLayerTreeGroup:
    """Return the group of the dock's layers, at the top of the tree."""
    root = project.layerTreeRoot()
    for one in root.findGroups(recursive=True):
        if one.customProperty(GROUP):
            return one
    # in older projects it has nothing but its name, which was Chinese in every window
    own = root.findGroup(any_word("layer_group", "zh")) or root.insertGroup(0, word("layer_group"))
    own.setCustomProperty(GROUP, value=True)
    return own


def _results_count(project: QgsProject) -> int:
    return sum(1 for node in group(project).findLayers() if node.layer() and node.layer().customProperty(RESULT))


def result_layer(project: QgsProject, name: str) -> QgsVectorLayer | None:
    """Return the layer of the last screening of a name (``parcels``, ``overlaps``)."""
    for layer in project.mapLayers().values():
        if layer.customProperty(RESULT) == name and layer.isValid():
            return layer
    return None


def remove_results(project: QgsProject) -> None:
    """Take the layers of the last screening out of the project."""
    old = [layer.id() for layer in project.mapLayers().values() if layer.customProperty(RESULT)]
    if old:
        project.removeMapLayers(old)


def result_openers(project: QgsProject, package: Path) -> list[Callable[[], None]]:
    """Return what adds the layers of a screening, one step each so that the window stays awake."""

    def of(name: str) -> list[Callable[[], None]]:
        held: list[QgsVectorLayer] = []

        def add() -> None:
            layer = held.pop()
            if not layer.isValid():
                return
            layer.setCustomProperty(RESULT, name)
            layer.setReadOnly(True)
            if name == OVERLAPS_LAYER:
                layer.setOpacity(OVERLAPS_OPACITY)
            project.addMapLayer(layer, False)
            group(project).insertLayer(0, layer).setExpanded(name == PARCELS_LAYER)

        return [
            lambda: held.append(_unstyled(f"{package}|layername={name}", word(f"layer_{name}"))),
            lambda: _style(held[0], None),
            add,
        ]

    return [*of(PARCELS_LAYER), *of(OVERLAPS_LAYER)]
