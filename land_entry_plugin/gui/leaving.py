# SPDX-License-Identifier: GPL-2.0-or-later
"""How QGIS is left: what ran in the background has come to its end before QGIS is taken down.

Threads that have read layers have looked into QGIS's store of passwords, and do so once more when they end. QGIS takes
that store down first, and would crash with the first thread that ends after it. Threads without work live on for half
a minute, so this is no matter of what runs just then.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QEventLoop, QThreadPool

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST_WAIT_MS = 5000
_LOOK_EVERY_S = 0.01
_IS_SEEN_TO = "land_entry_sees_to_threads"


def see_to_threads() -> None:
    """Have all threads end when QGIS is left, once and for as long as QGIS runs.

    When QGIS is left it unloads its plugins first: whoever listens no longer than till then is never told.
    """
    application = QgsApplication.instance()
    if not application.property(_IS_SEEN_TO):
        application.setProperty(_IS_SEEN_TO, True)
        application.aboutToQuit.connect(_end_threads)


def wait_until(is_over: Callable[[], bool]) -> None:
    """Wait for what runs in another thread; what that asks of this one (a password of a database) is answered."""
    while not is_over():
        QgsApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        time.sleep(_LOOK_EVERY_S)


def _end_threads() -> None:
    # told to quit by a program, QGIS skips its own way out: the tree that shows the layers would be gone before them
    QgsProject.instance().clear()
    manager = QgsApplication.taskManager()
    manager.cancelAll()
    for pool in (manager.threadPool(), QThreadPool.globalInstance()):
        pool.waitForDone(_LONGEST_WAIT_MS)
