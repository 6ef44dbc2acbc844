# SPDX-License-Identifier: GPL-2.0-or-later
"""``screenparcels`` on the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from land_entry_plugin.cli.terminal import Terminal, asked_outputs
from land_entry_plugin.files.answers import open_answers
from land_entry_plugin.files.outputs import LAYER_FORMATS, TABLE_FORMATS
from land_entry_plugin.files.vector import open_layer, open_package
from land_entry_plugin.jobs.outputs import Outputs, check_outputs, write_outputs
from land_entry_plugin.jobs.readings import warnings_of
from land_entry_plugin.jobs.record import banners, unreadable
from land_entry_plugin.jobs.screening import ScreeningRequest, as_of_date
from land_entry_plugin.jobs.screenparcels import screenparcels
from land_entry_plugin.roles.catalogue import LAND_USE_HISTORY, layer_roles
from land_entry_plugin.rules.pack import DEFAULT_PACK
from land_entry_plugin.texts import user_language

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction

    from land_entry_plugin.files.source import Source

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
    for name, (description, _) in OUTPUTS.items():
        command.add_argument(f"--{name}", type=Path, metavar="FILE", help=description)
    command.set_defaults(run=_run, usage_error=command.error)


def add_inputs_to(command: ArgumentParser) -> None:
    """Add what a screening is told: parcels, layers, answers, the pack and its day, limits."""
    command.add_argument("--parcels", required=True, metavar="LAYER", help="candidate parcels")
    command.add_argument(
        "--parcel-id", metavar="FIELD", help="field with the parcel id (ZDDM, BDCDYH, DKBH, else the row)"
    )
    add_layers(command)
    command.add_argument("--answers", metavar="TABLE", help="answers of officers")
    command.add_argument(
        "--complete", default="", metavar="ROLES", help="roles whose completeness you state, with commas"
    )
    command.add_argument("--rule-pack", default=DEFAULT_PACK, metavar="PACK", help="id, or a YAML file")
    command.add_argument("--as-of", metavar="DATE", help="YYYY-MM-DD; today where not given")
    command.add_argument("--sliver-area-m2", type=float, default=ScreeningRequest.sliver_area_m2, metavar="M2")
    command.add_argument("--sliver-width-m", type=float, default=ScreeningRequest.sliver_width_m, metavar="M")
    command.add_argument(
        "--shared-numbers", action="store_true", help="number the boundary points of all parcels once, shared ones too"
    )


def add_layers(command: ArgumentParser) -> None:
    """Add the options that name layers."""
    command.add_argument("--data", metavar="PLACE", help="folder, .gdb or .gpkg whose layers are recognised by role")
    command.add_argument(
        "--layers", action="append", default=[], metavar="LAYER", help="a layer to recognise; repeatable"
    )
    for role in layer_roles():
        option = f"--{role.replace('_', '-')}"
        if role == LAND_USE_HISTORY:
            command.add_argument(
                option, action="append", default=[], metavar="LAYER", help="an earlier land survey; repeatable"
            )
        else:
            command.add_argument(option, metavar="LAYER")


def named_layers(options: Namespace) -> dict[str, Source | tuple[Source, ...]]:
    """Return the layers that were named for a role."""
    return {role: _named(value) for role in layer_roles() if (value := getattr(options, role))}


def offered_layers(options: Namespace) -> tuple[Source, ...]:
    """Return the layers to recognise roles among."""
    return (*(open_package(options.data) if options.data else ()), *map(open_layer, options.layers))


def _run(options: Namespace) -> None:
    paths = asked_outputs(options, OUTPUTS)
    request = screening_request(options)
    check_outputs(request, paths.values())
    screening = screenparcels(request, Terminal())
    write_outputs(screening, Outputs(**paths))
    Terminal.clear()
    for text in (*banners(screening), *unreadable(screening), *warnings_of(screening.inputs)):
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
        complete=tuple(role.strip().lower() for role in options.complete.split(",") if role.strip()),
        answers=open_answers(options.answers) if options.answers else None,
        rule_pack=options.rule_pack,
        as_of=as_of_date(options.as_of),
        sliver_area_m2=options.sliver_area_m2,
        sliver_width_m=options.sliver_width_m,
        shared_numbers=options.shared_numbers,
    )


def _named(value: str | list[str]) -> Source | tuple[Source, ...]:
    return open_layer(value) if isinstance(value, str) else tuple(map(open_layer, value))
