# SPDX-License-Identifier: GPL-2.0-or-later
"""How the dock is reached: a checkable action in toolbar and menu; it is made when it is first wanted."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from qgis.core import QgsProject, QgsSettings
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon, QKeySequence
from qgis.PyQt.QtWidgets import QAction

from land_entry_plugin.bridge.selftest import SelfTest
from land_entry_plugin.gui.leaving import see_to_threads
from land_entry_plugin.gui.turns import Turns
from land_entry_plugin.gui.words import language, say
from land_entry_plugin.paths import resource

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from qgis.gui import QgisInterface, QgsDockWidget

    from land_entry_plugin.gui.controller import Controller
    from land_entry_plugin.gui.missing import MissingDock

_WAS_OPEN = "land_entry/dock_open"
# What the dock is made of, those first that others need: imported one by one, it opens at once when it is wanted.
_MODULES = (
    "jobs.layer_facts", "jobs.screenparcels", "jobs.outputs", "jobs.record", "jobs.rescreening", "jobs.avoidance.live",
    "gui.widgets.basics", "gui.delivery", "gui.dock", "gui.live.draw_flow", "gui.live.avoid_flow", "gui.controller",
)  # fmt: skip


class Entry:
    """The action and, once it was asked for, the dock."""

    def __init__(self, iface: QgisInterface, selftest: SelfTest) -> None:
        self._iface, self._selftest = iface, selftest
        self.controller: Controller | None = None
        self._missing: MissingDock | None = None
        language.cache_clear()
        self.action = QAction(QIcon(str(resource("icons", "land_entry.svg"))), say("dock"), iface.mainWindow())
        self.action.setObjectName("LandEntryAction")
        self.action.setCheckable(True)
        self.action.setShortcut(QKeySequence("Ctrl+Alt+L"))
        self.action.setToolTip(f"{say('dock')} (Ctrl+Alt+L)")
        self.action.toggled.connect(self._toggled)
        iface.addToolBarIcon(self.action)
        iface.addPluginToMenu(say("dock"), self.action)
        self._turns = Turns()
        self._making: Generator[None, None, Controller] | None = None
        if QgsSettings().value(_WAS_OPEN, False, bool):
            self.action.setChecked(True)
            # at once: QGIS puts docks where they were when its plugins are loaded, before it is used
            self._turns.finish()
        elif selftest.passed:
            self._turns.take(_importer(name) for name in _MODULES)
        see_to_threads()

    @property
    def dock(self) -> QgsDockWidget | None:
        """The dock, None as long as nobody asked for it."""
        return self.controller.dock if self.controller is not None else self._missing

    def close(self) -> None:
        """Undo the constructor, line by line."""
        self._turns.forget()
        self.action.toggled.disconnect(self._toggled)
        if self._making is not None:
            self._making.close()
            self._making = None
        self._close_dock()
        if self._missing is not None:
            self._missing.visibilityChanged.disconnect(self._seen)
            self._iface.removeDockWidget(self._missing)
            self._missing.setParent(None)
            self._missing.deleteLater()
            self._missing = None
        self._iface.removePluginMenu(say("dock"), self.action)
        self._iface.removeToolBarIcon(self.action)
        self.action.deleteLater()

    def _close_dock(self) -> None:
        if self.controller is not None:
            self.dock.visibilityChanged.disconnect(self._seen)
            self.controller.close()
            self.controller = None

    def _toggled(self, is_wanted: bool) -> None:
        if is_wanted and self.dock is None:
            self._make()
        if self.dock is not None:
            self.dock.setUserVisible(is_wanted)
        QgsSettings().setValue(_WAS_OPEN, is_wanted)

    def _make(self) -> None:
        if not self._selftest.passed:
            from land_entry_plugin.gui.missing import MissingDock

            self._missing = MissingDock(self._selftest, self._iface.mainWindow())
            self._iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self._missing)
            self.dock.visibilityChanged.connect(self._seen)
        elif self._making is None:
            self._making = self._parts()
            self._turns.go_through(self._making, self._made, self._not_made)

    def _parts(self) -> Generator[None, None, Controller]:
        """Yield between the parts while the dock is made, and return what controls it."""
        # imported here: without the packages that the self-test looks for, the import itself would fail
        from land_entry_plugin.gui.controller import made

        yield
        return (yield from made(self._iface, QgsProject.instance()))

    def _made(self, controller: Controller) -> None:
        self._making, self.controller = None, controller
        controller.appear()
        controller.dock.visibilityChanged.connect(self._seen)
        controller.dock.setUserVisible(self.action.isChecked())

    def _not_made(self) -> None:
        self._making = None

    def _seen(self, _is_visible: bool) -> None:
        """Follow a dock that was closed by its own button; one behind another tab is not closed."""
        is_open = self.dock.isUserVisible() or not self.dock.isHidden()
        if self.action.isChecked() != is_open:
            self.action.blockSignals(True)
            self.action.setChecked(is_open)
            self.action.blockSignals(False)
            QgsSettings().setValue(_WAS_OPEN, is_open)


def _importer(name: str) -> Callable[[], None]:
    def bring() -> None:
        import_module(f"land_entry_plugin.{name}")

    return bring
