# SPDX-License-Identifier: GPL-2.0-or-later
"""The panel beside the cursor: area, verdict, what is hit, which keys do what, and how old that is."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QEvent, QObject, QPoint, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QPainter, QPaintEvent
from qgis.PyQt.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from land_entry_plugin.gui.look import OUTCOME_OF, em, plate, rule_colour, symbol_colour, tint
from land_entry_plugin.gui.widgets.basics import Number, Quiet, Symbol
from land_entry_plugin.gui.words import NOTHING, in_mu, listed, say, square_metres, word

if TYPE_CHECKING:
    from qgis.gui import QgsMapCanvas, QgsMessageBar

    from land_entry_plugin.gui.live.view import Line, Shown

WIDTH_EM, OFF_PX, _NEAR_PX = 24, 24, 40
# Figures older than this go grey.
_OLD_MS, _LOOK_EVERY_MS = 300, 50
# A cursor that reaches the panel so soon after it moved away is after its numbers.
_FOLLOWED_S = 2.0
MOST_ROWS = 4


class Card(QFrame):
    """A plate that lies on the map."""

    def __init__(self, canvas: QgsMapCanvas, bar: QgsMessageBar, width_em: float) -> None:
        super().__init__(canvas)
        self._bar = bar
        self.setObjectName("land_entry_card")
        self.canvas = canvas
        self.setFixedWidth(em(self.fontMetrics(), width_em))
        canvas.installEventFilter(self)
        bar.widgetAdded.connect(self.place)
        bar.widgetRemoved.connect(self.place)
        self.is_at_left = False
        self.hide()

    def take_away(self) -> None:
        """Undo the constructor."""
        self._bar.widgetAdded.disconnect(self.place)
        self._bar.widgetRemoved.disconnect(self.place)
        self.canvas.removeEventFilter(self)
        self.setParent(None)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.place()
        return False

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.place()
        return done

    def place(self, *_: object) -> None:
        """Lie in the upper corner of the map, under QGIS's own messages."""
        self.layout().activate()
        # lines that wrap ask for their height only at a width
        self.resize(self.width(), self.layout().totalHeightForWidth(self.width()))
        top = OFF_PX
        if self._bar.isVisible():
            bottom = self._bar.mapToGlobal(self._bar.rect().bottomLeft())
            top = max(top, self.canvas.mapFromGlobal(bottom).y() + OFF_PX // 3)
        left = OFF_PX if self.is_at_left else self.canvas.width() - self.width() - OFF_PX
        self.move(max(left, 0), top)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(rule_colour(self.palette()))
        painter.setBrush(plate(self.palette()))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)
        painter.end()


class VerdictLine(QFrame):
    """A verdict in one line: symbol, word, counts."""

    def __init__(self) -> None:
        super().__init__()
        self.verdict = "undetermined"
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 8, 4)
        self.icon, self.word, self.counts = Symbol(1.2), QLabel(), QLabel()
        font = self.word.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self.word.setFont(font)
        layout.addWidget(self.icon)
        layout.addWidget(self.word)
        layout.addStretch(1)
        layout.addWidget(self.counts)

    def show_verdict(self, verdict: str, word: str, counts: str) -> None:
        """Show a verdict."""
        self.verdict = verdict
        self.word.setText(word)
        self.counts.setText(counts)
        self.icon.show_kind(verdict, word)
        self.setAccessibleName(f"{word} {counts}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), tint(self.verdict, self.palette()))
        painter.fillRect(0, 0, 5, self.height(), symbol_colour(self.verdict, self.palette()))
        painter.end()


class _Row(QWidget):
    """One thing that is hit; its number shows where."""

    def __init__(self) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 0, 4, 0)
        layout.setSpacing(8)
        self.icon, self.title, self.area, self.mu = Symbol(0.95), QLabel(), Number(), QLabel()
        # the keys stay with the map
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.mu.setMinimumWidth(em(self.fontMetrics(), 3.6))
        self.mu.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.icon)
        layout.addWidget(self.title, 1)
        layout.addWidget(self.area)
        layout.addWidget(self.mu)

    def show_line(self, line: Line, number: int, room: int) -> None:
        """Show it in a width, with the number of the key that shows it on the map."""
        self.icon.show_kind(line.kind, word(OUTCOME_OF[line.kind]))
        self.area.setText(f"{square_metres(line.area_m2)} m²" if line.area_m2 else "")
        self.area.setVisible(bool(line.area_m2))
        self.area.setToolTip(say("flash_tip", key=number))
        self.area.setAccessibleName(f"{line.title} {self.area.text()}")
        self.mu.setText(f"{in_mu(line.area_m2)} {say('mu')}" if line.area_m2 else "")
        self.mu.setVisible(bool(line.area_m2))
        taken = self.icon.width() + 40
        if line.area_m2:
            taken += self.area.sizeHint().width() + self.mu.sizeHint().width()
        self.title.setText(self.fontMetrics().elidedText(line.title, Qt.TextElideMode.ElideRight, room - taken))
        self.title.setToolTip(line.tip or line.title)


