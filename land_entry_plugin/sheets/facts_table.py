# SPDX-License-Identifier: GPL-2.0-or-later
"""The seven facts of a parcel as a form: 坐落 四至 界址 面积 权属 规划 流转."""

from __future__ import annotations

from typing import Any

from land_entry_plugin.cadastre import facts_wording as wording
from land_entry_plugin.cadastre.figures import MISSING
from land_entry_plugin.sheets.canvas import WIDTH_MM, Align
from land_entry_plugin.sheets.form import Cell, Par, Row, cell, nested
from land_entry_plugin.sheets.text_style import Styles, TextStyle

_LABEL_MM = 22.0
_SIDE_MM = 8.0


class FactsTable:
    """Makes the rows of the facts."""

    def __init__(self, styles: Styles, pad_y: float) -> None:
        self.styles = styles
        self.pad_y = pad_y

    def rows(self, parcel: dict[str, Any]) -> list[Row]:
        """Return the rows; what is not known reads 待补."""
        code = parcel["parcel_id"] or MISSING
        wide = WIDTH_MM - _LABEL_MM
        half = wide - 2 * _LABEL_MM
        neighbour_rows = [
            Row(
                (
                    self._label(wording.side_word(side), _SIDE_MM),
                    self._value(wide - _SIDE_MM, wording.neighbours(parcel, side)),
                )
            )
            for side in wording.SIDES
        ]
        unit = wording.declared(parcel, "BDCDYH")
        return [
            Row(
                (
                    self._label("宗地代码"),
                    self._value(half / 2 + 5, code, style=self.styles.number),
                    self._label("不动产单元号", 2 * _LABEL_MM - 16),
                    self._value(half / 2 + 11, unit, style=self.styles.number),
                )
            ),
            Row((self._label("坐落"), self._value(wide, wording.declared(parcel, "ZL")))),
            Row(
                (
                    self._label("权属"),
                    nested(
                        [
                            Row(
                                (
                                    self._label("所有权人"),
                                    self._value(wide - _LABEL_MM, wording.declared(parcel, "SYQR")),
                                )
                            ),
                            Row(
                                (
                                    self._label("权利类型"),
                                    self._value(half / 2, wording.right_type(parcel)),
                                    self._label("权利性质"),
                                    self._value(half / 2, wording.declared(parcel, "QLXZ")),
                                )
                            ),
                        ]
                    ),
                )
            ),
            Row((self._label("四至"), nested(neighbour_rows))),
            Row((self._label("界址"), self._value(wide, wording.boundary(parcel)))),
            Row((self._label("面积"), self._value(wide, wording.areas(parcel)))),
            Row((self._label("规划"), self._value(wide, *wording.planning(parcel)))),
            Row((self._label("流转"), self._value(wide, wording.declared(parcel, "LZQK")))),
        ]

    def _label(self, text: str, width: float = _LABEL_MM) -> Cell:
        spaced = f"{text[0]}　{text[1]}" if len(text) == 2 else text
        return cell(width, Par(spaced, self.styles.label), align=Align.CENTRE, pad_y=self.pad_y)

    def _value(self, width: float, *texts: str, style: TextStyle | None = None) -> Cell:
        return cell(
            width,
            *(Par(text, style or self.styles.value, self.styles.missing) for text in texts),
            pad_y=self.pad_y,
        )
