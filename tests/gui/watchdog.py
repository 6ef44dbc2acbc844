# SPDX-License-Identifier: GPL-2.0-or-later
"""Sees when the main thread does not come back to its event loop, and whose processor time it was.

A gap is what lies between two beats of a timer in the main thread. The stack of the main thread is looked at all the
time; processor time while our code is on it is ours, with all that it has QGIS and Qt do; the rest is QGIS's, and so is
a call of ours that does nothing but open a window of QGIS (``OPENED``). Time on the wall says nothing on a machine
that does other things, but what the main thread waited while a worker of ours computed (and so may have held the
interpreter) is told as well, up to the processor time of other threads.

It looks by a signal, not from a thread: who holds a frame of a painting widget in another thread has its painter end
there, and QGIS with it.
"""

from __future__ import annotations

import gc
import opcode
import signal
import sys
import threading
import time
from collections import Counter
from contextlib import contextmanager

from qgis.PyQt.QtCore import QTimer

LIMIT_S = 0.1
_BEAT_MS, _LOOK_S = 5, 0.01
OURS = "land_entry_plugin"
_DEPTH = 8
# The layout designer is QGIS's own window.
OPENED = ("gui/deliver_flow.py", "_open_designer")
_BUSY = """
import time
def busy():
    end = time.thread_time() + 0.15
    while time.thread_time() < end:
        pass
"""
_BEGINS = opcode.opmap["RESUME"]


class Gap:
    """What happened between two beats."""

    def __init__(self, clock):
        self.begun, self.used = time.monotonic(), time.clock_gettime(clock)
        self.all_used = time.process_time()
        self.own = Counter()
        self.beside = Counter()
        self.collecting_s = 0.0

    def ended(self, clock, chapter):
        """Return what is to be told of it, None where it was short."""
        wall, used = time.monotonic() - self.begun, time.clock_gettime(clock) - self.used
        if wall < LIMIT_S:
            return None
        workers = max(time.process_time() - self.all_used - used, 0.0)
        waited = min(max(wall - used, 0.0), workers) if self.beside else 0.0
        return {
            "chapter": chapter,
            "wall": round(wall, 3),
            "used": round(used, 3),
            "own": round(min(self.own.total(), used), 3),
            "waited": round(waited, 3),
            "collecting": round(self.collecting_s, 3),
            "where": [list(where) for where, _ in self.own.most_common(2)],
            "beside": [list(where) for where, _ in self.beside.most_common(2)],
        }


class Watchdog:
    """The gaps of the event loop, each with the processor time of the main thread that is ours."""

    def __init__(self):
        self.gaps = []
        self.chapter = ""
        self._main = threading.get_ident()
        self._clock = time.pthread_getcpuclockid(self._main)
        self._is_paused = True
        self._gap = Gap(self._clock)
        self._seen = time.clock_gettime(self._clock)
        self._timer = QTimer()
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._beats)
        self._timer.start()
        self._collection = 0.0
        gc.callbacks.append(self._collects)
        signal.signal(signal.SIGALRM, self._looks)
        # what QGIS reads or writes just then goes on
        signal.siginterrupt(signal.SIGALRM, False)
        signal.setitimer(signal.ITIMER_REAL, _LOOK_S, _LOOK_S)

    def _beats(self):
        gap, self._gap = self._gap, Gap(self._clock)
        told = None if self._is_paused else gap.ended(self._clock, self.chapter)
        if told is not None:
            self.gaps.append(told)

    def resume(self):
        self._gap = Gap(self._clock)
        self._is_paused = False

    def pause(self):
        self._beats()
        self._is_paused = True

    @contextmanager
    def paused(self):
        """Look away from what the driver itself does."""
        self.pause()
        yield
        self.resume()

    def tried(self, pump):
        """Return the gaps that are seen where a function of ours keeps the main thread busy, and one of others does."""
        for place in (OURS, "others"):
            space = {}
            exec(compile(_BUSY, f"/{place}/busy.py", "exec"), space)
            self.chapter = place
            self.resume()
            QTimer.singleShot(20, space["busy"])
            pump(400)
            self.pause()
        found, self.gaps = self.gaps, []
        return found

    def stop(self):
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_IGN)
        gc.callbacks.remove(self._collects)
        self._timer.stop()

    def _collects(self, phase, _about):
        """Note how long Python looks for objects that nobody holds: all wait for it, in whatever thread it runs."""
        if phase == "start":
            self._collection = time.thread_time()
        else:
            self._gap.collecting_s += time.thread_time() - self._collection

    def _looks(self, _signal, frame):
        used = time.clock_gettime(self._clock)
        passed, self._seen = used - self._seen, used
        while frame.f_code.co_filename == __file__:
            # it is slow enough to be interrupted by its own next look
            frame = frame.f_back
        # looked at when Python comes next: where a function only begins, the time was that of whoever called it
        if frame.f_code.co_code[frame.f_lasti] == _BEGINS:
            frame = frame.f_back
        own = _own(frame)
        if own and not _opens_a_window(frame):
            self._gap.own[own] += passed
        if time.monotonic() - self._gap.begun > LIMIT_S / 2:
            others = sys._current_frames()
            # a frame that names itself would live on, and with it the painter of whoever paints below it
            del others[self._main]
            for other in others.values():
                beside = _own(other)
                if beside:
                    self._gap.beside[beside] += 1


def _opens_a_window(frame):
    """Return whether the call that is innermost on a stack is the one that has QGIS open a window of its own."""
    file, name = OPENED
    return frame.f_code.co_name == name and frame.f_code.co_filename.endswith(file)


def _own(frame):
    """Return where our code is on a stack, the innermost last."""
    found = []
    while frame is not None and len(found) < _DEPTH:
        name = frame.f_code.co_filename
        if OURS in name:
            found.append(f"{name.rpartition(OURS)[2]}:{frame.f_lineno} {frame.f_code.co_name}")
        frame = frame.f_back
    return tuple(reversed(found))
