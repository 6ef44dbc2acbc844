# SPDX-License-Identifier: GPL-2.0-or-later
"""What a cadastral code says of a parcel (宗地代码 of 19 digits, 不动产单元号 of 28)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# County 6, cadastral district 3, sub-district 3, kind of owner and of right, number 5; the unit adds 9.
_CODE = re.compile(r"(\d{6})(\d{6})([GJZ][A-Z])(\d{5})([FLQW]\d{8})?")


@dataclass(frozen=True)
class ParcelCode:
    """A code, taken apart.

    Attributes
    ----------
    county : str
        The county's administrative code, six digits.
    right : str
        Kind of owner (G state, J collective, Z open) and of right (A ownership, B construction land, C homestead).
    """

    county: str
    right: str


def parcel_code(text: object) -> ParcelCode | None:
    """Return what a code says, None where it is none."""
    return _parsed(str(text or ""))


# whoever tells of a parcel asks for its code several times
@lru_cache(maxsize=256)
def _parsed(text: str) -> ParcelCode | None:
    found = _CODE.fullmatch(text.strip().upper())
    return ParcelCode(found[1], found[3]) if found else None
