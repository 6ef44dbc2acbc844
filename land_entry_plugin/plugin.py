# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin as QGIS loads and unloads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsApplication, QgsMessageLog

from land_entry_plugin.bridge.selftest import run_selftest
from land_entry_plugin.bridge.wording import selftest_sentence

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from land_entry_plugin.gui.at_home import AtHome
    from land_entry_plugin.processing.provider import LandEntryProvider

NAME = "Land Entry"


class LandEntryPlugin:
    """Registers the Processing provider; says in one sentence why where it cannot."""

    def __init__(self, iface: QgisInterface | None) -> None:
        self.iface = iface
        self.provider: LandEntryProvider | None = None
        self.at_home: AtHome | None = None

    def initGui(self) -> None:
        """Set up inside the QGIS desktop."""
        self.initProcessing()
        self._settle_in()

    def initProcessing(self) -> None:
        """Register the provider; qgis_process calls only this."""
        selftest = run_selftest()
        if not selftest.passed:
            self._say(selftest_sentence(selftest), "; ".join(selftest.faults))
            return
        # imported here: without the packages that the self-test looks for, the import itself would fail
        from land_entry_plugin.processing.provider import LandEntryProvider

        self.provider = LandEntryProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def unload(self) -> None:
        """Undo initGui."""
        self._settle_out()
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None

    def _settle_in(self) -> None:
        """Register expressions, locator, options and menus of layers; only where there is a window."""
        if self.iface is not None and self.provider is not None:
            from land_entry_plugin.gui.at_home import AtHome

            self.at_home = AtHome(self.iface)

    def _settle_out(self) -> None:
        if self.at_home is not None:
            self.at_home.close()
            self.at_home = None

    def _say(self, sentence: str, detail: str) -> None:
        QgsMessageLog.logMessage(f"{sentence} {detail}".strip(), NAME, Qgis.MessageLevel.Critical)
        if self.iface is not None:
            self.iface.messageBar().pushMessage(NAME, sentence, Qgis.MessageLevel.Critical, 0)
