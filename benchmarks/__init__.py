# SPDX-License-Identifier: GPL-2.0-or-later
"""What a screening costs, beside what other tools cost and beside the least that it can cost."""
