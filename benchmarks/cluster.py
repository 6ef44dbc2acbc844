# SPDX-License-Identifier: GPL-2.0-or-later
"""Measure a screening on a Dask cluster of worker processes on this machine, and write it into docs/scale.md.

python -m benchmarks.cluster [--patches 1000000] [--parcels 10000] [--rounds 3]

By turns one worker and two, then two of which one is killed when half of the parts are there; every record is compared
with that of one machine.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import psutil

from benchmarks.contenders import ROOT, layer
from benchmarks.coverage.made import scratch
from benchmarks.page import write_section
from benchmarks.results import Results, machine, spread
from benchmarks.running import run
from benchmarks.stages.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

_DASK = str(ROOT / ".venv/bin/dask")
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
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--patches", type=int, default=1_000_000)
    parser.add_argument("--parcels", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-docs", action="store_true", help="write the page to out/bench")
    options = parser.parse_args()
    page = ROOT / "out" / "bench" / "scale.md" if options.no_docs else _PAGE
    if options.no_docs:
        page.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_PAGE, page)
    values: dict[str, Any] = {"machine": machine(), "patches": options.patches, "parcels": options.parcels}
    values |= {"one_machine": [], "workers": {"1": [], "2": []}, "killed": None, "same": True}
    results = Results(ROOT / "out" / "bench" / "results_cluster.json", values)
    with contextlib.ExitStack() as stack:
        place = Place(stack, options.patches, options.parcels, 1, lines=10**6 if options.patches > 50_000 else 10**5)
        files = place.files()
        expected = _screened(place, files, "one_machine", values["one_machine"])
        written = scratch() / "results" / "cluster_one_machine"
        values["bytes"] = {"survey": files[0].stat().st_size, "record": (written / "record.json").stat().st_size}
        values["bytes"]["pieces"] = (written / "pieces.gpkg").stat().st_size
        for _ in range(options.rounds):
            for count in (1, 2):
                with _cluster(count, place) as address:
                    own = values["workers"][str(count)]
                    values["same"] &= _screened(place, files, f"workers_{count}", own, address) == expected
                results.save()
        with _cluster(2, place) as address, _killer(options.parcels) as killed:
            seconds: list[float] = []
            values["same"] &= _screened(place, files, "killed", seconds, address) == expected
            values["killed"] = {"seconds": seconds[0], "after_seconds": killed[0] if killed else None}
        results.save()
    write_section(page, "cluster", _lines(values))
    write_section(page, "arithmetic", _arithmetic(values))
    print(page)


def _screened(
    place: Place, files: tuple[Path, Path], name: str, seconds: list[float], scheduler: str | None = None
) -> dict[str, Any]:
    """Return the record outside ``run`` of a screening against all layers, and take note of its seconds."""
    survey, parcels = files
    with place.folder(f"cluster_{name}") as folder:
        command = [str(ROOT / ".venv/bin/python"), "-m", "land_entry_plugin", "screenparcels"]
        command += ["--parcels", layer(parcels, "parcels"), "--data", str(survey)]
        command += ["--record", str(folder / "record.json"), "--findings", str(folder / "findings.gpkg")]
        command += ["--output", str(folder / "parcels.gpkg"), "--overlaps", str(folder / "pieces.gpkg")]
        ran = run([*command, *(["--scheduler", scheduler] if scheduler else [])], place.variables)
        seconds.append(ran.seconds)
        print(f"  {name}: {ran.seconds:.1f} s", file=sys.stderr, flush=True)
        record = json.loads((folder / "record.json").read_text(encoding="utf-8"))
    del record["run"]
    return record


@contextlib.contextmanager
def _cluster(count: int, place: Place) -> Iterator[str]:
    """Yield the address of a scheduler with so many workers, a thread each."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    folder = str(scratch() / "dask")
    commands = [[_DASK, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]]
    worker = [_DASK, "worker", address, "--nthreads", "1", "--no-dashboard", "--local-directory", folder]
    commands += [[*worker, "--host", "127.0.0.1"]] * count
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": place.variables}
    processes = [subprocess.Popen(command, **quiet) for command in commands]
    try:
        _wait_for_workers(address, count, place)
        yield address
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
    subprocess.run([str(ROOT / ".venv/bin/python"), "-c", code], check=True, env=place.variables)


@contextlib.contextmanager
def _killer(parcels: int) -> Iterator[list[float]]:
    """Kill a worker process when half of the parts are there; yield after how many seconds that was."""
    begin, killed, over = time.perf_counter(), [], threading.Event()
    half = max(1, parcels // _PARCELS_A_SHARE // 2)
    results = scratch() / "results" / "cluster_killed"

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
    of_machine = values["machine"]
    one, two = (values["workers"][str(count)] for count in (1, 2))
    efficiency = [a / b / 2 for a, b in zip(one, two, strict=True)]
    killed = values["killed"]
    lines = [
        f"{of_machine['date']}, {of_machine['processor']}, {of_machine['cores']} cores, load {of_machine['load']} when "
        f"it began; {values['patches']:,} patches, {values['parcels']:,} parcels, all layers, all outputs; end to end, "
        "the client's start, planning and writing counted.",
        "",
        "| run | seconds |",
        "|---|---|",
        f"| one machine, its own processes | {spread(values['one_machine'])} |",
        f"| one worker | {spread(one)} |",
        f"| two workers | {spread(two)} |",
    ]
    if killed["after_seconds"] is None:
        lines.append(f"| two workers (none was killed: the run was over before) | {killed['seconds']:.1f} |")
    else:
        lines.append(f"| two workers, one killed after {killed['after_seconds']:.1f} s | {killed['seconds']:.1f} |")
    same = "the same as" if values["same"] else "**not the same as**"
    lines += [
        "",
        f"Efficiency from one worker to two: {spread(efficiency, 2)} (the goal is {_EFFICIENCY}). "
        f"Every record was {same} that of one machine outside `run`.",
    ]
    return lines


def _arithmetic(values: dict[str, Any]) -> list[str]:
    """Return what the measured run comes to for the country."""
    times = _PATCHES_OF_THE_COUNTRY / values["patches"]
    parcels = values["parcels"] * times
    a_parcel = median(values["workers"]["1"]) / values["parcels"]
    core_hours = a_parcel * parcels / 3600
    size = {what: held * times / 1e9 for what, held in values["bytes"].items()}
    efficiency = median(a / b / 2 for a, b in zip(*values["workers"].values(), strict=True))
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
