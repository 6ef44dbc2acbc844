# SPDX-License-Identifier: GPL-2.0-or-later
"""Step 3: how many of each verdict, which parcels, and why this one."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence, QResizeEvent
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QShortcut,
    QSizePolicy,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from land_entry_plugin.gui.look import em
from land_entry_plugin.gui.result_view import (
    Filter,
    ParcelRow,
    outcome_counts,
    parcel_rows,
    reason_sentence,
    verdict_counts,
    verdict_word,
)
from land_entry_plugin.gui.review import reviewed_count, reviewed_sentence
from land_entry_plugin.gui.widgets.account_box import AccountBox
from land_entry_plugin.gui.widgets.basics import (
    GAP,
    MARGIN,
    Banner,
    Footer,
    Link,
    Primary,
    Quiet,
    SearchLine,
    Wrapped,
    heading,
)
from land_entry_plugin.gui.widgets.chips import Chips
from land_entry_plugin.gui.widgets.findings_tree import FindingsTree
from land_entry_plugin.gui.widgets.parcel_list import ParcelList, word_of
from land_entry_plugin.gui.widgets.verdict_band import VerdictBand
from land_entry_plugin.gui.words import in_mu, say, word

# Under this height, in heights of the font, findings and account share the place.
_LOW_EM, _LOWER_EM = 50, 36
FINDINGS, ACCOUNT, REVIEW = range(3)


class ResultsPage(QWidget):
    """Counts, list, band, findings, account."""

    looked_at = pyqtSignal(int)
    zoom_asked = pyqtSignal()
    review_asked = pyqtSignal()
    avoid_asked = pyqtSignal()
    export_asked = pyqtSignal()
    copy_asked = pyqtSignal()
    next_asked = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[ParcelRow] = []
        self.record: dict[str, Any] | None = None
        self.index: int | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.empty = heading(say("no_results_yet"))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.empty.setMargin(MARGIN)
        outer.addWidget(self.empty, 1)
        self.filled = QWidget()
        outer.addWidget(self.filled, 1)
        self._build_body(QVBoxLayout(self.filled))
        footer = Footer()
        self.copy_button, self.export_button = QPushButton(say("copy")), QPushButton(say("export_table"))
        self.primary = Primary(say("next_deliver"))
        for button in (self.copy_button, self.export_button):
            footer.add(button)
        footer.add(self.primary, 1)
        outer.addWidget(footer)
        self._connect()
        self.show_record(None)

    def _build_body(self, body: QVBoxLayout) -> None:
        body.setContentsMargins(MARGIN, MARGIN, MARGIN, GAP)
        body.setSpacing(GAP)
        self.stale = Banner()
        self.chips, self.list, self.band = Chips(), ParcelList(), VerdictBand()
        self.search, self.reasons, self.villages = (
            SearchLine(say("search"), say("search_short")),
            QComboBox(),
            QComboBox(),
        )
        filters = QHBoxLayout()
        filters.setSpacing(6)
        for widget, stretch in ((self.search, 3), (self.reasons, 3), (self.villages, 3)):
            widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            filters.addWidget(widget, stretch)
        self.none_shown, self.clear_filter = Quiet(say("no_parcel_matches")), Link(say("clear_filter"))
        none = QHBoxLayout()
        none.addWidget(self.none_shown, 1)
        none.addWidget(self.clear_filter)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        self.avoid_button, self.review_button = QPushButton(say("avoid_open")), QPushButton(say("review_open"))
        self.show_button = QPushButton(say("show_on_map"))
        for button in (self.avoid_button, self.review_button, self.show_button):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            buttons.addWidget(button, 1)
        self.counts, self.tabs = Quiet(bold=True), QTabBar()
        self.tabs.setExpanding(True)
        self.tabs.setDrawBase(False)
        for _ in range(3):
            self.tabs.addTab("")
        self.tree, self.account, self.reviewed = FindingsTree(), AccountBox(), Wrapped()
        self.reviewed.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.reviewed.setTextFormat(Qt.TextFormat.PlainText)
        for part, stretch in ((self.stale, 0), (self.chips, 0), (filters, 0), (self.list, 3), (none, 0)):
            body.addWidget(part, stretch) if isinstance(part, QWidget) else body.addLayout(part)
        body.addWidget(self.band)
        body.addLayout(buttons)
        for part, stretch in ((self.counts, 0), (self.tabs, 0), (self.tree, 5), (self.account, 2), (self.reviewed, 2)):
            body.addWidget(part, stretch)

    def _connect(self) -> None:
        self.chips.changed.connect(lambda _: self._filter())
        self.search.textChanged.connect(lambda _: self._filter())
        for box in (self.reasons, self.villages):
            box.currentIndexChanged.connect(lambda _: self._filter())
        self.list.looked_at.connect(self.looked_at)
        self.list.zoomed.connect(self.zoom_asked)
        self.list.menu_asked.connect(lambda at: self.menu().popup(at))
        self.clear_filter.clicked.connect(lambda _=False: self.clear_filters())
        self.review_button.clicked.connect(lambda _=False: self.review_asked.emit())
        self.avoid_button.clicked.connect(lambda _=False: self.avoid_asked.emit())
        self.show_button.clicked.connect(lambda _=False: self.zoom_asked.emit())
        self.copy_button.clicked.connect(lambda _=False: self.copy_asked.emit())
        self.export_button.clicked.connect(lambda _=False: self.export_asked.emit())
        self.primary.clicked.connect(lambda _=False: self.next_asked.emit())
        self.tabs.currentChanged.connect(lambda _: self._arrange())
        for keys, act in (
            ("F2", self.review_asked.emit),
            ("A", self.avoid_asked.emit),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def menu(self) -> QMenu:
        """Return what can be done with the parcel that is chosen."""
        menu = QMenu(self)
        for text_id, keys, act in (
            ("show_on_map", say("enter_key"), self.zoom_asked.emit),
            ("avoid_open", "A", self.avoid_asked.emit),
            ("review_open", "F2", self.review_asked.emit),
            ("copy", "Ctrl+C", self.list.copy_row),
        ):
            action = menu.addAction(f"{say(text_id)}\t{keys}")
            action.setEnabled(self.parcel() is not None)
            action.triggered.connect(lambda _=False, act=act: act())
        return menu

    def show_record(self, record: dict[str, Any] | None) -> None:
        """Show the parcels of a record; None for no results yet."""
        self.record, self.index = record, None
        self.rows = parcel_rows(record) if record else []
        self.filled.setVisible(record is not None)
        self.empty.setVisible(record is None)
        for button in (self.copy_button, self.export_button, self.primary):
            button.setEnabled(record is not None)
            button.setToolTip("" if record else say("no_results_yet"))
        self.chips.show_counts(verdict_counts(self.rows))
        for box, first, texts in (
            (self.reasons, say("all_reasons"), [row.reason for row in self.rows]),
            (self.villages, say("all_villages"), [row.village for row in self.rows]),
        ):
            box.blockSignals(True)
            box.clear()
            box.addItem(first, "")
            for text in sorted({text for text in texts if text}):
                box.addItem(text, text)
            box.setAccessibleName(first)
            box.blockSignals(False)
        self.list.show_rows(self.rows)
        self._filter()
        self.show_parcel(None)

    def show_stale(self, sentence: str) -> None:
        """Say that the results are those of an earlier shape; nothing where they are not."""
        self.stale.show_texts([sentence] if sentence else [])

    def _filter(self) -> None:
        wanted = Filter(
            self.chips.chosen(),
            self.search.text(),
            self.reasons.currentData() or "",
            self.villages.currentData() or "",
        )
        self.list.show_only(wanted, self.index)
        is_empty = bool(self.rows) and not self.list.parcels.rows
        self.none_shown.setVisible(is_empty)
        self.clear_filter.setVisible(is_empty)

    def clear_filters(self) -> None:
        """Show all parcels."""
        self.chips.clear()
        self.search.clear()
        self.reasons.setCurrentIndex(0)
        self.villages.setCurrentIndex(0)

    def parcel(self) -> dict[str, Any] | None:
        """Return the parcel that is looked at."""
        return self.record["parcels"][self.index] if self.record and self.index is not None else None

    def show_parcel(self, index: int | None) -> None:
        """Show why the verdict of a parcel is what it is."""
        self.index = index
        parcel = self.parcel()
        for button in (self.avoid_button, self.review_button, self.show_button):
            button.setEnabled(parcel is not None)
            button.setToolTip("" if parcel else say("choose_parcel"))
        self.tree.show_parcel(parcel)
        self.account.show_parcel(parcel)
        if parcel is None:
            self.band.show_verdict("undetermined", say("choose_parcel"), "", "", "", "")
            self.counts.setText("")
        else:
            row = next(row for row in self.rows if row.index == index)
            facts = f"{row.short_id}　{in_mu(row.area_m2)} {say('mu')}"
            texts = (verdict_word(parcel), facts, reason_sentence(parcel), reviewed_sentence(parcel), row.parcel_id)
            self.band.show_verdict(parcel["verdict"], *texts)
            counts = outcome_counts(parcel)
            shown = [f"{counts[name]} {word(name)}" for name in ("conflict", "unknown", "review", "pass")]
            self.counts.setText("　".join(shown))
        self._arrange()

    def _arrange(self) -> None:
        """Fit what is shown into the height: findings and account share a place where the dock is low."""
        height, has_parcel = self.height(), self.parcel() is not None
        is_low = height < em(self.fontMetrics(), _LOW_EM)
        self.chips.set_low(is_low)
        self.band.set_lines(3 if is_low else 4)
        tab = self.tabs.currentIndex() if is_low else None
        parcel = self.parcel()
        if parcel is not None:
            self.tabs.setTabText(FINDINGS, say("tab_findings", count=len(parcel["findings"])))
            self.tabs.setTabText(ACCOUNT, say("tab_account") + (" ✓" if self.account.closes else ""))
            done, count = reviewed_count(self.record), len(self.record["parcels"])
            self.tabs.setTabText(REVIEW, say("tab_review", done=done, count=count))
            self.reviewed.setText(reviewed_sentence(parcel) or say("not_reviewed"))
        self.tabs.setVisible(is_low and has_parcel)
        self.counts.setVisible(not is_low and has_parcel)
        self.tree.setVisible(has_parcel and tab in (None, FINDINGS))
        self.account.setVisible(has_parcel and tab in (None, ACCOUNT))
        self.reviewed.setVisible(has_parcel and tab == REVIEW)
        self.account.title.setVisible(not is_low)
        low_list = em(self.fontMetrics(), 8 if height >= em(self.fontMetrics(), _LOWER_EM) else 6.5)
        self.list.setMinimumHeight(em(self.fontMetrics(), 5))
        self.list.setMaximumHeight(low_list if is_low and has_parcel else 16_777_215)

    def state_line(self) -> str:
        """Return what the step bar says of the step."""
        if self.record is None:
            return "—"
        done = reviewed_count(self.record)
        text = say("parcel_count", count=len(self.record["parcels"]))
        return f"{text} · {say('reviewed_count', count=done)}" if done else text

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()


def row_text(rows: list[ParcelRow]) -> str:
    """Return the list as a table to paste elsewhere."""
    head = [say(f"column_{name}") for name in ("parcel", "verdict", "village", "area", "reason")]
    lines = [
        [row.parcel_id, word_of(row), row.village, "" if row.area_m2 is None else in_mu(row.area_m2), row.reason]
        for row in rows
    ]
    return "\n".join("\t".join(line) for line in (head, *lines))
