# SPDX-License-Identifier: GPL-2.0-or-later
"""The procedure of a parcel: its steps with their papers, and the facts that a ledger keeps of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from land_entry_plugin.paths import read_resource
from land_entry_plugin.rules.questions import Question

DONE, UNDER_WAY, REFUSED, VOID = "done", "under_way", "refused", "void"


@dataclass(frozen=True)
class Step:
    """One step.

    Attributes
    ----------
    id : str
    title : dict
        By language.
    papers : dict of paper id to dict
        The papers that it leaves behind, by language.
    day_question, done_question : str or None
        Questions of rule packs whose answers say the day of the step, or that it is done.
    is_entry, is_withdrawal : bool
        Whether a parcel has entered the market, or left the ledger, when the step is done.
    """

    id: str
    title: dict[str, str]
    papers: dict[str, dict[str, str]]
    day_question: str | None = None
    done_question: str | None = None
    is_entry: bool = False
    is_withdrawal: bool = False


@dataclass(frozen=True)
class FactKind:
    """One fact of a parcel that a ledger keeps.

    Attributes
    ----------
    question : Question
        How it is asked and read.
    suggestions : tuple of str
        Words that a form offers for a text.
    cell : str or None
        The field of the parcel table that says the same.
    is_from_answers : bool
        Whether only answers say it, so that no form asks for it.
    """

    question: Question
    suggestions: tuple[str, ...] = ()
    cell: str | None = None
    is_from_answers: bool = False


@dataclass(frozen=True)
class Duty:
    """What a contract sets a day for.

    Attributes
    ----------
    id : str
    title : dict
        By language.
    due, done : str
        The facts with the day and with what happened.
    """

    id: str
    title: dict[str, str]
    due: str
    done: str


@dataclass(frozen=True)
class Procedure:
    """All of it, in order.

    Attributes
    ----------
    steps : dict of str to Step
    states : dict of str to dict
        By language.
    facts : dict of str to FactKind
    duties : tuple of Duty
    soon_days : int
        How many days before its day a duty is said to be due soon.
    """

    steps: dict[str, Step]
    states: dict[str, dict[str, str]]
    facts: dict[str, FactKind]
    duties: tuple[Duty, ...]
    soon_days: int


@cache
def procedure() -> Procedure:
    """Return what ``resources/procedure.yaml`` says."""
    content = read_resource("procedure.yaml")
    return Procedure(
        steps={id_: Step(id=id_, **entry) for id_, entry in content["steps"].items()},
        states=content["states"],
        facts={id_: _fact(id_, entry) for id_, entry in content["facts"].items()},
        duties=tuple(Duty(id=id_, **entry) for id_, entry in content["duties"].items()),
        soon_days=int(content["soon_days"]),
    )


def _fact(id_: str, entry: dict[str, Any]) -> FactKind:
    choices = entry.get("choices", {})
    is_closed = isinstance(choices, dict)
    return FactKind(
        Question(id_, entry["title"], entry["type"], choices if is_closed else {}, entry.get("unit")),
        () if is_closed else tuple(choices),
        entry.get("cell"),
        entry.get("is_from_answers", False),
    )
