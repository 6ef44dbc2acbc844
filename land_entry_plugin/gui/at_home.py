# SPDX-License-Identifier: GPL-2.0-or-later
"""What makes the plugin at home in QGIS besides its dock: expressions, locator, options, the menu of layers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsProject

from land_entry_plugin.gui.layer_menu import LayerMenu
from land_entry_plugin.gui.options_page import OptionsFactory
from land_entry_plugin.gui.parcel_locator import ParcelLocator

if TYPE_CHECKING:
    from qgis.gui import QgisInterface


class AtHome:
    """All of it, registered; ``close`` takes it away again. Where nothing is computed, what needs no computing."""

    def __init__(self, iface: QgisInterface, *, computes: bool = True) -> None:
        self._iface, self._computes = iface, computes
        project = QgsProject.instance()
        if computes:
            # imported here: it fails where the packages that the self-test looks for are missing
            from land_entry_plugin.bridge import expression_functions

            expression_functions.register()
        self.locator = ParcelLocator(iface, project)
        iface.registerLocatorFilter(self.locator)
        self.options = OptionsFactory()
        iface.registerOptionsWidgetFactory(self.options)
        self.menu = LayerMenu(iface, project, open_dialog, computes=computes)

    def close(self) -> None:
        """Undo the constructor, line by line."""
        self.menu.close()
        self._iface.unregisterOptionsWidgetFactory(self.options)
        self._iface.deregisterLocatorFilter(self.locator)
        if self._computes:
            from land_entry_plugin.bridge import expression_functions

            expression_functions.unregister()


def open_dialog(algorithm: str, parameters: dict[str, Any]) -> None:
    """Show the dialog of an algorithm, filled in; the window stays free."""
    # imported here: Processing is a plugin of Python's, and comes after QGIS itself
    from processing import createAlgorithmDialog

    dialog = createAlgorithmDialog(algorithm, parameters)
    if dialog is not None:
        dialog.show()
