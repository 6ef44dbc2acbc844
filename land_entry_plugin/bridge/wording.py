# SPDX-License-Identifier: GPL-2.0-or-later
"""The language of the user, and sentences about this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsApplication

from land_entry_plugin.packages import platform
from land_entry_plugin.texts import both, render

if TYPE_CHECKING:
    from land_entry_plugin.bridge.selftest import SelfTest


def window_language() -> str:
    """Return the language of QGIS's windows: ``zh`` or ``en``."""
    return "zh" if QgsApplication.locale().lower().startswith("zh") else "en"


def selftest_sentence(selftest: SelfTest) -> str:
    """Return what the self-test found, and how to get what is missing here."""
    remedy = both(f"error.remedy_{platform()}", {})
    if selftest.missing:
        values = {"packages": list(selftest.missing), "remedy": remedy}
        return render("error.libraries_missing", values, window_language())
    values = {"reason": selftest.faults[0], "remedy": remedy}
    return render("error.libraries", values, window_language())
