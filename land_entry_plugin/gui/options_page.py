# SPDX-License-Identifier: GPL-2.0-or-later
"""The page in QGIS's options: the office's folders, and the limits that algorithms propose."""

from __future__ import annotations

from qgis.gui import QgsFileWidget, QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QDoubleSpinBox, QFormLayout, QLabel, QWidget

from land_entry_plugin.bridge.preferences import Preferences, keep, preferences
from land_entry_plugin.bridge.wording import window_language
from land_entry_plugin.paths import resource
from land_entry_plugin.texts import render

TITLE = "Land Entry"
_FOLDERS = ("pack_folder", "style_folder", "template_folder")
_LIMITS = {"sliver_area_m2": " m²", "sliver_width_m": " m"}
_HIGHEST_LIMIT = 10_000.0


class OptionsPage(QgsOptionsPageWidget):
    """The widgets of the options."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        layout = QFormLayout(self)
        now, usual = preferences(), Preferences()
        self.folders: dict[str, QgsFileWidget] = {}
        self.limits: dict[str, QDoubleSpinBox] = {}
        for name in _FOLDERS:
            folder = QgsFileWidget()
            folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
            folder.setFilePath(getattr(now, name))
            self.folders[name] = folder
            self._add(layout, name, folder)
        for name, unit in _LIMITS.items():
            limit = QDoubleSpinBox()
            limit.setRange(0.0, _HIGHEST_LIMIT)
            limit.setDecimals(2)
            limit.setSuffix(unit)
            limit.setValue(getattr(now, name))
            self.limits[name] = limit
            self._add(layout, name, limit, usual=getattr(usual, name))
        note = QLabel(_say("limits_note"))
        note.setWordWrap(True)
        layout.addRow(note)

    def apply(self) -> None:
        """Keep what is shown."""
        keep(
            Preferences(
                **{name: widget.filePath().strip() for name, widget in self.folders.items()},
                **{name: widget.value() for name, widget in self.limits.items()},
            )
        )

    @staticmethod
    def _add(layout: QFormLayout, name: str, widget: QWidget, **values: object) -> None:
        label = QLabel(_say(name))
        label.setBuddy(widget)
        label.setToolTip(_say(f"{name}_help", **values))
        widget.setToolTip(label.toolTip())
        layout.addRow(label, widget)


class OptionsFactory(QgsOptionsWidgetFactory):
    """Makes the page when the options are opened."""

    def __init__(self) -> None:
        super().__init__(TITLE, QIcon(str(resource("icons", "land_entry.svg"))))

    def createWidget(self, parent: QWidget | None) -> OptionsPage:
        return OptionsPage(parent)


def _say(text_id: str, **values: object) -> str:
    return render(f"desktop.{text_id}", values, window_language())
