# SPDX-License-Identifier: GPL-2.0-or-later
"""Run the command line: ``python -m land_entry_plugin``."""

from __future__ import annotations

import gc
import sys

from land_entry_plugin.packages import load_no_data_frames

load_no_data_frames()
try:
    from land_entry_plugin.cli.main import main

    # nearly all that a command makes stays until it ends: Python looks seldom for what nobody holds
    gc.set_threshold(100_000, 50, 100)
    sys.exit(main())
except KeyboardInterrupt:
    # before the first command ran there is nothing to undo
    sys.exit(130)
