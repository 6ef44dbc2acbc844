# SPDX-License-Identifier: GPL-2.0-or-later
"""Write what a check gives to files, without QGIS."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.outputs import all_or_none, check_not_input, check_writable
from land_entry_plugin.files.records import write_record
from land_entry_plugin.files.styles import write_default_style
from land_entry_plugin.files.tables import Table, write_tables
from land_entry_plugin.files.workbook import write_workbook
from land_entry_plugin.jobs.candidates import sources_of
from land_entry_plugin.jobs.doctor.record import check_record
from land_entry_plugin.jobs.doctor.rows import PLACE_COLUMNS, PLACES_LAYER, fault_row, shown_place
from land_entry_plugin.jobs.doctor.workbook import check_sheets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from land_entry_plugin.jobs.doctor.request import CheckRequest, DataCheck

FIXED_NAME = "fixed.gpkg"


@dataclass(frozen=True)
class CheckOutputs:
    """Where the outputs of a check go; None for those not wanted. ``fixed`` is a GeoPackage."""

    output: Path | None = None
    record: Path | None = None
    table: Path | None = None
    fixed: Path | None = None


def fixed_file(place: Path) -> Path:
    """Return the GeoPackage of fixed copies that a user named: itself, or one in the folder."""
    return place if place.suffix.lower() == ".gpkg" else place / FIXED_NAME


def check_check_outputs(request: CheckRequest, paths: Iterable[Path], fixed: Path | None) -> None:
    """Say before any work is done where an output would change a source.

    Raises
    ------
    InputError
        When it is one, or would lie in one; and when the GeoPackage of fixed copies is there already.
    """
    sources = [*request.offered, *(source for own in sources_of(request.named).values() for source in own)]
    sources += [request.parcels] if request.parcels is not None else []
    inputs = set()
    for source in sources:
        try:
            stored = source.describe().path
        except InputError:
            # what cannot be opened is said by the check
            continue
        if stored:
            inputs.add(Path(stored))
    for path in (*paths, *([fixed] if fixed is not None else [])):
        check_not_input(path, inputs)
    if fixed is not None:
        check_writable(fixed)
        if fixed.exists():
            raise InputError("fixed_is_there", path=str(fixed))


def write_check(check: DataCheck, outputs: CheckOutputs) -> None:
    """Write all outputs, or none.

    Raises
    ------
    InputError
        When one cannot be written.
    """
    wanted = (outputs.output, outputs.record, outputs.table)
    fixed = outputs.fixed if outputs.fixed is not None and is_changed(check) else None
    with all_or_none([path for path in (*wanted, fixed) if path is not None]) as parts:
        if outputs.output:
            write_tables(parts[outputs.output], [places_table(check)])
            if outputs.output.suffix.lower() == ".gpkg":
                write_default_style(parts[outputs.output], PLACES_LAYER, "geom", PLACES_LAYER, "Land Entry")
        if outputs.record:
            write_record(check_record(check), parts[outputs.record])
        if outputs.table:
            write_workbook(check_sheets(check), parts[outputs.table])
        if fixed:
            write_tables(parts[fixed], fixed_tables(check))


def is_changed(check: DataCheck) -> bool:
    """Return whether anything was mended."""
    return any(mended.changes for mended in check.mended)


def fixed_tables(check: DataCheck) -> list[Table]:
    """Return the fixed copies of all layers, also of those in which nothing changed: what is screened is whole."""
    tables: list[Table] = []
    taken: set[str] = set()
    for mended in check.mended:
        name, number = mended.table.name, 1
        while name.lower() in taken:
            number += 1
            name = f"{mended.table.name}_{number}"
        taken.add(name.lower())
        tables.append(Table(name, mended.table.columns, mended.table.rows, mended.table.geometry, mended.table.crs))
    return tables


def places_table(check: DataCheck) -> Table:
    """Return the output layer: every listed fault, those without a place too, in the plane of the check."""
    return Table(
        PLACES_LAYER,
        [(column.name, column.type) for column in PLACE_COLUMNS],
        [fault_row(fault) for fault in check.faults],
        np.array([shown_place(fault) for fault in check.faults], dtype=object),
        "EPSG:4490" if check.plane is None else check.plane.code,
    )
