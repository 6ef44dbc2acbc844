# SPDX-License-Identifier: GPL-2.0-or-later
"""``verifyscreening`` on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from land_entry_plugin.cli.options import add_outputs
from land_entry_plugin.cli.terminal import Terminal, asked_outputs
from land_entry_plugin.files.outputs import check_not_input
from land_entry_plugin.files.records import read_record, write_record
from land_entry_plugin.jobs.verifyscreening import VerificationRequest, verifyscreening
from land_entry_plugin.texts import user_language

if TYPE_CHECKING:
    from argparse import Namespace, _SubParsersAction

OUTPUTS = {"result": ("whether the record holds, and what differs, as JSON", (".json",))}


def add_to(commands: _SubParsersAction) -> None:
    """Add the sub-command."""
    command = commands.add_parser(
        "verifyscreening",
        help="run a record again from its inputs and say whether it holds",
        description="Run the record of a screening again from its inputs. The first line says whether it holds.",
    )
    command.add_argument("--record", type=Path, required=True, metavar="FILE", help="record of a screening (.json)")
    command.add_argument(
        "--data", type=Path, metavar="PLACE", help="folder, .gdb or .gpkg where its files are now, if they were moved"
    )
    add_outputs(command, OUTPUTS)
    command.set_defaults(run=_run, usage_error=command.error)


def _run(options: Namespace) -> None:
    path = asked_outputs(options, OUTPUTS)["result"]
    check_not_input(path, [options.record.resolve()])
    request = VerificationRequest(read_record(options.record), options.record, moved_to=options.data)
    result = verifyscreening(request, Terminal())
    write_record(result, path)
    Terminal.clear()
    for text in result["texts"]:
        print(text[user_language()])
    print(path)
