# SPDX-License-Identifier: GPL-2.0-or-later
"""Land classes, by class system, and the categories and groups that the law asks about."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

from land_entry_plugin.paths import read_resource

if TYPE_CHECKING:
    from collections.abc import Iterable

FARMLAND = "farmland"
AGRICULTURAL = "agricultural"
CONSTRUCTION = "construction"
UNUSED = "unused"
UNKNOWN = "unknown"
# Accounts count a doubly covered place where it weighs most: worst first.
CATEGORIES = (FARMLAND, AGRICULTURAL, UNUSED, UNKNOWN, CONSTRUCTION)
# The systems that a land survey may use; None where a layer's system is open.
SURVEY, GUIDE, SECOND_SURVEY = "survey", "guide", "second_survey"
# A survey of today is in one of these. No code of the second survey stands in either, nor one of theirs in it.
SYSTEMS = (SURVEY, GUIDE)
# The guide that made 0404 agricultural took effect for the survey of this year.
GUIDE_OF_2023 = 2023
FIRST_YEAR_OF_GUIDE = 2024
FIRST_YEAR_OF_SURVEY = 2019
_GUIDE_DIGITS = 4
# A stray patch of the other system does not put a layer in doubt, only itself.
_NEARLY_ALL = 0.95
# Deliveries are in the survey's own system almost without exception; for the guide a single odd code is not enough.
_LEAST_TELLING = {SURVEY: 1, GUIDE: 3}


@cache
def _tables() -> dict[str, Any]:
    return read_resource("land_classes.yaml")


def class_code(code: object, system: str = SURVEY) -> str:
    """Return the code under which a class stands in a system's table: upper case, no blanks, no suffix."""
    text = str(code or "").strip().upper()
    if system == GUIDE:
        return text[:_GUIDE_DIGITS] if text.isdigit() and len(text) % 2 == 0 else text
    return text[:-1] if text[:-1] in _tables()["suffixes"][system].get(text[-1:], ()) else text


def _entry(code: object, system: str) -> list[Any] | None:
    return _tables()[system].get(class_code(code, system))


def class_name(code: object, system: str | None = SURVEY) -> str | None:
    """Return the name of a class in a system, or None where it is in no table or the system is open."""
    entry = _entry(code, system) if system else None
    return entry[0] if entry else None


def class_system(pairs: Iterable[tuple[object, object]], newest_year: int | None) -> str | None:
    """Return the class system of a layer by its code-name pairs, by its codes where names do not tell; else None.

    A pair speaks for a system when the code has that name in it and not in another; a system that nearly all such
    patches speak for is the layer's. Surveys before 2024 do not know the guide (自然资办发〔2024〕44号), and only those
    before 2019 may be in the system of the second survey.
    """
    found = Counter((str(code or "").strip(), _plain(name)) for code, name in pairs)
    is_early = newest_year is not None and newest_year < FIRST_YEAR_OF_SURVEY
    systems = (*SYSTEMS, SECOND_SURVEY) if is_early else SYSTEMS
    by_name = {
        system: sum(count for (code, name), count in found.items() if _named_only_in(code, name, system))
        for system in systems
    }
    if any(by_name.values()):
        system = max(systems, key=lambda own: by_name[own])
        return system if by_name[system] >= _NEARLY_ALL * sum(by_name.values()) else None
    if is_early:
        return _of_the_second_survey(found)
    if newest_year is not None and newest_year < FIRST_YEAR_OF_GUIDE:
        return SURVEY
    by_code = {
        system: sum(count for (code, _), count in found.items() if _stands_only_in(code, system)) for system in SYSTEMS
    }
    telling = [system for system in SYSTEMS if by_code[system]]
    if len(telling) == 1:
        (system,) = telling
        enough = max((1 - _NEARLY_ALL) * sum(found.values()), _LEAST_TELLING[system])
        return system if by_code[system] >= enough else None
    return SURVEY if not telling and all(_means_the_same(code) for code, _ in found) else None


def _of_the_second_survey(found: Counter[tuple[str, str]]) -> str | None:
    """Return the system of a survey before 2019 by its codes alone."""
    second, third = (
        sum(count for (code, _), count in found.items() if _entry(code, system) is not None)
        for system in (SECOND_SURVEY, SURVEY)
    )
    if min(second, third) > (1 - _NEARLY_ALL) * (second + third):
        return None
    return SECOND_SURVEY if second > third else SURVEY


def _plain(name: object) -> str:
    return "".join(str(name or "").split())


def _others(system: str) -> tuple[str, ...]:
    return tuple(other for other in (*SYSTEMS, SECOND_SURVEY) if other != system)


def _named_only_in(code: str, name: str, system: str) -> bool:
    return (
        bool(name)
        and class_name(code, system) == name
        and all(class_name(code, other) != name for other in _others(system))
    )


def _stands_only_in(code: str, system: str) -> bool:
    return _entry(code, system) is not None and all(_entry(code, other) is None for other in _others(system))


def _means_the_same(code: object) -> bool:
    return category(code, None, system=SURVEY) == category(code, None, system=GUIDE)


def category(code: object, survey_year: int | None, *, system: str | None = SURVEY, name: object = None) -> str:
    """Return the category of a class in a survey of a year; ``unknown`` where it is null, in no table, or open.

    Open is a class whose name belongs to its code in another system only, or to a class of another category, and
    one in a layer of open system whose code means different things. Where the category changed with the guide of
    2023 and no year is stated,
    the earlier (stricter) one counts.
    """
    if system is None:
        if not _means_the_same(code):
            return UNKNOWN
        system = SURVEY
    entry, bare = _entry(code, system), str(code or "").strip()
    if entry is None or any(_named_only_in(bare, _plain(name), other) for other in _others(system)):
        return UNKNOWN
    own = _dated(entry[1], survey_year)
    named = _categories_of_name(_plain(name), SYSTEMS if system in SYSTEMS else (system,))
    return own if not named or entry[0] == _plain(name) or own in named else UNKNOWN


def _dated(stored: str | dict[str, str], survey_year: int | None) -> str:
    if isinstance(stored, str):
        return stored
    return stored["from_2023" if survey_year is not None and survey_year >= GUIDE_OF_2023 else "until_2022"]


@cache
def _categories_of_name(name: str, systems: tuple[str, ...]) -> frozenset[str]:
    """Return the categories of the classes of a name, in some systems and all years."""
    stored = [entry[1] for system in systems for entry in _tables()[system].values() if entry[0] == name]
    return frozenset(own for one in stored for own in ([one] if isinstance(one, str) else one.values()))


def is_planned_class(code: object, name: object) -> bool:
    """Return whether a planned class is stated, and not in the codes of the land survey (same digits, other name)."""
    bare, plain = "".join(str(code or "").split()).upper(), _plain(name)
    return bool(bare) and not (plain and class_name(bare, SURVEY) == plain != class_name(bare, GUIDE))


def groups(code: object, *, system: str | None = SURVEY) -> tuple[str, ...]:
    """Return the groups (``homestead``) that a class belongs to; in an open system those of either."""
    return tuple(
        group
        for group, codes in _tables()["groups"].items()
        if any(class_code(code, own) in codes[own] for own in ((system,) if system else SYSTEMS))
    )


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
    return _owner(str(code or "").strip()[:1])


@cache
def _owner(first: str) -> str:
    return next((owner for owner, digits in _tables()["land_ownership"].items() if first in digits), UNKNOWN)
