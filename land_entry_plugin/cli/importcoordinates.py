# SPDX-License-Identifier: GPL-2.0-or-later
"""``importcoordinates`` on the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from land_entry_plugin.jobs.importcoordinates import check_import_output, import_to_file
from land_entry_plugin.texts import user_language

if TYPE_CHECKING:
    from argparse import Namespace, _SubParsersAction


def add_to(commands: _SubParsersAction) -> None:
    """Add the sub-command."""
    command = commands.add_parser(
        "importcoordinates",
        help="read parcels from a coordinate file",
        description="Read parcels from a coordinate file: .txt (电子报盘 and its dialects), .dat (CASS), .csv, .xlsx, "
        ".kml, .kmz, .dxf. What was found out and what is odd is said on the standard error output.",
    )
    command.add_argument("--file", type=Path, required=True, metavar="FILE", help="coordinate file")
    command.add_argument(
        "--dialect", metavar="DIALECT", help="dialect of a text file: id, or a YAML file; found out where not given"
    )
    command.add_argument(
        "--crs", metavar="CRS", help="what the coordinates are in, such as EPSG:4527, where the file does not say"
    )
    command.add_argument("--output", type=Path, metavar="FILE", help="parcels (.gpkg, .geojson, .fgb)")
    command.set_defaults(run=_run, usage_error=command.error)


def _run(options: Namespace) -> None:
    if options.output is None:
        options.usage_error("name an --output")
    check_import_output(options.file, options.output)
    spoken = import_to_file(options.file, options.output, options.dialect, options.crs)
    for sentence in spoken.sentences(user_language()):
        print(sentence, file=sys.stderr)
    print(options.output)
