# SPDX-License-Identifier: GPL-2.0-or-later
"""The verdict of the parcel that is looked at, and why, in a band that suffices alone."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QPainter, QPaintEvent
from qgis.PyQt.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from land_entry_plugin.gui.look import em, symbol_colour, tint
from land_entry_plugin.gui.widgets.basics import Quiet, Symbol, Wrapped


class VerdictBand(QFrame):
    """Symbol, word, code and area; then the reason."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.verdict = "undetermined"
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 7, 10, 7)
        layout.setSpacing(3)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.icon, self.word, self.facts = Symbol(1.3), QLabel(), QLabel()
        font = self.word.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.25)
        self.word.setFont(font)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line.addWidget(self.icon)
        line.addWidget(self.word)
        line.addStretch(1)
        line.addWidget(self.facts)
        layout.addLayout(line)
        self.reason = Wrapped()
        self.reason.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(self.reason)
        self.reviewed = Quiet()
        layout.addWidget(self.reviewed)

    def show_verdict(self, verdict: str, title: str, facts: str, reason: str, reviewed: str, tip: str) -> None:
        """Show a verdict; what a reviewer said stands beside it, never in its place."""
        self.verdict = verdict
        self.word.setText(title)
        self.facts.setText(facts)
        self.facts.setToolTip(tip)
        self.reason.setText(reason)
        self.reason.setToolTip(reason)
        self.reviewed.setText(reviewed)
        self.reviewed.setVisible(bool(reviewed))
        self.setAccessibleName(f"{title} {facts}")
        self.setAccessibleDescription(f"{reason} {reviewed}")
        self.icon.show_kind(verdict, title)
        self.update()

    def set_lines(self, lines: int) -> None:
        """Show no more than so many lines of the reason; the rest is in its tooltip."""
        # Chinese signs may come from another font, whose lines are higher
        self.reason.setMaximumHeight(em(self.fontMetrics(), 1.3 * lines))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), tint(self.verdict, self.palette()))
        painter.fillRect(0, 0, 5, self.height(), symbol_colour(self.verdict, self.palette()))
        painter.end()
