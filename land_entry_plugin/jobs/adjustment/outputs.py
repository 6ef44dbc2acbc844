# SPDX-License-Identifier: GPL-2.0-or-later
"""Write what a balance gives to files, without QGIS."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from land_entry_plugin.engine.crs import project
from land_entry_plugin.files.outputs import all_or_none, check_not_input
from land_entry_plugin.files.records import write_record
from land_entry_plugin.files.tables import Table, write_tables
from land_entry_plugin.files.workbook import write_workbook
from land_entry_plugin.jobs.adjustment.record import adjustment_record, cap_text
from land_entry_plugin.jobs.adjustment.rows import PLOT_COLUMNS, PLOTS_LAYER, plot_row
from land_entry_plugin.jobs.adjustment.workbook import adjustment_sheets
from land_entry_plugin.jobs.outputs import storable
from land_entry_plugin.jobs.tables import LANGUAGE, Column
from land_entry_plugin.rules.adjustment.findings import CAP_NOT_IN_FORCE
from land_entry_plugin.rules.adjustment.terms import RECLAIMED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from land_entry_plugin.jobs.adjustmententry import AdjustmentEntry, AdjustmentRequest


# What every plot of a layer says of the balance as a whole.
BALANCE_FIELDS = (
    Column("verdict", str),
    Column("in_force", bool),
    Column("as_of", str),
    Column("banner", str),
)


@dataclass(frozen=True)
class AdjustmentOutputs:
    """Where the outputs of a balance go; None for those not wanted."""

    output: Path | None = None
    record: Path | None = None
    table: Path | None = None


def check_adjustment_outputs(request: AdjustmentRequest, paths: Iterable[Path]) -> None:
    """Say before any work is done where an output would change a source.

    Raises
    ------
    InputError
        When it is one, or would lie in one.
    """
    descriptions = [source.describe() for source in request.sources]
    sources = {Path(one.path) for one in descriptions if one.path}
    for path in paths:
        check_not_input(path, sources)


def write_adjustment(entry: AdjustmentEntry, outputs: AdjustmentOutputs) -> None:
    """Write all outputs, or none.

    Raises
    ------
    InputError
        When one cannot be written.
    """
    paths = [path for path in (outputs.output, outputs.record, outputs.table) if path is not None]
    with all_or_none(paths) as parts:
        if outputs.output:
            write_tables(parts[outputs.output], [plots_table(entry)])
        if outputs.record:
            write_record(adjustment_record(entry), parts[outputs.record])
        if outputs.table:
            write_workbook(adjustment_sheets(entry), parts[outputs.table])


def plots_table(entry: AdjustmentEntry) -> Table:
    """Return the output layer: all plots with what they are now and become, in the CRS of the reclaimed ones."""
    target = entry.sides[RECLAIMED].parcels
    geometry = np.full(len(entry.plots), None, dtype=object)
    # a loop: plots of two layers, some without a shape that can be kept
    for i, plot in enumerate(entry.plots):
        parcels = entry.sides[plot.side].parcels
        shape = np.array([storable(parcels.geometry[plot.row])], dtype=object)
        geometry[i] = shape[0] if shape[0] is None else project(shape, parcels.crs, target.crs)[0]
    judged = entry.judged
    whole = {
        "verdict": str(judged.verdict),
        "in_force": CAP_NOT_IN_FORCE not in judged.caps,
        "as_of": entry.request.as_of.isoformat(),
        "banner": "".join(cap_text(cap, entry)[LANGUAGE] for cap in judged.caps),
    }
    return Table(
        PLOTS_LAYER,
        [(column.name, column.type) for column in (*PLOT_COLUMNS, *BALANCE_FIELDS)],
        [plot_row(plot) | whole for plot in entry.plots],
        geometry,
        target.description.crs,
    )
