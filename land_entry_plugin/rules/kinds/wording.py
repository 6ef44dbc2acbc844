# SPDX-License-Identifier: GPL-2.0-or-later
"""What findings about answers and numbers have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from land_entry_plugin.rules.expressions import Unanswered, Undefined, evaluate
from land_entry_plugin.rules.facts import MEASURES
from land_entry_plugin.rules.findings import Finding, Outcome
from land_entry_plugin.rules.questions import PARTICULARS, shown
from land_entry_plugin.texts import LANGUAGES, both, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.expressions import Expression, Value
    from land_entry_plugin.rules.pack import Rule
    from land_entry_plugin.rules.questions import Answer

# Reasons of undefined values that have a sentence of their own.
_REASONS = ("division_by_zero", "no_calendar")
# What people write where there is no paper.
NOTHING = ("", "无", "没有", "未", "暂无", "未办", "-", "—", "－", "/", "／", "0", "none", "n/a", "no", "待补")


def open_question(rule: Rule, case: ParcelCase, names: Iterable[str]) -> Finding:
    """Return that officers have to answer something first; an answer that cannot be read is named."""
    asked = sorted(names)
    unreadable = [name for name in asked if name in case.facts.answers and case.facts.answers[name].value is None]
    values = {"questions": titles_of(case, asked), "offices": _offices(case, asked), "asked": asked}
    if unreadable:
        written = [f"「{case.facts.answers[name].written}」" for name in unreadable]
        values |= {"questions": titles_of(case, unreadable), "written": written}
    text = "answer.unreadable" if unreadable else "answer.unanswered"
    return Finding(rule, Outcome.REVIEW, text, values, unanswered=tuple(asked))


def evaluated(
    rule: Rule, case: ParcelCase, expressions: Mapping[str, Expression]
) -> tuple[dict[str, Any], Finding | None]:
    """Return the values of expressions, and the finding where one is unanswered or not defined."""
    found = {key: evaluate(expression, case.facts) for key, expression in expressions.items()}
    return found, not_known(rule, case, found.values(), list(expressions.values()))


def told(parameters: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    """Return the parameters that are given, of some."""
    return {key: parameters[key] for key in keys if key in parameters}


def not_known(
    rule: Rule, case: ParcelCase, values: Iterable[Value], expressions: Sequence[Expression]
) -> Finding | None:
    """Return the finding where a value is unanswered or not defined, None where all are there."""
    found = list(values)
    unanswered = frozenset[str]().union(*(value.names for value in found if isinstance(value, Unanswered)))
    if unanswered:
        return open_question(rule, case, unanswered)
    undefined = [value for value in found if isinstance(value, Undefined)]
    if undefined:
        reason = {language: [reason_of(value, case)[language] for value in undefined] for language in LANGUAGES}
        return Finding(rule, Outcome.REVIEW, "figure.undefined", {"reason": reason, "used": used(case, expressions)})
    return None


def all_open(rule: Rule, case: ParcelCase, findings: Sequence[Finding]) -> Finding | None:
    """Return one finding for several that stand open: everything that is asked, else what is not defined."""
    asked = {name for finding in findings for name in finding.unanswered}
    return open_question(rule, case, asked) if asked else next(iter(findings), None)


def reason_of(value: Undefined, case: ParcelCase) -> dict[str, str]:
    """Return why there is no value."""
    name, _, keys = value.reason.partition("(")
    if name in case.facts.pack.tables:
        return both("finding.figure.no_row", {"table": name, "keys": keys.rstrip(")")})
    if name in MEASURES:
        return both("finding.figure.not_measured", {"name": titles_of(case, [name])})
    known = value.reason if value.reason in _REASONS else "not_defined"
    return both(f"finding.figure.{known}", {})


def titles_of(case: ParcelCase, names: Iterable[str]) -> dict[str, list[str]]:
    """Return questions, figures and measures as a reader knows them, by language."""
    found = list(names)
    return {language: [_title(case, name, language) for name in found] for language in LANGUAGES}


def _title(case: ParcelCase, name: str, language: str) -> str:
    pack = case.facts.pack
    for titled in (pack.questions, pack.figures):
        if name in titled:
            return titled[name].title[language]
    return word(f"measure_{name}", language) if name in MEASURES else name


def _offices(case: ParcelCase, names: Iterable[str]) -> dict[str, list[str]]:
    offices = [case.facts.pack.questions[name].office for name in names if name in case.facts.pack.questions]
    return {
        language: list(dict.fromkeys(office[language] for office in offices if office)) or [word("officer", language)]
        for language in LANGUAGES
    }


def used(case: ParcelCase, expressions: Iterable[Expression]) -> dict[str, list[str]]:
    """Return the facts behind expressions with their values, by language."""
    names = list(dict.fromkeys(name for expression in expressions for name in sorted(expression.names)))
    result: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    for name in names:
        value = case.facts.value(name)
        if isinstance(value, Unanswered | Undefined):
            continue
        for language in LANGUAGES:
            result[language].append(f"{_title(case, name, language)} {value_text(case, name, value, language)}")
    return result


def value_text(case: ParcelCase, name: str, value: Value, language: str) -> str:
    """Return a fact's value with its unit."""
    pack = case.facts.pack
    if name in pack.questions:
        question = pack.questions[name]
        return with_unit(question.shown(value, language), question.unit, language)
    if name == "urban_status":
        return word(str(value), language)
    unit = pack.figures[name].unit if name in pack.figures else "m2" if name.endswith("_m2") else None
    return with_unit(shown(value), unit, language)


def with_unit(text: str, unit: str | None, language: str) -> str:
    """Return a number with its unit in words."""
    return text if unit is None else f"{text} {word(f'unit_{unit}', language)}".rstrip()


def shown_answer(case: ParcelCase, name: str) -> dict[str, Any]:
    """Return a question and its answer, with date, paper and office where they are given."""
    answer = case.facts.answers[name]
    question = case.facts.pack.questions[name]
    particulars = [str(part) for part in (answer.paper, answer.office, answer.date) if part]
    return {
        "question": question.title,
        "answer": {language: value_text(case, name, answer.value, language) for language in LANGUAGES},
        "particulars": {
            "zh": f"（{'，'.join(particulars)}）" if particulars else "",
            "en": f" ({', '.join(particulars)})" if particulars else "",
        },
    }


def _says_nothing(stated: object) -> bool:
    """Return whether a date, paper or office is missing, or says that there is none."""
    return str(stated or "").strip().lower() in NOTHING


def missing_particulars(answer: Answer, needed: Iterable[str]) -> dict[str, list[str]] | None:
    """Return which of date, paper and office an answer lacks, None where nothing is missing."""
    lacking = [name for name in PARTICULARS if name in needed and _says_nothing(getattr(answer, name))]
    return (
        {language: [word(f"particular_{name}", language) for name in lacking] for language in LANGUAGES}
        if lacking
        else None
    )
