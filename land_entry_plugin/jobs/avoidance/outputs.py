# SPDX-License-Identifier: GPL-2.0-or-later
"""Write what a run gives to files, without QGIS."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyproj

from land_entry_plugin.engine.crs import project
from land_entry_plugin.files.outputs import all_or_none
from land_entry_plugin.files.styles import write_default_style
from land_entry_plugin.files.tables import Table, type_of, write_tables
from land_entry_plugin.jobs.avoidance.rows import (
    KEPT_COLUMNS,
    KEPT_LAYER,
    REMOVED_COLUMNS,
    REMOVED_LAYER,
    kept_fields,
    kept_row,
    removed_row,
)
from land_entry_plugin.jobs.outputs import check_outputs, storable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from land_entry_plugin.jobs.avoidconflicts import AvoidanceRequest, AvoidedConflicts

# The styles with which QGIS opens the layers.
STYLES = {KEPT_LAYER: "parcels", REMOVED_LAYER: "removed"}


@dataclass(frozen=True)
class AvoidanceOutputs:
    """Where the outputs go; None for those not wanted."""

    output: Path | None = None
    removed: Path | None = None


def check_avoidance_outputs(request: AvoidanceRequest, paths: Iterable[Path]) -> None:
    """Say before any work is done where an output would change a source.

    Raises
    ------
    InputError
        When it is one, or would lie in one.
    """
    check_outputs(request.screening, paths)


def write_avoidance(run: AvoidedConflicts, outputs: AvoidanceOutputs) -> None:
    """Write all outputs, or none; both may share one GeoPackage.

    Raises
    ------
    InputError
        When one cannot be written.
    """
    by_file: dict[Path, list[Table]] = defaultdict(list)
    for path, make in ((outputs.output, kept_table), (outputs.removed, removed_table)):
        if path is not None:
            by_file[path].append(make(run))
    with all_or_none(list(by_file)) as parts:
        for path, tables in by_file.items():
            write_tables(parts[path], tables)
            for table in tables if path.suffix.lower() == ".gpkg" else ():
                write_default_style(parts[path], table.name, "geom", STYLES[table.name], "Land Entry")


def kept_table(run: AvoidedConflicts) -> Table:
    """Return the parcels of which something is left, with their own fields and what was found."""
    own, read = kept_fields(run), run.before.parcels.rows.columns
    kept = [parcel for parcel in run.parcels if parcel.after is not None]
    return Table(
        KEPT_LAYER,
        [
            *((name, type_of(read[stored])) for name, stored in own.items()),
            *((column.name, column.type) for column in KEPT_COLUMNS),
        ],
        [{name: read[stored][parcel.row] for name, stored in own.items()} | kept_row(parcel, run) for parcel in kept],
        np.array([storable(parcel.geometry) for parcel in kept], dtype=object),
        run.before.parcels.description.crs,
    )


def removed_table(run: AvoidedConflicts) -> Table:
    """Return the parts that went, in the CRS of the parcel layer."""
    parcels = run.before.parcels
    rows, shapes = [], []
    # a loop: each part has the plane of its parcel
    for parcel in run.parcels:
        if parcel.avoidance is None or not parcel.avoidance.removed:
            continue
        plane = pyproj.CRS.from_user_input(parcel.plane)
        gone = parcel.avoidance.removed
        rows += [removed_row(parcel, one) for one in gone]
        shapes += list(project(np.array([one.geometry for one in gone], dtype=object), plane, parcels.crs))
    geometry = np.empty(len(shapes), dtype=object)
    geometry[:] = shapes
    columns = [(column.name, column.type) for column in REMOVED_COLUMNS]
    return Table(REMOVED_LAYER, columns, rows, geometry, parcels.description.crs)
