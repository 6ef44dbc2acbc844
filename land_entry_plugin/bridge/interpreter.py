# SPDX-License-Identifier: GPL-2.0-or-later
"""Which program runs Python beside QGIS: ``sys.executable`` is QGIS itself on Windows and macOS."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from land_entry_plugin.errors import LandEntryError

_PYTHON = re.compile(r"python(w|3(\.\d+)?)?(\.exe)?", re.IGNORECASE)


@dataclass(frozen=True)
class Surroundings:
    """The Python that runs, as it sees itself.

    Attributes
    ----------
    platform : str
        ``sys.platform``.
    executable : pathlib.Path or None
        ``sys.executable``: Python, the program that Python is part of, or nothing.
    prefixes : tuple of pathlib.Path
        Where this Python is installed, the nearest first.
    version : str
        Such as ``3.12``.
    """

    platform: str
    executable: Path | None
    prefixes: tuple[Path, ...]
    version: str


def python_executable() -> Path:
    """Return the Python that worker processes are started with: of this installation, never QGIS itself.

    Raises
    ------
    LandEntryError
        There is none: the work stays in this process.
    """
    prefixes = dict.fromkeys((sys.exec_prefix, sys.prefix, sys.base_exec_prefix, sys.base_prefix))
    here = Surroundings(
        sys.platform,
        Path(sys.executable) if sys.executable else None,
        tuple(Path(one) for one in prefixes),
        f"{sys.version_info.major}.{sys.version_info.minor}",
    )
    found = find_python(here)
    if found is None:
        raise LandEntryError("no_interpreter", str(here), place=str(here.prefixes[0]))
    return found


def python_for_workers() -> str | None:
    """Return the Python that worker processes are started with, None where there is none."""
    try:
        return str(python_executable())
    except LandEntryError:
        return None


def find_python(here: Surroundings) -> Path | None:
    """Return the Python of an installation; None where there is none beside the program."""
    if here.executable is not None and is_python(here.executable):
        return here.executable
    return next((path for path in _candidates(here) if is_python(path)), None)


def is_python(path: Path) -> bool:
    """Return whether a file is there and is called as Python is."""
    return _PYTHON.fullmatch(path.name) is not None and path.is_file()


def _candidates(here: Surroundings) -> list[Path]:
    beside = [] if here.executable is None else [here.executable.parent]
    if here.platform == "win32":
        # OSGeo4W, the installer and conda keep it in the prefix; pythonw opens no console window for every worker
        programs = ("pythonw.exe", "python.exe", "python3.exe")
        return [folder / name for folder in (*here.prefixes, *beside) for name in programs]
    names = (f"python{here.version}", "python3")
    folders = [prefix / "bin" for prefix in here.prefixes]
    if here.platform == "darwin":
        # bundles up to 3.40, those that take a framework along, and those of QGIS 4
        for folder in beside:
            frameworks = folder.parent / "Frameworks"
            folders += [folder / "bin", folder, frameworks / "bin"]
            folders.append(frameworks / "Python.framework" / "Versions" / here.version / "bin")
            folders.append(frameworks / "tools" / "python3")
        folders += [prefix / "tools" / "python3" for prefix in here.prefixes]
    return [folder / name for folder in folders for name in names]
