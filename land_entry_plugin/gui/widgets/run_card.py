# SPDX-License-Identifier: GPL-2.0-or-later
"""A run while it goes: how far it is, which verdicts there are, how long it still takes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout

from land_entry_plugin.gui.look import RUNNING, WAITING, em
from land_entry_plugin.gui.run_watch import PHASES
from land_entry_plugin.gui.widgets.basics import Quiet, Symbol, heading
from land_entry_plugin.gui.widgets.chips import Chips
from land_entry_plugin.gui.words import kind_name, say

if TYPE_CHECKING:
    from land_entry_plugin.gui.run_watch import RunWatch

_PARTS = 1000
_IN_MINUTES_FROM_S = 60


class RunCard(QFrame):
    """Headline, bar, verdicts so far, phases."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        layout = QVBoxLayout(self)
        layout.setSpacing(6)
        line = QHBoxLayout()
        self.headline, self.left = heading(), QLabel()
        line.addWidget(self.headline, 1)
        line.addWidget(self.left)
        layout.addLayout(line)
        self.bar = QProgressBar()
        self.bar.setRange(0, _PARTS)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(em(self.fontMetrics(), 0.75))
        self.bar.setAccessibleName(say("progress"))
        layout.addWidget(self.bar)
        self.now = Quiet()
        layout.addWidget(self.now)
        self.chips = Chips()
        self.chips.set_low(True)
        self.chips.setEnabled(False)
        layout.addWidget(self.chips)
        self.phases: dict[str, tuple[Symbol, QLabel]] = {}
        for number, phase in enumerate(PHASES, start=1):
            row = QHBoxLayout()
            icon, seconds = Symbol(0.95), QLabel()
            row.addWidget(icon)
            row.addWidget(QLabel(f"{number} {say(f'run_{phase}')}"), 1)
            row.addWidget(seconds)
            layout.addLayout(row)
            self.phases[phase] = (icon, seconds)

    def show_run(self, watch: RunWatch) -> None:
        """Show how a run stands."""
        self.headline.setText(say("screening", done=watch.done, count=watch.total))
        left = watch.seconds_left()
        self.left.setText("" if left is None else time_left(left))
        self.bar.setValue(round(_PARTS * watch.fraction))
        current = PHASES.index(watch.phase)
        last = f"　{watch.last_parcel}" if watch.last_parcel else ""
        self.now.setText(f"{current + 1}/{len(PHASES)} {say(f'run_{watch.phase}')}{last}")
        self.chips.show_counts(watch.verdicts)
        for number, phase in enumerate(PHASES):
            icon, label = self.phases[phase]
            took = watch.phase_seconds(phase)
            kind = "eligible" if number < current else RUNNING if number == current else WAITING
            icon.show_kind(kind, kind_name(kind))
            state = say("running") if number == current else say("waiting") if number > current else ""
            label.setText(state or ("" if took is None else say("seconds", count=f"{took:.1f}")))


def time_left(seconds: float) -> str:
    """Return how long it still takes, in words."""
    if seconds > _IN_MINUTES_FROM_S:
        return say("minutes_left", count=math.ceil(seconds / 60))
    return say("seconds_left", count=max(math.ceil(seconds), 1))
