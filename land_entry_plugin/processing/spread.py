# SPDX-License-Identifier: GPL-2.0-or-later
"""A screening from inside QGIS: by worker processes with the Python of its own installation, where it pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import Qgis

from land_entry_plugin.bridge.interpreter import python_for_workers
from land_entry_plugin.scale import screenparcels as scaled

if TYPE_CHECKING:
    from collections.abc import Collection
    from contextlib import AbstractContextManager

    from land_entry_plugin.jobs.outputs import Found
    from land_entry_plugin.jobs.progress import Listener, Progress
    from land_entry_plugin.jobs.screening import ScreeningRequest


def screened(
    request: ScreeningRequest, wanted: Collection[str], progress: Progress, listener: Listener | None = None
) -> AbstractContextManager[Found]:
    """Screen parcels and give what was found for the length of a block, as ``scale`` does."""
    python = python_for_workers()
    # one process where there is no Python beside QGIS
    workers = None if python else 1
    host = {"qgis": Qgis.version()}
    return scaled.screened(request, wanted, progress, workers=workers, python=python, host=host, listener=listener)
