# SPDX-License-Identifier: GPL-2.0-or-later
"""The dock: four steps that are always in reach, one page each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QDragEnterEvent, QDropEvent, QKeySequence
from qgis.PyQt.QtWidgets import QShortcut, QStackedWidget, QVBoxLayout, QWidget

from land_entry_plugin.gui.look import em
from land_entry_plugin.gui.steps.data import DataPage
from land_entry_plugin.gui.steps.deliver import DeliverPage
from land_entry_plugin.gui.steps.results import ResultsPage
from land_entry_plugin.gui.steps.screen import ScreenPage
from land_entry_plugin.gui.widgets.step_bar import StepBar
from land_entry_plugin.gui.words import say

if TYPE_CHECKING:
    from land_entry_plugin.gui.delivery import Offer

DATA, SCREEN, RESULTS, DELIVER = range(4)
NAME = "LandEntryDock"
_USUAL_EM, _LEAST_PX = 24, 300


class LandEntryDock(QgsDockWidget):
    """Step bar and pages; it shows and tells, the controller decides."""

    step_changed = pyqtSignal(int)
    dropped = pyqtSignal(str)
    stopped = pyqtSignal()

    def __init__(self, offer: Offer, parent: QWidget) -> None:
        super().__init__(say("dock"), parent)
        self.setObjectName(NAME)
        self.setAllowedAreas(Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea)
        self.setAcceptDrops(True)
        body = _Body()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        titles = [say("step_data"), say("step_screen"), say("step_results"), say("step_deliver")]
        self.bar, self.stack = StepBar(titles, body), QStackedWidget()
        layout.addWidget(self.bar)
        layout.addWidget(self.stack, 1)
        self.data, self.screen, self.results, self.deliver = DataPage(), ScreenPage(), ResultsPage(), DeliverPage(offer)
        for page in (self.data, self.screen, self.results, self.deliver):
            self.stack.addWidget(page)
        self.setWidget(body)
        body.setMinimumWidth(_LEAST_PX)
        self.bar.chosen.connect(self.go_to)
        for keys, act in (
            ("Ctrl+Return", self._press_primary),
            ("Ctrl+Enter", self._press_primary),
            ("Esc", self.stopped.emit),
            ("F5", self._press_screen),
        ):
            shortcut = QShortcut(QKeySequence(keys), body)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self.go_to(DATA)

    @property
    def step(self) -> int:
        """The step that is shown."""
        return self.stack.currentIndex()

    def go_to(self, step: int) -> None:
        """Show a step."""
        self.bar.go_to(step)
        self.stack.setCurrentIndex(step)
        self.step_changed.emit(step)

    def show_states(self, states: list[tuple[str, bool]]) -> None:
        """Show what the step bar says of each step: a line, and whether it is done."""
        for button, (state, is_done) in zip(self.bar.buttons, states, strict=True):
            button.show_state(state, is_done=is_done)

    def _press_primary(self) -> None:
        self.stack.currentWidget().primary.animateClick()

    def _press_screen(self) -> None:
        self.go_to(SCREEN)
        self.screen.primary.animateClick()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        for url in event.mimeData().urls():
            if url.isLocalFile() and Path(url.toLocalFile()).exists():
                self.dropped.emit(url.toLocalFile())


class _Body(QWidget):
    """What is in the dock; it says how wide it would like to be."""

    def sizeHint(self) -> QSize:
        return QSize(em(self.fontMetrics(), _USUAL_EM), em(self.fontMetrics(), 40))

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_PX, em(self.fontMetrics(), 20))
