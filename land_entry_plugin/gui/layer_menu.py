# SPDX-License-Identifier: GPL-2.0-or-later
"""What the context menu of a layer offers: screen these parcels, avoid conflicts, our style."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import Qgis, QgsProcessingFeatureSourceDefinition, QgsVectorLayer
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction

from land_entry_plugin.bridge.layer_styles import apply_style, style_of
from land_entry_plugin.bridge.wording import window_language
from land_entry_plugin.paths import resource
from land_entry_plugin.roles.catalogue import PARCELS, roles
from land_entry_plugin.texts import render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from qgis.core import QgsMapLayer, QgsProject
    from qgis.gui import QgisInterface

    OpenDialog = Callable[[str, dict[str, Any]], object]


class LayerMenu:
    """Actions for the layers of a project that they make sense for."""

    def __init__(
        self, iface: QgisInterface, project: QgsProject, open_dialog: OpenDialog, *, computes: bool = True
    ) -> None:
        self._iface, self._project, self._open_dialog = iface, project, open_dialog
        icon = QIcon(str(resource("icons", "land_entry.svg")))
        window = iface.mainWindow()
        self.actions: dict[str, QAction] = {}
        for name, run in (
            ("screen_parcels", lambda: self._run("screenparcels")),
            ("avoid_conflicts", lambda: self._run("avoidconflicts")),
            ("apply_style", self._apply_style),
        ):
            if not computes and name != "apply_style":
                continue
            action = QAction(icon, render(f"desktop.{name}", {}, window_language()), window)
            action.triggered.connect(lambda _checked=False, run=run: run())
            iface.addCustomActionForLayerType(action, "", Qgis.LayerType.Vector, False)
            self.actions[name] = action
        project.layersAdded.connect(self._layers_added)
        self._layers_added(project.mapLayers().values())

    def close(self) -> None:
        """Undo the constructor."""
        self._project.layersAdded.disconnect(self._layers_added)
        for action in self.actions.values():
            self._iface.removeCustomActionForLayerType(action)
            action.deleteLater()
        self.actions = {}

    def _layers_added(self, layers: Iterable[QgsMapLayer]) -> None:
        for layer in layers:
            for name in actions_for(layer):
                if name in self.actions:
                    self._iface.addCustomActionForLayer(self.actions[name], layer)

    def _run(self, algorithm: str) -> None:
        layer = self._iface.activeLayer()
        if not isinstance(layer, QgsVectorLayer):
            return
        only_selected = layer.selectedFeatureCount() > 0
        parcels = QgsProcessingFeatureSourceDefinition(layer.id(), True) if only_selected else layer.id()
        self._open_dialog(f"landentry:{algorithm}", {"PARCELS": parcels})

    def _apply_style(self) -> None:
        layer = self._iface.activeLayer()
        if isinstance(layer, QgsVectorLayer):
            apply_style(layer)


def actions_for(layer: QgsMapLayer) -> tuple[str, ...]:
    """Return the names of the actions that make sense for a layer."""
    if not isinstance(layer, QgsVectorLayer) or not layer.isValid():
        return ()
    style = style_of(layer)
    found: tuple[str, ...] = ()
    ids = {name.upper() for name in layer.fields().names()} & {*roles()[PARCELS].id_fields, "PARCEL_ID"}
    if layer.geometryType() == Qgis.GeometryType.Polygon and ids and style in (None, "parcels"):
        found = ("screen_parcels", "avoid_conflicts")
    return (*found, "apply_style") if style else found
