# SPDX-License-Identifier: GPL-2.0-or-later
"""The Word documents of a ledger: what stands for the placeholders of their templates."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.ledger.plan import QUARTERS, plan_totals
from land_entry_plugin.files.documents.faults import raise_faults
from land_entry_plugin.files.documents.folders import all_templates, county_of, find_template
from land_entry_plugin.files.documents.lint import lint_template
from land_entry_plugin.files.documents.placeholders import load_placeholders
from land_entry_plugin.files.documents.render import render_document
from land_entry_plugin.files.workbook import shown_width
from land_entry_plugin.jobs.ledger import tables
from land_entry_plugin.jobs.ledger.book import NOTES, banner_lines, not_of_newest
from land_entry_plugin.rounding import mu

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from land_entry_plugin.cadastre.ledger.plan import PlanTotals
    from land_entry_plugin.jobs.updateledger import LedgerRequest, UpdatedLedger

# As many rows of one line as a page has; fewer where texts need more lines, or banners take room.
_ROWS_A_PAGE, _PAGE_MM, _ROW_MM, _LINE_MM = 16, 125.0, 6.9, 4.1
_BANNER_MM = 5.0
# The columns of the ledger, at 8 points: a digit is half as wide as it is high.
LEDGER_WIDTHS_MM = (8, 36, 15, 18, 20, 14, 17, 17, 41, 10, 22, 16, 23)
_DIGIT_MM, _PADDING_MM = 1.45, 2.0
_NAMES = {
    "LEDGER": "入市台账.docx",
    "SUPPLY_PLAN": "年度供应计划_{year}.docx",
    "NOTICE": "交易公告表_{year}.docx",
    "SUPERVISION": "监管清单.docx",
}
_LEDGER_KEYS = ("number", "code", "verdict", "village", "area", "mu", "agricultural", "basic_farmland", "sides",
                "points", "planned", "circulation", "next")  # fmt: skip
_PLAN_KEYS = ("number", "code", "place", "area", "mu", "use", "quarter", "entry_way", "trade_form", "term",
              "start_price", "verdict", "status")  # fmt: skip
_NOTICE_KEYS = ("code", "place", "area", "use", "term", "conditions", "start_price", "deposit", "use_conditions")
_SUPERVISION_KEYS = ("number", "code", "place", "since", "duty", "due", "done", "standing")


def documents(request: LedgerRequest) -> list[str]:
    """Return the names of the documents."""
    return [name.format(year=request.year) for name in _NAMES.values()]


def _kind(file_name: str, request: LedgerRequest) -> str:
    return next(kind for kind, name in _NAMES.items() if name.format(year=request.year) == file_name)


def _template(kind: str, updated: UpdatedLedger) -> Path:
    """Return the template of a kind: that of the county where most of the parcels lie."""
    counties = Counter(filter(None, (county_of(one.parcel_id) for one in updated.story.living)))
    county = min(counties, key=lambda name: (-counties[name], name), default="")
    return find_template(kind, updated.request.template_folders, county)


def check_templates(request: LedgerRequest) -> list[Path]:
    """Return the templates that may be used, all of which are good.

    Raises
    ------
    InputError
        In one sentence with every fault of every template, before any work is done.
    """
    templates = all_templates(list(_NAMES), request.template_folders)
    raise_faults({path: lint_template(path, load_placeholders(kind)) for path, kind in templates.items()})
    return list(templates)


def write_document(updated: UpdatedLedger, file_name: str, target: Path) -> None:
    """Write one document."""
    kind = _kind(file_name, updated.request)
    template = _template(kind, updated)
    render_document(template, document_context(updated, kind), target, placeholders=load_placeholders(kind))


def document_context(updated: UpdatedLedger, kind: str) -> dict[str, Any]:
    """Return what stands for the placeholders of a kind of document, all of it text."""
    return _common(updated, kind) | _CONTEXTS[kind](updated)


def _common(updated: UpdatedLedger, kind: str) -> dict[str, Any]:
    year = updated.request.as_of.year if kind in ("LEDGER", "SUPERVISION") else updated.request.year
    title = {"LEDGER": "ledger", "SUPPLY_PLAN": "plan", "NOTICE": "notice", "SUPERVISION": "supervision"}[kind]
    return {
        "title": (f"{year} 年" if kind == "SUPPLY_PLAN" else "") + tables.TITLES[title],
        "head": tables.head_line(updated, year),
        "place": tables.place_of(updated),
        "year": str(year),
        "as_of": updated.request.as_of.isoformat(),
        "data_as_of": updated.newest.as_of.isoformat(),
        "banners": banner_lines(updated),
        "note": "".join([NOTES[title], *(not_of_newest(updated) if kind == "LEDGER" else [])]),
        "foot": tables.foot(updated, tables.TITLES[title]),
        "screening_id": updated.newest.code,
    }


def _rows(keys: tuple[str, ...], rows: list[list[Any]]) -> list[dict[str, str]]:
    return [dict(zip(keys, map(tables.shown, row), strict=True)) for row in rows]


def _ledger(updated: UpdatedLedger) -> dict[str, Any]:
    living = updated.story.living
    rows = _rows(_LEDGER_KEYS, tables.ledger_rows(updated))
    pages = []
    room = _PAGE_MM - _BANNER_MM * len(updated.banners)
    for start, end in _breaks(rows, room):
        is_last = end == len(rows)
        sums = [_sums("本页小计", living[start:end]), *([_sums("合计", living)] if is_last else [])]
        pages.append({"rows": rows[start:end], "sums": sums, "more": "" if is_last else "yes"})
    area = tables.total_m2(living)
    return {
        "total": f"共 {len(living)} 宗　面积 {area} m²（{mu(area)} 亩）",
        "counts": {
            verdict: {"word": word_, "count": str(count), "mu": str(in_mu)}
            for verdict, word_, count, in_mu in tables.counts(updated)
        },
        "pages": pages,
    }


def _breaks(rows: list[dict[str, str]], room_mm: float) -> list[tuple[int, int]]:
    """Return where pages begin and end, so that each with its sum fits on paper."""
    result, start, used = [], 0, 0.0
    for i, row in enumerate(rows):
        texts = zip(row.values(), LEDGER_WIDTHS_MM, strict=True)
        lines = max(math.ceil(shown_width(text) * _DIGIT_MM / (width - _PADDING_MM)) for text, width in texts)
        height = max(_ROW_MM, lines * _LINE_MM)
        if i > start and (used + height > room_mm or i - start == _ROWS_A_PAGE):
            result.append((start, i))
            start, used = i, 0.0
        used += height
    return [*result, (start, len(rows))]


def _sums(title: str, states: list[Any]) -> dict[str, str]:
    """Return a row of sums: what has no data is not counted."""
    area = tables.total_m2(states)
    ledger = [tables.ledger_row(0, state) for state in states]
    return {
        "title": f"{title}　{len(states)} 宗",
        "area": str(area),
        "mu": str(mu(area)),
        "agricultural": str(tables.column_sum(ledger, 6)),
        "basic_farmland": str(tables.column_sum(ledger, 7)),
    }


def _plan(updated: UpdatedLedger) -> dict[str, Any]:
    totals = plan_totals(updated.of_year)
    _, area = totals.of(totals.uses, totals.quarters)
    return {
        "rows": _rows(_PLAN_KEYS, tables.plan_rows(updated)),
        "uses": [{"use": use or tables.missing()} | _plan_sums(totals, (use,)) for use in totals.uses],
        "sums": _plan_sums(totals, totals.uses) | {"mu": str(mu(area))},
    }


def _plan_sums(totals: PlanTotals, uses: Sequence[str | None]) -> dict[str, str]:
    """Return how many parcels and how much land some uses have, by quarter and in all."""
    result: dict[str, str] = {}
    columns = ((f"{quarter or 'open'}_", (quarter,)) for quarter in (*QUARTERS, None))
    for start, quarters in (*columns, ("", totals.quarters)):
        count, area = totals.of(uses, quarters)
        result |= {f"{start}count": str(count), f"{start}area": str(area)}
    return result


def _notice(updated: UpdatedLedger) -> dict[str, Any]:
    rows = tables.notice_rows(updated)
    doubts = tables.notice_doubts(updated)
    area = tables.total_m2([one.state for one in tables.noticed(updated)])
    return {
        "rows": _rows(_NOTICE_KEYS, rows),
        "doubts": doubts,
        "sums": {"count": str(len(rows)), "area": str(area)},
    }


def _supervision(updated: UpdatedLedger) -> dict[str, Any]:
    pressing = [one.standing for one in updated.obligations]
    return {
        "rows": _rows(_SUPERVISION_KEYS, tables.supervision_rows(updated)),
        "sums": {
            "count": str(len(pressing)),
            **{name: str(pressing.count(name)) for name in ("overdue", "soon", "not_stated")},
        },
    }


_CONTEXTS = {"LEDGER": _ledger, "SUPPLY_PLAN": _plan, "NOTICE": _notice, "SUPERVISION": _supervision}
