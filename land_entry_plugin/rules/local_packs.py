# SPDX-License-Identifier: GPL-2.0-or-later
"""Which packs there are for the places of parcels: proposed from their codes, never chosen silently."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from land_entry_plugin.errors import InputError
from land_entry_plugin.roles.parcel_codes import parcel_code
from land_entry_plugin.rules.layering import head_of
from land_entry_plugin.rules.pack_files import pack_paths, read_pack_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from land_entry_plugin.rules.pack import PackHead, RulePack


@dataclass(frozen=True)
class LocalPacks:
    """Packs for certain places that a screening does not use.

    Attributes
    ----------
    heads : tuple of PackHead
    unreadable : tuple of str
        Pack files that are at fault, so that nobody knows for which place they are.
    """

    heads: tuple[PackHead, ...]
    unreadable: tuple[str, ...]

    @classmethod
    def found(cls, folders: Sequence[Path], chosen: RulePack) -> LocalPacks:
        """Return the packs in folders and of the plugin that have codes and are not among the chosen."""
        used = {head.id for head in (chosen.head, *chosen.bases)}
        heads, unreadable = [], []
        for path in pack_paths(folders).values():
            try:
                head = _head(path, path.stat().st_mtime_ns)
            except InputError:
                unreadable.append(path.name)
                continue
            if head.jurisdiction["codes"] and head.id not in used:
                heads.append(head)
        return cls(tuple(heads), tuple(unreadable))

    def of(self, parcel_id: str) -> list[PackHead]:
        """Return the packs for the county of a parcel, by its code."""
        code = parcel_code(parcel_id)
        return [] if code is None else [head for head in self.heads if head.holds_at(code.county)]


@cache
def _head(path: Path, _modified: int) -> PackHead:
    return head_of(read_pack_file(path).stored)
