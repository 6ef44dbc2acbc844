# SPDX-License-Identifier: GPL-2.0-or-later
"""Land Entry (入市宗地筛查): screens parcels for market entry and prints survey sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from land_entry_plugin.plugin import LandEntryPlugin


def classFactory(iface: QgisInterface | None) -> LandEntryPlugin:
    """Return the plugin; QGIS calls this."""
    from land_entry_plugin.plugin import LandEntryPlugin

    return LandEntryPlugin(iface)
