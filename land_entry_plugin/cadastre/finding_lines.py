# SPDX-License-Identifier: GPL-2.0-or-later
"""The findings of a parcel as lines of a form, the worst first, what passed folded into one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from land_entry_plugin.rules.findings import NOT_APPLICABLE, OPEN_QUESTIONS, citation
from land_entry_plugin.texts import word

WORST_FIRST = ("conflict", "unknown", "review")
PASS = "pass"  # noqa: S105 an outcome
TITLES = ("序", "核查事项", "结果", "面积 m²", "占比", "说明与依据")
_MOST_TITLES = 2
# Their obligations stand with the fact 规划.
_OBLIGATIONS_ELSEWHERE = {"urban_boundary"}


@dataclass(frozen=True)
class FindingLine:
    """A line of the table of findings.

    Attributes
    ----------
    number : int
        From one; zero for a sentence over the whole width, which has no title either.
    title, outcome : str
    area_m2, share : float or None
    says : tuple of str
        What was found.
    rests : tuple of str
        What follows from it and what it rests on, in smaller print.
    """

    number: int
    title: str
    outcome: str
    area_m2: float | None = None
    share: float | None = None
    says: tuple[str, ...] = ()
    rests: tuple[str, ...] = ()


def not_passed(parcel: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the findings to look at, the worst first."""
    return [one for outcome in WORST_FIRST for one in parcel["findings"] if one["outcome"] == outcome]


def passed(parcel: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the findings that passed."""
    return [one for one in parcel["findings"] if one["outcome"] == PASS]


def counts(parcel: dict[str, Any]) -> dict[str, int]:
    """Return how many findings there are of each outcome, the worst first."""
    outcomes = [one["outcome"] for one in parcel["findings"]]
    return {outcome: outcomes.count(outcome) for outcome in (*WORST_FIRST, PASS)}


def split_open_questions(findings: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the findings that only wait for an answer, and the others."""
    waiting = [one for one in findings if one["text_id"] in OPEN_QUESTIONS]
    return waiting, [one for one in findings if one["text_id"] not in OPEN_QUESTIONS]


def finding_lines(parcel: dict[str, Any], *, is_folded: bool = True) -> list[FindingLine]:
    """Return a line for each finding that did not pass (one for those that say the same), and one for all that did.

    Not folded, what layers decided has a line each, and the rest is named.
    """
    waiting, others = split_open_questions(not_passed(parcel))
    lines = [_line(i, alike) for i, alike in enumerate(_alike(others), start=1)]
    if waiting:
        lines.append(_waiting(len(lines) + 1, waiting))
    good = passed(parcel)
    if good and not is_folded:
        return [*lines, *passed_lines(parcel, len(lines) + 1)]
    if good:
        lines.append(FindingLine(0, "", PASS, says=(f"{word(PASS, 'zh')} {len(good)} 项：{_passed(good)}。",)))
    return lines


def passed_lines(parcel: dict[str, Any], first: int = 1) -> list[FindingLine]:
    """Return a line for each pass that layers decided, one for what was answered and one for what does not apply."""
    good = passed(parcel)
    decided = [one for one in good if one["is_spatial"] and one["text_id"] not in NOT_APPLICABLE]
    lines = [_line(i, [one], in_short=True) for i, one in enumerate(decided, start=first)]
    rest = (
        ("经办人答复", [one for one in good if not one["is_spatial"] and one["text_id"] not in NOT_APPLICABLE]),
        ("不适用", [one for one in good if one["text_id"] in NOT_APPLICABLE]),
    )
    for title, some in rest:
        if some:
            titles = "、".join(one["title"]["zh"] for one in some)
            text = f"{title}，{word(PASS, 'zh')} {len(some)} 项：{titles}。"
            lines.append(FindingLine(0, "", PASS, rests=(text,)))
    return lines


def _passed(good: list[dict[str, Any]]) -> str:
    """Return what passed: by name what layers decided, by number what was answered and what does not apply."""
    not_applicable = [one for one in good if one["text_id"] in NOT_APPLICABLE]
    answered = [one for one in good if not one["is_spatial"] and one["text_id"] not in NOT_APPLICABLE]
    parts = ["、".join(one["title"]["zh"] for one in good if one["is_spatial"])]
    parts += [
        f"{label} {len(some)} 项" for label, some in (("经办人答复", answered), ("不适用", not_applicable)) if some
    ]
    return "；".join(part for part in parts if part)


def _waiting(number: int, waiting: list[dict[str, Any]]) -> FindingLine:
    """Return the line of all that officers have not answered, by who has to."""
    by_office: dict[str, list[str]] = {}
    for one in waiting:
        offices = "、".join(one["values"].get("offices", {}).get("zh", ())) or word("officer", "zh")
        by_office.setdefault(offices, []).append(one["title"]["zh"])
    says = tuple(f"{office}：{'、'.join(titles)}。" for office, titles in by_office.items())
    return FindingLine(number, f"待答复 {len(waiting)} 项", "review", says=says)


def _alike(findings: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return findings in groups that say the same: what is not covered, for instance, is so for every rule."""
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for one in findings:
        same = (one["outcome"], one["texts"]["zh"], one["area_m2"], one["share"], bool(one["obligations"]))
        groups.setdefault(same, []).append(one)
    return list(groups.values())


def _line(number: int, alike: list[dict[str, Any]], *, in_short: bool = False) -> FindingLine:
    """Return the line of findings that say the same; ``in_short`` with their basis alone, where they have one."""
    finding = alike[0]
    titles = "、".join(one["title"]["zh"] for one in alike)
    # several titles are too tall for their narrow column
    is_many = len(alike) > _MOST_TITLES
    title = f"{finding['title']['zh']}等 {len(alike)} 项" if is_many else titles
    said = finding["texts"]["zh"]
    bases = [basis for one in alike for basis in one["basis"]]
    cited = "；".join(dict.fromkeys(citation(one["document"], one.get("number"), one.get("article")) for one in bases))
    figures = (finding["area_m2"], finding["share"])
    if in_short:
        return FindingLine(number, title, finding["outcome"], *figures, rests=(cited or said,))
    rests = []
    if finding["obligations"] and finding["rule_id"] not in _OBLIGATIONS_ELSEWHERE:
        rests.append("应办：" + "；".join(one["texts"]["zh"] for one in finding["obligations"]) + "。")
    if cited:
        rests.append(f"依据：{cited}")
    says = (f"{titles}：{said}" if is_many else said,)
    return FindingLine(number, title, finding["outcome"], *figures, says, tuple(rests))
