# SPDX-License-Identifier: GPL-2.0-or-later
"""Step 2: by which law, on which day, with which limits; and the run while it goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QDate, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDoubleSpinBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from land_entry_plugin.gui.widgets.basics import GAP, MARGIN, Banner, Footer, Note, Notes, Primary, Quiet, swap
from land_entry_plugin.gui.widgets.run_card import RunCard
from land_entry_plugin.gui.words import own, say

if TYPE_CHECKING:
    from land_entry_plugin.rules.pack import PackHead

_MOST_M2, _MOST_M = 10_000.0, 100.0
FILE = "\0file"


@dataclass(frozen=True)
class Options:
    """What the form says."""

    parcels: str
    selected_only: bool
    rule_pack: str
    as_of: date
    sliver_area_m2: float
    sliver_width_m: float
    answers: str


class ScreenPage(QWidget):
    """The form before a run, the progress during it."""

    start_asked = pyqtSignal()
    cancel_asked = pyqtSignal()
    changed = pyqtSignal()
    answers_asked = pyqtSignal()
    draw_asked = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        scroll.setWidget(inside)
        body = QVBoxLayout(inside)
        body.setContentsMargins(MARGIN, MARGIN, MARGIN, GAP)
        body.setSpacing(GAP)
        self.card, self.banner, self.form = RunCard(), Banner(), QWidget()
        body.addWidget(self.card)
        body.addWidget(self.banner)
        body.addWidget(self.form)
        self._build_form()
        self.draw = QPushButton(say("draw_and_screen"))
        self.draw.setToolTip(say("draw_tip"))
        self.draw.clicked.connect(lambda _=False: self.draw_asked.emit())
        body.addWidget(self.draw)
        self.notes_title, self.notes = Quiet(say("before_you_run"), bold=True), Notes()
        body.addWidget(self.notes_title)
        body.addWidget(self.notes)
        body.addStretch(1)
        outer.addWidget(scroll, 1)
        footer = Footer()
        self.hint, self.cancel, self.primary = Quiet(say("map_is_free")), QPushButton(say("cancel_run")), Primary()
        footer.add(self.hint, 1)
        footer.add(self.cancel)
        footer.add(self.primary, 1)
        outer.addWidget(footer)
        self.cancel.clicked.connect(lambda _=False: self.cancel_asked.emit())
        self.primary.clicked.connect(lambda _=False: self.start_asked.emit())
        self.show_running(is_running=False)

    def _build_form(self) -> None:
        form = QFormLayout(self.form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(GAP)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.parcels, self.pack, self.answers = QComboBox(), QComboBox(), QComboBox()
        for box in (self.parcels, self.pack, self.answers):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
        self.all, self.selected = QRadioButton(), QRadioButton()
        scope = QWidget()
        line = QHBoxLayout(scope)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.all)
        line.addWidget(self.selected)
        line.addStretch(1)
        self.as_of = QDateEdit()
        self.as_of.setDisplayFormat("yyyy-MM-dd")
        self.as_of.setCalendarPopup(True)
        self.area, self.width_limit = QDoubleSpinBox(), QDoubleSpinBox()
        for box, unit, most in ((self.area, " m²", _MOST_M2), (self.width_limit, " m", _MOST_M)):
            box.setSuffix(unit)
            box.setDecimals(2)
            box.setMaximum(most)
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        limits = QWidget()
        line = QHBoxLayout(limits)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.area, 1)
        line.addWidget(QLabel(say("or_width")))
        line.addWidget(self.width_limit, 1)
        for text_id, widget, named in (
            ("form_parcels", self.parcels, self.parcels),
            ("form_scope", scope, self.all),
            ("form_pack", self.pack, self.pack),
            ("form_as_of", self.as_of, self.as_of),
            ("form_limits", limits, self.area),
        ):
            label = QLabel(say(text_id))
            label.setBuddy(named)
            named.setAccessibleName(say(text_id).replace("&", ""))
            form.addRow(label, widget)
        self.width_limit.setAccessibleName(say("width_limit"))
        form.addRow(Quiet(say("no_tolerance")))
        label = QLabel(say("form_answers"))
        label.setBuddy(self.answers)
        self.answers.setAccessibleName(say("form_answers").replace("&", ""))
        form.addRow(label, self.answers)
        for box in (self.parcels, self.pack):
            box.activated.connect(lambda _: self.changed.emit())
        self.answers.activated.connect(lambda _: self._answers_chosen())
        self.as_of.dateChanged.connect(lambda _: self.changed.emit())
        for button in (self.all, self.selected):
            button.toggled.connect(lambda checked: self.changed.emit() if checked else None)
        for box in (self.area, self.width_limit):
            box.valueChanged.connect(lambda _: self.changed.emit())

    def _answers_chosen(self) -> None:
        (self.answers_asked if self.answers.currentData() == FILE else self.changed).emit()

    def options(self) -> Options:
        """Return what the form says."""
        day = self.as_of.date()
        answers = self.answers.currentData()
        return Options(
            self.parcels.currentData() or "",
            self.selected.isChecked(),
            self.pack.currentData() or "",
            date(day.year(), day.month(), day.day()),
            self.area.value(),
            self.width_limit.value(),
            "" if answers in (None, FILE) else answers,
        )

    def show_options(self, options: Options) -> None:
        """Show options without telling anybody."""
        self.blockSignals(True)
        for box, value in ((self.parcels, options.parcels), (self.pack, options.rule_pack)):
            box.setCurrentIndex(max(box.findData(value), 0 if box is self.pack else -1))
        self.answers.setCurrentIndex(max(self.answers.findData(options.answers), 0))
        (self.selected if options.selected_only else self.all).setChecked(True)
        self.as_of.setDate(QDate(options.as_of.year, options.as_of.month, options.as_of.day))
        self.area.setValue(options.sliver_area_m2)
        self.width_limit.setValue(options.sliver_width_m)
        self.blockSignals(False)

    def offer(self, box: QComboBox, items: list[tuple[str, str]]) -> None:
        """Offer things to choose among: text and value; what was chosen stays where it is among them."""
        if [(box.itemText(i), box.itemData(i)) for i in range(box.count())] == items:
            return
        kept = box.currentData()
        box.blockSignals(True)
        box.clear()
        for text, value in items:
            box.addItem(text, value)
            box.setItemData(box.count() - 1, text, Qt.ItemDataRole.ToolTipRole)
        box.setCurrentIndex(max(box.findData(kept), 0) if items else -1)
        box.blockSignals(False)

    def offer_packs(self, heads: list[tuple[str, PackHead]]) -> None:
        """Offer rule packs."""
        self.offer(self.pack, [(own(head.title), name) for name, head in heads])

    def show_scope(self, count: int, selected: int) -> None:
        """Show how many parcels there are, and how many are selected."""
        self.all.setText(say("scope_all", count=count))
        self.selected.setText(say("scope_selected", count=selected))
        self.selected.setEnabled(selected > 0)
        if not selected and self.selected.isChecked():
            self.all.setChecked(True)
        chosen = selected if self.selected.isChecked() else count
        self.primary.setText(say("screen_now", count=chosen))

    def show_notes(self, lines: list[Note]) -> None:
        """Show what the user should know before the run."""
        self.notes.show_lines(lines)
        self.notes_title.setVisible(bool(lines))

    def show_ready(self, reason: str) -> None:
        """Let the run be started; a reason says why it cannot be."""
        self.primary.setEnabled(not reason)
        self.primary.setToolTip(reason)

    def show_running(self, *, is_running: bool) -> None:
        """Show the run, or the form alone."""
        swap(self.primary, self.cancel) if is_running else swap(self.cancel, self.primary)
        self.card.setVisible(False)
        self.form.setEnabled(not is_running)
        self.notes.setEnabled(not is_running)
        self.hint.setVisible(is_running)
