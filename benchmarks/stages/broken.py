# SPDX-License-Identifier: GPL-2.0-or-later
"""What each tool makes of a survey in which eight patches of a thousand cross themselves."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

import pyogrio.raw
import shapely

from benchmarks.checking import totals_of
from benchmarks.contenders import CONTENDERS, LIMIT
from benchmarks.stages.place import complain

if TYPE_CHECKING:
    from benchmarks.results import Results
    from benchmarks.stages.place import Place

_PATCHES, _PARCELS, _SHARE = 20_000, 200, 0.008


def measure(place: Place, results: Results, names: list[str], seconds: float, rounds: int) -> None:
    """Run everybody once, and see what share of the parcels' area the pieces cover."""
    size = {"patches": _PATCHES, "parcels": _PARCELS, "bow_ties": _SHARE}
    _, parcels = place.files(**size)
    whole = shapely.area(shapely.from_wkb(pyogrio.raw.read(parcels, layer="parcels")[2])).sum()
    table = results.values["broken"] = {"share": _SHARE, "patches": _PATCHES, "parcels": _PARCELS, "of": {}}
    until = perf_counter() + seconds
    # the limit knows no broken shapes
    for name in (name for name in names if name != LIMIT):
        if perf_counter() > until:
            break
        row = table["of"][name] = {"label": CONTENDERS[name].label}
        try:
            _, folder = place.run(CONTENDERS[name], checked=True, **size)
            row["covered"] = sum(totals_of(CONTENDERS[name], folder).values()) / whole
        except Exception as error:
            row["missing"] = complain(name, error)
        results.save()
