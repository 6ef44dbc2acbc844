# SPDX-License-Identifier: GPL-2.0-or-later
"""Land Entry (入市宗地筛查): screens parcels for market entry and prints survey sheets."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

# QGIS forgets the modules that it saw a plugin import, not those that a task imported: the next version of the plugin,
# installed while QGIS runs, would work with classes of both.
for _name in [name for name in sys.modules if name.startswith(f"{__name__}.")]:
    del sys.modules[_name]

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from land_entry_plugin.plugin import LandEntryPlugin


def classFactory(iface: QgisInterface | None) -> LandEntryPlugin:
    """Return the plugin; QGIS calls this."""
    from land_entry_plugin.plugin import LandEntryPlugin

    return LandEntryPlugin(iface)
