# SPDX-License-Identifier: GPL-2.0-or-later
"""How a job says how far it is, and learns that it is no longer wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from land_entry_plugin.errors import Cancelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeVar

    Item = TypeVar("Item")


class Progress(Protocol):
    """What a job reports to."""

    def report(self, phase: str, fraction: float) -> None:
        """Take note of how much of the job is done, from 0 to 1, and in which phase it is."""

    def cancelled(self) -> bool:
        """Return whether the user cancelled."""


class Listener(Protocol):
    """Who is told of every parcel that is judged, and so wants those that are when the user cancels."""

    def judged(self, parcel_id: str, verdict: str) -> None:
        """Take note of a verdict."""

    def begins_again(self) -> None:
        """Forget what was told: all parcels are screened anew."""


class Silent:
    """Reports to nobody."""

    def report(self, phase: str, fraction: float) -> None:
        """Take no note."""

    def cancelled(self) -> bool:
        """Return False."""
        return False


def followed(
    items: Iterable[Item], count: int, progress: Progress, phase: str, start: float, end: float
) -> Iterator[Item]:
    """Yield items while reporting from ``start`` to ``end``; raise Cancelled when the user cancelled."""
    for i, item in enumerate(items):
        if progress.cancelled():
            raise Cancelled
        progress.report(phase, start + (end - start) * i / max(count, 1))
        yield item


class Part:
    """The progress of a job that is a part of another: from ``start`` to ``end`` of the whole."""

    def __init__(self, whole: Progress, start: float, end: float) -> None:
        self._whole, self._start, self._end = whole, start, end

    def report(self, phase: str, fraction: float) -> None:
        """Report how much of the whole is done."""
        self._whole.report(phase, self._start + (self._end - self._start) * fraction)

    def cancelled(self) -> bool:
        """Return whether the user cancelled."""
        return self._whole.cancelled()
