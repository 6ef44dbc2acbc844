# SPDX-License-Identifier: GPL-2.0-or-later
"""规划与流转情况表: the national forms have no cells for them."""

from __future__ import annotations

from land_entry_plugin.cadastre.form_facts import planning_note, planning_rows
from land_entry_plugin.sheets.canvas import WIDTH_MM
from land_entry_plugin.sheets.flow import Block, Divisible, Table
from land_entry_plugin.sheets.form import Row
from land_entry_plugin.sheets.forms.context import Form, FormContext

_LABEL = 34.0
_VALUE = WIDTH_MM - _LABEL
_ROW_MM = 12.5


def _blocks(context: FormContext) -> list[Block | Table | Divisible]:
    rows = planning_rows(context.parcel)
    table = Table(
        tuple(Row((context.label(_LABEL, label), context.value(_VALUE, text)), _ROW_MM) for label, text in rows)
    )
    return [
        table,
        context.lines(planning_note(context.parcel)),
        context.signatures("填表", "校核"),
    ]


FORM = Form("PLANNING", "规划与流转情况表", _blocks)
