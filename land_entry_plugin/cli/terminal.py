# SPDX-License-Identifier: GPL-2.0-or-later
"""What the sub-commands have in common: progress on a terminal, and the outputs that were asked for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.outputs import check_output

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Collection, Mapping
    from pathlib import Path


class Terminal:
    """Progress on a terminal; nothing where the output goes elsewhere."""

    def report(self, phase: str, fraction: float) -> None:
        """Show how much is done."""
        if sys.stderr.isatty():
            print(f"\r{phase:<8} {fraction:4.0%}", end="", file=sys.stderr)

    def cancelled(self) -> bool:
        """Return False: on a terminal Ctrl+C cancels."""
        return False

    @staticmethod
    def clear() -> None:
        """Remove the progress line."""
        if sys.stderr.isatty():
            print("\r" + " " * 20 + "\r", end="", file=sys.stderr)


def asked_outputs(options: Namespace, outputs: Mapping[str, tuple[str, Collection[str]]]) -> dict[str, Path]:
    """Return the output files that were named, by option; at least one, and each may be written.

    Parameters
    ----------
    options : Namespace
        With ``usage_error``.
    outputs : mapping of option to (description, file endings)
    """
    paths = {name: getattr(options, name) for name in outputs if getattr(options, name) is not None}
    if not paths:
        options.usage_error("name at least one of " + ", ".join(f"--{name}" for name in outputs))
    for name, path in paths.items():
        check_output(path, outputs[name][1])
    for path in (path for path in paths.values() if path.suffix.lower() != ".gpkg"):
        if list(paths.values()).count(path) > 1:
            raise InputError("same_output", path=str(path))
    return paths
