# SPDX-License-Identifier: GPL-2.0-or-later
"""入市核查意见表: verdict, findings with articles, the account that closes, what was not checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.sheets import sentences
from land_entry_plugin.sheets.account_table import account_note, account_rows, bureau_sentence
from land_entry_plugin.sheets.canvas import WIDTH_MM
from land_entry_plugin.sheets.findings_table import finding_rows, header_row, not_passed
from land_entry_plugin.sheets.flow import Block, Divisible, Table
from land_entry_plugin.sheets.form import Row
from land_entry_plugin.sheets.forms.context import Form, FormContext
from land_entry_plugin.sheets.map_block import NO_ACCOUNT, heading_block
from land_entry_plugin.sheets.review_text import opinion_text
from land_entry_plugin.sheets.verdict_band import band_block, counts_table

if TYPE_CHECKING:
    from collections.abc import Iterator

_LABEL_MM = 24.0
_HALF_MM = WIDTH_MM / 2 - _LABEL_MM
_PAD_MM = 0.7


def _blocks(context: FormContext) -> list[Block | Table | Divisible]:
    return list(_parts(context))


def _parts(context: FormContext) -> Iterator[Block | Table | Divisible]:
    parcel, canvas, styles = context.parcel, context.canvas, context.styles
    yield Table(_facts(context))
    yield band_block(parcel, canvas, styles)
    yield counts_table(parcel, styles)
    yield heading_block("一、核查结果", canvas, styles)
    rows = tuple(finding_rows(parcel, styles, _PAD_MM))
    if rows:
        yield Table(rows, (header_row(styles, _PAD_MM),) if not_passed(parcel) else ())
    unchecked = sentences.not_checked(parcel)
    yield context.lines(*(unchecked or ["未核查：无。"]), style=styles.basis)
    yield heading_block("二、地类面积账（椭球面积）", canvas, styles)
    if parcel["account"] is None:
        yield context.lines(NO_ACCOUNT)
    else:
        head, *account = account_rows(parcel["account"], styles, _PAD_MM, WIDTH_MM)
        yield Table(tuple(account), (head,))
        yield context.lines(account_note(parcel), style=styles.basis)
        yield context.lines(bureau_sentence(parcel))
    yield Table(_opinion(context))
    yield context.lines(sentences.basis(context.record, parcel), sentences.DISCLAIMER, style=styles.small)


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


def _opinion(context: FormContext) -> tuple[Row, ...]:
    """Return the reviewer's box, filled by hand where the record has no review; one row, so that it is not torn."""
    return (Row((context.value(WIDTH_MM, opinion_text(context.parcel)),), 26.0),)


FORM = Form("OPINION", "入市核查意见表", _blocks)
