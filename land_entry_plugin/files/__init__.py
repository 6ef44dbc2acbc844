# SPDX-License-Identifier: GPL-2.0-or-later
"""Readers and writers, and what a file says of itself."""
