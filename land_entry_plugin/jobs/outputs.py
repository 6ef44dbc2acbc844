# SPDX-License-Identifier: GPL-2.0-or-later
"""Write what a screening gives to files, without QGIS."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj

from land_entry_plugin.engine.crs import project
from land_entry_plugin.files.outputs import check_not_input
from land_entry_plugin.files.records import write_record
from land_entry_plugin.files.styles import write_default_style
from land_entry_plugin.files.tables import Table, type_of, write_tables
from land_entry_plugin.files.workbook import write_workbook
from land_entry_plugin.jobs.record import screening_record
from land_entry_plugin.jobs.tables import (
    FINDING_COLUMNS,
    FINDINGS_LAYER,
    OVERLAP_COLUMNS,
    OVERLAPS_LAYER,
    PARCEL_COLUMNS,
    PARCELS_LAYER,
    finding_rows,
    overlap_rows,
    own_fields,
    parcel_row,
)
from land_entry_plugin.jobs.workbook import screening_sheets

if TYPE_CHECKING:
    from land_entry_plugin.jobs.screening import Screening

# Layers with a default style; the style has the layer's name.
STYLED = (PARCELS_LAYER, OVERLAPS_LAYER)


@dataclass(frozen=True)
class Outputs:
    """Where the outputs of a screening go; None for those not wanted."""

    output: Path | None = None
    overlaps: Path | None = None
    findings: Path | None = None
    record: Path | None = None
    table: Path | None = None


def write_outputs(screening: Screening, outputs: Outputs) -> None:
    """Write the outputs; several layers may share one GeoPackage.

    Raises
    ------
    InputError
        When an output is a source, or cannot be written.
    """
    sources = [entry["path"] for entry in screening.files.values()]
    for path in (outputs.output, outputs.overlaps, outputs.findings, outputs.record, outputs.table):
        if path is not None:
            check_not_input(path, sources)
    by_file: dict[Path, list[Table]] = defaultdict(list)
    for path, make in (
        (outputs.output, parcels_table),
        (outputs.overlaps, overlaps_table),
        (outputs.findings, findings_table),
    ):
        if path is not None:
            by_file[path].append(make(screening))
    for path, tables in by_file.items():

        def finish(part: Path, tables: list[Table] = tables) -> None:
            for table in tables:
                if part.suffix == ".gpkg" and table.name in STYLED:
                    write_default_style(part, table.name, "geom", table.name, "Land Entry")

        write_tables(path, tables, finish)
    if outputs.record:
        write_record(screening_record(screening), outputs.record)
    if outputs.table:
        write_workbook(screening_sheets(screening), outputs.table)


def parcels_table(screening: Screening) -> Table:
    """Return the output layer: the parcels with their own fields and what was found."""
    kept = own_fields(screening)
    columns_read = screening.parcels.rows.columns
    columns = [(name, type_of(columns_read[name])) for name in kept]
    rows: list[dict[str, Any]] = []
    for result in screening.results:
        rows.append({name: columns_read[name][result.row] for name in kept} | parcel_row(result, screening))
    order = [result.row for result in screening.results]
    return Table(
        PARCELS_LAYER,
        [*columns, *((column.name, column.type) for column in PARCEL_COLUMNS)],
        rows,
        screening.parcels.geometry[order],
        screening.parcels.description.crs,
    )


def overlaps_table(screening: Screening) -> Table:
    """Return the pieces, in the CRS of the parcel layer."""
    found = overlap_rows(screening)
    geometry = np.array([shape for _, shape, _ in found], dtype=object)
    planes = np.array([plane for _, _, plane in found], dtype=object)
    for code in set(planes):
        own = planes == code
        geometry[own] = project(geometry[own], pyproj.CRS.from_user_input(code), screening.parcels.crs)
    return Table(
        OVERLAPS_LAYER,
        [(column.name, column.type) for column in OVERLAP_COLUMNS],
        [row for row, _, _ in found],
        geometry,
        screening.parcels.description.crs,
    )


def findings_table(screening: Screening) -> Table:
    """Return the findings as a table without geometry."""
    columns = [(column.name, column.type) for column in FINDING_COLUMNS]
    return Table(FINDINGS_LAYER, columns, finding_rows(screening))
