# SPDX-License-Identifier: GPL-2.0-or-later
"""Rule packs, the kinds of check, findings and verdicts."""
