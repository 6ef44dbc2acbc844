# SPDX-License-Identifier: GPL-2.0-or-later
"""Geometry and numbers: no choice, no law."""
