# SPDX-License-Identifier: GPL-2.0-or-later
"""Which parcel a table means, however it writes the id."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")


class ParcelNames:
    """The parcels that are wanted, by however a table writes their ids."""

    def __init__(self, parcel_ids: Iterable[str]) -> None:
        self._exact = set(parcel_ids)
        by_key: dict[str, set[str]] = defaultdict(set)
        for parcel_id in self._exact:
            by_key[_key(parcel_id)].add(parcel_id)
        # ids that differ in nothing but blanks or case are not mixed up
        self._by_key = {key: next(iter(ids)) for key, ids in by_key.items() if len(ids) == 1}

    def find(self, written: Any) -> str | None:
        """Return the id that a table means: written alike, or but for blanks, case, width and a needless ``.0``."""
        text = str(written)
        return text if text in self._exact else self._by_key.get(_key(text))


def _key(parcel_id: str) -> str:
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", parcel_id)).lstrip("'").upper()
    return re.sub(r"(?<=\d)\.0+$", "", plain)
