# SPDX-License-Identifier: GPL-2.0-or-later
"""The findings of a parcel: the worst first, patches under them, what passed folded at the end."""

from __future__ import annotations

from html import escape
from typing import Any

from qgis.PyQt.QtCore import QEvent, QModelIndex, QPoint, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPalette, QPen, QResizeEvent
from qgis.PyQt.QtWidgets import (
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWhatsThis,
)

from land_entry_plugin.gui.look import VERDICT_OF, em, link_colour, secondary, symbol
from land_entry_plugin.gui.result_view import (
    basis_short,
    explanation,
    finding_title,
    ordered_findings,
    outcome_counts,
    piece_title,
    shown_pieces,
)
from land_entry_plugin.gui.words import own, say, square_metres, word

TITLE, AREA, BASIS = range(3)
# Where the tree keeps what an item shows on the map, and in the last column which finding it is: Qt would copy dicts.
EVIDENCE = Qt.ItemDataRole.UserRole
_MOST_BASIS = 0.27


class NumberDelegate(QStyledItemDelegate):
    """Draws a number that can be clicked with dots under it: one whose row knows what it shows on the map."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        super().paint(painter, option, index)
        text = index.data()
        if not text or index.siblingAtColumn(TITLE).data(EVIDENCE) is None:
            return
        painter.save()
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        colour = option.palette.color(QPalette.ColorRole.HighlightedText) if is_chosen else link_colour(option.palette)
        painter.setPen(QPen(colour, 1, Qt.PenStyle.DotLine))
        right, width = option.rect.right() - 3, option.fontMetrics.horizontalAdvance(text)
        bottom = option.rect.center().y() + option.fontMetrics.height() // 2
        painter.drawLine(right - width, bottom, right, bottom)
        painter.restore()


class FindingsTree(QTreeWidget):
    """The findings; ``shown`` gives a finding and one of its pieces (None for all) that is to be shown on the map."""

    shown = pyqtSignal(object, object)
    _parcel: dict[str, Any] | None = None

    def __init__(self) -> None:
        super().__init__()
        self.setColumnCount(3)
        self.setHeaderLabels([say("findings"), "m²", say("basis")])
        self.headerItem().setTextAlignment(AREA, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setItemDelegateForColumn(AREA, NumberDelegate(self))
        self.setUniformRowHeights(True)
        self.setIndentation(em(self.fontMetrics(), 0.9))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAccessibleName(say("findings"))
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(em(self.fontMetrics(), 2))
        header.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        for column in (AREA, BASIS):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        self.itemClicked.connect(self._clicked)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self._evidence: list[tuple[dict[str, Any], dict[str, Any] | None]] = []
        self._findings: list[dict[str, Any]] = []
        # a theme that is a style sheet changes the palette some fifteen times
        self._recoloured = QTimer(self)
        self._recoloured.setSingleShot(True)
        self._recoloured.timeout.connect(self._show_again)

    def show_parcel(self, parcel: dict[str, Any] | None) -> None:
        """Show the findings of a parcel; the first conflict is open."""
        self._parcel, self._evidence, self._findings = parcel, [], []
        self.clear()
        if parcel is None:
            return
        passed = QTreeWidgetItem()
        first = True
        for finding in ordered_findings(parcel):
            item = self._item(parcel, finding)
            if finding["outcome"] == "pass":
                passed.addChild(item)
                continue
            self.addTopLevelItem(item)
            if first and finding["outcome"] == "conflict":
                item.setExpanded(True)
            first = False
        if passed.childCount():
            passed.setText(TITLE, say("passed", count=outcome_counts(parcel)["pass"]))
            passed.setIcon(TITLE, symbol("eligible", self.palette()))
            self.addTopLevelItem(passed)
        self._fit_columns()

    def _item(self, parcel: dict[str, Any], finding: dict[str, Any]) -> QTreeWidgetItem:
        title = finding_title(finding)
        item = QTreeWidgetItem([title, "", basis_short(finding)])
        item.setIcon(TITLE, symbol(VERDICT_OF[finding["outcome"]], self.palette()))
        item.setData(TITLE, Qt.ItemDataRole.AccessibleTextRole, f"{word(finding['outcome'])} {title}")
        item.setForeground(BASIS, secondary(self.palette()))
        has_area = bool(finding["area_m2"]) and finding["outcome"] != "pass"
        if has_area:
            self._set_area(item, finding["area_m2"], finding, None, linked=True)
        tip = "".join(f"<p><b>{escape(head)}</b> {escape(text)}</p>" for head, text in explanation(parcel, finding))
        for column in range(3):
            item.setToolTip(column, tip)
        item.setData(BASIS, EVIDENCE, len(self._findings))
        self._findings.append(finding)
        if finding["outcome"] == "pass":
            return item
        shown, more = shown_pieces(parcel, finding)
        for piece in shown if has_area else ():
            child = QTreeWidgetItem([piece_title(piece, is_short=True), "", say("sliver") if piece["sliver"] else ""])
            child.setToolTip(TITLE, piece_title(piece))
            self._set_area(child, piece["area_m2"], finding, piece, linked=True)
            child.setForeground(BASIS, secondary(self.palette()))
            item.addChild(child)
        if more and has_area:
            item.addChild(self._quiet(say("more", count=more)))
        if finding["next_step"]:
            item.addChild(self._quiet(f"{say('next_step')}{say('colon')}{own(finding['next_step'])}"))
        elif not item.childCount():
            item.addChild(self._quiet(own(finding["texts"])))
        return item

    def _quiet(self, text: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([text])
        item.setToolTip(TITLE, text)
        item.setForeground(TITLE, secondary(self.palette()))
        item.setFirstColumnSpanned(True)
        return item

    def _set_area(self, item: QTreeWidgetItem, area: float, finding: dict, piece: dict | None, *, linked: bool) -> None:
        item.setText(AREA, square_metres(area))
        item.setTextAlignment(AREA, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if linked:
            item.setData(TITLE, EVIDENCE, len(self._evidence))
            self._evidence.append((finding, piece))
            item.setForeground(AREA, link_colour(self.palette()))

    def first_evidence(self) -> tuple[dict, dict | None] | None:
        """Return what the first finding with an area shows on the map."""
        for row in range(self.topLevelItemCount()):
            evidence = self.topLevelItem(row).data(TITLE, EVIDENCE)
            if evidence is not None:
                return self._evidence[evidence]
        return None

    def _clicked(self, item: QTreeWidgetItem, column: int) -> None:
        evidence = item.data(TITLE, EVIDENCE)
        if column == AREA and evidence is not None:
            self.shown.emit(*self._evidence[evidence])

    def item_of(self, rule_id: str) -> QTreeWidgetItem | None:
        """Return the item of the finding of a rule."""
        items = [self.topLevelItem(row) for row in range(self.topLevelItemCount())]
        for item in (*items, *(one.child(row) for one in items for row in range(one.childCount()))):
            number = item.data(BASIS, EVIDENCE)
            if number is not None and self._findings[number]["rule_id"] == rule_id:
                return item
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index = self.indexAt(event.pos())
        is_link = index.column() == AREA and index.siblingAtColumn(TITLE).data(EVIDENCE) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if is_link else Qt.CursorShape.ArrowCursor)

    def event(self, event: QEvent) -> bool:
        # F1 is QGIS's own help elsewhere
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_F1:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        evidence = item.data(TITLE, EVIDENCE) if item else None
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Space and evidence is not None:
            self.shown.emit(*self._evidence[evidence])
        elif event.key() == Qt.Key.Key_F1 and item is not None and item.toolTip(TITLE):
            self.explain(item)
        elif item is not None and event.key() == Qt.Key.Key_C and control:
            self._copy(item)
        else:
            super().keyPressEvent(event)

    def menu_of(self, item: QTreeWidgetItem) -> QMenu:
        """Return what can be done with a line: explain it, show it on the map, copy it."""
        menu = QMenu(self)
        evidence = item.data(TITLE, EVIDENCE)
        if item.toolTip(TITLE):
            menu.addAction(f"{say('explain')}\tF1").triggered.connect(lambda _=False: self.explain(item))
        if evidence is not None:
            flash = menu.addAction(f"{say('flash')}\t{say('space_key')}")
            flash.triggered.connect(lambda _=False: self.shown.emit(*self._evidence[evidence]))
        menu.addAction(f"{say('copy')}\tCtrl+C").triggered.connect(lambda _=False: self._copy(item))
        return menu

    def _open_menu(self, place: QPoint) -> None:
        item = self.itemAt(place)
        if item is not None:
            self.menu_of(item).popup(self.viewport().mapToGlobal(place))

    @staticmethod
    def _copy(item: QTreeWidgetItem) -> None:
        QGuiApplication.clipboard().setText("\t".join(item.text(column) for column in range(3)))

    def explain(self, item: QTreeWidgetItem) -> None:
        """Show all that is to be said of a finding beside it."""
        place = self.visualItemRect(item).bottomLeft()
        QWhatsThis.showText(self.viewport().mapToGlobal(place), item.toolTip(TITLE), self)

    def _fit_columns(self) -> None:
        metrics = self.fontMetrics()
        items = [self.topLevelItem(row) for row in range(self.topLevelItemCount())]
        pad = em(metrics, 0.8)
        area = max((metrics.horizontalAdvance(item.text(AREA)) for item in items), default=0) + pad
        basis = max((metrics.horizontalAdvance(item.text(BASIS)) for item in items), default=0) + pad
        self.header().resizeSection(AREA, max(area, em(metrics, 3)))
        self.header().resizeSection(BASIS, min(basis, round(self.viewport().width() * _MOST_BASIS)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._parcel is not None:
            self._recoloured.start()

    def _show_again(self) -> None:
        """Make the items anew, which hold symbols and colours of the theme in which they were made."""
        if self._parcel is not None:
            self.show_parcel(self._parcel)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()
