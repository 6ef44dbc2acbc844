# SPDX-License-Identifier: GPL-2.0-or-later
"""Run the command line: ``python -m land_entry_plugin``."""

from __future__ import annotations

import sys

from land_entry_plugin.packages import load_no_data_frames

load_no_data_frames()
try:
    from land_entry_plugin.cli.main import main

    sys.exit(main())
except KeyboardInterrupt:
    # before the first command ran there is nothing to undo
    sys.exit(130)
