# SPDX-License-Identifier: GPL-2.0-or-later
"""Write what a search gives to files, without QGIS."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from land_entry_plugin.files.outputs import all_or_none, check_not_input
from land_entry_plugin.files.records import write_record
from land_entry_plugin.files.styles import write_default_style
from land_entry_plugin.files.tables import write_tables
from land_entry_plugin.files.workbook import write_workbook
from land_entry_plugin.jobs.candidates import sources_of
from land_entry_plugin.jobs.reserve.record import reserve_record
from land_entry_plugin.jobs.reserve.result import CANDIDATE, ONE_REASON
from land_entry_plugin.jobs.reserve.rows import CANDIDATES_LAYER, candidates_table
from land_entry_plugin.jobs.reserve.workbook import reserve_sheets
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from collections.abc import Iterable

    from land_entry_plugin.jobs.reserve.request import ReserveRequest
    from land_entry_plugin.jobs.reserve.result import Reserve


@dataclass(frozen=True)
class ReserveOutputs:
    """Where the outputs of a search go; None for those not wanted."""

    output: Path | None = None
    record: Path | None = None
    table: Path | None = None


def check_reserve_outputs(request: ReserveRequest, paths: Iterable[Path]) -> None:
    """Raise InputError where an output would change a source."""
    named = [source.describe() for of_role in sources_of(request.named).values() for source in of_role]
    offered = [source.describe() for source in request.offered]
    # what an earlier search wrote beside the layers may be written again
    sources = {Path(one.path) for one in named if one.path}
    sources |= {Path(one.path) for one in offered if one.path and one.name != CANDIDATES_LAYER}
    for path in paths:
        check_not_input(path, sources)


def write_reserve(reserve: Reserve, outputs: ReserveOutputs) -> None:
    """Write all outputs, or none.

    Raises
    ------
    InputError
        When one cannot be written.
    """
    with all_or_none([path for path in (outputs.output, outputs.record, outputs.table) if path is not None]) as parts:
        if outputs.output:
            write_tables(parts[outputs.output], [candidates_table(reserve)])
            if outputs.output.suffix.lower() == ".gpkg":
                write_default_style(parts[outputs.output], CANDIDATES_LAYER, "geom", CANDIDATES_LAYER, "Land Entry")
        if outputs.record:
            write_record(reserve_record(reserve), parts[outputs.record])
        if outputs.table:
            write_workbook(reserve_sheets(reserve), parts[outputs.table])


def summary(reserve: Reserve) -> dict[str, str]:
    """Return in one sentence how much was found."""
    groups = [reserve.of_group(group) for group in (CANDIDATE, ONE_REASON)]
    areas = [sum(float(site.result.measures["area_plane_m2"]) for site in group) for group in groups]
    values = {"count": len(groups[0]), "area_m2": areas[0], "others": len(groups[1]), "others_m2": areas[1]}
    return both("reserve.summary", values | {"stock_m2": float(reserve.account.stock)})
