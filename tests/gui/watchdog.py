# SPDX-License-Identifier: GPL-2.0-or-later
"""Sees when the main thread does not come back to its event loop, and whose code it was in."""

from __future__ import annotations

import sys
import threading
import time
import traceback

from qgis.PyQt.QtCore import QTimer

LIMIT_S = 0.1
_BEAT_MS, _LOOK_S = 5, 0.01
OURS = "land_entry_plugin"


class Watchdog:
    """Gaps of the event loop in which our code was on the stack: processor time of the main thread, and where it was.

    Processor time, not time on the wall: a machine that does other things keeps everybody waiting.
    """

    def __init__(self):
        self.gaps = []
        self._main = threading.get_ident()
        self._clock = time.pthread_getcpuclockid(self._main)
        self._is_paused, self._is_over = True, False
        self._beat = self._used = 0.0
        self._timer = QTimer()
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._beats)
        self._timer.start()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _beats(self):
        self._beat, self._used = time.monotonic(), time.clock_gettime(self._clock)

    def resume(self):
        self._beats()
        self._is_paused = False

    def pause(self):
        self._is_paused = True

    def stop(self):
        self._timer.stop()
        self._is_over = True
        self._thread.join()

    def _watch(self):
        while not self._is_over:
            time.sleep(_LOOK_S)
            beat = self._beat
            used = time.clock_gettime(self._clock) - self._used
            if self._is_paused or used < LIMIT_S or time.monotonic() - beat < LIMIT_S:
                continue
            stack = traceback.extract_stack(sys._current_frames()[self._main])
            own = [
                f"{one.filename.rpartition(OURS)[2]}:{one.lineno} {one.name}" for one in stack if OURS in one.filename
            ]
            if own and self._beat == beat:
                if self.gaps and self.gaps[-1]["beat"] == beat:
                    self.gaps[-1]["seconds"] = round(used, 3)
                else:
                    self.gaps.append({"beat": beat, "seconds": round(used, 3), "where": own[-4:]})
