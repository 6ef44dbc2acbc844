# SPDX-License-Identifier: GPL-2.0-or-later
"""An independent oracle: exact overlay on a millimetre grid and the semantics of DESIGN.md section 3, written anew."""
