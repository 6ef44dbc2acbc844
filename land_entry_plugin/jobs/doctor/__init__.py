# SPDX-License-Identifier: GPL-2.0-or-later
"""The parts of the doctor (``checkdata``): reading, checks by kind, what they amount to, outputs, fixed copies."""
