# SPDX-License-Identifier: GPL-2.0-or-later
"""Parcels as drawings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.edition import NOTICE, Edition, Editor
from land_entry_plugin.cadastre.sentences import projection
from land_entry_plugin.files.drawing.dxf import mark_of, write_dxf
from land_entry_plugin.files.drawing.style import WITH, WITHOUT, style_of
from land_entry_plugin.jobs.sheet_files.writer import WrittenFile, made_from
from land_entry_plugin.rounding import half_up, mu

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_TITLE = "宗地图"


class DxfWriter:
    """Writes a drawing of the parcel map a parcel.

    Parameters
    ----------
    record : dict
    edition : Edition
    cad_style : str or None
        Id, or the path of one's own; layers as in CASS where None.
    """

    format, suffix = "DXF", ".dxf"

    def __init__(
        self, record: dict[str, Any], edition: Edition = Edition.INTERNAL, cad_style: str | None = None
    ) -> None:
        self.record, self.edition, self.style = record, edition, style_of(cad_style)
        self.editor = Editor(record, edition)
        self.mark_of = mark_of

    def mark(self, parcel: dict[str, Any]) -> str:
        """Return the mark of the file that a parcel gets."""
        settings = {"format": self.format, "edition": str(self.edition), "style": self.style.as_data()}
        return made_from(self.record, parcel, **settings)

    def write(self, parcel: dict[str, Any], path: Path, mark: str, done: Callable[[float], None]) -> WrittenFile:
        """Write a drawing."""
        shown = self.editor.edited(parcel)
        write_dxf(shown, path, self.style, self._captions(shown), mark)
        return WrittenFile([_TITLE])

    def _captions(self, parcel: dict[str, Any]) -> list[str]:
        """Return what stands above and below the map; nothing of a parcel without a shape, which is refused."""
        cadastre = parcel["cadastre"]
        if "rings" not in cadastre:
            return []
        area = cadastre["areas"]["plane_m2"]
        zone = dict(cadastre["zone"])
        zone["zone_in_easting"] = {WITH: True, WITHOUT: False}.get(self.style.zone_prefix, zone["zone_in_easting"])
        return [
            f"宗地图　{parcel['parcel_id'] or '—'}",
            f"1:{cadastre['sheet_map']['scale']}　宗地面积 {half_up(area)} m²（平面），合 {mu(area)} 亩　"
            f"界址点 {cadastre['point_count']} 个　周长 {half_up(cadastre['perimeter_m'])} m",
            projection(parcel | {"cadastre": cadastre | {"zone": zone}}),
            f"核查编号 {self.record['run']['screening_id']}",
            *([NOTICE] if self.edition is Edition.PUBLICATION else []),
        ]
