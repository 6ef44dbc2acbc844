# SPDX-License-Identifier: GPL-2.0-or-later
"""What a run tells while it goes: written by the worker, looked at by the window."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# "prepare" is ours: a job begins with what holds for all parcels, and reports nothing of it.
PHASES = ("prepare", "read", "overlay", "judge", "write")
# Of slow layers, before any is read: how far that is says nothing of how far the run is.
_IMPORT = "import"
# Below this no progress is worth showing, and no guess at the time is worth making.
SHOWN_AFTER_S, GUESSED_AFTER_S, GUESSED_AFTER_SHARE = 0.5, 2.0, 0.05
# A guess never jumps up by more than this share.
_MOST_UP = 1.2


class RunWatch:
    """The progress of one screening, and the verdicts so far.

    Parameters
    ----------
    is_cancelled : function
        Whether the user no longer wants it.
    total : int
        How many parcels there are.
    clock : function, optional
        Seconds, for tests.
    """

    def __init__(self, is_cancelled: Callable[[], bool], total: int, clock: Callable[[], float] = time.monotonic):
        self._is_cancelled, self._clock = is_cancelled, clock
        self.total = total
        self.begins_again()

    def begins_again(self) -> None:
        """Forget all that was told: the run begins anew."""
        self.fraction = 0.0
        self.verdicts: Counter[str] = Counter()
        self.last_parcel = ""
        self._begun = self._clock()
        self._phases: dict[str, float] = {}
        self._guess: float | None = None

    def report(self, phase: str, fraction: float) -> None:
        """Take note of how much is done; a job that has several planes comes back to a phase."""
        if phase == _IMPORT:
            return
        self._phases.setdefault(phase, self._clock())
        self.fraction = max(self.fraction, fraction)

    def cancelled(self) -> bool:
        """Return whether the user cancelled."""
        return self._is_cancelled()

    def judged(self, parcel_id: str, verdict: str) -> None:
        """Take note of a verdict."""
        self.verdicts[verdict] += 1
        self.last_parcel = parcel_id

    @property
    def done(self) -> int:
        """How many parcels have a verdict."""
        return self.verdicts.total()

    @property
    def phase(self) -> str:
        """The phase that the run is in."""
        return max(self._phases, key=PHASES.index, default=PHASES[0])

    @property
    def is_worth_showing(self) -> bool:
        """Whether the run has lasted long enough for its progress to be shown."""
        return self._clock() - self._begun >= SHOWN_AFTER_S

    def phase_seconds(self, phase: str) -> float | None:
        """Return how long a phase took that is over, None for others."""
        phases = dict(self._phases)
        later = [begun for name, begun in phases.items() if PHASES.index(name) > PHASES.index(phase)]
        return min(later) - phases[phase] if later and phase in phases else None

    def seconds_left(self) -> float | None:
        """Return a guess at how long it will still take, None as long as it would be a wild one."""
        passed, fraction = self._clock() - self._begun, self.fraction
        if passed < GUESSED_AFTER_S or fraction < GUESSED_AFTER_SHARE:
            return None
        guess = passed * (1 - fraction) / fraction
        self._guess = guess if self._guess is None else min(guess, self._guess * _MOST_UP)
        return self._guess
