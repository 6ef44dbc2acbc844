# SPDX-License-Identifier: GPL-2.0-or-later
"""Slow layers are imported into the user's cache before they are looked at again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.errors import Cancelled
from land_entry_plugin.roles.catalogue import OWNERSHIP

if TYPE_CHECKING:
    from collections.abc import Iterable

    from land_entry_plugin.jobs.candidates import RoleLayer
    from land_entry_plugin.jobs.progress import Progress


def speed_up(layers: Iterable[RoleLayer], progress: Progress) -> None:
    """Import the layers that are slow to look at; of owners' names no copy is made.

    Raises
    ------
    Cancelled
        When the user cancelled; nothing is left then.
    """
    slow = [layer for layer in layers if layer.role.id != OWNERSHIP and getattr(layer.source, "is_slow", False)]
    for i, layer in enumerate(slow):

        def report(done: float, before: int = i) -> None:
            if progress.cancelled():
                raise Cancelled
            progress.report("import", (before + done) / len(slow))

        report(0.0)
        layer.source.speed_up(sorted(set(layer.fields.values())), report)  # type: ignore[attr-defined]
