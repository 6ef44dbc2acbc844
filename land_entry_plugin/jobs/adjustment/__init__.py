# SPDX-License-Identifier: GPL-2.0-or-later
"""The parts of the job ``adjustmententry``: plots, pieces, sides, rows, record, workbook."""
