# SPDX-License-Identifier: GPL-2.0-or-later
"""Packages that some files need and all else does not: loaded where they are used, with the way to them from here."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from land_entry_plugin.errors import InputError
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

# What is asked for, and the modules that it takes.
XLSX, DOCX, DXF, SCHEMA, PARQUET, CLUSTER = "xlsx", "docx", "dxf", "schema", "parquet", "cluster"
_MODULES = {
    XLSX: ("openpyxl",),
    DOCX: ("docxtpl", "docx", "jinja2", "lxml", "PIL"),
    DXF: ("ezdxf",),
    SCHEMA: ("jsonschema",),
    PARQUET: ("pyarrow",),
    CLUSTER: ("distributed",),
}
# What modules are called where they are installed from, where the name is another one.
_NAMES = {"yaml": "pyyaml", "PIL": "pillow", "docx": "python-docx"}
# How the package manager of a family of distributions is asked, and what it calls the packages of Python.
_DISTRIBUTIONS: dict[str, tuple[str, str, dict[str, str]]] = {
    "debian": ("sudo apt install", "python3-", {"PIL": "pil"}),
    "fedora": ("sudo dnf install", "python3-", {"yaml": "pyyaml", "PIL": "pillow"}),
    "suse": ("sudo zypper install", "python3-", {"yaml": "PyYAML", "PIL": "Pillow", "docx": "python-docx"}),
    "arch": ("sudo pacman -S", "python-", {"PIL": "pillow"}),
}
# What a family does not have, as far as we know.
_NOT_THERE = {
    "debian": ("pyarrow",),
    "fedora": ("docxtpl",),
    "suse": ("docxtpl", "ezdxf"),
    "arch": ("docxtpl", "ezdxf", "distributed"),
}
# OSGeo4W has no package of these.
_NOT_IN_OSGEO4W = ("docxtpl", "docx", "ezdxf", "distributed", "pyarrow")
# Neither these nor what they need bring a GEOS, PROJ or GDAL along: pip mixes nothing.
_BY_PIP = ("openpyxl", "docxtpl", "docx", "jinja2", "ezdxf", "jsonschema", "distributed")


class Later:
    """A module of a package that need not be there, loaded when something of it is used for the first time.

    Parameters
    ----------
    name : str
    kind : str
        What it is used for: ``XLSX``, ``DOCX`` ...
    """

    def __init__(self, name: str, kind: str) -> None:
        self._name, self._kind = name, kind

    def __getattr__(self, name: str) -> Any:
        try:
            module = import_module(self._name)
        except ImportError as error:
            raise _fault(self._kind, (self._name.partition(".")[0],), str(error)) from error
        found = self.__dict__[name] = getattr(module, name)
        return found


def need(kind: str) -> None:
    """Say before any work is done which package a kind of file lacks.

    Raises
    ------
    InputError
        Which, what for, and how to get it on this platform.
    """
    fault = lack(kind)
    if fault is not None:
        raise fault


def lack(kind: str) -> InputError | None:
    """Return what ``need`` would raise; None where nothing is missing."""
    missing = missing_modules(kind)
    return _fault(kind, missing) if missing else None


def load(module: str, kind: str) -> Any:
    """Return one of our own modules that cannot be without what a kind of file needs.

    Raises
    ------
    InputError
        When that is missing, or cannot be loaded.
    """
    need(kind)
    try:
        return import_module(module)
    except ImportError as error:
        lacking = (error.name or "").partition(".")[0]
        raise _fault(kind, (lacking,) if lacking in _MODULES[kind] else _MODULES[kind][:1], str(error)) from error


def load_no_data_frames() -> None:
    """Keep readers of this process from loading data frames.

    They do so where there are any, which takes longer than many a command; none is ever made here.
    """
    sys.meta_path.insert(0, _NoDataFrames())


class _NoDataFrames(MetaPathFinder):
    """Says of modules with data frames that they are not there.

    ``None`` among the modules that are loaded would say so too, but pyarrow takes it for the module.
    """

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if name in ("geopandas", "pandas"):
            raise ModuleNotFoundError(name, name=name)


def missing_modules(kind: str) -> tuple[str, ...]:
    """Return the modules for a kind of file that are not here."""
    return tuple(name for name in _MODULES[kind] if not _is_there(name))


def _is_there(module: str) -> bool:
    """Return whether a module is installed, without loading it."""
    if module in sys.modules:
        return sys.modules[module] is not None
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def _fault(kind: str, modules: tuple[str, ...], detail: str = "") -> InputError:
    values = {"packages": [_NAMES.get(name, name) for name in modules], "purpose": both(f"package.{kind}", {})}
    return InputError("package_missing", detail, remedy=_remedy(modules), **values)


def _remedy(modules: tuple[str, ...]) -> dict[str, str]:
    line = install_line(modules)
    if not line:
        return both("error.remedy_none", {})
    return both("error.remedy_osgeo4w" if platform() == "windows" else "error.remedy_line", {"line": line})


def platform() -> str:
    """Return where QGIS came from, which decides where its packages come from."""
    if Path("/.flatpak-info").exists():
        return "flatpak"
    if os.environ.get("CONDA_PREFIX") or (Path(sys.prefix) / "conda-meta").is_dir():
        return "conda"
    if sys.platform == "win32":
        return "windows"
    return "macos" if sys.platform == "darwin" else "linux"


def install_line(modules: tuple[str, ...]) -> str:
    """Return a command that gets modules from where QGIS came from; empty where there is none to type."""
    if not modules:
        return ""
    here, names = platform(), [_NAMES.get(name, name) for name in modules]
    by_pip = all(name in _BY_PIP for name in modules)
    if here == "conda":
        return f"conda install -c conda-forge {' '.join(names)}"
    if here == "windows":
        return _osgeo4w_line(modules)
    if here == "flatpak" and by_pip:
        return f"flatpak run --devel --command=pip3 org.qgis.qgis install --user {' '.join(names)}"
    python = _own_python(here)
    if python and by_pip:
        return f'"{python}" -m pip install {" ".join(names)}'
    return _distribution_line(modules) if here == "linux" else ""


def _osgeo4w_line(modules: tuple[str, ...]) -> str:
    """Return a line for the OSGeo4W shell: its own packages, and of pure Python what it has no packages of."""
    own = [f"-P python3-{_NAMES.get(name, name)}" for name in modules if name not in _NOT_IN_OSGEO4W]
    others = [name for name in modules if name in _NOT_IN_OSGEO4W]
    if not all(name in _BY_PIP for name in others):
        return ""
    lines = [f"setup -q -k {' '.join(own)}"] if own else []
    if others:
        lines.append(f"python -m pip install {' '.join(_NAMES.get(name, name) for name in others)}")
    return " && ".join(lines)


def _own_python(here: str) -> Path | None:
    """Return the Python of a bundle or of an environment, whose own pip may install pure Python; None elsewhere."""
    if here == "macos":
        bundle = next((path for path in Path(sys.prefix).parents if path.suffix == ".app"), None)
        python = None if bundle is None else bundle / "Contents" / "MacOS" / "bin" / "python3"
        return python if python is not None and python.is_file() else None
    if here == "linux" and sys.prefix != sys.base_prefix:
        return Path(sys.prefix) / "bin" / "python"
    return None


def _distribution_line(modules: tuple[str, ...]) -> str:
    family = distribution()
    if family is None or any(name in _NOT_THERE[family] for name in modules):
        return ""
    manager, prefix, named = _DISTRIBUTIONS[family]
    return f"{manager} {' '.join(prefix + named.get(name, name) for name in modules)}"


def distribution(release: Path = Path("/etc/os-release")) -> str | None:
    """Return the family of this distribution; None for one whose packages we cannot name."""
    try:
        lines = release.read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    told = " ".join(line.partition("=")[2].strip('"') for line in lines if line.startswith(("ID=", "ID_LIKE=")))
    return next((family for family in _DISTRIBUTIONS if any(family in one for one in told.split())), None)
