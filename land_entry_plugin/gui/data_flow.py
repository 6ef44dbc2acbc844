# SPDX-License-Identifier: GPL-2.0-or-later
"""Step 1 at work: opens packages, knows which layers there are, has them looked at in the background."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsApplication, QgsVectorLayer
from qgis.gui import QgsProjectionSelectionDialog
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QMenu, QWidget

from land_entry_plugin.bridge.layer_styles import apply_style, style_of
from land_entry_plugin.gui import layers
from land_entry_plugin.gui.algorithm_run import AlgorithmRun
from land_entry_plugin.gui.data_view import SET_CRS, STATE
from land_entry_plugin.gui.turns import Turns
from land_entry_plugin.gui.words import language, say
from land_entry_plugin.jobs.layer_facts import RoleFacts, layer_facts
from land_entry_plugin.paths import sample_township
from land_entry_plugin.roles.catalogue import PARCELS, stateable_roles

if TYPE_CHECKING:
    from land_entry_plugin.files.source import Source
    from land_entry_plugin.gui.session import Session
    from land_entry_plugin.gui.tasks import Work

_IMPORT = "landentry:importcoordinates"
COORDINATES = (".txt", ".dat", ".csv", ".dxf", ".kml")
# Several changes that come together are looked at once.
_SETTLE_MS = 150


class DataFlow(QObject):
    """The layers of the project; ``changed`` says that more is known of them."""

    changed = pyqtSignal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.facts: dict[str, RoleFacts] = {}
        self._look: Work | None = None
        # why layers cannot be read, each said once
        self._told: set[str] = set()
        self._opening = Turns()
        self._imports: list[AlgorithmRun] = []
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._look_now)
        project = session.project
        self._watched = [
            (project.layersAdded, self.look),
            (project.layersRemoved, self.look),
        ]
        for signal, slot in self._watched:
            signal.connect(slot)

    @property
    def is_busy(self) -> bool:
        """Whether layers are being opened or looked at."""
        return self._look is not None or self._settle.isActive() or self._opening.is_busy

    def close(self) -> None:
        """Undo what the constructor connected."""
        self._settle.stop()
        self._opening.forget()
        self._forget_imports()
        for signal, slot in self._watched:
            signal.disconnect(slot)

    def forget(self) -> None:
        """Know nothing of the layers: the project is another one."""
        self._opening.forget()
        self._session.tasks.forget(self._look)
        self._forget_imports()
        self._look, self.facts = None, {}
        self._told.clear()

    def look(self, *_: object) -> None:
        """Have the layers looked at, once no more change comes."""
        self._settle.start()

    def parcel_layer(self) -> QgsVectorLayer | None:
        """Return the layer of parcels, None where there is none."""
        layer = self._session.project.mapLayer(self._session.state.parcels)
        return layer if isinstance(layer, QgsVectorLayer) and layer.isValid() else None

    def _look_now(self) -> None:
        session = self._session
        there = layers.polygon_layers(session.project)
        if self.parcel_layer() is None:
            likely = layers.likely_parcels(there)
            session.state.parcels = likely.id() if likely else ""
        session.tasks.forget(self._look)
        parcels = self.parcel_layer()
        named, offered = layers.sources(there, session.state.parcels, session.state.roles, self._readable)
        source = self._readable(parcels) if parcels else None
        complete = tuple(session.state.complete)
        self._look = session.tasks.start(
            say("task_look"),
            lambda task: layer_facts(source, named, offered, complete, task),
            self._looked,
            self._not_looked,
            hidden=True,
        )

    def _readable(self, layer: QgsVectorLayer) -> Source:
        """Return a layer as it is looked at; why it cannot be read is said at once, and stands in its line."""
        source = layers.readable(layer)
        fault = source.describe().fault
        if fault is not None and (sentence := fault.user_message(language())) not in self._told:
            self._told.add(sentence)
            self._session.warn(sentence)
        return source

    def _looked(self, facts: dict[str, RoleFacts]) -> None:
        self._look = None
        self.facts = facts
        self._session.keep()
        self.changed.emit()

    def _not_looked(self, sentence: str) -> None:
        self._look = None
        if sentence:
            self._session.warn(sentence)
        self.changed.emit()

    def open_sample(self) -> None:
        """Open a copy of the sample township: the one that comes with the plugin stays as it is."""
        place = self._session.profile_folder() / "sample" / "township.gpkg"

        def copied(_: Work) -> layers.Opened:
            if not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(sample_township(), place)
            return layers.found_in(str(place))

        self._session.tasks.start(say("task_open"), copied, self._add, self._session.warn)

    def open_place(self, place: str) -> None:
        """Open a folder, geodatabase or file, or read a list of coordinates as parcels."""
        if Path(place).suffix.lower() in COORDINATES:
            self._import(place)
            return
        self._session.tasks.start(say("task_open"), lambda _: layers.found_in(place), self._add, self._session.warn)

    def _add(self, opened: layers.Opened) -> None:
        there = {layer.source() for layer in layers.polygon_layers(self._session.project)}
        new = [one for one in opened.found if one.uri not in there]
        if opened.faults:
            reasons = [fault.user_message(language()) for fault in opened.faults]
            self._session.warn(say("others_opened", count=len(reasons), reason=reasons[0]))
        if not new:
            self._session.say(say("already_open"))
            return
        for one in new:
            self._opening.take(layers.openers(one, self._add_layer))
        if not there:
            self._opening.take([self._show_all])
        self._opening.take([self.look])

    def _add_layer(self, layer: QgsVectorLayer) -> None:
        if layer.isValid():
            layers.add_data(self._session.project, layer)
        else:
            self._session.warn(say("layer_does_not_open", layer=layer.name()))

    def _show_all(self) -> None:
        """Look at the parcels of what was opened into an empty project, in their own CRS."""
        parcels = layers.likely_parcels(layers.polygon_layers(self._session.project))
        if parcels is not None and parcels.crs().isValid():
            self._session.project.setCrs(parcels.crs())
            self._session.marks.zoom_to_box(parcels.extent(), parcels.crs())

    def _import(self, place: str) -> None:
        """Read a list of coordinates through the algorithm of Processing, and take what it gives as the parcels."""
        target = self._session.new_folder() / f"{Path(place).stem}.gpkg"
        if QgsApplication.processingRegistry().algorithmById(_IMPORT) is None:
            self._session.warn(say("went_wrong", reason=_IMPORT))
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        parameters = {"FILE": place, "OUTPUT": str(target)}

        def done(successful: bool, errors: list[str], _: str) -> None:
            self._imports.remove(run)
            if not successful:
                self._session.warn(errors[-1] if errors else say("went_wrong", reason=place))
                return
            layer = QgsVectorLayer(str(target), Path(place).stem, "ogr")
            self._add_layer(layer)
            self._session.state.parcels = layer.id()
            self.look()

        run = AlgorithmRun(_IMPORT, parameters, self._session.project, done)
        self._imports.append(run)
        run.start()

    def _forget_imports(self) -> None:
        for run in self._imports:
            run.forget()
        self._imports = []

    def fix(self, role: str, what: str, at: QWidget) -> None:
        """Mend what is wrong with a role, or offer what can be done with its layer."""
        layer = self.layer_of(role)
        if what == SET_CRS and layer is not None:
            self._set_crs(layer)
        elif what == STATE:
            self._state(role, is_complete=True)
        else:
            self.menu(role, at).popup(at.mapToGlobal(at.rect().bottomLeft()))

    def menu(self, role: str, parent: QWidget) -> QMenu:
        """Return what can be done with a role: choose its layer, set a CRS, look at it, state it complete."""
        menu, state = QMenu(parent), self._session.state
        chosen = state.parcels if role == PARCELS else state.roles.get(role, "")
        if role != PARCELS:
            action = menu.addAction(say("recognise"))
            action.setCheckable(True)
            action.setChecked(not chosen)
            action.triggered.connect(lambda _=False: self._choose(role, ""))
        for name, layer_id in [(one.name(), one.id()) for one in layers.polygon_layers(self._session.project)]:
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(layer_id == chosen)
            action.triggered.connect(lambda _=False, layer_id=layer_id: self._choose(role, layer_id))
        menu.addSeparator()
        layer = self.layer_of(role)
        if layer is not None:
            menu.addAction(say("set_crs")).triggered.connect(lambda _=False: self._set_crs(layer))
            box = layer.extent()
            menu.addAction(say("zoom_to_layer")).triggered.connect(
                lambda _=False: self._session.marks.zoom_to_box(box, layer.crs())
            )
            if style_of(layer) is not None:
                menu.addAction(say("apply_style")).triggered.connect(lambda _=False: apply_style(layer))
        if role in stateable_roles():
            action = menu.addAction(say("state_complete" if layer else "state_none"))
            action.setCheckable(True)
            action.setChecked(role in state.complete)
            action.triggered.connect(lambda checked: self._state(role, is_complete=checked))
        return menu

    def layer_of(self, role: str) -> QgsVectorLayer | None:
        """Return the one layer that serves a role, by what was named or found."""
        if role == PARCELS:
            return self.parcel_layer()
        project, named = self._session.project, self._session.state.roles.get(role)
        if named and project.mapLayer(named):
            return project.mapLayer(named)
        names = self.facts[role].layers if role in self.facts else ()
        found = [layer for layer in layers.polygon_layers(project) if layers.own_name(layer) in names]
        return found[0] if len(found) == 1 else None

    def is_visible(self, layer: QgsVectorLayer) -> bool:
        """Return whether the map shows a layer."""
        node = self._session.project.layerTreeRoot().findLayer(layer.id())
        return node is not None and node.isVisible()

    def _choose(self, role: str, layer_id: str) -> None:
        state = self._session.state
        if role == PARCELS:
            state.parcels = layer_id
        elif layer_id:
            state.roles[role] = layer_id
        else:
            state.roles.pop(role, None)
        self.look()

    def _state(self, role: str, *, is_complete: bool) -> None:
        kept = [one for one in self._session.state.complete if one != role]
        self._session.state.complete = sorted([*kept, role]) if is_complete else kept
        self.look()

    def _set_crs(self, layer: QgsVectorLayer) -> None:
        dialog = QgsProjectionSelectionDialog(self._session.window)
        dialog.setCrs(layer.crs())
        if dialog.exec():
            layer.setCrs(dialog.crs())
            self.look()
