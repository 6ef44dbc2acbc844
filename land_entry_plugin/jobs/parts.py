# SPDX-License-Identifier: GPL-2.0-or-later
"""What the outputs of a screening say of the parcels of one share, small enough to be handed on, and all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.files.record_text import EntryWriter
from land_entry_plugin.files.tables import Table
from land_entry_plugin.jobs.outputs import (
    Found,
    findings_table_of,
    overlap_shapes,
    overlaps_table_of,
    parcels_table_of,
)
from land_entry_plugin.jobs.record import Entries
from land_entry_plugin.jobs.tables import (
    FindingRows,
    overlap_rows_of,
    parcel_row,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from land_entry_plugin.jobs.screening import ScreenedParcel, Screening

# Wanted by who holds the record itself, as the workbook does, beside the names of the outputs.
HELD = "held"


@dataclass
class Part:
    """What the outputs say of some parcels, parcel by parcel.

    Attributes
    ----------
    texts : Path
        Where what the record says of them stands, one after the other.
    places : list of (parcel id, row, begin, end)
        Of every parcel: where in ``texts`` it stands, in bytes.
    verdicts : list of (parcel id, verdict)
    entries : list of dict
        What the record says of each parcel; what several share is one object, in other processes too.
    parcels : list of dict
        Fields of the output layer.
    overlaps : list of list of dict
        Fields of the pieces on each parcel.
    shapes : list of list of bytes
        Their WKB, in the CRS of the parcel layer.
    findings : list of list of int
        Positions in ``rows``.
    rows : list of tuple
        Findings without the parcel's id; what several parcels share once.
    """

    texts: Path
    places: list[tuple[str, int, int, int]] = field(default_factory=list)
    verdicts: list[tuple[str, str]] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)
    parcels: list[dict[str, Any]] = field(default_factory=list)
    overlaps: list[list[dict[str, Any]]] = field(default_factory=list)
    shapes: list[list[bytes]] = field(default_factory=list)
    findings: list[list[int]] = field(default_factory=list)
    rows: list[tuple[Any, ...]] = field(default_factory=list)


class PartMaker:
    """Makes the parts of one screening; what parcels share is put into text once."""

    def __init__(self, screening: Screening, wanted: Collection[str], texts: Path) -> None:
        """Take a screening (its results do not matter), the names of the outputs wanted and where to put texts."""
        self._screening, self._wanted, self._texts = screening, wanted, texts
        self._has_entries = not {"table", HELD}.isdisjoint(wanted)
        self._entries, self._writer = Entries(screening), EntryWriter()
        self._finding_rows = FindingRows(screening)
        self._written = 0

    def part(self, results: Sequence[ScreenedParcel]) -> Part:
        """Return what the outputs say of some parcels; the record's text goes into the file."""
        part = Part(self._texts, verdicts=[(result.parcel_id, str(result.verdict)) for result in results])
        has_texts = "record" in self._wanted
        with self._texts.open("ab") as file:
            for result in results:
                begin = self._written
                if has_texts or self._has_entries:
                    entry = self._entries.of(result)
                    # held only where it is asked for: those of a share are large
                    part.entries += [entry] if self._has_entries else []
                    self._written += file.write(self._writer.text(entry)) if has_texts else 0
                part.places.append((result.parcel_id, result.row, begin, self._written))
        if "output" in self._wanted:
            part.parcels = [parcel_row(result, self._screening) for result in results]
        if "overlaps" in self._wanted:
            self._add_overlaps(part, results)
        if "findings" in self._wanted:
            part.findings, part.rows = self._finding_rows.of(results)
        return part

    def _add_overlaps(self, part: Part, results: Sequence[ScreenedParcel]) -> None:
        found = [overlap_rows_of(result) for result in results]
        wkb = shapely.to_wkb(overlap_shapes(self._screening, [one for rows in found for one in rows])).tolist()
        begin = 0
        for rows in found:
            part.overlaps.append([row for row, _, _ in rows])
            part.shapes.append(wkb[begin : begin + len(rows)])
            begin += len(rows)


class InParts(Found):
    """What a screening found, held in parts: in the order of the parcels, whoever screened them."""

    def __init__(self, screening: Screening, parts: Sequence[Part], host: dict[str, Any] | None = None) -> None:
        """Take a screening without results, the parts, and what the program around it says of itself."""
        super().__init__(screening, host)
        order = sorted(
            (*place[:2], number, i) for number, part in enumerate(parts) for i, place in enumerate(part.places)
        )
        self._at = [(parts[number], i) for *_, number, i in order]

    def parcels(self) -> Table:
        return parcels_table_of(self.screening, [(part.places[i][1], part.parcels[i]) for part, i in self._at])

    def overlaps(self) -> Table:
        rows = [row for part, i in self._at for row in part.overlaps[i]]
        wkb = [shape for part, i in self._at for shape in part.shapes[i]]
        return overlaps_table_of(self.screening, rows, shapely.from_wkb(np.array(wkb, dtype=object)))

    def findings(self) -> Table:
        rows: list[tuple[Any, ...]] = []
        begins: dict[int, int] = {}
        found = []
        for part, i in self._at:
            if id(part) not in begins:
                begins[id(part)] = len(rows)
                rows += part.rows
            begin = begins[id(part)]
            found.append((part.places[i][0], [begin + place for place in part.findings[i]]))
        return findings_table_of(found, rows)

    def entries(self) -> list[dict[str, Any]]:
        return [part.entries[i] for part, i in self._at]

    def texts(self) -> Iterator[bytes]:
        files = {path: path.open("rb") for path in {part.texts for part, _ in self._at}}
        try:
            for part, i in self._at:
                _, _, begin, end = part.places[i]
                file = files[part.texts]
                file.seek(begin)
                yield file.read(end - begin)
        finally:
            for file in files.values():
                file.close()
