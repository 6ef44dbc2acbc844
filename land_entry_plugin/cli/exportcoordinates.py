# SPDX-License-Identifier: GPL-2.0-or-later
"""``exportcoordinates`` on the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from land_entry_plugin.files.coordinates.dialect import DEFAULT_DIALECT, shipped_ids
from land_entry_plugin.files.vector import open_layer
from land_entry_plugin.jobs.exportcoordinates import check_export_output, exportcoordinates, write_exported
from land_entry_plugin.texts import user_language

if TYPE_CHECKING:
    from argparse import Namespace, _SubParsersAction


def add_to(commands: _SubParsersAction) -> None:
    """Add the sub-command."""
    command = commands.add_parser(
        "exportcoordinates",
        help="write parcels to a coordinate file",
        description="Write parcels to a coordinate file: .txt in a dialect, .dat (CASS), .csv, .xlsx. It is read back "
        "before it takes its place.",
    )
    command.add_argument("--parcels", required=True, metavar="LAYER", help="FILE or FILE|layername=NAME")
    command.add_argument(
        "--parcel-id", metavar="FIELD", help="field with the parcel id (ZDDM, BDCDYH, DKBH, else the row)"
    )
    command.add_argument(
        "--dialect", default=DEFAULT_DIALECT, metavar="DIALECT", help=f"{', '.join(shipped_ids())}, or a YAML file"
    )
    command.add_argument("--file", type=Path, metavar="FILE", help="coordinate file (.txt, .dat, .csv, .xlsx)")
    command.set_defaults(run=_run, usage_error=command.error)


def _run(options: Namespace) -> None:
    if options.file is None:
        options.usage_error("name a --file")
    parcels = open_layer(options.parcels)
    check_export_output(parcels, options.file)
    exported = exportcoordinates(parcels, options.parcel_id, options.dialect)
    write_exported(exported, options.file)
    for sentence in exported.sentences(user_language(), options.file):
        print(sentence, file=sys.stderr)
    print(options.file)
