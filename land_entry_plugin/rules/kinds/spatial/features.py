# SPDX-License-Identifier: GPL-2.0-or-later
"""Which features of a layer a rule counts: by category, by fields, by whether they run on the day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from land_entry_plugin.roles.land_classes import UNKNOWN
from land_entry_plugin.rules.kinds.spatial.days import day_of
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date

    from land_entry_plugin.rules.evidence import Piece


@dataclass(frozen=True)
class Chosen:
    """The features of a rule on one parcel.

    Attributes
    ----------
    counted : tuple of Piece
    doubtful : tuple of Piece
        Of which a field does not tell whether they count.
    """

    counted: tuple[Piece, ...]
    doubtful: tuple[Piece, ...]


def chosen(told: Mapping[str, Any], pieces: Iterable[Piece], as_of: date) -> Chosen:
    """Return the features that a rule counts, and those of which nobody can tell.

    Parameters
    ----------
    told : mapping
        ``categories``; ``where`` and ``except``: field to values of features that count, and of those that do not;
        ``from_field`` and ``until_field``: the days on which a feature begins and ends to count.
    pieces : iterable of Piece
    as_of : date
    """
    counted: list[Piece] = []
    doubtful: list[Piece] = []
    for piece in pieces:
        answers = list(_answers(told, piece, as_of))
        if False in answers:
            continue
        (doubtful if None in answers else counted).append(piece)
    return Chosen(tuple(counted), tuple(doubtful))


def _answers(told: Mapping[str, Any], piece: Piece, as_of: date) -> Iterator[bool | None]:
    """Yield for each condition whether a feature keeps it; None where that cannot be told."""
    if "categories" in told:
        is_known = piece.category != UNKNOWN or UNKNOWN in told["categories"]
        yield piece.category in told["categories"] if is_known else None
    counts, does_not = told.get("where", {}), told.get("except", {})
    for field in dict.fromkeys((*counts, *does_not)):
        yield _counts(field_text(piece, field), counts.get(field), does_not.get(field))
    yield _runs(piece, told.get("from_field"), told.get("until_field"), as_of)


def _counts(value: str, counts: Collection[str] | None, does_not: Collection[str] | None) -> bool | None:
    """Return whether a value is one that counts; where both kinds are listed, any other leaves it open."""
    if not value:
        return None
    if counts is not None and value in counts:
        return True
    if does_not is not None and value in does_not:
        return False
    if counts is not None and does_not is not None:
        return None
    return counts is None


def _runs(piece: Piece, from_field: str | None, until_field: str | None, as_of: date) -> bool | None:
    """Return whether a feature counts on a day, both ends inclusive; without an end it goes on."""
    is_open = False
    for field, is_past in ((from_field, lambda day: as_of < day), (until_field, lambda day: day < as_of)):
        try:
            day = day_of(piece.attributes.get(field)) if field else None
        except ValueError:
            is_open = True
            continue
        if day is not None and is_past(day):
            return False
    return None if is_open else True


def filter_values(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a finding says of the fields by which features were chosen; ``filter`` is the sentence."""
    fields = [*told.get("where", {}), *told.get("except", {}), told.get("from_field"), told.get("until_field")]
    names = list(dict.fromkeys(name for name in fields if name))
    return {
        "where": told.get("where", {}),
        "except": told.get("except", {}),
        "filter": both("finding.zone.filter", {"fields": names}) if names else {"zh": "", "en": ""},
    }


def field_text(piece: Piece, field: str) -> str:
    """Return what a field of a feature says, without blanks; empty where it says nothing."""
    value = piece.attributes.get(field)
    if value is None or (isinstance(value, float) and value != value):  # noqa: PLR0124
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "".join(str(value).split())
