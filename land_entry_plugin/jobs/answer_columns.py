# SPDX-License-Identifier: GPL-2.0-or-later
"""What the columns of a table of answers are: a row a parcel, or a row a parcel and question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.answers import head_id
from land_entry_plugin.roles.catalogue import PARCELS, roles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from land_entry_plugin.files.answers import AnswerTable

PARCEL_HEADS = ("parcel_id", "zddm", "bdcdyh", "dkbh", "宗地代码", "宗地编号", "宗地")
QUESTION_HEADS = ("question", "question_id", "事项", "事项编号")
VALUE_HEADS = ("answer", "value", "答复", "核查答复")
REMARK_HEADS = ("remark", "备注")
# What may be stated beside the answer: in a column of the question's own (``x_date``), or in the row of the question.
PARTICULAR_HEADS = {"date": ("date", "日期"), "paper": ("paper", "文号"), "office": ("office", "单位")}
# Columns that say what the row is.
_OWN_HEADS = ("fid", "ogc_fid", "objectid", "geom", "shape_length", "shape_area", "row", "title", "序号")
_LIKE_A_QUESTION = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Entry:
    """One answer as it stands in a table.

    Attributes
    ----------
    parcel : int, float, str or None
        As the table names the parcel.
    question : str
    written : int, float, str or None
    particulars : dict
        Those of ``date``, ``paper`` and ``office`` that are stated.
    row : int
        From 1, without the head and empty rows.
    """

    parcel: Any
    question: str
    written: Any
    particulars: Mapping[str, Any]
    row: int


class AnswerColumns:
    """The columns of one table.

    Parameters
    ----------
    name : str
        Of the table.
    heads : sequence of str
    questions : collection of str
        Ids that the pack knows.
    id_field : str or None
        The field that gives the parcels their ids.

    Raises
    ------
    InputError
        When no column names the parcels, or there are questions and no answers.
    """

    def __init__(self, name: str, heads: Sequence[str], questions: Collection[str], id_field: str | None) -> None:
        self._questions = questions
        self._ids = {head: head_id(head) for head in heads}
        there = set(self._ids.values())
        first, *others = PARCEL_HEADS
        self._parcel = next((id_ for id_ in (first, (id_field or first).lower(), *others) if id_ in there), None)
        if self._parcel is None:
            raise InputError("answers_without_parcels", layer=name, fields=list(heads))
        self._question = next((id_ for id_ in QUESTION_HEADS if id_ in there), None)
        self._value = next((id_ for id_ in VALUE_HEADS if id_ in there), None)
        if self._question and not self._value:
            raise InputError("answers_without_value", layer=name, fields=list(heads))

    @property
    def ignored(self) -> list[str]:
        """Heads that mean nothing here; what stands below them is not looked at."""
        own = {*_OWN_HEADS, *PARCEL_HEADS, *parcel_fields()}
        return [head for head, id_ in self._ids.items() if not self.wanted(head) and id_ not in own]

    def wanted(self, head: str) -> bool:
        """Return whether the column is read."""
        id_ = self._ids[head]
        if id_ == self._parcel or id_ in REMARK_HEADS:
            return True
        if self._question:
            return id_ in (self._question, self._value, *(end for ends in PARTICULAR_HEADS.values() for end in ends))
        return self._is_question(head) or self._particular(id_) is not None

    def entries(self, table: AnswerTable) -> Iterator[Entry]:
        """Yield the answers of a table, and what is stated beside a question that nobody answered."""
        for row in range(table.row_count):
            parcel = self._below(table, row, self._parcel)
            found = (
                self._of_question_row(table, row, parcel) if self._question else self._of_parcel_row(table, row, parcel)
            )
            yield from (entry for entry in found if entry.written is not None or entry.particulars)

    def remarks(self, table: AnswerTable) -> Iterator[tuple[Any, str]]:
        """Yield parcels and the remarks beside them."""
        for row in range(table.row_count):
            for id_ in REMARK_HEADS:
                text = self._below(table, row, id_)
                if text is not None:
                    yield self._below(table, row, self._parcel), str(text)

    def _of_question_row(self, table: AnswerTable, row: int, parcel: Any) -> Iterator[Entry]:
        asked = self._below(table, row, self._question)
        if asked is not None:
            stated = {
                key: value
                for key, ends in PARTICULAR_HEADS.items()
                for end in reversed(ends)
                if (value := self._below(table, row, end)) is not None
            }
            yield Entry(parcel, head_id(str(asked)), self._below(table, row, self._value), stated, row + 1)

    def _of_parcel_row(self, table: AnswerTable, row: int, parcel: Any) -> Iterator[Entry]:
        stated: dict[str, dict[str, Any]] = {}
        for head, values in table.columns:
            of = self._particular(self._ids[head])
            if of is not None and values[row] is not None:
                stated.setdefault(of[0], {}).setdefault(of[1], values[row])
        seen = set()
        for head, values in table.columns:
            if self._is_question(head):
                seen.add(self._ids[head])
                yield Entry(parcel, self._ids[head], values[row], stated.get(self._ids[head], {}), row + 1)
        for question in sorted(stated.keys() - seen):
            yield Entry(parcel, question, None, stated[question], row + 1)

    def _is_question(self, head: str) -> bool:
        """Return whether a head may be a question: one of the pack's, or written like one of another pack."""
        id_ = self._ids[head]
        if id_ in self._questions:
            return True
        if id_ in (*_OWN_HEADS, *PARCEL_HEADS, *REMARK_HEADS) or id_ == self._parcel or self._particular(id_):
            return False
        # other packs' ids are written small; SFZH or LXDH is a field of the survey and stays unread
        as_written = head.strip() if head_id(head) == head.strip().lower() else id_
        return id_ not in parcel_fields() and bool(_LIKE_A_QUESTION.fullmatch(as_written))

    def _particular(self, id_: str) -> tuple[str, str] | None:
        """Return the question, and what of its answer a column states."""
        for key, ends in PARTICULAR_HEADS.items():
            for end in ends:
                question = id_.removesuffix(f"_{end}")
                if question != id_ and (question in self._questions or question in self._ids.values()):
                    return question, key
        return None

    def _below(self, table: AnswerTable, row: int, id_: str | None) -> Any:
        """Return the first value in a row under a head of this id, None where there is none."""
        for head, values in table.columns:
            if self._ids[head] == id_ and values[row] is not None:
                return values[row]
        return None


@cache
def parcel_fields() -> frozenset[str]:
    """Return the fields of parcels that the survey's standards know, written small."""
    role = roles()[PARCELS]
    return frozenset(name.lower() for names in (*role.fields.values(), role.id_fields) for name in names)
