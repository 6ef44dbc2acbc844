# SPDX-License-Identifier: GPL-2.0-or-later
"""What a search for candidate sites takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from land_entry_plugin.errors import InputError
from land_entry_plugin.rules.pack import DEFAULT_PACK

if TYPE_CHECKING:
    from pathlib import Path

    from land_entry_plugin.files.source import Source
    from land_entry_plugin.jobs.candidates import Named

MIN_AREA_M2, MIN_WIDTH_M = 200.0, 5.0


@dataclass(frozen=True)
class ReserveRequest:
    """The layers and limits of a search.

    Attributes
    ----------
    named : dict of role id to Source, or a tuple of them
    offered : tuple of Source
        Layers to recognise roles among.
    min_area_m2, min_width_m : float
        What is smaller or narrower is no site.
    classes : tuple of str
        Class codes that count as stock, instead of the usual ones; a code stands for all that begin with it.
    complete : tuple of str
        Roles whose completeness the user states.
    rule_pack : str
        Id or path.
    pack_folders : tuple of Path
    as_of : date
    """

    named: Named = field(default_factory=dict)
    offered: tuple[Source, ...] = ()
    min_area_m2: float = MIN_AREA_M2
    min_width_m: float = MIN_WIDTH_M
    classes: tuple[str, ...] = ()
    complete: tuple[str, ...] = ()
    rule_pack: str = DEFAULT_PACK
    pack_folders: tuple[Path, ...] = ()
    as_of: date = field(default_factory=date.today)

    def check(self) -> None:
        """Raise InputError where a limit is no number above nothing."""
        for name in ("min_area_m2", "min_width_m"):
            value = getattr(self, name)
            if not (np.isfinite(value) and value > 0):
                raise InputError("bad_site_limit", name=name.upper(), value=value)
