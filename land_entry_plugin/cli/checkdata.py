# SPDX-License-Identifier: GPL-2.0-or-later
"""``checkdata`` on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from land_entry_plugin.cli.options import add_day, add_layers, add_outputs, add_parcels, named_layers
from land_entry_plugin.cli.terminal import Terminal, asked_outputs
from land_entry_plugin.files.contents import contents_of
from land_entry_plugin.files.outputs import LAYER_FORMATS
from land_entry_plugin.files.vector import open_layer
from land_entry_plugin.jobs.checkdata import checkdata
from land_entry_plugin.jobs.doctor.fitness import fixed_sentence, summary
from land_entry_plugin.jobs.doctor.outputs import CheckOutputs, check_check_outputs, fixed_file, write_check
from land_entry_plugin.jobs.doctor.request import CheckRequest
from land_entry_plugin.jobs.screening import as_of_date
from land_entry_plugin.texts import user_language

if TYPE_CHECKING:
    from argparse import Namespace, _SubParsersAction


OUTPUTS = {
    "output": ("places of faults (.gpkg, .geojson, .fgb)", tuple(LAYER_FORMATS)),
    "record": ("the whole check as JSON", (".json",)),
    "table": ("workbook (.xlsx)", (".xlsx",)),
}


def add_to(commands: _SubParsersAction) -> None:
    """Add the sub-command."""
    command = commands.add_parser(
        "checkdata",
        help="the doctor: say before a screening what is wrong with its data",
        description="Check parcels and layers before a screening. A layer is FILE or FILE|layername=NAME. "
        "Sources are never changed. Name at least one output.",
    )
    add_parcels(command, required=False)
    add_layers(command)
    add_day(command)
    add_outputs(command, OUTPUTS)
    command.add_argument(
        "--fixed", type=Path, metavar="PLACE", help="folder or .gpkg for copies in which all is mended that is safe"
    )
    command.set_defaults(run=_run, usage_error=command.error)


def _run(options: Namespace) -> None:
    named = [name for name in (*OUTPUTS, "fixed") if getattr(options, name) is not None]
    paths = asked_outputs(options, OUTPUTS) if named != ["fixed"] else {}
    fixed = fixed_file(options.fixed) if options.fixed is not None else None
    request = _request(options)
    check_check_outputs(request, paths.values(), fixed)
    check = checkdata(request, Terminal())
    write_check(check, CheckOutputs(**paths, fixed=fixed))
    Terminal.clear()
    print(summary(check)[user_language()])
    if fixed is not None:
        print(fixed_sentence(check, str(fixed))[user_language()])
    for path in paths.values():
        print(path)


def _request(options: Namespace) -> CheckRequest:
    contents = contents_of(options.data) if options.data else None
    offered = [*(contents.sources if contents else ()), *map(open_layer, options.layers)]
    return CheckRequest(
        parcels=open_layer(options.parcels) if options.parcels else None,
        parcel_id=options.parcel_id,
        named=named_layers(options),
        offered=tuple(offered),
        not_read=contents.not_read if contents else (),
        as_of=as_of_date(options.as_of),
        fixed=options.fixed is not None,
    )
