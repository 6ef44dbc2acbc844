# SPDX-License-Identifier: GPL-2.0-or-later
"""界址说明表: where the boundary points are, and how the boundary runs."""

from __future__ import annotations

from land_entry_plugin.sheets.canvas import WIDTH_MM
from land_entry_plugin.sheets.flow import Block, Divisible, Table
from land_entry_plugin.sheets.form import Row
from land_entry_plugin.sheets.forms.context import Form, FormContext

_LABEL_MM = 24.0
_LEAST_MM = 85.0


def _blocks(context: FormContext) -> list[Block | Table | Divisible]:
    rows = (("界址点位\n说　　明", "JZDWSM"), ("主要权属\n界线走向\n说　　明", "JZXZXSM"))
    return [
        Table(
            tuple(
                Row(
                    (context.label(_LABEL_MM, label), context.value(WIDTH_MM - _LABEL_MM, context.text(name))),
                    _LEAST_MM,
                )
                for label, name in rows
            )
        ),
        context.signatures("调查员"),
    ]


FORM = Form("BOUNDARY_DESCRIPTION", "界址说明表", _blocks)
