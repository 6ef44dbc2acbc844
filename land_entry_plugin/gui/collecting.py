# SPDX-License-Identifier: GPL-2.0-or-later
"""Python's search for objects that nobody holds: it stops the window, the longer the more objects there are.

The record of a county is millions of objects that stay. What stays is taken out of the search, and put back when the
dock is closed.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def pass_over() -> None:
    """Take all that is there now out of the search."""
    gc.freeze()


@contextmanager
def much_that_stays() -> Iterator[None]:
    """Make many objects that stay, without a search in between."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


def search_all() -> None:
    """Put back what was taken out."""
    gc.unfreeze()
