# SPDX-License-Identifier: GPL-2.0-or-later
"""The list of parcels: code, village, area, first reason."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, Qt, pyqtSignal
from qgis.PyQt.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from land_entry_plugin.gui.look import em, secondary, symbol
from land_entry_plugin.gui.result_view import NOT_SCREENED, Filter, ParcelRow
from land_entry_plugin.gui.words import in_mu, say, square_metres, word

CODE, VILLAGE, AREA, REASON = range(4)
_NARROW_EM = 19.0


class ParcelModel(QAbstractTableModel):
    """The parcels that a filter takes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._all: list[ParcelRow] = []
        self.rows: list[ParcelRow] = []
        self._filter = Filter()
        self._view = parent

    def show_rows(self, rows: list[ParcelRow]) -> None:
        """Hold other parcels."""
        self._all = rows
        self.show_only(self._filter)

    def show_only(self, wanted: Filter) -> None:
        """Hold those that a filter takes."""
        self.beginResetModel()
        self._filter = wanted
        self.rows = [row for row in self._all if wanted.takes(row)]
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 as Qt has it
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 as Qt has it
        return 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return say(("column_parcel", "column_village", "column_area", "column_reason")[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.texts(row)[column]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.DecorationRole and column == CODE:
            kind = "waiting" if row.verdict == NOT_SCREENED else row.verdict
            return symbol(kind, self._view.palette())
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.parcel_id}\n{word_of(row)}　{square_metres(row.area_m2)} m²\n{row.place}".strip()
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.short_id} {word_of(row)}" if column == CODE else self.texts(row)[column]
        if role == Qt.ItemDataRole.ForegroundRole and row.index is None:
            return secondary(self._view.palette())
        return None

    @staticmethod
    def texts(row: ParcelRow) -> tuple[str, ...]:
        if row.index is None:
            return row.short_id, "", "", word_of(row)
        return row.short_id, row.village or "—", in_mu(row.area_m2), row.reason or say("nothing_against")


def word_of(row: ParcelRow) -> str:
    """Return the verdict of a row in words."""
    return say("not_screened") if row.verdict == NOT_SCREENED else word(row.verdict)


def _alignment(column: int) -> Any:
    side = Qt.AlignmentFlag.AlignRight if column == AREA else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class ParcelList(QTreeView):
    """The parcels; ``looked_at`` gives the place in the record of the one that was chosen, -1 for one not screened."""

    looked_at = pyqtSignal(int)
    zoomed = pyqtSignal()
    menu_asked = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self.parcels = ParcelModel(self)
        self.setModel(self.parcels)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(say("parcels"))
        header = self.header()
        header.setStretchLastSection(True)
        header.setSectionsMovable(False)
        header.setMinimumSectionSize(em(self.fontMetrics(), 2))
        for column in (CODE, VILLAGE, AREA):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        self.selectionModel().currentRowChanged.connect(self._current_changed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda at: self.menu_asked.emit(self.viewport().mapToGlobal(at)))
        self.doubleClicked.connect(lambda _: self.zoomed.emit())

    def show_rows(self, rows: list[ParcelRow]) -> None:
        """Show other parcels."""
        self.parcels.show_rows(rows)
        self._fit_columns()

    def show_only(self, wanted: Filter, keep: int | None) -> None:
        """Show those that a filter takes, and stay with the parcel that is looked at where it is among them."""
        self.parcels.show_only(wanted)
        # it is looked at already: who types a word to search by does not want the map to go there again
        self.blockSignals(True)
        self.choose(keep)
        self.blockSignals(False)

    def choose(self, index: int | None) -> bool:
        """Choose the parcel at a place of the record; return whether it is shown."""
        for position, row in enumerate(self.parcels.rows):
            if index is not None and row.index == index:
                self.setCurrentIndex(self.parcels.index(position, 0))
                return True
        return False

    def current(self) -> ParcelRow | None:
        """Return the parcel that is chosen."""
        index = self.currentIndex()
        return self.parcels.rows[index.row()] if index.isValid() else None

    def copy_row(self) -> None:
        """Copy the line of the parcel that is chosen."""
        row = self.current()
        if row is not None:
            QGuiApplication.clipboard().setText("\t".join((row.parcel_id, word_of(row), *self.parcels.texts(row)[1:])))

    def _current_changed(self, index: QModelIndex, _previous: QModelIndex) -> None:
        if index.isValid():
            row = self.parcels.rows[index.row()]
            self.looked_at.emit(-1 if row.index is None else row.index)

    def _fit_columns(self) -> None:
        """Give every column what it needs; where there is no room the village goes first."""
        metrics, width = self.fontMetrics(), self.viewport().width()
        icon = em(metrics, 1.9)
        texts = [self.parcels.texts(row) for row in self.parcels.rows[:200]]

        def widest(column: int) -> int:
            head = self.parcels.headerData(column, Qt.Orientation.Horizontal)
            return max((metrics.horizontalAdvance(text) for text in (head, *(one[column] for one in texts))), default=0)

        code = min(widest(CODE) + icon, round(width * 0.42))
        area = widest(AREA) + em(metrics, 1.0)
        village = min(widest(VILLAGE) + em(metrics, 0.9), round(width * 0.24))
        self.setColumnHidden(VILLAGE, width < em(metrics, _NARROW_EM))
        for column, size in ((CODE, code), (VILLAGE, village), (AREA, area)):
            self.header().resizeSection(column, size)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current()
        is_copy = event.key() == Qt.Key.Key_C and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if row is not None and is_copy:
            self.copy_row()
        elif row is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.zoomed.emit()
            else:
                event.ignore()
        else:
            super().keyPressEvent(event)
