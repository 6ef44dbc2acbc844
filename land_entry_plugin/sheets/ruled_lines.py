# SPDX-License-Identifier: GPL-2.0-or-later
"""The lines of a form or a map as one vector picture: thousands of single lines would make a layout slow."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from land_entry_plugin.sheets.canvas import FRAME_LINE_MM, RULE_LINE_MM

if TYPE_CHECKING:
    from collections.abc import Sequence

# From x, y to x, y in millimetres.
Rule = tuple[float, float, float, float]
# Half of the frame's line lies outside the form.
RULES_MARGIN_MM = 0.5


def rules_path(width: float, height: float, rules: Sequence[Rule]) -> str:
    """Return the picture path of thin rules in a thick frame, ``RULES_MARGIN_MM`` larger on each side."""
    margin = RULES_MARGIN_MM
    full_width, full_height = width + 2 * margin, height + 2 * margin
    frame = (
        f'<rect x="0" y="0" width="{width:.3f}" height="{height:.3f}" fill="none" stroke="#000000" '
        f'stroke-width="{FRAME_LINE_MM}"/>'
    )
    return _picture((-margin, -margin, full_width, full_height), _strokes(rules, RULE_LINE_MM) + frame)


def lines_path(
    width: float, height: float, lines: Sequence[tuple[tuple[float, float], tuple[float, float]]], stroke_mm: float
) -> str:
    """Return the picture path of lines on a map of that size."""
    rules = [(*start, *end) for start, end in lines]
    return _picture((0.0, 0.0, width, height), _strokes(rules, stroke_mm))


def _strokes(rules: Sequence[Rule], width: float) -> str:
    path = " ".join(f"M{x1:.3f} {y1:.3f} L{x2:.3f} {y2:.3f}" for x1, y1, x2, y2 in rules)
    return f'<path d="{path}" fill="none" stroke="#000000" stroke-width="{width}"/>'


def _picture(box: tuple[float, float, float, float], content: str) -> str:
    left, top, width, height = box
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width * 100:.0f}" height="{height * 100:.0f}" '
        f'preserveAspectRatio="none" viewBox="{left} {top} {width:.3f} {height:.3f}">{content}</svg>'
    )
    return "base64:" + base64.b64encode(drawing.encode("ascii")).decode("ascii")
