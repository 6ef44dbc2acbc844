# SPDX-License-Identifier: GPL-2.0-or-later
"""What an edit costs: parcels of a large survey are screened again, the first time around a place and after that.

python -m benchmarks.rescreening [--patches 1000000] [--edited 10]

In processor time of the one thread that does it; what comes out is compared with a screening that keeps nothing.
"""

from __future__ import annotations

import time
from argparse import ArgumentParser
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import shapely

from land_entry_plugin.files.vector import open_layer, open_package
from land_entry_plugin.jobs.living import LivingLayers
from land_entry_plugin.jobs.record import screening_record
from land_entry_plugin.jobs.rescreening import rescreened
from land_entry_plugin.jobs.screening import ScreeningRequest
from land_entry_plugin.jobs.screenparcels import screenparcels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.files.source import LayerDescription, Rows

_AS_OF = date(2026, 11, 21)
_MOVES_M = (0.3, 0.5, 0.7)


@dataclass(frozen=True)
class Edited:
    """Parcels as they stand in an edit buffer; a source."""

    held: Rows
    description: LayerDescription

    def describe(self) -> LayerDescription:
        """Return what the layer says of itself."""
        return self.description

    def rows(self, fields: Sequence[str], boxes: np.ndarray | None = None) -> Rows:
        """Return all rows."""
        return replace(self.held, columns={name: self.held.columns[name] for name in fields})

    def moved(self, count: int, by_m: float) -> Edited:
        """Return the parcels, of some of which the first corner was moved."""
        wkb = self.held.wkb.copy()
        for row in range(count):
            shape = shapely.from_wkb(wkb[row])
            corners = shapely.get_coordinates(shape)
            corners[[0, -1]] += [by_m, 0.0]
            wkb[row] = shapely.to_wkb(shapely.set_coordinates(shape, corners))
        return replace(self, held=replace(self.held, wkb=wkb))


def main() -> int:
    """Edit one parcel and several, some times each; 1 where what is kept gives another result."""
    # imported here: surveys are made only where they are timed
    from benchmarks.coverage.made import Recipe, made_parcels, made_survey

    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--patches", type=int, default=1_000_000)
    parser.add_argument("--edited", type=int, default=10)
    options = parser.parse_args()
    recipe = Recipe(options.patches)
    source = open_layer(f"{made_parcels(recipe, 60)}|layername=parcels")
    parcels = Edited(source.rows(source.describe().fields), source.describe())
    some = replace(parcels, held=parcels.held.taken(np.arange(options.edited)))
    offered = tuple(open_package(str(made_survey(recipe))))
    request = ScreeningRequest(parcels=some, offered=offered, as_of=_AS_OF)
    known = screening_record(screenparcels(request))["parcels"]
    differ = 0
    for count in (1, options.edited):
        living = LivingLayers()
        touched = {int(feature) for feature in parcels.held.ids[:count]}
        for by_m in _MOVES_M:
            edited = replace(request, parcels=parcels.moved(count, by_m))
            start = time.thread_time()
            found = rescreened(edited, known, touched, living=living)
            took = time.thread_time() - start
            is_same = found == rescreened(edited, known, touched)
            differ += not is_same
            print(f"{count:3} edited by {by_m} m: {took:.2f} s, {'as' if is_same else 'NOT as'} without what is kept")
    return int(differ > 0)


if __name__ == "__main__":
    raise SystemExit(main())
