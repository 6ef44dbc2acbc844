# SPDX-License-Identifier: GPL-2.0-or-later
"""The dock where packages are missing: what, how to get it here, and what works all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QGuiApplication
from qgis.PyQt.QtWidgets import QPushButton, QVBoxLayout, QWidget

from land_entry_plugin.bridge.wording import selftest_sentence
from land_entry_plugin.gui.widgets.basics import GAP, MARGIN, Banner, Quiet, Wrapped, heading
from land_entry_plugin.gui.words import say
from land_entry_plugin.packages import install_line

if TYPE_CHECKING:
    from land_entry_plugin.bridge.selftest import SelfTest

NAME = "LandEntryDock"


class MissingDock(QgsDockWidget):
    """Says why nothing is computed."""

    def __init__(self, selftest: SelfTest, parent: QWidget) -> None:
        super().__init__(say("dock"), parent)
        self.setObjectName(NAME)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(heading(say("not_ready")))
        banner = Banner()
        banner.show_texts([selftest_sentence(selftest)])
        banner.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(banner)
        line = install_line(selftest.missing)
        if line:
            command = Wrapped(line)
            command.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            command.setAccessibleName(say("install_with"))
            copy = QPushButton(say("copy"))
            copy.clicked.connect(lambda _=False: QGuiApplication.clipboard().setText(line))
            for widget in (Quiet(say("install_with"), bold=True), command, copy):
                layout.addWidget(widget)
        layout.addWidget(Quiet(say("works_without")))
        layout.addStretch(1)
        self.setWidget(body)
