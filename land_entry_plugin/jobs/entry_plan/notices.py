# SPDX-License-Identifier: GPL-2.0-or-later
"""What every page of a plan says: record, rule pack, answers; and what has to be known before it is used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.entry_plan.entries import LANGUAGE
from land_entry_plugin.jobs.record import citation, short_code
from land_entry_plugin.rules.entry_plan import TERMS
from land_entry_plugin.rules.standing import banner
from land_entry_plugin.texts import LANGUAGES, render

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from land_entry_plugin.jobs.answers import Answers
    from land_entry_plugin.rules.pack import RulePack

_HASH_DIGITS = 12
# Rules, besides those of its figures, that say what a plan is.
_RULES = ("entry_plan_content", "entry_plan_county_items", "proceeds", "proceeds_account")


@dataclass(frozen=True)
class Head:
    """What stands on every page.

    Attributes
    ----------
    screening_id : str
        核查编号.
    pack, pack_id : str
        Title with id and version, and these alone.
    documents : str
        What the plan rests on, with numbers.
    as_of, screened_as_of : str
        Day of the plan, and of the screening.
    answers : str
        The table of answers with its hash.
    banners : dict of language to str
        That a pack is not in force; empty where all are.
    notices : tuple of (str, dict)
        That answers or pack are not those of the screening: ids and values of notes.
    """

    screening_id: str
    pack: str
    pack_id: str
    documents: str
    as_of: str
    screened_as_of: str
    answers: str
    banners: dict[str, str]
    notices: tuple[tuple[str, dict[str, object]], ...]

    @property
    def banner(self) -> str:
        """The banner as it is printed."""
        return self.banners[LANGUAGE]

    def said(self, language: str) -> list[str]:
        """Return the notices as sentences."""
        return [render(f"note.{note_id}", values, language) for note_id, values in self.notices]


def head_of(record: dict[str, Any], pack: RulePack, answers: Answers, as_of: date) -> Head:
    """Return what every page says."""
    texts = [*record["pack"].get("banners", ())]
    texts += [text for head in (pack.head, *pack.bases) if (text := banner(head, as_of))]
    banners = {language: " ".join(dict.fromkeys(text[language] for text in texts)) for language in LANGUAGES}
    return Head(
        screening_id=short_code(record),
        pack=f"{pack.head.title[LANGUAGE]}（{pack.id} {pack.version}）",
        pack_id=f"{pack.id} {pack.version}",
        documents=_documents(pack),
        as_of=as_of.isoformat(),
        screened_as_of=record["options"]["as_of"],
        answers=_answers(answers),
        banners=banners,
        notices=tuple(_notices(record, pack, answers)),
    )


def _documents(pack: RulePack) -> str:
    """Return the documents behind the figures of a plan, as they are cited."""
    rules = {*TERMS.values(), *_RULES}
    keys = {basis.document.key: basis.document for rule in pack.rules if rule.id in rules for basis in rule.basis}
    return "；".join(citation(one.title, one.number, None) for one in keys.values())


def _answers(answers: Answers) -> str:
    if answers.table is None:
        return "未给出"
    return f"{answers.table['layer']}（{answers.table['rows']} 行，校验码 {answers.table['sha256'][:_HASH_DIGITS]}）"


def _notices(record: dict[str, Any], pack: RulePack, answers: Answers) -> Iterator[tuple[str, dict[str, object]]]:
    screened = {record["pack"]["id"]: record["pack"]["sha256"]}
    screened |= {head["id"]: head["sha256"] for head in record["pack"].get("extends", ())}
    if screened != {head.id: head.sha256 for head in (pack.head, *pack.bases)}:
        yield "plan_other_pack", {"pack": record["pack"]["title"]}
    before, now = record["options"].get("answers"), answers.table
    if now is None:
        yield "plan_without_answers", {}
    elif before is None or before["sha256"] != now["sha256"]:
        yield "plan_other_answers", {}
