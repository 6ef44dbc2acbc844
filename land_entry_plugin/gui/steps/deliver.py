# SPDX-License-Identifier: GPL-2.0-or-later
"""Step 4: what is printed of which parcels, what is missing on it, and where it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QEvent, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from land_entry_plugin.gui.look import VERDICTS, em, symbol
from land_entry_plugin.gui.widgets.basics import GAP, MARGIN, Footer, Note, Notes, Primary, Quiet, heading, swap
from land_entry_plugin.gui.words import say, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.gui.delivery import Offer

# The value of what lets the user choose a folder of templates.
CHOOSE = "\0choose"
_FORMATS_A_LINE = 3
_SHEET = Qt.ItemDataRole.UserRole


class VerdictBox(QCheckBox):
    """Whether the parcels of a verdict are delivered: symbol, word, count."""

    def __init__(self, verdict: str) -> None:
        super().__init__(word(verdict))
        self.verdict = verdict
        self.setIcon(symbol(verdict, self.palette()))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.setIcon(symbol(self.verdict, self.palette()))


def _line(*widgets: QWidget) -> QHBoxLayout:
    """Return widgets in a line, of which the first takes the room."""
    line = QHBoxLayout()
    for place, widget in enumerate(widgets):
        line.addWidget(widget, 0 if place else 1)
    return line


class DeliverPage(QWidget):
    """Verdicts, sheets, formats, edition, folder, checks."""

    changed = pyqtSignal()
    folder_asked = pyqtSignal()
    export_asked = pyqtSignal()
    cancel_asked = pyqtSignal()
    open_asked = pyqtSignal()
    templates_asked = pyqtSignal()
    layout_asked = pyqtSignal(str)

    def __init__(self, offer: Offer) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        body = QVBoxLayout()
        body.setContentsMargins(MARGIN, MARGIN, MARGIN, GAP)
        body.setSpacing(GAP)
        self.headline = heading(say("no_results_yet"))
        body.addWidget(self.headline)
        self.choices = QWidget()
        body.addWidget(self.choices, 1)
        self._build_choices(QVBoxLayout(self.choices), offer)
        self.progress, self.now = QProgressBar(), Quiet()
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(em(self.fontMetrics(), 0.75))
        self.progress.setAccessibleName(say("progress"))
        self.outcome = Notes()
        self.outcome.hide()
        for widget in (self.progress, self.now, self.outcome):
            body.addWidget(widget)
        outer.addLayout(body, 1)
        footer = Footer()
        self.open_button, self.cancel = QPushButton(say("open_the_folder")), QPushButton(say("cancel_export"))
        self.primary = Primary(say("export", count=0))
        footer.add(self.open_button)
        footer.add(self.cancel)
        footer.add(self.primary, 1)
        outer.addWidget(footer)
        self.open_button.clicked.connect(lambda _=False: self.open_asked.emit())
        self.cancel.clicked.connect(lambda _=False: self.cancel_asked.emit())
        self.primary.clicked.connect(lambda _=False: self.export_asked.emit())
        self._has_parcels = self._is_drawing = False
        self.show_running(is_running=False)
        self.open_button.hide()

    def _build_choices(self, body: QVBoxLayout, offer: Offer) -> None:
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(GAP)
        boxes = QGridLayout()
        boxes.setVerticalSpacing(3)
        self.verdicts: dict[str, VerdictBox] = {}
        for place, verdict in enumerate(VERDICTS):
            box = VerdictBox(verdict)
            box.toggled.connect(lambda _: self.changed.emit())
            self.verdicts[verdict] = box
            boxes.addWidget(box, place // 2, place % 2)
        body.addLayout(boxes)
        self.sheets = QTreeWidget()
        # its name is what it holds; in a low dock every line counts
        self.sheets.setHeaderHidden(True)
        self.sheets.setColumnCount(2)
        self.sheets.header().setStretchLastSection(False)
        self.sheets.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.sheets.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.sheets.setRootIsDecorated(False)
        self.sheets.setUniformRowHeights(True)
        self.sheets.setMinimumHeight(em(self.fontMetrics(), 4.0))
        self.sheets.setAccessibleName(say("sheets"))
        for name, title in offer.sheets:
            item = QTreeWidgetItem([title, ""])
            item.setData(0, _SHEET, name)
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setCheckState(0, Qt.CheckState.Unchecked)
            self.sheets.addTopLevelItem(item)
        self.sheets.itemChanged.connect(lambda *_: self.changed.emit())
        rows = self.sheets.sizeHintForRow(0) * self.sheets.topLevelItemCount()
        self.sheets.setMaximumHeight(rows + 2 * self.sheets.frameWidth() + 4)
        body.addWidget(self.sheets, 1)
        self._build_form(body, offer)
        self.checks_title, self.checks = Quiet(say("before_export"), bold=True), Notes()
        body.addWidget(self.checks_title)
        body.addWidget(self.checks)
        # where there is room it stays under what is said
        body.addStretch(0)

    def _build_form(self, body: QVBoxLayout, offer: Offer) -> None:
        """Build formats, edition, templates and folder, each with its label."""
        form = QGridLayout()
        form.setVerticalSpacing(4)
        form.setColumnStretch(1, 1)
        formats = QGridLayout()
        self.formats = {name: QCheckBox(name) for name in offer.formats}
        self.missing = offer.missing
        for place, (name, box) in enumerate(self.formats.items()):
            box.setEnabled(name not in offer.missing)
            box.setToolTip(offer.missing.get(name, ""))
            box.toggled.connect(lambda _: self.changed.emit())
            formats.addWidget(box, place // _FORMATS_A_LINE, place % _FORMATS_A_LINE)
        formats.setColumnStretch(_FORMATS_A_LINE, 1)
        self.edition, self.templates = QComboBox(), QComboBox()
        for name in offer.editions:
            self.edition.addItem(say(f"edition_{name.lower()}"), name)
        self.edition.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.templates.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.templates.setMinimumContentsLength(4)
        self.templates.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.templates.activated.connect(lambda _: self._templates_chosen())
        self.layout_button = QPushButton(say("open_layout"))
        self.layout_button.setToolTip(say("open_layout_tip"))
        self.layout_button.clicked.connect(lambda _=False: self.layout_asked.emit(self.shown_sheet()))
        self.folder, browse = QLineEdit(), QPushButton(say("browse"))
        self.folder.editingFinished.connect(self.changed.emit)
        browse.clicked.connect(lambda _=False: self.folder_asked.emit())
        rows: tuple[tuple[str, QWidget | None, QWidget | QLayout], ...] = (
            ("formats", next(iter(self.formats.values()), None), formats),
            ("edition", self.edition, self.edition),
            ("templates", self.templates, _line(self.templates, self.layout_button)),
            ("folder", self.folder, _line(self.folder, browse)),
        )
        for row, (text_id, named, field) in enumerate(rows):
            label = QLabel(say(text_id))
            if named is not None:
                label.setBuddy(named)
                if text_id != "formats":
                    named.setAccessibleName(say(text_id).replace("&", ""))
            form.addWidget(label, row, 0)
            form.addWidget(field, row, 1) if isinstance(field, QWidget) else form.addLayout(field, row, 1)
        body.addLayout(form)

    def _templates_chosen(self) -> None:
        (self.templates_asked if self.templates.currentData() == CHOOSE else self.changed).emit()

    def offer_templates(self, items: list[tuple[str, str]], chosen: str) -> None:
        """Offer folders of templates: text and path."""
        self.templates.clear()
        for text, path in items:
            self.templates.addItem(text, path)
            self.templates.setItemData(self.templates.count() - 1, path or text, Qt.ItemDataRole.ToolTipRole)
        self.templates.setCurrentIndex(max(self.templates.findData(chosen), 0))

    def shown_sheet(self) -> str:
        """Return the sheet that the list stands on, else the first that is chosen; empty where there is none."""
        item = self.sheets.currentItem()
        return item.data(0, _SHEET) if item is not None else next(iter(self.chosen()["sheets"]), "")

    def chosen(self) -> dict[str, Any]:
        """Return what is to be delivered."""
        items = [self.sheets.topLevelItem(row) for row in range(self.sheets.topLevelItemCount())]
        return {
            "verdicts": [verdict for verdict, box in self.verdicts.items() if box.isChecked()],
            "sheets": [item.data(0, _SHEET) for item in items if item.checkState(0) == Qt.CheckState.Checked],
            "formats": [name for name, box in self.formats.items() if box.isChecked()],
            "edition": self.edition.currentData() or "",
            "templates": self.templates.currentData() or "",
            "folder": self.folder.text().strip(),
        }

    def show_chosen(
        self, verdicts: Sequence[str], sheets: Sequence[str], formats: Sequence[str], edition: str, folder: str
    ) -> None:
        """Show choices without telling anybody."""
        self.blockSignals(True)
        for verdict, box in self.verdicts.items():
            box.setChecked(verdict in verdicts)
        for row in range(self.sheets.topLevelItemCount()):
            item = self.sheets.topLevelItem(row)
            state = Qt.CheckState.Checked if item.data(0, _SHEET) in sheets else Qt.CheckState.Unchecked
            item.setCheckState(0, state)
        for name, box in self.formats.items():
            box.setChecked(name in formats and name not in self.missing)
        self.edition.setCurrentIndex(max(self.edition.findData(edition), 0))
        self.folder.setText(folder)
        self.blockSignals(False)

    def show_counts(self, counts: dict[str, int], chosen: int) -> None:
        """Show how many parcels have each verdict, and how many are delivered."""
        for verdict, box in self.verdicts.items():
            box.setText(f"{word(verdict)} {counts.get(verdict, 0)}")
            box.setEnabled(bool(counts.get(verdict)))
        wanted = [name for name in VERDICTS if counts.get(name) and self.verdicts[name].isChecked()]
        parts = [f"{word(name)} {counts[name]}" for name in wanted]
        self.headline.setText(say("deliver_these", count=chosen, parts=parts) if parts else say("deliver_none"))
        self.primary.setText(say("export", count=chosen))
        self._has_parcels = chosen > 0
        self.show_drawing(is_drawing=self._is_drawing)

    def show_sheet_counts(self, counts: dict[str, int]) -> None:
        """Show of how many of the chosen parcels there is each sheet; where of none it stands back."""
        self.sheets.blockSignals(True)
        for row in range(self.sheets.topLevelItemCount()):
            item = self.sheets.topLevelItem(row)
            count = counts.get(item.data(0, _SHEET), 0)
            item.setText(1, say("of_parcels", count=count) if count else "—")
            told = say("pages_after", title=item.text(0), count=count)
            item.setToolTip(0, told)
            item.setToolTip(1, told)
        self.sheets.blockSignals(False)

    def show_checks(self, notes: list[Note], reason: str) -> None:
        """Show what was looked at; a reason says why nothing can be exported."""
        self.checks.show_lines(notes)
        self.checks_title.setVisible(bool(notes))
        self.primary.setEnabled(not reason)
        self.primary.setToolTip(reason)

    def show_outcome(self, notes: list[Note]) -> None:
        """Show what an export came to, until the next one."""
        self.outcome.show_lines(notes)

    def forget_export(self) -> None:
        """Say nothing of the last export, and offer no way to its files."""
        self.show_outcome([])
        self.open_button.hide()

    def show_drawing(self, *, is_drawing: bool) -> None:
        """Show whether a sheet is being drawn for the layout designer: one at a time."""
        self._is_drawing = is_drawing
        self.layout_button.setEnabled(self._has_parcels and not is_drawing)

    def show_empty(self) -> None:
        """Say that there is nothing to deliver yet."""
        self.headline.setText(say("no_results_yet"))
        self.choices.setEnabled(False)
        self.show_checks([], say("no_results_yet"))
        self.show_outcome([])

    def show_running(self, *, is_running: bool) -> None:
        """Show an export while it goes."""
        self.progress.setVisible(is_running)
        self.now.setVisible(is_running)
        swap(self.primary, self.cancel) if is_running else swap(self.cancel, self.primary)
        self.choices.setEnabled(not is_running)

    def show_progress(self, percent: float, done: int, count: int) -> None:
        """Show how far an export is."""
        self.progress.setValue(round(percent))
        self.now.setText(say("exporting", done=done, count=count))
