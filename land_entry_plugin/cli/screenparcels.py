# SPDX-License-Identifier: GPL-2.0-or-later
"""``screenparcels`` on the command line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from land_entry_plugin.cli.options import (
    add_law,
    add_layers,
    add_outputs,
    add_parcels,
    listed,
    named_layers,
    offered_layers,
)
from land_entry_plugin.cli.terminal import Terminal, asked_outputs
from land_entry_plugin.files.answers import open_answers
from land_entry_plugin.files.outputs import LAYER_FORMATS, TABLE_FORMATS
from land_entry_plugin.files.vector import open_layer
from land_entry_plugin.jobs.outputs import Outputs, check_outputs
from land_entry_plugin.jobs.readings import warnings_of
from land_entry_plugin.jobs.record import banners, seen_at_once
from land_entry_plugin.jobs.screening import ScreeningRequest, as_of_date
from land_entry_plugin.scale.screenparcels import screened_to_files
from land_entry_plugin.texts import user_language

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction


OUTPUTS = {
    "output": ("parcels with verdicts (.gpkg, .geojson, .fgb)", tuple(LAYER_FORMATS)),
    "overlaps": ("pieces of parcel x feature (.gpkg, .geojson, .fgb)", tuple(LAYER_FORMATS)),
    "findings": ("findings, rule by rule (.gpkg, .csv)", tuple(TABLE_FORMATS)),
    "record": ("the whole screening as JSON", (".json",)),
    "table": ("workbook (.xlsx)", (".xlsx",)),
}


def add_to(commands: _SubParsersAction) -> None:
    """Add the sub-command."""
    command = commands.add_parser(
        "screenparcels",
        help="screen parcels against the land survey and the control lines",
        description="Screen parcels. A layer is FILE or FILE|layername=NAME. Name at least one output.",
    )
    add_inputs_to(command)
    command.add_argument(
        "--scheduler", metavar="ADDRESS", help="of a Dask cluster that does the work (tcp://HOST:PORT; docs/scale.md)"
    )
    add_outputs(command, OUTPUTS)
    command.set_defaults(run=_run, usage_error=command.error)


def add_inputs_to(command: ArgumentParser) -> None:
    """Add what a screening is told: parcels, layers, answers, the pack and its day, limits."""
    add_parcels(command)
    add_layers(command)
    command.add_argument("--answers", metavar="TABLE", help="answers of officers")
    add_law(command)
    command.add_argument("--sliver-area-m2", type=float, default=ScreeningRequest.sliver_area_m2, metavar="M2")
    command.add_argument("--sliver-width-m", type=float, default=ScreeningRequest.sliver_width_m, metavar="M")
    command.add_argument(
        "--shared-numbers", action="store_true", help="number the boundary points of all parcels once, shared ones too"
    )


def _run(options: Namespace) -> None:
    paths = asked_outputs(options, OUTPUTS)
    request = screening_request(options)
    check_outputs(request, paths.values())
    if options.scheduler:
        from land_entry_plugin.scale.cluster_screening import screened_on_cluster

        screening = screened_on_cluster(request, Outputs(**paths), options.scheduler, Terminal())
    else:
        screening = screened_to_files(request, Outputs(**paths), Terminal())
    Terminal.clear()
    for text in (*banners(screening), *seen_at_once(screening), *warnings_of(screening.inputs)):
        print(text[user_language()], file=sys.stderr)
    for path in dict.fromkeys(paths.values()):
        print(path)


def screening_request(options: Namespace) -> ScreeningRequest:
    """Return the request that the options of a screening make."""
    return ScreeningRequest(
        parcels=open_layer(options.parcels),
        parcel_id=options.parcel_id,
        named=named_layers(options),
        offered=offered_layers(options),
        complete=listed(options.complete.lower()),
        answers=open_answers(options.answers) if options.answers else None,
        rule_pack=options.rule_pack,
        as_of=as_of_date(options.as_of),
        sliver_area_m2=options.sliver_area_m2,
        sliver_width_m=options.sliver_width_m,
        shared_numbers=options.shared_numbers,
    )
