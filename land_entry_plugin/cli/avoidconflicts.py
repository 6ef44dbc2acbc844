# SPDX-License-Identifier: GPL-2.0-or-later
"""``avoidconflicts`` on the command line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from land_entry_plugin.cli.options import add_outputs, listed
from land_entry_plugin.cli.screenparcels import add_inputs_to, screening_request
from land_entry_plugin.cli.terminal import Terminal, asked_outputs
from land_entry_plugin.engine.avoidance import Cutting, Keep
from land_entry_plugin.files.outputs import LAYER_FORMATS
from land_entry_plugin.jobs.avoidance.outputs import (
    AvoidanceOutputs,
    check_avoidance_outputs,
    write_avoidance,
)
from land_entry_plugin.jobs.avoidance.rows import told
from land_entry_plugin.jobs.avoidconflicts import AvoidanceRequest, avoidconflicts, keep_of
from land_entry_plugin.jobs.record import banners
from land_entry_plugin.texts import user_language

if TYPE_CHECKING:
    from argparse import Namespace, _SubParsersAction

OUTPUTS = {
    "output": ("corrected parcels with the verdict before and after (.gpkg, .geojson, .fgb)", tuple(LAYER_FORMATS)),
    "removed": ("what was cut off, piece by piece (.gpkg, .geojson, .fgb)", tuple(LAYER_FORMATS)),
}


def add_to(commands: _SubParsersAction) -> None:
    """Add the sub-command."""
    command = commands.add_parser(
        "avoidconflicts",
        help="cut the conflicting part off parcels",
        description="Cut parcels clear of conflicts and screen what stays. A layer is FILE or FILE|layername=NAME. "
        "Name at least one output.",
    )
    add_inputs_to(command)
    command.add_argument(
        "--rules",
        default="",
        metavar="RULES",
        help="ids of the rules whose conflicts to avoid, with commas; all blocking ones that cutting may help where "
        "not given",
    )
    for name, value, help_text in (
        ("setback-m", Cutting.setback_m, "distance kept from what is cut off"),
        ("min-width-m", Cutting.min_width_m, "parts narrower than this are dropped"),
        ("min-area-m2", Cutting.min_area_m2, "parts smaller than this are dropped"),
        ("merge-m", Cutting.merge_m, "new boundary points nearer than this become one where that only takes land away"),
    ):
        unit = name.rpartition("-")[2].upper()
        command.add_argument(f"--{name}", type=float, default=value, metavar=unit, help=f"{help_text} ({value:g})")
    command.add_argument(
        "--keep", default=str(Cutting.keep), metavar="PARTS", help=f"{' or '.join(Keep)}: which parts stay"
    )
    add_outputs(command, OUTPUTS)
    command.set_defaults(run=_run, usage_error=command.error)


def _run(options: Namespace) -> None:
    paths = asked_outputs(options, OUTPUTS)
    request = AvoidanceRequest(
        screening=screening_request(options),
        rules=listed(options.rules),
        cutting=Cutting(
            setback_m=options.setback_m,
            min_width_m=options.min_width_m,
            min_area_m2=options.min_area_m2,
            keep=keep_of(options.keep),
            merge_m=options.merge_m,
        ),
    )
    check_avoidance_outputs(request, paths.values())
    run = avoidconflicts(request, Terminal())
    write_avoidance(run, AvoidanceOutputs(**paths))
    Terminal.clear()
    for text in (*banners(run.after), *told(run)):
        print(text[user_language()], file=sys.stderr)
    for path in dict.fromkeys(paths.values()):
        print(path)
