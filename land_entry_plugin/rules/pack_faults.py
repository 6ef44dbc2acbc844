# SPDX-License-Identifier: GPL-2.0-or-later
"""Everything that is wrong with a pack file, for the person who writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.errors import InputError
from land_entry_plugin.rules.layering import load_pack
from land_entry_plugin.rules.pack_files import find_pack, open_pack_file, schema_faults

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def faults_of(name: str, folders: Sequence[Path] = ()) -> list[InputError]:
    """Return all faults of a pack by line, each file, line and reason; none where it is in order.

    Of what the schema sees all are found, of what it cannot see (names, expressions, cycles) the first.
    """
    try:
        file = open_pack_file(find_pack(name, folders))
        faults = schema_faults(file)
        if not faults:
            load_pack(name, folders)
    except InputError as error:
        return [error]
    by_line = sorted(faults, key=lambda fault: int(str(fault.values["line"])))
    return list({fault.user_message("en"): fault for fault in by_line}.values())
