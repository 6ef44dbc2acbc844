# SPDX-License-Identifier: GPL-2.0-or-later
"""Write what a comparison gives to files, without QGIS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.files.outputs import all_or_none, check_not_input
from land_entry_plugin.files.styles import write_default_style
from land_entry_plugin.files.tables import write_tables
from land_entry_plugin.files.workbook import write_workbook
from land_entry_plugin.jobs.comparison.rows import COMPARISON_LAYER, comparison_table
from land_entry_plugin.jobs.comparison.workbook import comparison_sheets

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from land_entry_plugin.jobs.comparescreenings import Comparison, ComparisonRequest


def check_comparison_outputs(request: ComparisonRequest, paths: Iterable[Path]) -> None:
    """Raise InputError where an output would write over a record."""
    records = [path.resolve() for path in request.paths]
    for path in paths:
        check_not_input(path, records)


def write_comparison(comparison: Comparison, output: Path | None, table: Path | None) -> None:
    """Write all outputs, or none.

    Raises
    ------
    InputError
        When one cannot be written.
    """
    with all_or_none([path for path in (output, table) if path is not None]) as parts:
        if output is not None:
            write_tables(parts[output], [comparison_table(comparison)])
            if output.suffix.lower() == ".gpkg":
                write_default_style(parts[output], COMPARISON_LAYER, "geom", COMPARISON_LAYER, "Land Entry")
        if table is not None:
            write_workbook(comparison_sheets(comparison), parts[table])
