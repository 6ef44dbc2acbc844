# SPDX-License-Identifier: GPL-2.0-or-later
"""``adjustmententry`` on the command line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from land_entry_plugin.cli.options import add_day, add_outputs
from land_entry_plugin.cli.terminal import Terminal, asked_outputs
from land_entry_plugin.files.outputs import LAYER_FORMATS
from land_entry_plugin.files.vector import open_layer
from land_entry_plugin.jobs.adjustment.outputs import (
    AdjustmentOutputs,
    check_adjustment_outputs,
    write_adjustment,
)
from land_entry_plugin.jobs.adjustment.record import cap_text
from land_entry_plugin.jobs.adjustmententry import AdjustmentRequest, adjustmententry
from land_entry_plugin.jobs.screening import as_of_date
from land_entry_plugin.texts import user_language

if TYPE_CHECKING:
    from argparse import Namespace, _SubParsersAction

OUTPUTS = {
    "output": ("plots with what they are and become (.gpkg, .geojson, .fgb)", tuple(LAYER_FORMATS)),
    "record": ("the whole balance as JSON", (".json",)),
    "table": ("balance sheet as a workbook (.xlsx)", (".xlsx",)),
}


def add_to(commands: _SubParsersAction) -> None:
    """Add the sub-command."""
    command = commands.add_parser(
        "adjustmententry",
        help="balance of adjusted entry (调整入市): reclaimed plots against entered ones",
        description="Balance reclaimed plots against entered ones. A layer is FILE or FILE|layername=NAME. "
        "Name at least one output.",
    )
    command.add_argument(
        "--reclaimed",
        required=True,
        metavar="LAYER",
        help="plots reclaimed to farmland: class after (FKDLBM or DLBM), grade GDDB, slope class GDPDJB, acceptance "
        "YSWH and YSRQ",
    )
    command.add_argument("--entered", required=True, metavar="LAYER", help="plots that enter the market for them")
    command.add_argument("--land-use", required=True, metavar="LAYER", help="land survey (DLTB)")
    command.add_argument(
        "--scattered-below-m2",
        type=float,
        metavar="M2",
        help="below which size the office takes a plot for a scattered one; no law says, so an officer looks "
        "where it is not given",
    )
    add_day(command)
    add_outputs(command, OUTPUTS)
    command.set_defaults(run=_run, usage_error=command.error)


def _run(options: Namespace) -> None:
    paths = asked_outputs(options, OUTPUTS)
    request = AdjustmentRequest(
        reclaimed=open_layer(options.reclaimed),
        entered=open_layer(options.entered),
        land_use=open_layer(options.land_use),
        scattered_below_m2=options.scattered_below_m2,
        as_of=as_of_date(options.as_of),
    )
    check_adjustment_outputs(request, paths.values())
    entry = adjustmententry(request, Terminal())
    write_adjustment(entry, AdjustmentOutputs(**paths))
    Terminal.clear()
    for cap in entry.judged.caps:
        print(cap_text(cap, entry)[user_language()], file=sys.stderr)
    for path in dict.fromkeys(paths.values()):
        print(path)
