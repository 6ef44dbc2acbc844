# SPDX-License-Identifier: GPL-2.0-or-later
"""Step 1: which layers there are, and what stays open without the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from land_entry_plugin.gui.data_view import given_count, headline
from land_entry_plugin.gui.look import em
from land_entry_plugin.gui.widgets.basics import GAP, MARGIN, Footer, Primary, Quiet, heading
from land_entry_plugin.gui.widgets.role_list import RoleList
from land_entry_plugin.gui.words import say
from land_entry_plugin.roles.catalogue import LAND_USE, PARCELS, roles

if TYPE_CHECKING:
    from land_entry_plugin.gui.data_view import RoleRow

# Below this height, in heights of the font, groups that are fine fold.
_LOW_EM = 42


class DataPage(QWidget):
    """The roles, and how to open data."""

    folder_asked = pyqtSignal()
    file_asked = pyqtSignal()
    sample_asked = pyqtSignal()
    check_asked = pyqtSignal()
    next_asked = pyqtSignal()
    role_asked = pyqtSignal(str, str, QWidget)

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        body = QVBoxLayout()
        body.setContentsMargins(MARGIN, MARGIN, MARGIN, GAP)
        body.setSpacing(GAP)
        self.headline, self.explanation = heading(), Quiet()
        body.addWidget(self.headline)
        body.addWidget(self.explanation)
        line = QHBoxLayout()
        self.open_button, self.sample_button = QPushButton(say("open_data")), QPushButton(say("open_sample"))
        self.check_button = QPushButton(say("check_data"))
        self.check_button.setToolTip(say("check_data_tip"))
        for button, stretch in ((self.open_button, 3), (self.check_button, 2), (self.sample_button, 2)):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            line.addWidget(button, stretch)
        body.addLayout(line)
        self.list = RoleList()
        body.addWidget(self.list, 1)
        body.addWidget(Quiet(say("drop_here")))
        outer.addLayout(body, 1)
        footer = Footer()
        self.primary = Primary()
        footer.add(self.primary, 1)
        outer.addWidget(footer)

        self.menu = QMenu(self)
        self.menu.addAction(say("open_folder")).triggered.connect(lambda _=False: self.folder_asked.emit())
        self.menu.addAction(say("open_file")).triggered.connect(lambda _=False: self.file_asked.emit())
        self.open_button.setMenu(self.menu)
        self.check_button.clicked.connect(lambda _=False: self.check_asked.emit())
        self.sample_button.clicked.connect(lambda _=False: self.sample_asked.emit())
        self.primary.clicked.connect(lambda _=False: self._go_on())
        self.list.asked.connect(self.role_asked)
        self._may_go_on = False

    def show_rows(self, rows: list[RoleRow], parcel_count: int, *, is_busy: bool) -> None:
        """Show what is known of every role."""
        title, text = headline(rows)
        self.headline.setText(say("opening") if is_busy and not any(row.is_given for row in rows) else title)
        self.explanation.setText(text)
        given = {row.role for row in rows if row.is_given and row.kind != "prohibited"}
        self._may_go_on = PARCELS in given
        has_data = bool(given & {PARCELS, LAND_USE})
        for button in (self.open_button, self.check_button):
            button.setVisible(has_data)
        # a sample is of no more use beside data of one's own
        self.sample_button.setVisible(not has_data)
        self.primary.setText(say("next_screen", count=parcel_count) if self._may_go_on else say("open_data"))
        self.list.show_rows(rows)

    def state_line(self, rows: list[RoleRow]) -> str:
        """Return what the step bar says of the step."""
        return say("layers_given", given=given_count(rows), all=len(roles()))

    def _go_on(self) -> None:
        if self._may_go_on:
            self.next_asked.emit()
        else:
            self.menu.popup(self.primary.mapToGlobal(self.primary.rect().topLeft()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.list.set_low(self.height() < em(self.fontMetrics(), _LOW_EM))
