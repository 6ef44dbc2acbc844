# SPDX-License-Identifier: GPL-2.0-or-later
"""Everybody cuts the same parcels with the same survey: first compared, then timed in interleaved rounds."""

from __future__ import annotations

import sys
from statistics import fmean
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.checking import SAME_M2, by_parcel, largest_difference, totals_of, totals_of_pieces
from benchmarks.contenders import CONTENDERS, OURS, PLANE
from benchmarks.results import rounds_that_fit
from benchmarks.stages.place import complain

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.checking import Totals
    from benchmarks.contenders import Contender
    from benchmarks.results import Results
    from benchmarks.stages.place import Place


def prepare(place: Place, names: list[str]) -> None:
    """Make what is measured."""
    for format_ in {CONTENDERS[name].format_ for name in names}:
        place.files(format_)


def measure(place: Place, results: Results, names: list[str], seconds: float, rounds: int) -> None:
    """Compare and time the contenders."""
    start = perf_counter()
    table = results.values["main"] = {}
    # ours first: the others are compared with it
    names = [OURS, *(name for name in names if name != OURS)]
    reference: dict[str, Totals] = {}
    for name in names:
        contender = CONTENDERS[name]
        row = table[name] = {
            "label": contender.label,
            "gives": contender.gives,
            "areas": contender.areas,
            "seconds": [],
        }
        try:
            ran, folder = place.run(contender, checked=True)
            if name == OURS:
                reference = _reference(contender, folder)
                row["pieces"] = sum(1 for area in reference["ellipsoid"].values() if area > SAME_M2)
                results.values["megabytes"] = round(sum(file.stat().st_size for file in folder.iterdir()) / 1e6)
                results.values["record_bytes"] = (folder / "record.json").stat().st_size
            row |= {"first_seconds": ran.seconds, "uss_mb": ran.uss_mb}
            row["difference_m2"] = _difference(contender, folder, reference)
            if row["difference_m2"] > SAME_M2:
                row["missing"] = f"not the same: a total differs by {row['difference_m2']:.2f} m2"
        except Exception as error:
            row["missing"] = complain(name, error)
        print(f"  {name}: {row}", file=sys.stderr, flush=True)
        results.save()
    there = [name for name in names if "missing" not in table[name]]
    for number in range(rounds):
        times = {name: [took for took in table[name]["seconds"] if took is not None] for name in there}
        # what a round takes is known better after each
        of_each = rounds_that_fit(
            {name: fmean(times[name] or [table[name]["first_seconds"]]) for name in there},
            max(seconds - (perf_counter() - start), 0),
            rounds - number,
            done={name: len(times[name]) for name in there},
        )
        # each round begins with somebody else
        turned = there[number % len(there) :] + there[: number % len(there)]
        for name in turned:
            took = None
            if of_each[name]:
                try:
                    took = place.run(CONTENDERS[name])[0].seconds
                except Exception as error:
                    complain(name, error)
            table[name]["seconds"].append(took)
            results.save()


def _reference(contender: Contender, folder: Path) -> dict[str, Totals]:
    pieces = folder / contender.pieces
    return {
        contender.areas: totals_of(contender, folder),
        PLANE: totals_of_pieces(pieces, contender.id_field, contender.code_field, None, "land_use"),
    }


def _difference(contender: Contender, folder: Path, reference: dict[str, Totals]) -> float:
    own, expected = totals_of(contender, folder), reference[contender.areas]
    return largest_difference(own, expected if contender.code_field else by_parcel(expected))