class LivePanel(Card):
    """The panel of a shape that is being drawn; ``flashed`` gives the row whose place is to be shown."""

    flashed = pyqtSignal(int)
    entered = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas, bar: QgsMessageBar) -> None:
        super().__init__(canvas, bar, WIDTH_EM)
        self._fled_at = 0.0
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(12)
        self.area, self.mu, self.points = QLabel(), QLabel(), QLabel()
        for label, larger in ((self.area, 1.6), (self.mu, 1.25)):
            font = label.font()
            font.setBold(True)
            font.setPointSizeF(font.pointSizeF() * larger)
            label.setFont(font)
            head.addWidget(label)
        head.addStretch(1)
        head.addWidget(self.points)
        layout.addLayout(head)
        self.body = QWidget()
        body = QVBoxLayout(self.body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(5)
        self.band, self.sentence = VerdictLine(), Quiet()
        body.addWidget(self.band)
        body.addWidget(self.sentence)
        self.rows = [_Row() for _ in range(MOST_ROWS)]
        for number, row in enumerate(self.rows):
            row.area.clicked.connect(lambda _=False, number=number: self.flashed.emit(number))
            body.addWidget(row)
        self.more = Quiet()
        body.addWidget(self.more)
        layout.addWidget(self.body)
        foot = QHBoxLayout()
        self.keys, self.age = QLabel(), QLabel()
        foot.addWidget(self.keys, 1)
        foot.addWidget(self.age)
        layout.addLayout(foot)
        self._asked: float | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._show_age)
        self.shown: Shown | None = None

    @property
    def is_old(self) -> bool:
        """Whether the figures are those of an earlier shape."""
        return self._asked is not None

    def show_points(self, count: int, wanted: int) -> None:
        """Say how many points are missing to a shape."""
        self.shown, self._asked = None, None
        self._timer.stop()
        self.area.setText(f"{NOTHING} m²")
        self.mu.setText(f"{NOTHING} {say('mu')}")
        self.points.setText(f"{say('plane')} · {say('points_set', count=count)}")
        self.sentence.setText(say("more_points", count=wanted))
        self.sentence.show()
        self._hide(self.band, self.more, *self.rows)
        self.keys.setText(say("keys_first"))
        self.age.setText("")
        self._set_pale(is_pale=False)
        self._up()

    def ask(self, count: int) -> None:
        """Say that the shape is another one now: what is shown belongs to the earlier one."""
        self.points.setText(f"{say('plane')} · {say('points_set', count=count)}")
        if self._asked is None:
            self._asked = time.monotonic()
            self._timer.start()
        if self.shown is None:
            self.sentence.setText(say("looking"))
        self.age.setText(say("looking"))
        self._up()

    def show_result(self, shown: Shown, milliseconds: float, *, is_current: bool) -> None:
        """Show what is to be said; of the shape as it is now only where it is current."""
        self.shown = shown
        self.area.setText(f"{square_metres(shown.plane_m2)} m²")
        self.mu.setText(f"{in_mu(shown.plane_m2)} {say('mu')}")
        self.band.show_verdict(shown.verdict, shown.word, shown.counts)
        self.band.show()
        self.sentence.setText(shown.sentence)
        self.sentence.setVisible(bool(shown.sentence))
        room = self.width() - 24
        lines = [*shown.lines[:MOST_ROWS], *[None] * MOST_ROWS]
        for number, (row, line) in enumerate(zip(self.rows, lines, strict=False), start=1):
            row.setVisible(line is not None)
            if line is not None:
                row.show_line(line, number, room)
        more = len(shown.lines) - MOST_ROWS
        texts = [say("more", count=more)] if more > 0 else []
        texts += [say("to_answer", count=shown.asked)] if shown.asked else []
        self.more.setText(listed(texts))
        self.more.setVisible(bool(texts))
        usual = "keys_avoid" if shown.can_be_avoided else "keys_add"
        self.keys.setText(say(usual if shown.plane_m2 is not None else "keys_first"))
        if is_current:
            self._asked = None
            self._timer.stop()
            self._set_pale(is_pale=False)
            self.age.setText(say("took", milliseconds=round(milliseconds)))
        else:
            # the next one is on its way; what has come is younger than what was shown
            self._asked = time.monotonic()
            self.age.setText(say("looking"))
        self._up()

    def show_failure(self, sentence: str) -> None:
        """Say that nothing can be said of the shape, and why."""
        self.shown, self._asked = None, None
        self._timer.stop()
        self.area.setText(f"{NOTHING} m²")
        self.mu.setText(f"{NOTHING} {say('mu')}")
        self.band.show_verdict("undetermined", word("undetermined"), say("not_looked_at"))
        self.band.show()
        self.sentence.setText(sentence)
        self.sentence.show()
        self._hide(self.more, *self.rows)
        self.age.setText("")
        self._set_pale(is_pale=False)
        self._up()

    def keep_off(self, cursor: QPoint) -> None:
        """Move to the other side where the cursor comes near; where it follows at once, it wants the panel."""
        near = self.geometry().adjusted(-_NEAR_PX, -_NEAR_PX, _NEAR_PX, _NEAR_PX)
        if not self.isVisible() or not near.contains(cursor):
            return
        now = time.monotonic()
        if now - self._fled_at > _FOLLOWED_S:
            self.is_at_left = not self.is_at_left
            self.place()
        self._fled_at = now

    def enterEvent(self, event: QEvent) -> None:
        super().enterEvent(event)
        self.entered.emit()

    def _set_pale(self, *, is_pale: bool) -> None:
        """Show figures of an earlier shape grey, so that they do not read as what holds now."""
        for widget in (self.area, self.mu, self.body):
            widget.setEnabled(not is_pale)

    @staticmethod
    def _hide(*widgets: QWidget) -> None:
        for widget in widgets:
            widget.hide()

    def _up(self) -> None:
        self.show()
        self.place()
        self.raise_()

    def _show_age(self) -> None:
        if self._asked is not None and (time.monotonic() - self._asked) * 1000 > _OLD_MS:
            self._set_pale(is_pale=True)
            self.age.setText(say("looking"))
