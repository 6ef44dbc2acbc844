# SPDX-License-Identifier: GPL-2.0-or-later
"""Results of a run: kept as they come, medians and ranges of them, the machine they are of."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

# Whoever is slow is measured less often, but never less than this.
_FEWEST_ROUNDS = 2


class Results:
    """What was measured so far; every change is on the disk at once, so that a run that ends early leaves it."""

    def __init__(self, path: Path, values: dict[str, Any]) -> None:
        self.path, self.values = path, values
        path.parent.mkdir(parents=True, exist_ok=True)
        self.save()

    @classmethod
    def continued(cls, path: Path, values: dict[str, Any]) -> Results:
        """Return what an earlier run left in the file, to be added to.

        It is dropped where it has another size or seed, or comes from another machine or from other versions.
        """
        try:
            earlier = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            earlier = {}
        same = {key: earlier.get(key) for key in values} == values
        return cls(path, earlier if same else values)

    def save(self) -> None:
        """Write all to the file."""
        self.path.write_text(json.dumps(self.values, ensure_ascii=False, indent=1), encoding="utf-8")


def ratios(own: list[float | None], other: list[float | None]) -> list[float]:
    """Return own seconds over the other's, round by round, of the rounds that have both."""
    return [a / b for a, b in zip(own, other, strict=False) if a is not None and b is not None]


def spread(values: list[float], digits: int = 1) -> str:
    """Return the median and the range in words, a dash where there is nothing."""
    there = [value for value in values if value is not None]
    if not there:
        return "–"
    low, middle, high = min(there), median(there), max(there)
    return f"{middle:.{digits}f} ({low:.{digits}f}–{high:.{digits}f})" if len(there) > 1 else f"{middle:.{digits}f}"


def exponent(sizes: list[float], seconds: list[float]) -> float | None:
    """Return the slope of seconds over size on logarithmic scales, None of fewer than two sizes."""
    import numpy as np

    if len(sizes) < 2:
        return None
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


def rounds_that_fit(
    seconds: dict[str, float],
    available: float,
    rounds: int,
    always: str = "ours",
    done: dict[str, int] | None = None,
) -> dict[str, int]:
    """Return how many rounds each takes part in: all, or fewer of the slowest, until it fits.

    Parameters
    ----------
    seconds : dict of str to float
        Of one round of each.
    available : float
    rounds : int
    always : str
        Who takes part in all: the others are compared with it.
    done : dict of str to int, optional
        In how many each took part already.
    """
    of_each = dict.fromkeys(seconds, rounds)
    least = {name: max(0, _FEWEST_ROUNDS - (done or {}).get(name, 0)) for name in seconds}
    while sum(seconds[name] * of_each[name] for name in seconds) > available:
        fewer = [name for name in seconds if of_each[name] > least[name] and name != always]
        if not fewer:
            break
        # of those that would take longest the next round less
        of_each[max(fewer, key=lambda name: seconds[name] * of_each[name])] -= 1
    return of_each


def machine() -> dict[str, Any]:
    """Return what the figures depend on: date, processor, memory, load, versions."""
    import psutil

    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9),
        "system": _system(),
        "versions": _versions(),
    }


def now() -> dict[str, Any]:
    """Return when a run begins, and what the machine did besides at that time."""
    date = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %Z")
    return {"date": date, "load": round(os.getloadavg()[0], 1)}


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return " ".join(line.split(":", 1)[1].split())
    return platform.machine()


def _system() -> str:
    for line in Path("/etc/os-release").read_text(encoding="utf-8").splitlines():
        if line.startswith("PRETTY_NAME="):
            return line.split("=", 1)[1].strip('"')
    return platform.platform()


def _versions() -> dict[str, str]:
    import geopandas
    import shapely

    from benchmarks.contenders import ROOT

    own = "import shapely; print(shapely.__version__, shapely.geos_version_string)"
    versions = {
        "Land Entry's shapely and GEOS": _printed([str(ROOT / ".venv/bin/python"), "-c", own]),
        "geopandas": f"{geopandas.__version__} (shapely {shapely.__version__}, GEOS {shapely.geos_version_string})",
        "QGIS": _printed(["qgis_process", "--version"]).splitlines()[0].removeprefix("QGIS "),
        "PostGIS": _printed(["dpkg-query", "-W", "-f", "${Version}", "postgresql-postgis"]),
    }
    try:
        import sedonadb

        versions["SedonaDB"] = sedonadb.__version__
    except ImportError:
        pass
    return {name: version for name, version in versions.items() if version}


def _printed(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return "–"
    return done.stdout.strip() or "–"
