# SPDX-License-Identifier: GPL-2.0-or-later
"""Values of fields as objects of Python."""

from __future__ import annotations

import numpy as np


def with_none(values: np.ndarray) -> np.ndarray:
    """Return values as objects of Python, days and times as texts, None where null."""
    if values.dtype.kind == "f":
        return np.array([None if np.isnan(value) else value for value in values.tolist()], dtype=object)
    if values.dtype.kind == "M":
        unit = "D" if values.dtype == np.dtype("datetime64[D]") else "s"
        texts = np.datetime_as_string(values, unit=unit)
        return np.array([None if text == "NaT" else str(text) for text in texts], dtype=object)
    result = np.empty(len(values), dtype=object)
    result[:] = values.tolist()
    return result
