# SPDX-License-Identifier: GPL-2.0-or-later
"""Days as registers write them."""

from __future__ import annotations

import re
from datetime import date, datetime

# 20250618, 2025-06-18, 2025/6/18, 2025.6.18, 2025年6月18日, with a time of day or without
_WRITTEN = re.compile(
    r"(?:(\d{4})(\d{2})(\d{2})(?:\.0)?|(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?)(?:[T\s].*)?"
)
_NOTHING = ("", "/", "-", "—")


def day_of(value: object) -> date | None:
    """Return the day that a field states, None where it states none.

    Raises
    ------
    ValueError
        When it states something that is no day.
    """
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    text = str(value).strip()
    if text in _NOTHING or text.lower() == "nan":
        return None
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return date(*(int(part) for part in found.groups() if part))
