# SPDX-License-Identifier: GPL-2.0-or-later
"""Write what a screening gives to files, without QGIS."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj
import shapely

from land_entry_plugin.engine.crs import project
from land_entry_plugin.files.outputs import all_or_none, check_not_input
from land_entry_plugin.files.record_text import EntryWriter
from land_entry_plugin.files.records import long_digest, write_long_record
from land_entry_plugin.files.styles import write_default_style
from land_entry_plugin.files.tables import Repeated, Table, type_of, write_tables
from land_entry_plugin.jobs.candidates import sources_of
from land_entry_plugin.jobs.record import Entries, members_of, run_of
from land_entry_plugin.jobs.runs import id_of_digest
from land_entry_plugin.jobs.tables import (
    FINDING_COLUMNS,
    FINDINGS_LAYER,
    OVERLAP_COLUMNS,
    OVERLAPS_LAYER,
    PARCEL_COLUMNS,
    PARCELS_LAYER,
    FindingRows,
    overlap_rows,
    own_fields,
    parcel_row,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from land_entry_plugin.jobs.screening import Screening, ScreeningRequest

# Layers with a default style; the style has the layer's name.
STYLED = (PARCELS_LAYER, OVERLAPS_LAYER)
_PARCELS = "parcels"


@dataclass(frozen=True)
class Outputs:
    """Where the outputs of a screening go; None for those not wanted."""

    output: Path | None = None
    overlaps: Path | None = None
    findings: Path | None = None
    record: Path | None = None
    table: Path | None = None

    @property
    def wanted(self) -> frozenset[str]:
        """The names of those that are wanted."""
        return frozenset(one.name for one in fields(self) if getattr(self, one.name) is not None)


class Found(ABC):
    """What a screening found, whoever holds it, as its outputs have it.

    Parameters
    ----------
    screening : Screening
        Without results where these are held in parts.
    host : dict, optional
        What the program around it says of itself.
    """

    def __init__(self, screening: Screening, host: dict[str, Any] | None = None) -> None:
        self.screening, self._host = screening, host
        self._run: dict[str, Any] | None = None

    @abstractmethod
    def parcels(self) -> Table:
        """Return the output layer."""

    @abstractmethod
    def overlaps(self) -> Table:
        """Return the layer of pieces."""

    @abstractmethod
    def findings(self) -> Table:
        """Return the table of findings."""

    @abstractmethod
    def entries(self) -> list[dict[str, Any]]:
        """Return what the record says of the parcels, in their order."""

    @abstractmethod
    def texts(self) -> Iterator[bytes]:
        """Yield the same parcel by parcel as text, which is never held whole."""

    def record(self) -> dict[str, Any]:
        """Return the record, held whole."""
        members, entries = members_of(self.screening), self.entries()
        run = self._run or self._ran(long_digest(members, _PARCELS, map(EntryWriter().text, entries)))
        return members | {_PARCELS: entries, "run": run}

    def write_record(self, path: Path) -> None:
        """Write the record without holding it."""
        write_long_record(members_of(self.screening), _PARCELS, self.texts(), self._ran, path)

    def write_table(self, path: Path) -> None:
        """Write the workbook."""
        write_screening_table(self.record(), path)

    def _ran(self, digest: str) -> dict[str, Any]:
        """Return what every output says of the run, told the digest of all else: the first one says when it ended."""
        if self._run is None:
            self._run = run_of(self.screening, id_of_digest(digest), self._host)
        return self._run


def source_paths(request: ScreeningRequest) -> set[Path]:
    """Return the files of all layers of a request, which no output may write over.

    A file among the offered ones that holds nothing but layers of an earlier screening is no source.
    """
    sources = [request.parcels, *(source for of_role in sources_of(request.named).values() for source in of_role)]
    named = [source.describe() for source in sources]
    by_file: dict[Path, set[str]] = defaultdict(set)
    for description in (source.describe() for source in request.offered):
        if description.path:
            by_file[Path(description.path)].add(description.name)
    offered = {path for path, names in by_file.items() if not names <= set(STYLED)}
    answers = {request.answers.path.resolve()} if request.answers is not None and request.answers.path else set()
    return offered | answers | {Path(description.path) for description in named if description.path}


def check_outputs(request: ScreeningRequest, paths: Iterable[Path]) -> None:
    """Say before any work is done where an output would change a source.

    Raises
    ------
    InputError
        When it is one, or would lie in one.
    """
    sources = source_paths(request)
    for path in paths:
        check_not_input(path, sources)


def write_outputs(screening: Screening, outputs: Outputs, host: dict[str, Any] | None = None) -> None:
    """Write all outputs, or none; several layers may share one GeoPackage.

    Raises
    ------
    InputError
        When one cannot be written.
    """
    write_found(Whole(screening, host), outputs)


def write_found(found: Found, outputs: Outputs) -> None:
    """Write all outputs of what was found, as ``write_outputs``."""
    write_all(
        outputs,
        {"output": found.parcels, "overlaps": found.overlaps, "findings": found.findings},
        {"record": found.write_record, "table": found.write_table},
    )


class Whole(Found):
    """What a screening found, held as it is."""

    def parcels(self) -> Table:
        return parcels_table(self.screening)

    def overlaps(self) -> Table:
        return overlaps_table(self.screening)

    def findings(self) -> Table:
        return findings_table(self.screening)

    def entries(self) -> list[dict[str, Any]]:
        entries = Entries(self.screening)
        return [entries.of(result) for result in self.screening.results]

    def texts(self) -> Iterator[bytes]:
        entries, writer = Entries(self.screening), EntryWriter()
        return (writer.text(entries.of(result)) for result in self.screening.results)


def write_all(
    outputs: Outputs, tables: Mapping[str, Callable[[], Table]], others: Mapping[str, Callable[[Path], None]]
) -> None:
    """Write the outputs that are wanted, or none of them.

    Parameters
    ----------
    outputs : Outputs
    tables : mapping of str to function
        By output what makes its layer or table; called when it is written, so that one after the other is held.
    others : mapping of str to function
        By output what writes its file: beside the tables, since a long record waits for the disk and for its hash.

    Raises
    ------
    InputError
        When one cannot be written.
    """
    by_file: dict[Path, list[Callable[[], Table]]] = defaultdict(list)
    for name, make in tables.items():
        path = getattr(outputs, name)
        if path is not None:
            by_file[path].append(make)
    files = {name: getattr(outputs, name) for name in others if getattr(outputs, name) is not None}
    with all_or_none([*by_file, *files.values()]) as parts, ThreadPoolExecutor(1) as beside:
        written = [beside.submit(others[name], parts[path]) for name, path in files.items()]
        for path, makers in by_file.items():
            for make in makers:
                table = make()
                write_tables(parts[path], [table])
                if path.suffix.lower() == ".gpkg" and table.name in STYLED:
                    write_default_style(parts[path], table.name, "geom", table.name, "Land Entry")
        for one in written:
            one.result()


def write_screening_table(record: dict[str, Any], path: Path) -> None:
    """Write the workbook of a record; what makes workbooks is loaded for that only."""
    from land_entry_plugin.files.workbook import write_workbook
    from land_entry_plugin.jobs.workbook import screening_sheets

    write_workbook(screening_sheets(record), path)


def parcels_table(screening: Screening) -> Table:
    """Return the output layer: the parcels with their own fields and what was found."""
    return parcels_table_of(screening, [(one.row, parcel_row(one, screening)) for one in screening.results])


def parcels_table_of(screening: Screening, found: Sequence[tuple[int, dict[str, Any]]]) -> Table:
    """Return the output layer of what was found of parcels, each with its position in the parcel layer."""
    kept = own_fields(screening)
    columns_read = screening.parcels.rows.columns
    columns = [(name, type_of(columns_read[own])) for name, own in kept.items()]
    rows = [{name: columns_read[own][at] for name, own in kept.items()} | row for at, row in found]
    order = [at for at, _ in found]
    return Table(
        PARCELS_LAYER,
        [*columns, *((column.name, column.type) for column in PARCEL_COLUMNS)],
        rows,
        np.array([storable(shape) for shape in screening.parcels.geometry[order]], dtype=object),
        screening.parcels.description.crs,
    )


def storable(shape: shapely.Geometry | None) -> shapely.Geometry | None:
    """Return a parcel's shape as the output keeps it: as it is, None where it is no polygon or holds no numbers."""
    is_polygon = shape is not None and shape.geom_type in ("Polygon", "MultiPolygon")
    return shape if is_polygon and np.isfinite(shapely.get_coordinates(shape)).all() else None


