# SPDX-License-Identifier: GPL-2.0-or-later
"""The list of roles: symbol, what is there, what follows, and the link that mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QPalette, QResizeEvent
from qgis.PyQt.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from land_entry_plugin.gui.data_view import CHOOSE, LINES, OTHERS, REQUIRED, group_of
from land_entry_plugin.gui.look import em, text_colour
from land_entry_plugin.gui.widgets.basics import Elided, Link, Quiet, Symbol
from land_entry_plugin.gui.words import kind_name, say

if TYPE_CHECKING:
    from land_entry_plugin.gui.data_view import RoleRow

# As much of a layer's name as is shown at least, in heights of the font.
_LEAST_NAME_EM = 2


class Detail(Quiet):
    """What is known of a role, in the colour of how it stands."""

    kind = "undetermined"

    def colour(self) -> QColor:
        return text_colour(self.kind, self.palette())


class RoleLine(QFrame):
    """One role; its link asks for what mends it, or opens what can be done with its layer."""

    asked = pyqtSignal(str, str, QWidget)

    def __init__(self, role: str) -> None:
        super().__init__()
        self.row: RoleRow | None = None
        self.role = role
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 3, 6, 3)
        layout.setSpacing(8)
        self.icon = Symbol()
        layout.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(1)
        line = QHBoxLayout()
        line.setSpacing(6)
        self.title, self.detail, self.link = Elided(), Detail(), Link()
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        line.addWidget(self.title, 1)
        line.addWidget(self.link)
        column.addLayout(line)
        column.addWidget(self.detail)
        layout.addLayout(column, 1)
        self.link.clicked.connect(lambda: self.asked.emit(self.role, (self.row and self.row.fix) or "", self.link))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda _: self.asked.emit(self.role, "", self.link))

    def show_row(self, row: RoleRow) -> None:
        """Show what is known of the role."""
        self.row = row
        self.title.setText(row.title)
        self.title.setToolTip(row.title)
        self._name_link()
        self.link.setToolTip(row.layer)
        self.link.setAccessibleName(f"{row.title}: {self.link.text()}")
        self.detail.setText(row.detail)
        self.detail.setToolTip(row.detail)
        self.setAccessibleName(f"{row.title}, {kind_name(row.kind)}, {row.detail}")
        self.icon.show_kind(row.kind, kind_name(row.kind))
        self.detail.kind = row.kind if row.kind in ("prohibited", "review") else "undetermined"
        self._share_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _name_link(self) -> None:
        """Call the link by what it does, in fewer words where the title would be cut else."""
        row = self.row
        if row is None:
            return
        if row.fix or not row.layer:
            fix = row.fix or CHOOSE
            metrics = self.fontMetrics()
            room = self.width() - self.icon.width() - 34 - self.title.sizeHint().width()
            is_short = fix == CHOOSE and metrics.horizontalAdvance(say("fix_choose")) > room
            self.link.setText(say("fix_choose_short" if is_short else f"fix_{fix}"))
        else:
            self.link.setText(row.layer)

    def _share_out(self) -> None:
        """Let the name of a layer give way to the title of its role; what mends something is never cut."""
        self._name_link()
        most = 16_777_215
        if self.row is not None and not self.row.fix and self.row.layer:
            room = self.width() - self.icon.width() - 30 - self.title.sizeHint().width()
            most = max(room, em(self.fontMetrics(), _LEAST_NAME_EM))
        self.link.setMaximumWidth(most)


class RoleList(QScrollArea):
    """All roles in three groups, which fold."""

    asked = pyqtSignal(str, str, QWidget)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        # its lines take the focus
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(say("roles"))
        inside = QWidget()
        inside.setAutoFillBackground(True)
        inside.setBackgroundRole(QPalette.ColorRole.Base)
        self._layout = QVBoxLayout(inside)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.setWidget(inside)
        self.lines: dict[str, RoleLine] = {}
        self.heads: dict[str, QToolButton] = {}
        self._rows: list[RoleRow] = []
        self._by_hand: dict[str, bool] = {}
        self._open: dict[str, bool] = {}
        self._is_low = False

    def show_rows(self, rows: list[RoleRow]) -> None:
        """Show what is known of every role."""
        self._rows = rows
        if not self.lines:
            self._build(rows)
        for row in rows:
            self.lines[row.role].show_row(row)
        self._fold()

    def set_low(self, is_low: bool) -> None:
        """Fold the groups that are fine where the dock is low."""
        self._is_low = is_low
        self._fold()

    def _build(self, rows: list[RoleRow]) -> None:
        for group in (REQUIRED, LINES, OTHERS):
            head = QToolButton()
            head.setAutoRaise(True)
            head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            font = head.font()
            font.setBold(True)
            head.setFont(font)
            head.clicked.connect(lambda _=False, group=group: self._fold_by_hand(group))
            self.heads[group] = head
            self._layout.addWidget(head)
            for row in rows:
                if group_of(row.role) == group:
                    line = RoleLine(row.role)
                    line.asked.connect(self.asked)
                    self.lines[row.role] = line
                    self._layout.addWidget(line)
        self._layout.addStretch(1)

    def _fold_by_hand(self, group: str) -> None:
        self._by_hand[group] = not self._open[group]
        self._fold()

    def _fold(self) -> None:
        required_are_fine = all(row.kind == "eligible" for row in self._rows if group_of(row.role) == REQUIRED)
        for group, head in self.heads.items():
            own = [row for row in self._rows if group_of(row.role) == group]
            fine = sum(row.kind == "eligible" for row in own)
            may_fold = self._is_low and required_are_fine and fine == len(own) and group != REQUIRED
            is_open = self._open[group] = self._by_hand.get(group, not may_fold)
            head.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
            head.setText(f"{say(f'group_{group}')}　{fine}/{len(own)}{' ✓' if fine == len(own) else ''}")
            head.setAccessibleName(f"{say(f'group_{group}')} {fine}/{len(own)}")
            for row in own:
                self.lines[row.role].setVisible(is_open)
