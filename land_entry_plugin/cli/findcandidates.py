# SPDX-License-Identifier: GPL-2.0-or-later
"""``findcandidates`` on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.cli.options import add_law, add_layers, add_outputs, listed, named_layers, offered_layers
from land_entry_plugin.cli.terminal import Terminal, asked_outputs
from land_entry_plugin.files.outputs import LAYER_FORMATS
from land_entry_plugin.jobs.findcandidates import findcandidates
from land_entry_plugin.jobs.reserve.outputs import ReserveOutputs, check_reserve_outputs, summary, write_reserve
from land_entry_plugin.jobs.reserve.request import MIN_AREA_M2, MIN_WIDTH_M, ReserveRequest
from land_entry_plugin.jobs.screening import as_of_date
from land_entry_plugin.texts import user_language

if TYPE_CHECKING:
    from argparse import Namespace, _SubParsersAction

OUTPUTS = {
    "output": ("candidate sites (.gpkg, .geojson, .fgb)", tuple(LAYER_FORMATS)),
    "record": ("the whole search as JSON", (".json",)),
    "table": ("workbook with the sites and the accounts (.xlsx)", (".xlsx",)),
}


def add_to(commands: _SubParsersAction) -> None:
    """Add the sub-command."""
    command = commands.add_parser(
        "findcandidates",
        help="find every piece of stock collective construction land that could enter the market",
        description="Find candidate sites from the layers alone. A layer is FILE or FILE|layername=NAME. "
        "Name at least one output.",
    )
    add_layers(command)
    command.add_argument("--min-area-m2", type=float, default=MIN_AREA_M2, metavar="M2", help="smallest site")
    command.add_argument("--min-width-m", type=float, default=MIN_WIDTH_M, metavar="M", help="narrowest site")
    command.add_argument(
        "--classes", default="", metavar="CODES", help="classes that count as stock, with commas; the usual where empty"
    )
    add_law(command)
    add_outputs(command, OUTPUTS)
    command.set_defaults(run=_run, usage_error=command.error)


def _run(options: Namespace) -> None:
    paths = asked_outputs(options, OUTPUTS)
    request = ReserveRequest(
        named=named_layers(options),
        offered=offered_layers(options),
        min_area_m2=options.min_area_m2,
        min_width_m=options.min_width_m,
        classes=listed(options.classes.upper()),
        complete=listed(options.complete.lower()),
        rule_pack=options.rule_pack,
        as_of=as_of_date(options.as_of),
    )
    check_reserve_outputs(request, paths.values())
    reserve = findcandidates(request, Terminal())
    write_reserve(reserve, ReserveOutputs(**paths))
    Terminal.clear()
    print(summary(reserve)[user_language()])
    for path in dict.fromkeys(paths.values()):
        print(path)
