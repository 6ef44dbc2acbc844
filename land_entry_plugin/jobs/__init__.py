# SPDX-License-Identifier: GPL-2.0-or-later
"""One plain function a job: sources and options in, a record out."""