def overlaps_table(screening: Screening) -> Table:
    """Return the pieces, in the CRS of the parcel layer."""
    found = overlap_rows(screening)
    return overlaps_table_of(screening, [row for row, _, _ in found], overlap_shapes(screening, found))


def overlap_shapes(screening: Screening, found: Sequence[tuple[Any, shapely.Geometry, str]]) -> np.ndarray:
    """Return the shapes of pieces, each in its plane, in the CRS of the parcel layer."""
    geometry = np.array([shape for _, shape, _ in found], dtype=object)
    planes = np.array([plane for _, _, plane in found], dtype=object)
    for code in set(planes):
        own = planes == code
        geometry[own] = project(geometry[own], pyproj.CRS.from_user_input(code), screening.parcels.crs)
    return geometry


def overlaps_table_of(screening: Screening, rows: Sequence[dict[str, Any]], geometry: np.ndarray) -> Table:
    """Return the layer of pieces."""
    columns = [(column.name, column.type) for column in OVERLAP_COLUMNS]
    return Table(OVERLAPS_LAYER, columns, rows, geometry, screening.parcels.description.crs)


def findings_table(screening: Screening) -> Table:
    """Return the findings as a table without geometry."""
    places, rows = FindingRows(screening).of(screening.results)
    return findings_table_of(zip((result.parcel_id for result in screening.results), places, strict=True), rows)


def findings_table_of(found: Iterable[tuple[str, Sequence[int]]], rows: Sequence[tuple[Any, ...]]) -> Table:
    """Return findings, as ``FindingRows`` makes them, as a table without geometry.

    Parameters
    ----------
    found : iterable of (parcel id, sequence of int)
        Of every parcel where its findings stand in ``rows``.
    rows : sequence of tuple
    """
    (first, *others) = FINDING_COLUMNS
    parcel_ids: list[str] = []
    at: list[int] = []
    for parcel_id, places in found:
        parcel_ids += [parcel_id] * len(places)
        at += places
    return Table(
        FINDINGS_LAYER,
        [(column.name, column.type) for column in FINDING_COLUMNS],
        (),
        values={first.name: parcel_ids},
        repeated=Repeated({one.name: [row[i] for row in rows] for i, one in enumerate(others)}, at),
    )
