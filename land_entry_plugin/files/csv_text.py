# SPDX-License-Identifier: GPL-2.0-or-later
"""Texts in CSV files: what a spreadsheet would take for a formula begins with a tab, as text, and is read back."""

from __future__ import annotations

# Of several programs and languages; a tab of the text's own gets another one, so that reading back finds it.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MARK = "\t"


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"{_MARK}{text}" if text.startswith(_FORMULA_SIGNS) else text


def unguarded(text: str) -> str:
    """Return a text of a CSV file as it was before."""
    return text.removeprefix(_MARK)
