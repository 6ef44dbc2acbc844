# SPDX-License-Identifier: GPL-2.0-or-later
"""Findings that are the same for many parcels: kept once, and where nothing of the parcel has a part, found once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from land_entry_plugin.rules.facts import MEASURES, Facts

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.expressions import Value
    from land_entry_plugin.rules.findings import Finding
    from land_entry_plugin.rules.pack import Rule

# What all parcels of a screening have in common; the day is a measure only by name.
_COMMON = ("as_of", "limits", "fault", "in_doubt")
_DAY = "as_of"
# A rule that finds more than so many different things without an area names the parcel in them.
_MOST_ALIKE = 32


class SharedFindings:
    """The findings that are the same for all parcels of a screening that nobody answered anything about."""

    def __init__(self) -> None:
        # by the layers given and the rule, which is kept: an id is one rule's only as long as it lives
        self._found: dict[frozenset[str], dict[int, tuple[Rule, Finding | None]]] = {}
        self._alike: dict[int, tuple[Rule, dict[Hashable, Finding]]] = {}

    def of(
        self, rules: Iterable[Rule], case: ParcelCase, find: Callable[[Rule, ParcelCase], Finding]
    ) -> Iterator[Finding]:
        """Yield what ``find`` finds of a case by rules, from memory where only the layers given have a part in it."""
        if case.fault is not None or case.facts is None or case.facts.answers:
            yield from (find(rule, case) for rule in rules)
            return
        by_rule = self._found.setdefault(frozenset(case.layers), {})
        for rule in rules:
            known = by_rule.get(id(rule))
            if known is None:
                watched = _WatchedCase(case)
                found = find(rule, cast("ParcelCase", watched))
                for_all = None if watched.was_asked else replace(found, is_shared=True)
                by_rule[id(rule)] = rule, for_all
                yield for_all or self._once(found)
            else:
                yield known[1] or self._once(find(rule, case))

    def _once(self, found: Finding) -> Finding:
        """Return the finding that says the same of another parcel, if there is one; what has an area is its own."""
        if found.area_m2 or found.beside:
            return found
        _, alike = self._alike.setdefault(id(found.rule), (found.rule, {}))
        said = (
            found.outcome,
            found.text_id,
            repr((found.values, found.area_m2, found.share)),
            found.obligations,
            found.role_missing,
            found.assumed,
            found.unanswered,
            found.is_spatial,
        )
        if said in alike:
            return alike[said]
        if len(alike) >= _MOST_ALIKE:
            return found
        return alike.setdefault(said, replace(found, is_shared=True))


class _WatchedCase:
    """A case that notes whether anything is asked of it that is the parcel's own."""

    def __init__(self, case: ParcelCase) -> None:
        self._case = case
        self._asked = False
        self.facts = _WatchedFacts(case.facts)
        self.layers = _WatchedLayers(case.layers)

    @property
    def was_asked(self) -> bool:
        """Whether something of the parcel itself was asked."""
        return self._asked or self.facts.was_asked or self.layers.was_asked

    def __getattr__(self, name: str) -> Any:
        if name not in _COMMON:
            self._asked = True
        return getattr(self._case, name)


class _WatchedFacts(Facts):
    """Facts that note whether a figure of the parcel, or a total over parcels, is asked for."""

    def __init__(self, facts: Facts) -> None:
        self.was_asked = False
        self._everyone: Sequence[Facts] = ()
        super().__init__(facts.pack, facts.measured, facts.answers, facts.as_of)
        self._everyone, self.totals = facts.everyone, facts.totals
        self.was_asked = False

    @property
    def everyone(self) -> Sequence[Facts]:  # type: ignore[override]
        """All parcels of the screening."""
        self.was_asked = True
        return self._everyone

    @everyone.setter
    def everyone(self, value: Sequence[Facts]) -> None:
        self._everyone = value

    def value(self, name: str) -> Value:
        """Return a fact; unanswered or undefined where nobody knows it."""
        if name != _DAY and (name in MEASURES or name in self.measured):
            self.was_asked = True
        return super().value(name)


class _WatchedLayers:
    """The evidence by role, which notes whether more is asked than which roles there are."""

    def __init__(self, layers: Any) -> None:
        self._layers = layers
        self.was_asked = False

    def __contains__(self, role: object) -> bool:
        return role in self._layers

    def __iter__(self) -> Iterator[str]:
        return iter(self._layers)

    def __getitem__(self, role: str) -> Any:
        self.was_asked = True
        return self._layers[role]

    def __getattr__(self, name: str) -> Any:
        self.was_asked = True
        return getattr(self._layers, name)
