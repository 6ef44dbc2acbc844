# SPDX-License-Identifier: GPL-2.0-or-later
"""Land classes of the third national land survey and the categories that the law asks about."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from land_entry_plugin.paths import resource

FARMLAND = "farmland"
AGRICULTURAL = "agricultural"
CONSTRUCTION = "construction"
UNUSED = "unused"
UNKNOWN = "unknown"
# Accounts count a doubly covered place where it weighs most: worst first.
CATEGORIES = (FARMLAND, AGRICULTURAL, UNUSED, UNKNOWN, CONSTRUCTION)
# The guide that made 0404 agricultural took effect for the survey of this year.
GUIDE_OF_2023 = 2023


@cache
def _tables() -> dict[str, Any]:
    return yaml.safe_load(resource("land_classes.yaml").read_text(encoding="utf-8"))


def class_code(code: object) -> str:
    """Return a class code without blanks, in upper case, without the suffix K or A."""
    text = str(code or "").strip().upper()
    return text[:-1] if len(text) > 2 and text[-1] in "KA" else text


def class_name(code: object) -> str | None:
    """Return the name of a class, or None where it is in no table."""
    entry = _tables()["classes"].get(class_code(code))
    return entry[0] if entry else None


def category(code: object, survey_year: int | None) -> str:
    """Return the category of a class in a survey of a year; ``unknown`` where it is null or in no table.

    Where the category changed with the guide of 2023 and no year is stated, the earlier (stricter) one counts.
    """
    entry = _tables()["classes"].get(class_code(code))
    if entry is None:
        return UNKNOWN
    stored = entry[1]
    if isinstance(stored, dict):
        return stored["from_2023" if survey_year is not None and survey_year >= GUIDE_OF_2023 else "until_2022"]
    return stored


def urban_zone(code: object, name: object) -> str:
    """Return ``core``, ``flexible`` or ``special`` by a zone's name, else by its code; else ``unknown``."""
    zones = _tables()["urban_zones"]
    name_text, code_text = str(name or "").strip(), str(code or "").strip()
    for zone, entry in zones.items():
        if any(text in name_text for text in entry["names"]):
            return zone
    for zone, entry in zones.items():
        if code_text in entry["short_codes"] or any(code_text.startswith(prefix) for prefix in entry["codes"]):
            return zone
    return UNKNOWN


def land_ownership(code: object) -> str:
    """Return ``state`` or ``collective`` by 权属性质 (QSXZ); else ``unknown``."""
    first = str(code or "").strip()[:1]
    return next((owner for owner, digits in _tables()["land_ownership"].items() if first in digits), UNKNOWN)
