# SPDX-License-Identifier: GPL-2.0-or-later
"""The dock: four steps that are always in reach, one page each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import QEvent, QPoint, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from qgis.PyQt.QtWidgets import QScrollArea, QShortcut, QStackedWidget, QVBoxLayout, QWidget

from land_entry_plugin.gui.look import em
from land_entry_plugin.gui.steps.data import DataPage
from land_entry_plugin.gui.steps.deliver import DeliverPage
from land_entry_plugin.gui.steps.results import ResultsPage
from land_entry_plugin.gui.steps.screen import ScreenPage
from land_entry_plugin.gui.widgets.basics import Footer
from land_entry_plugin.gui.widgets.step_bar import StepBar
from land_entry_plugin.gui.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from land_entry_plugin.gui.delivery import Offer

DATA, SCREEN, RESULTS, DELIVER = range(4)
NAME = "LandEntryDock"
_USUAL_EM, _LEAST_PX = 24, 300
# Things whose middles differ by less stand in one line.
_LINE_PX = 10


class Pages(NamedTuple):
    """The pages of the steps."""

    data: DataPage
    screen: ScreenPage
    results: ResultsPage
    deliver: DeliverPage


def made_pages(offer: Offer) -> Generator[None, None, Pages]:
    """Yield between the pages while they are made, and return them: a widget can only be made in the main thread."""
    data = DataPage()
    yield
    screen = ScreenPage()
    yield
    results = ResultsPage()
    yield
    return Pages(data, screen, results, DeliverPage(offer))


class LandEntryDock(QgsDockWidget):
    """Step bar and pages; it shows and tells, the controller decides."""

    step_changed = pyqtSignal(int)
    dropped = pyqtSignal(str)
    stopped = pyqtSignal()

    def __init__(self, pages: Pages, parent: QWidget) -> None:
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
        self.data, self.screen, self.results, self.deliver = pages
        for page in (self.data, self.screen, self.results, self.deliver):
            self.stack.addWidget(page)
        self.setWidget(body)
        body.setMinimumWidth(_LEAST_PX)
        self.bar.chosen.connect(self.go_to)
        for keys, act in (
            ("Ctrl+Return", self._press_primary),
            ("Ctrl+Enter", self._press_primary),
            ("Esc", self.stopped.emit),
        ):
            shortcut = QShortcut(QKeySequence(keys), body)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        modifiers = Qt.KeyboardModifier
        body.acts = {
            (Qt.Key.Key_F5, modifiers.NoModifier): self._press_screen,
            (Qt.Key.Key_F, modifiers.ControlModifier): self._search,
        }
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

    def _search(self) -> None:
        self.go_to(RESULTS)
        self.results.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.results.search.selectAll()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        for url in event.mimeData().urls():
            if url.isLocalFile() and Path(url.toLocalFile()).exists():
                self.dropped.emit(url.toLocalFile())


def by_place(body: QWidget) -> list[QWidget]:
    """Return what the Tab key reaches: line by line from the top, the buttons at the foot last."""
    reached = []
    for one in body.findChildren(QWidget):
        takes = one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.focusProxy() is None
        if takes and one.isEnabled() and one.isVisible():
            middle = one.mapTo(body, one.rect().center()).y() + _scrolled(one)
            at_foot = isinstance(one.parentWidget(), Footer)
            reached.append((at_foot, middle, one.mapTo(body, QPoint(0, 0)).x(), one))
    reached.sort(key=lambda stop: stop[:3])
    lines: list[list[tuple[int, QWidget]]] = []
    last = None
    for at_foot, y, x, one in reached:
        if last is None or at_foot != last[0] or y - last[1] > _LINE_PX:
            lines.append([])
            last = (at_foot, y)
        lines[-1].append((x, one))
    return [one for line in lines for _, one in sorted(line, key=lambda stop: stop[0])]


def _scrolled(one: QWidget) -> int:
    """Return by how much what a thing stands in is scrolled."""
    above = one.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return 0 if above is None else above.verticalScrollBar().value()


class _Body(QWidget):
    """What is in the dock; it says how wide it would like to be, and goes from top to bottom by the Tab key."""

    def __init__(self) -> None:
        super().__init__()
        # QGIS has these keys for itself: two shortcuts of one key would both do nothing
        self.acts: dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[], None]] = {}

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self._act_of(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = self._act_of(event)
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def _act_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        pressed = event.key(), event.modifiers()
        return next((act for keys, act in self.acts.items() if keys == pressed), None)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Go to what stands next, wherever it was made; at the end leave the dock."""
        stops = by_place(self)
        now = self.focusWidget()
        if now not in stops:
            return super().focusNextPrevChild(is_next)
        place = stops.index(now) + (1 if is_next else -1)
        beyond = None if 0 <= place < len(stops) else self._beyond(now, is_next)
        reason = Qt.FocusReason.TabFocusReason if is_next else Qt.FocusReason.BacktabFocusReason
        (beyond or stops[place % len(stops)]).setFocus(reason)
        return True

    def _beyond(self, now: QWidget, is_next: bool) -> QWidget | None:
        """Return what the Tab key reaches outside of the dock; None where it floats alone."""
        one = now
        while True:
            one = one.nextInFocusChain() if is_next else one.previousInFocusChain()
            if one is now:
                return None
            takes = one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isEnabled() and one.isVisible()
            if takes and one is not self and not self.isAncestorOf(one):
                return one

    def sizeHint(self) -> QSize:
        return QSize(em(self.fontMetrics(), _USUAL_EM), em(self.fontMetrics(), 40))

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_PX, em(self.fontMetrics(), 20))
