# SPDX-License-Identifier: GPL-2.0-or-later
"""What the steps of the dock share: project, state, tasks, marks on the map, and a way to speak to the user."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsApplication

from land_entry_plugin.gui.map_marks import MapMarks
from land_entry_plugin.gui.state import DockState, load_state, save_state
from land_entry_plugin.gui.tasks import Tasks
from land_entry_plugin.gui.words import say

if TYPE_CHECKING:
    from qgis.core import QgsProject
    from qgis.gui import QgisInterface
    from qgis.PyQt.QtWidgets import QMainWindow

_SHOWN_S, _WARNED_S = 8, 0


class Session:
    """The surroundings of the dock in one QGIS."""

    def __init__(self, iface: QgisInterface, project: QgsProject) -> None:
        self.iface, self.project = iface, project
        self.state: DockState = load_state(project)
        self.tasks = Tasks()
        self.marks = MapMarks(iface.mapCanvas(), project, self.warn)

    @property
    def window(self) -> QMainWindow:
        """The window of QGIS."""
        return self.iface.mainWindow()

    def keep(self) -> None:
        """Keep the state in the project."""
        save_state(self.project, self.state)

    def reload(self) -> None:
        """Take the state of the project that is open now."""
        self.state = load_state(self.project)

    def say(self, sentence: str) -> None:
        """Say how something went."""
        self.iface.messageBar().pushMessage(say("dock"), sentence, Qgis.MessageLevel.Success, _SHOWN_S)

    def tell(self, sentence: str) -> None:
        """Say something that the user should know."""
        self.iface.messageBar().pushMessage(say("dock"), sentence, Qgis.MessageLevel.Info, _SHOWN_S)

    def warn(self, sentence: str) -> None:
        """Say what went wrong; it stays until the user closes it."""
        if sentence:
            self.iface.messageBar().pushMessage(say("dock"), sentence, Qgis.MessageLevel.Warning, _WARNED_S)

    @staticmethod
    def profile_folder() -> Path:
        """Return the plugin's folder in the user's profile."""
        return Path(QgsApplication.qgisSettingsDirPath()) / "land_entry"

    def new_folder(self) -> Path:
        """Return a folder for the files of one run."""
        return self.run_folders()[0] / datetime.now().strftime("%Y%m%d-%H%M%S-%f")

    def run_folders(self) -> list[Path]:
        """Return where runs have their folders: beside the project where it is saved, and in the profile."""
        path = self.project.absoluteFilePath()
        in_profile = self.profile_folder() / "screenings"
        return [Path(path).with_name(f"{Path(path).stem}_land_entry"), in_profile] if path else [in_profile]
