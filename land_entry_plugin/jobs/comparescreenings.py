# SPDX-License-Identifier: GPL-2.0-or-later
"""Compare two screenings: which verdicts changed, because of which layer, rule or shape, and what to print again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from land_entry_plugin.jobs.comparison.causes import Cause, causes_of
from land_entry_plugin.jobs.comparison.pairs import Match, Relation, matches, shown_beside
from land_entry_plugin.jobs.comparison.parcel_changes import ParcelChange, parcel_change
from land_entry_plugin.jobs.comparison.run_changes import RunChanges
from land_entry_plugin.jobs.progress import Silent, followed
from land_entry_plugin.jobs.verification.inputs import compared_versions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.jobs.progress import Progress

_ALONE = (Relation.SAME, Relation.RENAMED)


@dataclass(frozen=True)
class ComparisonRequest:
    """Two records of screenings.

    Attributes
    ----------
    before, after : dict
        As ``files.records.read_record`` gives them.
    paths : tuple of Path
        Where they came from.
    pack_folders : tuple of Path
        Where the user keeps packs.
    """

    before: dict[str, Any]
    after: dict[str, Any]
    paths: tuple[Path, ...] = ()
    pack_folders: Sequence[Path] = ()


@dataclass(frozen=True)
class ComparedLand:
    """Parcels that are the same land, before and after.

    Attributes
    ----------
    match : Match
    change : ParcelChange or None
        Where one parcel of each record is the same land.
    causes : tuple of Cause
        None where nothing differs.
    """

    match: Match
    change: ParcelChange | None
    causes: tuple[Cause, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing that decides or is printed differs."""
        return self.match.relation is Relation.SAME and self.change is not None and self.change.is_same

    @property
    def verdict_differs(self) -> bool:
        """Whether one parcel of each record is the same land and its verdict is another."""
        return self.change is not None and self.change.verdict_differs

    @property
    def to_print(self) -> tuple[str, ...]:
        """The ids of the newer parcels whose sheets are to be printed again."""
        if self.match.relation is Relation.SAME and self.change is not None and not self.change.printed:
            return ()
        return tuple(entry["parcel_id"] for entry in self.match.after)


@dataclass(frozen=True)
class Comparison:
    """What a comparison gives.

    Attributes
    ----------
    request : ComparisonRequest
    runs : RunChanges
    lands : tuple of ComparedLand
        Ordered by the newer ids.
    """

    request: ComparisonRequest
    runs: RunChanges
    lands: tuple[ComparedLand, ...]

    @property
    def to_print(self) -> tuple[str, ...]:
        """The ids of the parcels whose sheets are to be printed again, each once, as PARCEL_ID takes them."""
        return tuple(dict.fromkeys(parcel_id for land in self.lands for parcel_id in land.to_print))

    @property
    def verdicts(self) -> tuple[ComparedLand, ...]:
        """The parcels with another verdict."""
        return tuple(land for land in self.lands if land.verdict_differs)


def comparescreenings(request: ComparisonRequest, progress: Progress | None = None) -> Comparison:
    """Return what differs between two screenings, parcel by parcel, with the causes that the records give evidence of.

    Raises
    ------
    Cancelled
        When the user cancelled.
    """
    progress = progress or Silent()
    before, after = request.before, request.after
    runs = RunChanges(before, after, request.pack_folders)
    exact = compared_versions(before, after)["same"]
    found = matches(before, after)
    changes: list[ParcelChange | None] = [
        parcel_change(match.before[0], match.after[0], 0.0 if exact else 0.01) if match.relation in _ALONE else None
        for match in followed(found, len(found), progress, "compare", 0.0, 0.7)
    ]
    beside = _reshaped_beside(found, changes)
    lands = []
    for i, (match, change) in enumerate(zip(found, changes, strict=True)):
        differs = change is not None and not change.is_same
        causes = causes_of(change, runs, beside.get(i, ())) if differs else ()
        lands.append(ComparedLand(match, change, tuple(causes)))
    progress.report("compare", 0.95)
    return Comparison(request, runs, tuple(lands))


def _reshaped_beside(found: Sequence[Match], changes: Sequence[ParcelChange | None]) -> dict[int, list[str]]:
    """Return, by position, the parcels on its map whose shape changed or that came or went."""
    touched = [
        entry
        for match, change in zip(found, changes, strict=True)
        if change is None or change.shape is not None
        for entry in (*match.before, *match.after)
    ]
    here = [(i, match.after[0]) for i, match in enumerate(found) if changes[i] is not None]
    if not touched or not here:
        return {}
    near = shown_beside([entry for _, entry in here], touched)
    return {here[k][0]: ids for k, ids in near.items()}
