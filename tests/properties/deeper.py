# SPDX-License-Identifier: GPL-2.0-or-later
"""Properties that run quickly with the suite and long with ``make test-all``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

if TYPE_CHECKING:
    from collections.abc import Callable


def quick_and_long(*strategies: Any, quick: int = 8, deep: int = 400) -> Callable[[Callable], Callable]:
    """Return a decorator that makes of a property a test of ``quick`` examples and a long one (``..._long``)."""

    def decorate(test: Callable) -> Callable:
        long_test = settings(settings.get_profile("long"), max_examples=deep)(given(*strategies)(test))
        long_test.__name__ = f"{test.__name__}_long"
        test.__globals__[long_test.__name__] = pytest.mark.long(long_test)
        return settings(settings.get_profile("quick"), max_examples=quick)(given(*strategies)(test))

    return decorate
