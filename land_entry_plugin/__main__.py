# SPDX-License-Identifier: GPL-2.0-or-later
"""Run the command line: ``python -m land_entry_plugin``."""

from __future__ import annotations

import sys

# pyogrio loads data frames where there are any, which takes longer than many a command; none is ever made here
for name in ("geopandas", "pandas"):
    sys.modules.setdefault(name, None)  # type: ignore[arg-type]

try:
    from land_entry_plugin.cli.main import main

    sys.exit(main())
except KeyboardInterrupt:
    # before the first command ran there is nothing to undo
    sys.exit(130)
