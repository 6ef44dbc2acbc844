# SPDX-License-Identifier: GPL-2.0-or-later
"""Properties that hold for every township, and the product against the oracle."""
