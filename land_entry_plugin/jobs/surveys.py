# SPDX-License-Identifier: GPL-2.0-or-later
"""Which of several land surveys is the current one, and which are history."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from land_entry_plugin.errors import InputError
from land_entry_plugin.jobs.candidates import Choice, role_layer, sorted_names, unusable
from land_entry_plugin.roles.catalogue import LAND_USE, LAND_USE_HISTORY, roles
from land_entry_plugin.roles.recognition import year_of_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from land_entry_plugin.jobs.candidates import Candidate, RoleLayer

    YearOf = Callable[[RoleLayer], int | None]


@dataclass(frozen=True)
class _Survey:
    """A land survey and its year: as its patches near the parcels state it, else as its name does."""

    candidate: Candidate
    year: int | None
    fault: InputError | None


def choose_surveys(
    current: Sequence[Candidate], earlier: Sequence[Candidate], year_of: YearOf
) -> tuple[Choice, Choice]:
    """Return the current survey and the earlier ones.

    Of several candidates the newest is the current one, the others are history; where two share the newest year or
    one states none, none is chosen. An earlier survey without a year, and two of one year, are not chosen either.

    Parameters
    ----------
    current : sequence of Candidate
        What the user named, and what was recognised: where one was named, older ones are history.
    earlier : sequence of Candidate
        What the user named, else what was recognised.
    year_of : function
        Data year of a land survey where the parcels are.

    Raises
    ------
    InputError
        When a layer that is needed or was named is at fault.
    """
    named = [candidate for candidate in current if candidate.named]
    candidates = named or current
    if len(candidates) > 1:
        choice, before, older = _newest([_dated(LAND_USE, candidate, year_of) for candidate in candidates])
    else:
        choice = Choice(tuple(role_layer(roles()[LAND_USE], candidate) for candidate in candidates))
        before, older = None, []
    if any(candidate.named for candidate in earlier):
        return choice, _history([_dated(LAND_USE_HISTORY, candidate, year_of) for candidate in earlier], None)
    own = {candidate.identity for candidate in named}
    others = [one for one in current if named and not one.named and one.identity not in own]
    if choice.layers and before is None and (others or earlier):
        before = _dated(LAND_USE, candidates[0], year_of).year
    if before is not None:
        dated = [_dated(LAND_USE, candidate, year_of) for candidate in others]
        older += [survey for survey in dated if survey.year is None or survey.year < before]
    return choice, _history([*(_dated(LAND_USE_HISTORY, candidate, year_of) for candidate in earlier), *older], before)


def _newest(surveys: Sequence[_Survey]) -> tuple[Choice, int | None, list[_Survey]]:
    """Return the newest of several surveys as the current one, its year, and the others."""
    year = max((survey.year for survey in surveys if survey.year is not None), default=None)
    # any without a year may be the newest
    leading = [survey for survey in surveys if survey.year in (None, year)]
    for survey in leading:
        if survey.fault is not None:
            raise survey.fault
    if len(leading) > 1:
        return Choice(ambiguous=sorted_names(survey.candidate for survey in surveys)), None, []
    chosen = role_layer(roles()[LAND_USE], leading[0].candidate)
    return Choice((chosen,)), year, [survey for survey in surveys if survey is not leading[0]]


def _dated(role_id: str, candidate: Candidate, year_of: YearOf) -> _Survey:
    named_year = year_of_name(candidate.name)
    try:
        layer = role_layer(roles()[role_id], candidate)
    except InputError as error:
        if candidate.named:
            raise
        return _Survey(candidate, named_year, error)
    stated = year_of(layer)
    return _Survey(candidate, named_year if stated is None else stated, None)


def _history(surveys: Sequence[_Survey], before: int | None) -> Choice:
    """Return the earlier surveys, those that were recognised only where they are older than the current one."""
    sound = [survey for survey in surveys if survey.fault is None]
    count = Counter(survey.year for survey in sound)
    chosen: list[_Survey] = []
    unclear: list[_Survey] = []
    for survey in sound:
        is_late = before is not None and survey.year is not None and survey.year >= before
        if survey.year is not None:
            (unclear if is_late or count[survey.year] > 1 else chosen).append(survey)
    chosen.sort(key=lambda survey: survey.year)
    return Choice(
        layers=tuple(
            role_layer(
                roles()[LAND_USE_HISTORY],
                survey.candidate,
                year=survey.year,
                label=str(survey.year) if len(chosen) > 1 else None,
            )
            for survey in chosen
        ),
        ambiguous=sorted_names(survey.candidate for survey in unclear),
        undated=sorted_names(survey.candidate for survey in sound if survey.year is None),
        unusable=tuple(unusable(survey.candidate, survey.fault) for survey in surveys if survey.fault is not None),
    )
