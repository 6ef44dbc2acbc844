# SPDX-License-Identifier: GPL-2.0-or-later
"""Measure a screening beside the limit and beside other tools.

python -m benchmarks.measure           100,000 patches x 1,000 parcels, some tools; out/bench/performance.md
python -m benchmarks.measure --full    1,000,000 x 10,000, all of them; docs/performance.md
"""

from __future__ import annotations

import os
import signal
import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from time import perf_counter

from benchmarks.contenders import CONTENDERS, LIMIT, OURS, QUICK, ROOT
from benchmarks.page import write_page
from benchmarks.results import Results, machine, now
from benchmarks.stages import broken, control_lines, formats, growth, in_qgis, main_table
from benchmarks.stages.place import Place, complain

_DOCS, _OUT = ROOT / "docs", ROOT / "out" / "bench"
# The lines of a survey this small are smaller too.
_SMALL = 50_000
# What is measured, and its share of the time. Those at the end take as many rounds as there is time for.
STAGES = {
    "main_table": (main_table, 0.62),
    "broken": (broken, 0.02),
    "formats": (formats, 0.05),
    "growth": (growth, 0.08),
    "in_qgis": (in_qgis, 0.11),
    "control_lines": (control_lines, 0.12),
}


def main() -> None:
    """Measure what is asked for, stage by stage, and write the page after each."""
    options = _options()
    # before it is itself what keeps the machine busy
    run = now()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # ended from outside, it still stops its server
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    names = options.only.split(",") if options.only else list(CONTENDERS if options.full else QUICK)
    names = list(dict.fromkeys([LIMIT, OURS, *names]))
    size = {"patches": options.patches, "parcels": options.parcels, "seed": options.seed}
    values = {"full": options.full, "machine": machine(), **size}
    kept = _OUT / ("results_full.json" if options.full else "results.json")
    # some stages are added to what was measured of the same before; all of them begin anew
    results = Results.continued(kept, values) if options.stages else Results(kept, values)
    page = (_DOCS if options.full and not options.no_docs else _OUT) / "performance.md"
    wanted = options.stages.split(",") if options.stages else list(STAGES)
    with ExitStack() as stack:
        lines = 10**6 if options.patches > _SMALL else 10**5
        place = Place(stack, options.patches, options.parcels, options.seed, lines=lines)
        _prepare(place, wanted, names)
        begin, left = perf_counter(), 0.0
        shares = sum(STAGES[name][1] for name in wanted)
        for name, (stage, share) in STAGES.items():
            if name not in wanted:
                continue
            # what a stage leaves of its time is the next one's
            left += share / shares * options.minutes * 60
            start = perf_counter()
            print(f"{name} ...", file=sys.stderr, flush=True)
            results.values.setdefault("failed", {}).pop(name, None)
            try:
                stage.measure(place, results, names, left, rounds=options.rounds)
            except Exception as error:
                # unattended: one stage that fails leaves the others
                results.values["failed"][name] = f"{type(error).__name__}: {error}"[:300]
                print(f"{name}: {error}", file=sys.stderr, flush=True)
            took = perf_counter() - start
            left = max(0.0, left - took)
            print(f"  {took:.0f} s", file=sys.stderr, flush=True)
            run["minutes"] = round((perf_counter() - begin) / 60, 1)
            # one object: what is said of the run at its end holds for all of its stages
            results.values.setdefault("runs", {})[name] = run
            results.save()
            write_page(page, results.values)
    print(page)


def _prepare(place: Place, wanted: list[str], names: list[str]) -> None:
    """Make the surveys before the time runs; they are kept for the next run."""
    begin = perf_counter()
    print("surveys ...", file=sys.stderr, flush=True)
    for name in wanted:
        try:
            STAGES[name][0].prepare(place, names)
        except Exception as error:
            # who needs what could not be made says so when it is his turn
            complain(name, error)
    print(f"  {perf_counter() - begin:.0f} s", file=sys.stderr, flush=True)


def _options():
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help="a million patches, ten thousand parcels, all tools")
    parser.add_argument("--patches", type=int)
    parser.add_argument("--parcels", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--minutes", type=float, help="slow tools get fewer rounds, so that all is done in this time")
    parser.add_argument("--only", help=f"tools, of {','.join(CONTENDERS)}")
    parser.add_argument("--stages", help=f"some of {','.join(STAGES)}; the others stay as they were measured before")
    parser.add_argument("--no-docs", action="store_true", help="write the page to out/bench, whatever the size")
    options = parser.parse_args()
    options.patches = options.patches or (1_000_000 if options.full else 100_000)
    options.parcels = options.parcels or (10_000 if options.full else 1_000)
    options.minutes = options.minutes or (38 if options.full else 6)
    return options


if __name__ == "__main__":
    main()
