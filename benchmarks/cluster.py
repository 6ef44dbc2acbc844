# SPDX-License-Identifier: GPL-2.0-or-later
"""Measure a screening on a Dask cluster of worker processes on this machine, and write it into docs/scale.md.

python -m benchmarks.cluster [--patches 100000] [--parcels 2000] [--rounds 3] [--minutes 7]

By turns one worker and two, then two of which one is killed when half of the parts are there; every record is compared
with that of one machine.
"""

from __future__ import annotations

import contextlib
import json
import resource
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

import psutil

from benchmarks.contenders import ROOT, layer
from benchmarks.coverage.made import scratch
from benchmarks.page import NOT_QUIET, QUIET_LOAD, write_section
from benchmarks.results import Results, machine, now, spread
from benchmarks.running import run
from benchmarks.stages.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

_PYTHON = str(ROOT / ".venv/bin/python")
_DASK = [_PYTHON, "-m", "dask"]
_LOOK_S = 0.1
_START_S = 60
_PAGE = ROOT / "docs" / "scale.md"
_PARCELS_A_SHARE = 200
_EFFICIENCY = 0.85
# The country: patches of the third survey; what a core costs is an assumption, and said to be one.
_PATCHES_OF_THE_COUNTRY = 295_000_000
_YUAN_A_CORE_HOUR = 0.35
_CORES = 64


def main() -> None:
    """Measure, and write the section."""
    options = _options()
    # ended from outside, it still stops its workers
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    page = ROOT / "out" / "bench" / "scale.md" if options.no_docs else _PAGE
    if options.no_docs:
        page.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_PAGE, page)
    values: dict[str, Any] = {"machine": machine(), "patches": options.patches, "parcels": options.parcels}
    values |= {"one_machine": [], "workers": {"1": [], "2": []}, "killed": None, "same": True}
    with contextlib.ExitStack() as stack:
        lines = 10**6 if options.patches > 50_000 else 10**5
        place = Place(stack, options.patches, options.parcels, options.seed, lines=lines)
        files = place.files()
        values |= now()
        results = Results(ROOT / "out" / "bench" / "results_cluster.json", values)
        expected = _screened(place, files, "one_machine", values["one_machine"])
        written = place.folder_of("cluster_one_machine")
        values["bytes"] = {"survey": files[0].stat().st_size, "record": (written / "record.json").stat().st_size}
        values["bytes"]["pieces"] = (written / "pieces.gpkg").stat().st_size
        begin = time.perf_counter()
        for number in range(options.rounds):
            start = time.perf_counter()
            # the one with two begins every other round
            for count in (1, 2) if number % 2 == 0 else (2, 1):
                with _cluster(count, place) as cluster:
                    own = values["workers"][str(count)]
                    values["same"] &= _screened(place, files, f"workers_{count}", own, cluster) == expected
                results.save()
            took = time.perf_counter() - start
            # a kill takes about half a round
            if time.perf_counter() - begin + 1.5 * took > options.minutes * 60:
                break
        with _cluster(2, place) as cluster, _killer(options.parcels, place) as killed:
            runs: list[dict[str, float]] = []
            values["same"] &= _screened(place, files, "killed", runs, cluster) == expected
            values["killed"] = {**runs[0], "after_seconds": killed[0] if killed else None}
        results.save()
    write_section(page, "cluster", _lines(values))
    write_section(page, "arithmetic", _arithmetic(values))
    print(page)
    if not values["same"]:
        sys.exit("a record was not the same as that of one machine")


