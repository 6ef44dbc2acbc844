# SPDX-License-Identifier: GPL-2.0-or-later
"""入市核查意见表: verdict, findings with articles, the account that closes, what was not checked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from land_entry_plugin.cadastre import sentences
from land_entry_plugin.cadastre.class_account import NO_ACCOUNT, account_difference, account_note, bureau_sentence
from land_entry_plugin.cadastre.class_account import account_rows as rows_of
from land_entry_plugin.cadastre.finding_lines import not_passed
from land_entry_plugin.cadastre.review_text import opinion_text
from land_entry_plugin.sheets.account_table import account_rows
from land_entry_plugin.sheets.canvas import WIDTH_MM, Align
from land_entry_plugin.sheets.findings_table import finding_rows, header_row, passed_rows
from land_entry_plugin.sheets.flow import Block, Divisible, Table, total_height
from land_entry_plugin.sheets.form import Par, Row, cell
from land_entry_plugin.sheets.forms.context import Form, FormContext
from land_entry_plugin.sheets.map_block import heading_block
from land_entry_plugin.sheets.verdict_band import band_block, counts_table

if TYPE_CHECKING:
    from collections.abc import Iterator

_LABEL_MM = 24.0
_HALF_MM = WIDTH_MM / 2 - _LABEL_MM
# Padding of the cells, and whether what passed is folded.
_VERSIONS = ((0.9, False), (0.5, False), (0.25, False), (0.7, True))
_CATEGORY_MM, _LIST_PAD_MM = 30.0, 0.6
# The list of what passed begins on a page of its own, unless there is as much room as this.
_OWN_PAGE_MM = 120.0
_OPINION_MM, _MOST_OPINION_MM, _SIGNED_MM = 30.0, 62.0, 20.0


def _blocks(context: FormContext) -> list[Block | Table | Divisible]:
    """Return one page with every finding if they fit; else what passed is folded, and listed on the next page."""
    for pad, is_folded in _VERSIONS:
        parts = list(_parts(context, pad, is_folded=is_folded))
        left = context.room - total_height(parts)
        if left >= 0:
            break
    # what is left goes to the box that is filled by hand
    opinion = Table(_opinion(context, min(_MOST_OPINION_MM, _OPINION_MM + max(0.0, left))))
    return [*parts[:-2], opinion, parts[-1], *(_list_of_passed(context) if is_folded else ())]


def _list_of_passed(context: FormContext) -> list[Block | Table]:
    rows = tuple(passed_rows(context.parcel, context.styles, _LIST_PAD_MM))
    if not rows:
        return []
    heading = heading_block("附：通过的核查事项和依据", context.canvas, context.styles)
    return [replace(heading, with_next=_OWN_PAGE_MM), Table(rows, (header_row(context.styles, _LIST_PAD_MM),))]


def _parts(context: FormContext, pad: float, *, is_folded: bool) -> Iterator[Block | Table]:
    parcel, canvas, styles = context.parcel, context.canvas, context.styles
    yield Table(_facts(context))
    yield band_block(parcel, canvas, styles)
    yield counts_table(parcel, styles)
    yield heading_block("一、核查结果", canvas, styles)
    rows = tuple(finding_rows(parcel, styles, pad, is_folded=is_folded))
    if rows:
        yield Table(rows, (header_row(styles, pad),) if not_passed(parcel) or not is_folded else ())
    unchecked = sentences.not_checked(parcel)
    yield context.lines(*(unchecked or ["未核查：无。"]), style=styles.basis)
    yield heading_block("二、地类面积账（椭球面积）", canvas, styles)
    if parcel["account"] is None:
        yield context.lines(NO_ACCOUNT)
    else:
        head, *account = _account(context, pad)
        yield Table(tuple(account), (head,))
        yield context.lines(account_note(parcel), style=styles.basis)
        yield context.lines(bureau_sentence(parcel))
    yield Table(_opinion(context, _OPINION_MM))
    yield context.lines(sentences.basis(context.record, parcel), sentences.DISCLAIMER, style=styles.small)


def _account(context: FormContext, pad: float) -> list[Row]:
    """Return the account with the main class of each land class, and by how much it fails to close."""
    account, styles = context.parcel["account"], context.styles
    rows = account_rows(account, styles, pad, WIDTH_MM - _CATEGORY_MM)
    texts = ["三大类", *(row.category for row in rows_of(account)), f"差 {account_difference(account)}"]
    bold = replace(styles.small_number, bold=True)
    return [
        Row(
            (
                *row.cells,
                cell(
                    _CATEGORY_MM,
                    Par(text, bold if i in (0, len(rows) - 1) else styles.basis),
                    align=Align.CENTRE,
                    pad_y=pad,
                ),
            )
        )
        for i, (row, text) in enumerate(zip(rows, texts, strict=True))
    ]


def _facts(context: FormContext) -> tuple[Row, ...]:
    wide = WIDTH_MM - _LABEL_MM
    return (
        Row(
            (
                context.label(_LABEL_MM, "宗地代码"),
                context.code(_HALF_MM, context.parcel_code),
                context.label(_LABEL_MM, "所有权人"),
                context.value(_HALF_MM, context.text("SYQR")),
            )
        ),
        Row(
            (
                context.label(_LABEL_MM, "坐　　落"),
                context.value(_HALF_MM, context.text("ZL")),
                context.label(_LABEL_MM, "拟定用途"),
                context.value(wide - _HALF_MM - _LABEL_MM, context.text("GHYT")),
            )
        ),
    )


def _opinion(context: FormContext, height: float) -> tuple[Row, ...]:
    """Return the reviewer's box, filled by hand where the record has no review; one row, so that it is not torn."""
    value = context.styles.value
    free = max(1, int((height - _SIGNED_MM) / value.line_height_mm))
    return (Row((context.value(WIDTH_MM, opinion_text(context.parcel, free)),), height),)


FORM = Form("OPINION", "入市核查意见表", _blocks)
