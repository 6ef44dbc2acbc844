# SPDX-License-Identifier: GPL-2.0-or-later
"""The language of the user, and sentences about this machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsApplication

from land_entry_plugin.texts import both, render

if TYPE_CHECKING:
    from land_entry_plugin.bridge.selftest import SelfTest


def window_language() -> str:
    """Return the language of QGIS's windows: ``zh`` or ``en``."""
    return "zh" if QgsApplication.locale().lower().startswith("zh") else "en"


# What packages are called where they come from, where the name is another one.
_CONDA = {"yaml": "pyyaml"}
# How the package manager of a family of distributions is asked, and what it calls the packages of Python.
_DISTRIBUTIONS: dict[str, tuple[str, str, dict[str, str]]] = {
    "debian": ("sudo apt install", "python3-", {}),
    "fedora": ("sudo dnf install", "python3-", _CONDA),
    "suse": ("sudo zypper install", "python3-", {"yaml": "PyYAML"}),
    "arch": ("sudo pacman -S", "python-", {}),
}


def _platform() -> str:
    """Return where QGIS came from, which decides where its packages come from."""
    if Path("/.flatpak-info").exists():
        return "flatpak"
    if os.environ.get("CONDA_PREFIX") or (Path(sys.prefix) / "conda-meta").is_dir():
        return "conda"
    if sys.platform == "win32":
        return "windows"
    return "macos" if sys.platform == "darwin" else "linux"


def install_line(selftest: SelfTest) -> str:
    """Return a command that gets what is missing from where QGIS came from; empty where there is none to type."""
    if not selftest.missing:
        return ""
    here = _platform()
    if here == "linux":
        family = _distribution()
        if family is None:
            return ""
        manager, prefix, named = _DISTRIBUTIONS[family]
        return f"{manager} {' '.join(prefix + named.get(name, name) for name in selftest.missing)}"
    others = [_CONDA.get(name, name) for name in selftest.missing]
    if here == "conda":
        return f"conda install -c conda-forge {' '.join(others)}"
    if here == "windows":
        return f"setup -q -k {' '.join(f'-P python3-{name}' for name in others)}"
    return ""


def _distribution(release: Path = Path("/etc/os-release")) -> str | None:
    """Return the family of this distribution; None for one whose packages we cannot name."""
    try:
        lines = release.read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    told = " ".join(line.partition("=")[2].strip('"') for line in lines if line.startswith(("ID=", "ID_LIKE=")))
    return next((family for family in _DISTRIBUTIONS if any(family in one for one in told.split())), None)


def selftest_sentence(selftest: SelfTest) -> str:
    """Return what the self-test found, and how to get what is missing here."""
    remedy = both(f"error.remedy_{_platform()}", {})
    if selftest.missing:
        values = {"packages": list(selftest.missing), "remedy": remedy}
        return render("error.libraries_missing", values, window_language())
    values = {"reason": selftest.faults[0], "remedy": remedy}
    return render("error.libraries", values, window_language())
