# SPDX-License-Identifier: GPL-2.0-or-later
"""Avoid conflicts on the map: which rules, how to cut, what it comes to, and what is to be said of what stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QShortcut,
    QVBoxLayout,
)

from land_entry_plugin.engine.avoidance import Cutting, Keep
from land_entry_plugin.gui.live.panel import Card, VerdictLine
from land_entry_plugin.gui.live.view import counts, verdict_word
from land_entry_plugin.gui.look import em
from land_entry_plugin.gui.result_view import short_code
from land_entry_plugin.gui.widgets.basics import Primary, Quiet, heading
from land_entry_plugin.gui.words import NOTHING, in_mu, own, percent, say, square_metres
from land_entry_plugin.jobs.avoidance.live import Options

if TYPE_CHECKING:
    from qgis.gui import QgsMapCanvas, QgsMessageBar

    from land_entry_plugin.jobs.avoidance.live import Preview

_WIDTH_EM, _MOST_M, _MOST_M2 = 24.0, 1000.0, 1_000_000.0
_ROWS = ("before", "cut", "after")
# Several steps of a box in a row are one change.
_SETTLE_MS = 150


class AvoidPanel(Card):
    """The panel; ``changed`` says that the options are others now."""

    changed = pyqtSignal()
    accepted = pyqtSignal()
    cancelled = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas, bar: QgsMessageBar) -> None:
        super().__init__(canvas, bar, _WIDTH_EM)
        self.is_at_left = True
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(7)
        self.title = heading()
        layout.addWidget(self.title)
        self.rules = QVBoxLayout()
        self.boxes: dict[str, QCheckBox] = {}
        layout.addLayout(self.rules)
        self._build_options(layout)
        self._build_table(layout)
        self.verdict, self.sentence = VerdictLine(), Quiet()
        layout.addWidget(self.verdict)
        layout.addWidget(self.sentence)
        foot = QHBoxLayout()
        self.cancel, self.accept = QPushButton(say("cancel_cut")), Primary(say("accept_cut"))
        foot.addWidget(Quiet(say("one_step")), 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.accept, 1)
        layout.addLayout(foot)
        self.cancel.clicked.connect(lambda _=False: self.cancelled.emit())
        self.accept.clicked.connect(lambda _=False: self.accepted.emit())
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.cancelled)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self.changed)

    def _build_options(self, layout: QVBoxLayout) -> None:
        self.numbers: dict[str, QDoubleSpinBox] = {}
        line = QGridLayout()
        for column, (name, unit, most, value) in enumerate(
            (
                ("setback", " m", _MOST_M, Cutting.setback_m),
                ("min_width", " m", _MOST_M, Cutting.min_width_m),
                ("min_area", " m²", _MOST_M2, Cutting.min_area_m2),
            )
        ):
            box = QDoubleSpinBox()
            box.setMaximum(most)
            box.setSuffix(unit)
            box.setDecimals(1)
            box.setValue(value)
            box.setAccessibleName(say(name))
            label = QLabel(say(name))
            label.setBuddy(box)
            line.addWidget(label, 0, column)
            line.addWidget(box, 1, column)
            box.valueChanged.connect(self._change)
            self.numbers[name] = box
        layout.addLayout(line)
        self.largest, self.all = QRadioButton(say("keep_largest")), QRadioButton(say("keep_all"))
        self.largest.setChecked(True)
        keep = QHBoxLayout()
        for button in (self.largest, self.all):
            keep.addWidget(button)
        self.snapped = QCheckBox(say("snap_to_source"))
        self.snapped.setToolTip(say("snap_to_source_tip", limit=Cutting.merge_m))
        keep.addStretch(1)
        keep.addWidget(self.snapped)
        layout.addLayout(keep)
        for button in (self.all, self.snapped):
            button.toggled.connect(self._change)

    def _build_table(self, layout: QVBoxLayout) -> None:
        table = QGridLayout()
        table.setHorizontalSpacing(14)
        table.setColumnStretch(0, 1)
        # a line that wraps would let the rows shrink
        table.addWidget(QLabel(say("plane")), 0, 0)
        for row in range(len(_ROWS) + 1):
            table.setRowMinimumHeight(row, em(self.fontMetrics(), 1.3))
        for column, text in enumerate(("m²", say("mu"), "%"), start=1):
            table.addWidget(QLabel(text), 0, column, Qt.AlignmentFlag.AlignRight)
        self.cells: dict[str, list[QLabel]] = {}
        for number, name in enumerate(_ROWS, start=1):
            labels = [QLabel(say(f"area_{name}")), QLabel(), QLabel(), QLabel()]
            for column, label in enumerate(labels):
                if name == "after":
                    font = label.font()
                    font.setBold(True)
                    label.setFont(font)
                side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
                table.addWidget(label, number, column, side)
            self.cells[name] = labels[1:]
        layout.addLayout(table)

    def options(self) -> Options:
        """Return what the user wants."""
        cutting = Cutting(
            setback_m=self.numbers["setback"].value(),
            min_width_m=self.numbers["min_width"].value(),
            min_area_m2=self.numbers["min_area"].value(),
            keep=Keep.ALL if self.all.isChecked() else Keep.LARGEST,
            merge_m=0.0 if self.snapped.isChecked() else Cutting.merge_m,
        )
        rules = tuple(rule for rule, box in self.boxes.items() if box.isChecked()) if self.boxes else None
        return Options(rules, cutting)

    def begin(self, title: str) -> None:
        """Show the panel for another parcel, with nothing known yet."""
        self.title.setText(say("avoid_title", parcel=short_code(title)) if title else say("avoid_drawn"))
        self.title.setToolTip(title)
        for box in self.boxes.values():
            self.rules.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.boxes = {}
        for row in self.cells.values():
            for label in row:
                label.setText(NOTHING)
        self.wait()
        self.show()
        self.place()
        self.raise_()

    def wait(self) -> None:
        """Say that the figures are still to come: what is shown is not what the options say."""
        for row in self.cells.values():
            for label in row:
                label.setEnabled(False)
        self.verdict.hide()
        self.sentence.setText(say("looking"))
        self.sentence.show()
        self.accept.setEnabled(False)
        self.accept.setToolTip(say("looking"))
        self.place()

    def show_preview(self, found: Preview, why_not: str) -> None:
        """Show what the options come to; why it cannot be accepted, empty where it can."""
        if not self.boxes:
            for finding in found.choices:
                area = f"　{square_metres(finding.area_m2)} m²" if finding.area_m2 else ""
                box = QCheckBox(f"{own(finding.rule.title)}{area}")
                box.setChecked(finding.rule.id in found.chosen)
                box.toggled.connect(self._change)
                self.rules.addWidget(box)
                # Qt would show it with the next event, and give it no room until then
                box.show()
                self.boxes[finding.rule.id] = box
        if found.avoidance is None:
            plane = found.after.plane_m2 if found.after else 0.0
            figures = {"before": plane, "cut": 0.0, "after": plane}
        else:
            areas = found.avoidance
            figures = {
                "before": areas.before.plane_m2,
                "cut": areas.cut_off.plane_m2,
                "after": areas.after.plane_m2,
            }
        for name, cells in self.cells.items():
            share = figures[name] / figures["before"] if figures["before"] else None
            for label, text in zip(
                cells, (square_metres(figures[name]), in_mu(figures[name]), percent(share)), strict=True
            ):
                label.setText(f"−{text}" if name == "cut" and label is not cells[2] and figures[name] else text)
                label.setEnabled(True)
        if found.after is not None:
            after = found.after
            self.verdict.show_verdict(str(after.verdict), verdict_word(after.verdict), counts(after.findings))
        self.verdict.setVisible(found.after is not None)
        asked = say("to_answer", count=found.after.asked) if found.after is not None and found.after.asked else ""
        self.sentence.setText(why_not or asked)
        self.sentence.setVisible(bool(why_not or asked))
        self.accept.setEnabled(not why_not)
        self.accept.setToolTip(why_not)
        self.place()

    def show_failure(self, sentence: str) -> None:
        """Say why there is nothing to show."""
        self.verdict.hide()
        self.sentence.setText(sentence)
        self.sentence.show()
        self.accept.setEnabled(False)
        self.accept.setToolTip(sentence)
        self.place()

    def _change(self, *_: object) -> None:
        self.wait()
        self._settle.start()
