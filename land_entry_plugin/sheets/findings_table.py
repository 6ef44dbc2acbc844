# SPDX-License-Identifier: GPL-2.0-or-later
"""The findings of a parcel as a form, the worst first, what passed folded into one row."""

from __future__ import annotations

from typing import Any

from land_entry_plugin.jobs.record import citation
from land_entry_plugin.rules.findings import NOT_APPLICABLE, OPEN_QUESTIONS
from land_entry_plugin.sheets.canvas import WIDTH_MM, Align
from land_entry_plugin.sheets.figures import area, percent
from land_entry_plugin.sheets.form import Par, Row, cell
from land_entry_plugin.sheets.text_style import Styles
from land_entry_plugin.texts import word

WORST_FIRST = ("conflict", "unknown", "review")
PASS = "pass"  # noqa: S105 an outcome
_WIDTHS = (6.0, 22.5, 19.5, 17.0, 15.5)
_MOST_TITLES = 2
_TEXT_MM = WIDTH_MM - sum(_WIDTHS)
# Their obligations stand with the fact 规划.
_OBLIGATIONS_ELSEWHERE = {"urban_boundary"}


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


def header_row(styles: Styles, pad_y: float) -> Row:
    """Return the head of the table."""
    titles = ("序", "核查事项", "结果", "面积 m²", "占比", "说明与依据")
    return Row(
        tuple(
            cell(width, Par(title, styles.total), align=Align.CENTRE, pad_y=pad_y)
            for width, title in zip((*_WIDTHS, _TEXT_MM), titles, strict=True)
        )
    )


def finding_rows(parcel: dict[str, Any], styles: Styles, pad_y: float, *, is_folded: bool = True) -> list[Row]:
    """Return a row for each finding that did not pass (one for those that say the same), and one for all that did.

    Not folded, what layers decided has a row each, and the rest is named.
    """
    waiting, others = split_open_questions(not_passed(parcel))
    rows = [_row(i, alike, styles, pad_y) for i, alike in enumerate(_alike(others), start=1)]
    if waiting:
        rows.append(_waiting_row(len(rows) + 1, waiting, styles, pad_y))
    good = passed(parcel)
    if good and not is_folded:
        return [*rows, *passed_rows(parcel, styles, pad_y, len(rows) + 1)]
    if good:
        text = Par(f"{word(PASS, 'zh')} {len(good)} 项：{_passed(good)}。", styles.value)
        rows.append(Row((cell(WIDTH_MM, text, symbol=PASS, pad_y=pad_y),)))
    return rows


def passed_rows(parcel: dict[str, Any], styles: Styles, pad_y: float, first: int = 1) -> list[Row]:
    """Return a row for each pass that layers decided, one for what was answered and one for what does not apply."""
    good = passed(parcel)
    decided = [one for one in good if one["is_spatial"] and one["text_id"] not in NOT_APPLICABLE]
    rows = [_row(i, [one], styles, pad_y, in_short=True) for i, one in enumerate(decided, start=first)]
    rest = (
        ("经办人答复", [one for one in good if not one["is_spatial"] and one["text_id"] not in NOT_APPLICABLE]),
        ("不适用", [one for one in good if one["text_id"] in NOT_APPLICABLE]),
    )
    for title, some in rest:
        if some:
            text = Par(f"{title}，{word(PASS, 'zh')} {len(some)} 项：{_titles(some)}。", styles.basis)
            rows.append(Row((cell(WIDTH_MM, text, symbol=PASS, pad_y=pad_y),)))
    return rows


def _titles(findings: list[dict[str, Any]]) -> str:
    return "、".join(one["title"]["zh"] for one in findings)


def _passed(good: list[dict[str, Any]]) -> str:
    """Return what passed: by name what layers decided, by number what was answered and what does not apply."""
    not_applicable = [one for one in good if one["text_id"] in NOT_APPLICABLE]
    answered = [one for one in good if not one["is_spatial"] and one["text_id"] not in NOT_APPLICABLE]
    parts = ["、".join(one["title"]["zh"] for one in good if one["is_spatial"])]
    parts += [
        f"{label} {len(some)} 项" for label, some in (("经办人答复", answered), ("不适用", not_applicable)) if some
    ]
    return "；".join(part for part in parts if part)


def split_open_questions(findings: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the findings that only wait for an answer, and the others."""
    waiting = [one for one in findings if one["text_id"] in OPEN_QUESTIONS]
    return waiting, [one for one in findings if one["text_id"] not in OPEN_QUESTIONS]


def _waiting_row(number: int, waiting: list[dict[str, Any]], styles: Styles, pad_y: float) -> Row:
    """Return the row of all that officers have not answered, by who has to."""
    by_office: dict[str, list[str]] = {}
    for one in waiting:
        offices = "、".join(one["values"].get("offices", {}).get("zh", ())) or word("officer", "zh")
        by_office.setdefault(offices, []).append(one["title"]["zh"])
    texts = [Par(f"{office}：{'、'.join(titles)}。", styles.value) for office, titles in by_office.items()]
    return _cells(number, f"待答复 {len(waiting)} 项", "review", None, None, texts, styles, pad_y)


def _alike(findings: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return findings in groups that say the same: what is not covered, for instance, is so for every rule."""
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for one in findings:
        same = (one["outcome"], one["texts"]["zh"], one["area_m2"], one["share"], bool(one["obligations"]))
        groups.setdefault(same, []).append(one)
    return list(groups.values())


def _row(number: int, alike: list[dict[str, Any]], styles: Styles, pad_y: float, *, in_short: bool = False) -> Row:
    """Return the row of findings that say the same; ``in_short`` with their basis alone, where they have one."""
    finding = alike[0]
    titles = "、".join(one["title"]["zh"] for one in alike)
    # several titles are too tall for their narrow column
    is_many = len(alike) > _MOST_TITLES
    title = f"{finding['title']['zh']}等 {len(alike)} 项" if is_many else titles
    texts = [Par(f"{titles}：{finding['texts']['zh']}" if is_many else finding["texts"]["zh"], styles.value)]
    if finding["obligations"] and finding["rule_id"] not in _OBLIGATIONS_ELSEWHERE:
        texts.append(
            Par("应办：" + "；".join(one["texts"]["zh"] for one in finding["obligations"]) + "。", styles.basis)
        )
    bases = [basis for one in alike for basis in one["basis"]]
    cited = list(dict.fromkeys(citation(one["document"], one.get("number"), one.get("article")) for one in bases))
    if in_short:
        texts = [Par("；".join(cited) or finding["texts"]["zh"], styles.basis)]
    elif cited:
        texts.append(Par("依据：" + "；".join(cited), styles.basis))
    return _cells(number, title, finding["outcome"], finding["area_m2"], finding["share"], texts, styles, pad_y)


def _cells(
    number: int,
    title: str,
    outcome: str,
    area_m2: float | None,
    share: float | None,
    texts: list[Par],
    styles: Styles,
    pad_y: float,
) -> Row:
    values = (
        (Align.CENTRE, str(number), styles.number, None),
        (Align.LEFT, title, styles.value, None),
        (Align.LEFT, word(outcome, "zh"), styles.total, outcome),
        (Align.RIGHT, area(area_m2), styles.number, None),
        (Align.RIGHT, percent(share), styles.number, None),
    )
    return Row(
        (
            *(
                cell(width, Par(text, style), align=align, symbol=symbol, pad_y=pad_y)
                for width, (align, text, style, symbol) in zip(_WIDTHS, values, strict=True)
            ),
            cell(_TEXT_MM, *texts, pad_y=pad_y),
        )
    )
