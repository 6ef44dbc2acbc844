# SPDX-License-Identifier: GPL-2.0-or-later
"""What is measured, a stage each; every stage has ``measure(place, results, names, seconds, rounds=...)``."""
