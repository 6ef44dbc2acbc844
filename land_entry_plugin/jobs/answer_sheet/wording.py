# SPDX-License-Identifier: GPL-2.0-or-later
"""What an answer sheet says: the questions with their units, what to know before answering, how to fill it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.jobs.tables import LANGUAGE
from land_entry_plugin.rules.findings import citation
from land_entry_plugin.rules.questions import CHOICE, NUMBER
from land_entry_plugin.texts import both, render, word

if TYPE_CHECKING:
    from land_entry_plugin.jobs.answersheet import SheetColumn
    from land_entry_plugin.rules.asked import Asked
    from land_entry_plugin.rules.pack import Basis
    from land_entry_plugin.rules.questions import Question

# More than these are too long for a note.
_MOST_GISTS = 6


def sentence(text_id: str, **values: object) -> str:
    """Return one of the sheet's own sentences."""
    return render(f"answersheet.{text_id}", values, LANGUAGE)


def column_title(column: SheetColumn) -> str:
    """Return what stands over a column: the question with its unit, or what is stated beside its answer."""
    question = column.asked.question
    if column.particular is not None:
        particular = word(f"particular_{column.particular}", LANGUAGE)
        return sentence("of_question", particular=particular, question=question.title[LANGUAGE])
    unit = unit_of(question)
    return sentence("with_unit", question=question.title[LANGUAGE], unit=unit) if unit else question.title[LANGUAGE]


def unit_of(question: Question) -> str:
    """Return the unit of a number as a word; empty where it has none."""
    return word(f"unit_{question.unit}", LANGUAGE) if question.type == NUMBER and question.unit else ""


def office_of(asked: Asked) -> str:
    """Return who answers."""
    return asked.office[LANGUAGE] if asked.office else word("officer", LANGUAGE)


def bases_of(asked: Asked) -> list[Basis]:
    """Return the articles that a question rests on, each once."""
    found = {(basis.document.key, basis.article): basis for rule in asked.rules for basis in rule.basis}
    return list(found.values())


def with_gists(asked: Asked) -> list[str]:
    """Return the articles that a question rests on, as they are cited, with their gist."""
    return [
        f"{citation(basis.document.title, basis.document.number, basis.article)}：{basis.gist[LANGUAGE]}"
        for basis in bases_of(asked)
    ]


def in_short(asked: Asked) -> list[str]:
    """Return the documents that a question rests on, each with all its articles (《办法》第二条、第六条)."""
    articles: dict[str, list[str]] = {}
    for basis in bases_of(asked):
        articles.setdefault(basis.document.title, []).extend([basis.article] if basis.article else [])
    return [citation(title, None, "、".join(own)) for title, own in articles.items()]


def entry_hint(question: Question) -> str:
    """Return how the answer is written."""
    if question.type == CHOICE:
        return sentence("hint_choice", choices=[titles[LANGUAGE] for titles in question.choices.values()])
    if question.type == NUMBER and question.unit in ("years", "share"):
        return sentence(f"hint_{question.unit}")
    unit = unit_of(question)
    return sentence("hint_number_unit", unit=unit) if unit else sentence(f"hint_{question.type}")


def hint(asked: Asked) -> list[str]:
    """Return what to know before answering: the paper, when it need not be answered, what it rests on."""
    parts = []
    if asked.paper:
        parts.append(sentence("hint_paper", paper=asked.paper[LANGUAGE]))
    if asked.only_without:
        roles = [both(f"word.role_{role}", {})[LANGUAGE] for role in asked.only_without]
        parts.append(sentence("hint_only_without", roles=roles))
    if asked.for_plan:
        parts.append(sentence("hint_for_plan"))
    elif not asked.rules:
        parts.append(sentence("hint_not_asked"))
    cited = in_short(asked)
    return [*parts, sentence("hint_basis", basis="；".join(cited))] if cited else parts


def note(asked: Asked) -> str:
    """Return all that there is to know before answering, line by line; of many articles not the gist."""
    lines = [entry_hint(asked.question), sentence("hint_office", office=office_of(asked))]
    if not 0 < len(bases_of(asked)) <= _MOST_GISTS:
        return "\n".join([*lines, *hint(asked)])
    return "\n".join([*lines, *hint(asked)[:-1], *with_gists(asked)])
