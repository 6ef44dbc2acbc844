# SPDX-License-Identifier: GPL-2.0-or-later
"""What a look at a shape that is drawn costs, beside the overlay that it rests on.

python -m benchmarks.live_screening [--patches 1000000] [--parcels 1000] [--shapes 15]

Both are timed in one run, on the same prepared layers, in processor time of the one thread that does them. The pure
call is what no screening can do without: the pieces of every layer on the shape, and their ellipsoidal areas. The look
adds coverage, rules, sentences, the verdict and the places to hatch.
"""

from __future__ import annotations

import statistics
import time
from argparse import ArgumentParser
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import shapely

from land_entry_plugin.engine.area import ellipsoid_area
from land_entry_plugin.engine.overlay import overlay
from land_entry_plugin.files.vector import open_layer, open_package
from land_entry_plugin.jobs.live import LiveIndex, read_index
from land_entry_plugin.jobs.parcels import in_plane
from land_entry_plugin.jobs.screening import ScreeningRequest

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_TIMES = 3.0
_MARGIN_M = 400.0
_REPEATS = 7
_AS_OF = date(2026, 11, 21)


def pure(index: LiveIndex, row: int) -> None:
    """Overlay one parcel with every layer of an index, and measure the pieces."""
    shape = in_plane(index.parcels, np.array([row]), index.plane)
    for layer in index.layers.values():
        ellipsoid_area(overlay(shape, layer.geometry).geometry, index.plane)


def seconds(call: Callable[[], object]) -> float:
    """Return the least processor time of some calls."""
    found = []
    for _ in range(_REPEATS):
        start = time.thread_time()
        call()
        found.append(time.thread_time() - start)
    return min(found)


def main() -> int:
    """Time some parcels of a survey; 1 where the median is above the limit."""
    # imported here: surveys are made only where they are timed
    from benchmarks.coverage.made import Recipe, made_parcels, made_survey

    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--patches", type=int, default=1_000_000)
    parser.add_argument("--parcels", type=int, default=1_000)
    parser.add_argument("--shapes", type=int, default=15)
    options = parser.parse_args()
    recipe = Recipe(options.patches)
    parcels = open_layer(f"{made_parcels(recipe, options.parcels)}|layername=parcels")
    request = ScreeningRequest(parcels=parcels, offered=tuple(open_package(str(made_survey(recipe)))), as_of=_AS_OF)
    shapes = shapely.from_wkb(parcels.rows([]).wkb)
    ratios = []
    print(f"{'row':>6} {'patches':>8} {'vertices':>9} {'pure ms':>8} {'look ms':>8} {'times':>6} {'first s':>8}")
    for row in np.linspace(0, len(shapes) - 1, options.shapes).astype(int):
        start = time.thread_time()
        index = read_index(request, shapes[row], _MARGIN_M)
        first = time.thread_time() - start
        least, own = seconds(lambda: pure(index, row)), seconds(lambda: index.look(shapes[row], int(row)))  # noqa: B023
        vertices = sum(int(shapely.get_num_coordinates(layer.geometry).sum()) for layer in index.layers.values())
        ratios.append(own / least)
        figures = f"{1000 * least:8.1f} {1000 * own:8.1f} {ratios[-1]:6.2f} {first:8.2f}"
        print(f"{row:6} {len(index.layers['land_use'].geometry):8} {vertices:9} {figures}")
    median = statistics.median(ratios)
    print(f"median {median:.2f} times the pure call, most {max(ratios):.2f}; the limit is {MOST_TIMES:g}")
    return int(median > MOST_TIMES)


if __name__ == "__main__":
    raise SystemExit(main())
