# SPDX-License-Identifier: GPL-2.0-or-later
"""A reviewer's word on a parcel: kept in the record beside the verdict, never in its place."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from land_entry_plugin.cadastre.review_text import ACCEPT, DECISIONS
from land_entry_plugin.gui.look import em
from land_entry_plugin.gui.widgets.basics import Quiet, heading
from land_entry_plugin.gui.words import say, word


@dataclass(frozen=True)
class Review:
    """What a reviewer said, who, and when."""

    decision: str
    reason: str
    name: str
    time: str

    @property
    def fault(self) -> str | None:
        """The id of what is still missing; other than an acceptance, a word needs a reason."""
        if self.decision not in DECISIONS:
            return "review_needs_decision"
        if not self.name.strip():
            return "review_needs_name"
        return "review_needs_reason" if self.decision != ACCEPT and not self.reason.strip() else None


def with_review(record: dict[str, Any], index: int, review: Review | None) -> dict[str, Any]:
    """Return a record in which one parcel bears a reviewer's word; None takes it back."""
    parcels = list(record["parcels"])
    parcel = {name: value for name, value in parcels[index].items() if name != "review"}
    parcels[index] = parcel if review is None else parcel | {"review": asdict(review)}
    return record | {"parcels": parcels}


def reviewed_count(record: dict[str, Any]) -> int:
    """Return how many parcels a reviewer has spoken on."""
    return sum("review" in parcel for parcel in record["parcels"])


def reviewed_sentence(parcel: dict[str, Any]) -> str:
    """Return the reviewer's word beside the machine's; empty where there is none."""
    review = parcel.get("review")
    if review is None:
        return ""
    values = {"verdict": word(parcel["verdict"]), "decision": word(review["decision"])}
    text = say("reviewed", **values, name=review["name"], time=review["time"][:16].replace("T", " "))
    return f"{text} {review['reason']}".strip()


class ReviewDialog(QDialog):
    """Asks for a reviewer's word."""

    def __init__(self, parcel: dict[str, Any], name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("review_title", parcel=parcel["parcel_id"]))
        layout = QVBoxLayout(self)
        layout.addWidget(heading(say("machine_says", verdict=word(parcel["verdict"]))))
        layout.addWidget(Quiet(say("review_stands_beside")))
        self.choices = QButtonGroup(self)
        line = QHBoxLayout()
        old = parcel.get("review") or {}
        for number, decision in enumerate(DECISIONS):
            button = QRadioButton(word(decision))
            button.setChecked(old.get("decision") == decision)
            self.choices.addButton(button, number)
            line.addWidget(button)
        line.addStretch(1)
        layout.addLayout(line)
        form = QFormLayout()
        self.reason, self.name, self.missing = QPlainTextEdit(old.get("reason", "")), QLineEdit(name), Quiet()
        self.reason.setTabChangesFocus(True)
        self.reason.setMinimumHeight(em(self.fontMetrics(), 4))
        form.addRow(say("review_reason"), self.reason)
        form.addRow(say("review_name"), self.name)
        layout.addLayout(form)
        layout.addWidget(self.missing)
        buttons = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(buttons.Ok | buttons.Cancel)
        self.buttons.button(buttons.Ok).setText(say("keep"))
        self.buttons.button(buttons.Cancel).setText(say("do_not_keep"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout.addWidget(self.buttons)
        self.choices.buttonClicked.connect(lambda _: self._look())
        self.reason.textChanged.connect(self._look)
        self.name.textChanged.connect(lambda _: self._look())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._look()

    def review(self) -> Review:
        """Return what was said."""
        number = self.choices.checkedId()
        decision = DECISIONS[number] if number >= 0 else ""
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        return Review(decision, self.reason.toPlainText().strip(), self.name.text().strip(), now)

    def _look(self) -> None:
        fault = self.review().fault
        self.missing.setText(say(fault) if fault else "")
        button = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        button.setEnabled(fault is None)
        button.setToolTip(self.missing.text())
