# SPDX-License-Identifier: GPL-2.0-or-later
"""What a layer is: its role, its fields, its classes."""
