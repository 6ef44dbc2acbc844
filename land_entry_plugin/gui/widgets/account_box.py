# SPDX-License-Identifier: GPL-2.0-or-later
"""The area account of a parcel: a bar of its classes, their areas, and whether they close."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QEvent, QRect, QRectF, QSize, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QBrush, QColor, QIcon, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from qgis.PyQt.QtWidgets import QFrame, QHeaderView, QSizePolicy, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from land_entry_plugin.files.styles import colours
from land_entry_plugin.gui.look import em, link_colour, rule_colour, secondary, symbol
from land_entry_plugin.gui.result_view import AccountLine, account_gap, account_lines, sliver_area
from land_entry_plugin.gui.widgets.basics import Quiet
from land_entry_plugin.gui.widgets.findings_tree import AREA, EVIDENCE, NumberDelegate
from land_entry_plugin.gui.words import in_mu, percent, say, square_metres
from land_entry_plugin.roles.land_classes import class_code

_LEAST_PX = 3
_EDGE = QColor(60, 60, 60)


def class_colour(code: str | None) -> QColor:
    """Return the colour that maps give a class; white for one that is in no table."""
    plain = class_code(code) if code else ""
    for group in colours()["land_classes"].values():
        found = group.get("classes", {}).get(plain)
        if found is not None:
            return QColor(found["colour"] if isinstance(found, dict) else found)
    return QColor(colours()["unknown_class"])


def fill(painter: QPainter, box: QRect, line: AccountLine) -> None:
    """Paint a class; hatched where it is what speaks against the parcel."""
    painter.fillRect(box, class_colour(line.code))
    if line.conflicts:
        painter.fillRect(box, QBrush(_EDGE, Qt.BrushStyle.BDiagPattern))


class ClassBar(QWidget):
    """The classes side by side, none thinner than can be seen."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[AccountLine] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(100, em(self.fontMetrics(), 1.1))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = [line for line in self.lines if line.area_m2 > 0]
        total = sum(line.area_m2 for line in shown)
        if not total:
            painter.end()
            return
        free = self.width() - _LEAST_PX * len(shown)
        left = 0.0
        for line in shown:
            width = _LEAST_PX + free * line.area_m2 / total
            box = QRectF(left, 0, width, self.height()).toRect()
            fill(painter, box, line)
            painter.setPen(QPen(_EDGE, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0, 0, -1, -1))
            left += width
        painter.end()


class AccountBox(QWidget):
    """Heading, bar and table; ``shown`` gives the code of a class that is to be shown on the map."""

    shown = pyqtSignal(str)
    _parcel: dict[str, Any] | None = None

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        self.title = Quiet(say("account"), bold=True)
        self.bar = ClassBar()
        self.table = QTreeWidget()
        self.table.setColumnCount(4)
        self.table.setHeaderHidden(True)
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.setFrameShape(QFrame.Shape.StyledPanel)
        self.table.setAccessibleName(say("account"))
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.table.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(em(self.fontMetrics(), 2))
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2, 3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        self.table.setItemDelegateForColumn(AREA, NumberDelegate(self.table))
        self.table.itemClicked.connect(self._clicked)
        # Space and Enter too
        self.table.itemActivated.connect(lambda item, _: self._clicked(item, AREA))
        for widget in (self.title, self.bar, self.table):
            layout.addWidget(widget)
        self.closes = True
        # as in the tree of findings: once for however many changes of the palette
        self._recoloured = QTimer(self)
        self._recoloured.setSingleShot(True)
        self._recoloured.timeout.connect(self._show_again)

    def show_parcel(self, parcel: dict[str, Any] | None) -> None:
        """Show the account of a parcel, or that there is none."""
        self._parcel = parcel
        self.table.clear()
        lines = account_lines(parcel) if parcel else []
        self.bar.lines = lines
        self.bar.setVisible(bool(lines))
        self.bar.update()
        if not lines:
            self.table.addTopLevelItem(QTreeWidgetItem([say("no_account") if parcel else ""]))
            self.closes = False
            return
        for line in lines:
            item = self._line(line.title, line.area_m2, percent(line.share))
            if line.code is not None:
                item.setIcon(0, self._swatch(line))
                item.setData(0, EVIDENCE, line.code)
                item.setForeground(AREA, link_colour(self.palette()))
        account = parcel["account"]
        gap = account_gap(parcel)
        self.closes = gap == 0
        title = say("total_closes") if self.closes else say("total_off", gap=square_metres(abs(gap)))
        total = self._line(title, account["total_m2"], "100.00")
        for column in range(4):
            font = total.font(column)
            font.setBold(True)
            total.setFont(column, font)
        if not self.closes:
            total.setIcon(0, symbol("prohibited", self.palette()))
        slivers = sliver_area(parcel)
        if slivers:
            self._line(say("slivers_inside"), slivers, "", quiet=True)
        plane = parcel["measures"].get("area_plane_m2")
        self._line(say("plane_area"), plane, "", quiet=True)
        self._fit()

    def _clicked(self, item: QTreeWidgetItem, column: int) -> None:
        code = item.data(0, EVIDENCE)
        if column == AREA and code is not None:
            self.shown.emit(code)

    def _line(self, title: str, area: float, share: str, *, quiet: bool = False) -> QTreeWidgetItem:
        item = QTreeWidgetItem([title, square_metres(area), in_mu(area), share])
        item.setToolTip(0, title)
        for column, unit in ((1, "m²"), (2, say("mu")), (3, "%")):
            item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(column, f"{item.text(column)} {unit}" if item.text(column) else "")
        for column in range(4) if quiet else ():
            item.setForeground(column, secondary(self.palette()))
        self.table.addTopLevelItem(item)
        return item

    def _swatch(self, line: AccountLine) -> QIcon:
        size = em(self.fontMetrics(), 0.9)
        pixmap = QPixmap(size, size)
        painter = QPainter(pixmap)
        fill(painter, QRect(0, 0, size, size), line)
        painter.setPen(rule_colour(self.palette()))
        painter.drawRect(0, 0, size - 1, size - 1)
        painter.end()
        return QIcon(pixmap)

    def _fit(self) -> None:
        """Give the numbers what they need, and the table the height of its rows where there is room."""
        metrics = self.fontMetrics()
        items = [self.table.topLevelItem(row) for row in range(self.table.topLevelItemCount())]
        for column in (1, 2, 3):
            bold = max((metrics.horizontalAdvance(item.text(column)) for item in items), default=0)
            self.table.header().resizeSection(column, round(bold * 1.08) + em(metrics, 0.7))
        rows = sum(self.table.visualItemRect(item).height() or em(metrics, 1.25) for item in items)
        self.table.setMaximumHeight(rows + 2 * self.table.frameWidth() + 2)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._parcel is not None:
            self._recoloured.start()

    def _show_again(self) -> None:
        if self._parcel is not None:
            self.show_parcel(self._parcel)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