def _options():
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--patches", type=int, default=100_000)
    parser.add_argument("--parcels", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--minutes", type=float, default=7, help="fewer rounds, so that all is done in this time")
    parser.add_argument("--no-docs", action="store_true", help="write the page to out/bench")
    return parser.parse_args()


def _screened(
    place: Place, files: tuple[Path, Path], name: str, runs: list[dict[str, float]], cluster: _Cluster | None = None
) -> dict[str, Any]:
    """Return the record outside ``run`` of a screening against all layers, and take note of what it took."""
    survey, parcels = files
    with place.folder(f"cluster_{name}") as folder:
        command = [_PYTHON, "-m", "land_entry_plugin", "screenparcels"]
        command += ["--parcels", layer(parcels, "parcels"), "--data", str(survey)]
        command += ["--record", str(folder / "record.json"), "--findings", str(folder / "findings.gpkg")]
        command += ["--output", str(folder / "parcels.gpkg"), "--overlaps", str(folder / "pieces.gpkg")]
        before = _processor_seconds(cluster)
        ran = run([*command, *(["--scheduler", cluster.address] if cluster else [])], place.variables)
        runs.append({"seconds": ran.seconds, "processor_seconds": _processor_seconds(cluster) - before})
        print(f"  {name}: {runs[-1]}", file=sys.stderr, flush=True)
        record = json.loads((folder / "record.json").read_text(encoding="utf-8"))
    del record["run"]
    return record


class _Cluster(NamedTuple):
    address: str
    processes: list[subprocess.Popen]


def _processor_seconds(cluster: _Cluster | None) -> float:
    """Return what ended processes took of the processor so far, and those of a cluster that still run."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    total = ended.ru_utime + ended.ru_stime
    for process in cluster.processes if cluster else ():
        for one in (psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                spent = one.cpu_times()
                # what a worker took that was killed stands with the one that watched over it
                total += spent.user + spent.system + spent.children_user + spent.children_system
    return total


@contextlib.contextmanager
def _cluster(count: int, place: Place) -> Iterator[_Cluster]:
    """Yield a scheduler with so many workers, a thread each."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    folder = str(scratch() / "dask")
    commands = [[*_DASK, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]]
    worker = [*_DASK, "worker", address, "--nthreads", "1", "--no-dashboard", "--local-directory", folder]
    commands += [[*worker, "--host", "127.0.0.1"]] * count
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": place.variables}
    processes = [subprocess.Popen(command, **quiet) for command in commands]
    try:
        _wait_for_workers(address, count, place)
        yield _Cluster(address, processes)
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_for_workers(address: str, count: int, place: Place) -> None:
    code = (
        f"import distributed; distributed.Client({address!r}, timeout={_START_S}).wait_for_workers({count}, {_START_S})"
    )
    subprocess.run([_PYTHON, "-c", code], check=True, env=place.variables)


@contextlib.contextmanager
def _killer(parcels: int, place: Place) -> Iterator[list[float]]:
    """Kill a worker process when half of the parts are there; yield after how many seconds that was."""
    begin, killed, over = time.perf_counter(), [], threading.Event()
    half = max(1, parcels // _PARCELS_A_SHARE // 2)
    results = place.folder_of("cluster_killed")

    def watch() -> None:
        while not over.wait(_LOOK_S):
            if len(list(results.glob(".*.parts-*/*.txt"))) >= half:
                # the process that a nanny watches over, as a machine that fails takes it away
                _a_worker().kill()
                killed.append(time.perf_counter() - begin)
                return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield killed
    finally:
        over.set()
        watcher.join()


def _a_worker() -> psutil.Process:
    """Return a worker process that this process's cluster runs."""
    nannies = [one for one in psutil.Process().children() if "worker" in " ".join(one.cmdline()[:4])]
    inner = [child for nanny in nannies for child in nanny.children(recursive=True)]
    return max(inner, key=lambda process: process.memory_info().rss)


def _lines(values: dict[str, Any]) -> list[str]:
    of_machine, killed, workers = values["machine"], values["killed"], values["workers"]
    lines = [
        f"{values['date']}, {of_machine['processor']}, {of_machine['cores']} cores, load {values['load']} when "
        f"it began; {values['patches']:,} patches, {values['parcels']:,} parcels, all layers, all outputs; end to end, "
        "the client's start, planning and writing counted.",
        *(["", NOT_QUIET] if values["load"] > QUIET_LOAD else []),
        "",
        "| run | seconds | processor seconds | runs |",
        "|---|---|---|---|",
        _row("one machine, its own processes", values["one_machine"]),
        _row("one worker", workers["1"]),
        _row("two workers", workers["2"]),
    ]
    if killed["after_seconds"] is None:
        lines.append(_row("two workers (none was killed: the run was over before)", [killed]))
    else:
        lines.append(_row(f"two workers, one killed after {killed['after_seconds']:.1f} s", [killed]))
    same = "the same as" if values["same"] else "**not the same as**"
    efficiency = _efficiency(values)
    reached = "met" if median(efficiency) >= _EFFICIENCY else "**missed**"
    lines += [
        "",
        f"Efficiency from one worker to two: {spread(efficiency, 2)} (the goal is {_EFFICIENCY}: {reached}). "
        f"Every record was {same} that of one machine outside `run`.",
    ]
    return lines


def _row(label: str, runs: list[dict[str, float]]) -> str:
    seconds, processor = ([run[what] for run in runs] for what in ("seconds", "processor_seconds"))
    return f"| {label} | {spread(seconds)} | {spread(processor)} | {len(runs)} |"


def _efficiency(values: dict[str, Any]) -> list[float]:
    """Return half of what one worker takes over what two take, round by round."""
    one, two = (values["workers"][count] for count in ("1", "2"))
    return [a["seconds"] / b["seconds"] / 2 for a, b in zip(one, two, strict=True)]


def _arithmetic(values: dict[str, Any]) -> list[str]:
    """Return what the measured run comes to for the country."""
    times = _PATCHES_OF_THE_COUNTRY / values["patches"]
    parcels = values["parcels"] * times
    a_parcel = median(run["seconds"] for run in values["workers"]["1"]) / values["parcels"]
    core_hours = a_parcel * parcels / 3600
    size = {what: held * times / 1e9 for what, held in values["bytes"].items()}
    efficiency = median(_efficiency(values))
    wall = core_hours / _CORES / efficiency
    record_kb = values["bytes"]["record"] / values["parcels"] / 1e3
    return [
        f"From the run above, taken {times:,.0f} times:",
        "",
        "| what | how much | of which assumption |",
        "|---|---|---|",
        f"| patches | {_PATCHES_OF_THE_COUNTRY:,} | the third survey's count |",
        f"| parcels | {parcels:,.0f} | as many a patch as in the run ({values['parcels'] / values['patches']:.0%}) |",
        f"| land survey and lines on the disk | {size['survey']:,.0f} GB | GeoPackage with its index, as in the run |",
        f"| records | {size['record']:,.0f} GB | {record_kb:.0f} kB a parcel |",
        f"| pieces | {size['pieces']:,.0f} GB | GeoPackage |",
        f"| core hours | {core_hours:,.0f} | {a_parcel * 1e3:.0f} ms a parcel on one worker of this machine |",
        f"| money | {core_hours * _YUAN_A_CORE_HOUR:,.0f} yuan | {_YUAN_A_CORE_HOUR} yuan a core hour, rented |",
        f"| hours on {_CORES} cores | {wall:,.1f} | the efficiency of the run ({efficiency:.0%}) for any number |",
        "",
        "What a share reads depends on its parcels, not on the size of the layer, so more patches cost storage and "
        "little else; parcels cost the core hours. What is not in it: copying the data to shared storage, a disk that "
        f"gives {_CORES} workers their rows at once, and the client, which holds the attributes of all parcels of a "
        "run: run it province by province. The efficiency with many workers on many machines was not measured.",
    ]


if __name__ == "__main__":
    main()
