# SPDX-License-Identifier: GPL-2.0-or-later
"""``comparescreenings`` on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from land_entry_plugin.cli.options import add_outputs
from land_entry_plugin.cli.terminal import Terminal, asked_outputs
from land_entry_plugin.files.outputs import LAYER_FORMATS
from land_entry_plugin.files.records import read_record
from land_entry_plugin.jobs.comparescreenings import ComparisonRequest, comparescreenings
from land_entry_plugin.jobs.comparison.outputs import check_comparison_outputs, write_comparison
from land_entry_plugin.jobs.comparison.summary import summary
from land_entry_plugin.texts import user_language

if TYPE_CHECKING:
    from argparse import Namespace, _SubParsersAction

OUTPUTS = {
    "output": ("parcels with what changed and why (.gpkg, .geojson, .fgb)", tuple(LAYER_FORMATS)),
    "table": ("workbook with what changed and which sheets to print again (.xlsx)", (".xlsx",)),
}


def add_to(commands: _SubParsersAction) -> None:
    """Add the sub-command."""
    command = commands.add_parser(
        "comparescreenings",
        help="say which verdicts changed between two records, and why",
        description="Compare the records of two screenings. Name at least one output. The last line but the files "
        "names the parcels whose sheets are to be printed again, as PARCEL_ID of surveysheets takes them.",
    )
    for name in ("before", "after"):
        command.add_argument(f"--{name}", type=Path, required=True, metavar="FILE", help="record (.json)")
    add_outputs(command, OUTPUTS)
    command.set_defaults(run=_run, usage_error=command.error)


def _run(options: Namespace) -> None:
    paths = asked_outputs(options, OUTPUTS)
    records = read_record(options.before), read_record(options.after)
    request = ComparisonRequest(*records, paths=(options.before, options.after))
    check_comparison_outputs(request, paths.values())
    comparison = comparescreenings(request, Terminal())
    write_comparison(comparison, paths.get("output"), paths.get("table"))
    Terminal.clear()
    for text in summary(comparison):
        print(text[user_language()])
    for path in dict.fromkeys(paths.values()):
        print(path)
