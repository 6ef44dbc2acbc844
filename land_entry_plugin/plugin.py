# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin as QGIS loads and unloads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsApplication, QgsMessageLog

from land_entry_plugin.bridge.selftest import run_selftest
from land_entry_plugin.bridge.wording import selftest_sentence

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from land_entry_plugin.bridge.selftest import SelfTest
    from land_entry_plugin.gui.at_home import AtHome
    from land_entry_plugin.gui.entry import Entry
    from land_entry_plugin.processing.provider import LandEntryProvider

NAME = "Land Entry"


class LandEntryPlugin:
    """Registers the Processing provider and offers the dock; says in one sentence why where it cannot."""

    def __init__(self, iface: QgisInterface | None) -> None:
        self.iface = iface
        self.provider: LandEntryProvider | None = None
        self.at_home: AtHome | None = None
        self.entry: Entry | None = None
        self._selftest: SelfTest | None = None

    def initGui(self) -> None:
        """Set up inside the QGIS desktop."""
        self.initProcessing()
        if self.iface is None:
            return
        # imported here: qgis_process has no window
        from land_entry_plugin.gui.entry import Entry

        self.entry = Entry(self.iface, self._selftest)
        if "yaml" in self._selftest.missing:
            # neither words nor roles can be read
            return
        from land_entry_plugin.gui.at_home import AtHome

        self.at_home = AtHome(self.iface, computes=self.provider is not None)

    def initProcessing(self) -> None:
        """Register the provider; qgis_process calls only this."""
        self._selftest = selftest = run_selftest()
        if not selftest.passed:
            self._say(selftest_sentence(selftest), "; ".join(selftest.faults))
            return
        # imported here: without the packages that the self-test looks for, the import itself would fail
        from land_entry_plugin.processing.provider import LandEntryProvider

        self.provider = LandEntryProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def unload(self) -> None:
        """Undo initGui."""
        if self.at_home is not None:
            self.at_home.close()
            self.at_home = None
        if self.entry is not None:
            self.entry.close()
            self.entry = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None

    def _say(self, sentence: str, detail: str) -> None:
        QgsMessageLog.logMessage(f"{sentence} {detail}".strip(), NAME, Qgis.MessageLevel.Critical)
        if self.iface is not None:
            self.iface.messageBar().pushMessage(NAME, sentence, Qgis.MessageLevel.Critical, 0)
