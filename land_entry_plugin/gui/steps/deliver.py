# SPDX-License-Identifier: GPL-2.0-or-later
"""Step 4: what is printed of which parcels, what is missing on it, and where it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
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
from land_entry_plugin.gui.widgets.basics import GAP, MARGIN, Footer, Note, Notes, Primary, Quiet, heading
from land_entry_plugin.gui.words import say, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.gui.delivery import Offer

_SHEET = Qt.ItemDataRole.UserRole


class DeliverPage(QWidget):
    """Verdicts, sheets, formats, edition, folder, checks."""

    changed = pyqtSignal()
    folder_asked = pyqtSignal()
    export_asked = pyqtSignal()
    cancel_asked = pyqtSignal()
    open_asked = pyqtSignal()

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
        body.addWidget(self.progress)
        body.addWidget(self.now)
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
        self.show_running(is_running=False)
        self.open_button.hide()

    def _build_choices(self, body: QVBoxLayout, offer: Offer) -> None:
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(GAP)
        line = QHBoxLayout()
        line.setSpacing(4)
        self.verdicts: dict[str, QCheckBox] = {}
        for verdict in VERDICTS:
            box = QCheckBox()
            box.setIcon(symbol(verdict, self.palette()))
            box.setAccessibleName(word(verdict))
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            box.toggled.connect(lambda _: self.changed.emit())
            self.verdicts[verdict] = box
            line.addWidget(box, 1)
        body.addLayout(line)
        self.sheets = QTreeWidget()
        self.sheets.setHeaderLabels([say("sheets")])
        self.sheets.setRootIsDecorated(False)
        self.sheets.setUniformRowHeights(True)
        self.sheets.setMinimumHeight(em(self.fontMetrics(), 6))
        self.sheets.setAccessibleName(say("sheets"))
        for name, title in offer.sheets:
            item = QTreeWidgetItem([title])
            item.setData(0, _SHEET, name)
            item.setCheckState(0, Qt.CheckState.Unchecked)
            self.sheets.addTopLevelItem(item)
        self.sheets.itemChanged.connect(lambda *_: self.changed.emit())
        body.addWidget(self.sheets, 1)
        line = QHBoxLayout()
        line.addWidget(QLabel(say("formats")))
        self.formats = {name: QCheckBox(name) for name in offer.formats}
        for box in self.formats.values():
            box.toggled.connect(lambda _: self.changed.emit())
            line.addWidget(box)
        line.addStretch(1)
        self.edition = QComboBox()
        for name in offer.editions:
            self.edition.addItem(say(f"edition_{name.lower()}"), name)
        self.edition.setAccessibleName(say("edition"))
        self.edition.currentIndexChanged.connect(lambda _: self.changed.emit())
        line.addWidget(self.edition)
        body.addLayout(line)
        line = QHBoxLayout()
        self.folder, browse = QLineEdit(), QPushButton(say("browse"))
        label = QLabel(say("folder"))
        label.setBuddy(self.folder)
        self.folder.setAccessibleName(say("folder").replace("&", ""))
        self.folder.editingFinished.connect(self.changed.emit)
        browse.clicked.connect(lambda _=False: self.folder_asked.emit())
        for widget in (label, self.folder, browse):
            line.addWidget(widget)
        body.addLayout(line)
        body.addWidget(Quiet(say("before_export"), bold=True))
        self.checks = Notes()
        body.addWidget(self.checks)

    def chosen(self) -> dict[str, Any]:
        """Return what is to be delivered."""
        items = [self.sheets.topLevelItem(row) for row in range(self.sheets.topLevelItemCount())]
        return {
            "verdicts": [verdict for verdict, box in self.verdicts.items() if box.isChecked()],
            "sheets": [item.data(0, _SHEET) for item in items if item.checkState(0) == Qt.CheckState.Checked],
            "formats": [name for name, box in self.formats.items() if box.isChecked()],
            "edition": self.edition.currentData() or "",
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
            box.setChecked(name in formats)
        self.edition.setCurrentIndex(max(self.edition.findData(edition), 0))
        self.folder.setText(folder)
        self.blockSignals(False)

    def show_counts(self, counts: dict[str, int], chosen: int) -> None:
        """Show how many parcels have each verdict, and how many are delivered."""
        for verdict, box in self.verdicts.items():
            box.setText(str(counts.get(verdict, 0)))
            box.setToolTip(f"{word(verdict)} {counts.get(verdict, 0)}")
            box.setEnabled(bool(counts.get(verdict)))
        wanted = [name for name in VERDICTS if counts.get(name) and self.verdicts[name].isChecked()]
        parts = [f"{word(name)} {counts[name]}" for name in wanted]
        self.headline.setText(say("deliver_these", count=chosen, parts=parts) if parts else say("deliver_none"))
        self.primary.setText(say("export", count=chosen))

    def show_checks(self, notes: list[Note], reason: str) -> None:
        """Show what was looked at; a reason says why nothing can be exported."""
        self.checks.show_lines(notes)
        self.primary.setEnabled(not reason)
        self.primary.setToolTip(reason)

    def show_empty(self) -> None:
        """Say that there is nothing to deliver yet."""
        self.headline.setText(say("no_results_yet"))
        self.choices.setEnabled(False)
        self.primary.setEnabled(False)
        self.primary.setToolTip(say("no_results_yet"))

    def show_running(self, *, is_running: bool) -> None:
        """Show an export while it goes."""
        self.progress.setVisible(is_running)
        self.now.setVisible(is_running)
        self.cancel.setVisible(is_running)
        self.primary.setVisible(not is_running)
        self.choices.setEnabled(not is_running)

    def show_progress(self, percent: float, done: int, count: int) -> None:
        """Show how far an export is."""
        self.progress.setValue(round(percent))
        self.now.setText(say("exporting", done=done, count=count))
