# SPDX-License-Identifier: GPL-2.0-or-later
"""How a job is spread: worker processes behind one small interface."""
