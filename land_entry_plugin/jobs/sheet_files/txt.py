# SPDX-License-Identifier: GPL-2.0-or-later
"""Parcels as coordinate text files, in any dialect."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.edition import Edition, Editor
from land_entry_plugin.cadastre.recorded_rings import recorded_rings
from land_entry_plugin.engine.boundary_points import NumberedRing
from land_entry_plugin.engine.zones import PREFIX_UNIT_M
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.coordinates.dialect import dialect_of
from land_entry_plugin.files.coordinates.write import WrittenParcel, encoded, text_of
from land_entry_plugin.jobs.exportcoordinates import Exported, write_exported
from land_entry_plugin.jobs.sheet_files.writer import WrittenFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_MARK_LENGTH = 24
_TITLE = "界址点坐标"
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]+")
_GBK, _ALL_OF_GBK = "gbk", "gb18030"


class TxtWriter:
    """Writes a coordinate text file a parcel.

    Parameters
    ----------
    record : dict
    edition : Edition
    dialect : str or None
        Id, or the path of one's own; the national one where None.
    """

    format, suffix = "TXT", ".txt"

    def __init__(self, record: dict[str, Any], edition: Edition = Edition.INTERNAL, dialect: str | None = None) -> None:
        self.dialect = dialect_of(dialect)
        self.editor = Editor(record, edition)
        # the day of the screening: equal records give equal files
        self.day = date.fromisoformat(str(record["run"].get("finished") or record["options"]["as_of"])[:10])

    def mark(self, parcel: dict[str, Any]) -> str:
        """Return the hash of the file: its lines are fixed and have no room for a mark."""
        exported = self._exported(parcel)
        text = text_of(exported.parcels, exported.dialect, exported.zone, exported.day)
        return _hash(encoded(text, exported.parcels, exported.dialect))

    def mark_of(self, path: Path) -> str | None:
        """Return the hash of a file."""
        try:
            return _hash(path.read_bytes())
        except OSError:
            return None

    def write(self, parcel: dict[str, Any], path: Path, mark: str, done: Callable[[float], None]) -> WrittenFile:
        """Write the file, which is read back before it takes its place."""
        write_exported(self._exported(parcel), path)
        return WrittenFile([_TITLE])

    def _exported(self, parcel: dict[str, Any]) -> Exported:
        rings = recorded_rings(parcel)
        shown = self.editor.edited(parcel)
        zone = parcel["cadastre"]["zone"]
        prefix = zone["zone"] * PREFIX_UNIT_M if zone["zone_in_easting"] else 0.0
        plain = [NumberedRing(ring.names, ring.points - [prefix, 0.0], ring.is_hole, ring.part) for ring in rings]
        written = WrittenParcel(_clean(shown["parcel_id"]), self._values(shown), plain)
        return Exported((written,), self._dialect_for(written), zone["zone"], self.day, ())

    def _values(self, parcel: dict[str, Any]) -> dict[str, str | None]:
        """Return the other fields of a parcel, each from the first of its facts that was declared."""
        declared = parcel["cadastre"]["declared"]
        values: dict[str, str | None] = {}
        for field, names in self.dialect.write.fields.items():
            if field in self.dialect.parcel:
                values[field] = next((text for name in names if (text := _clean(declared.get(name)))), None)
        return values

    def _dialect_for(self, parcel: WrittenParcel) -> Any:
        """Return the dialect; one in GBK writes a character that GBK lacks as GB18030 has it, all others alike."""
        dialect = self.dialect
        if dialect.write.encoding == _GBK:
            try:
                encoded("".join([parcel.number or "", *map(parcel.value, parcel.values)]), [parcel], dialect)
            except InputError:
                return replace(dialect, write=replace(dialect.write, encoding=_ALL_OF_GBK))
        return dialect


def _clean(value: Any) -> str | None:
    text = "" if value is None else _CONTROLS.sub(" ", str(value)).strip()
    return text or None


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_MARK_LENGTH]
