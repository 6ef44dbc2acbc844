# SPDX-License-Identifier: GPL-2.0-or-later
"""A picture on its way into a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Picture:
    """A picture for a placeholder.

    Attributes
    ----------
    path : Path
        A PNG or JPEG file.
    width_mm : float
        On paper; the height follows.
    """

    path: Path
    width_mm: float
