# SPDX-License-Identifier: GPL-2.0-or-later
"""What an office hands over: folders, geodatabases, GeoPackages, zipped files, and what they hold."""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.cache import unpacked
from land_entry_plugin.files.geoparquet import SUFFIX as GEOPARQUET
from land_entry_plugin.files.hanging import check_not_hanging
from land_entry_plugin.files.reaching_out import check_stays_here
from land_entry_plugin.files.vct.layers import SUFFIX as VCT
from land_entry_plugin.files.vct.layers import vct_layer_names

CONTAINERS = (".gpkg", ".gdb", VCT)
LAYER_FILES = (".shp", ".geojson", ".fgb", ".tab", ".gml", GEOPARQUET)
# What has to be converted first.
FOREIGN = (".mdb", ".accdb", ".mxd")
ZIP = ".zip"
# System tables of a GeoPackage that look like layers.
_OURS = ("layer_styles",)


def opened_path(path: Path) -> Path:
    """Return what is read of a file or folder: what a zipped file holds, else itself.

    Raises
    ------
    InputError
        When there is nothing of that name, or when it is of a kind that has to be converted first.
    """
    check_not_hanging(path)
    if not path.exists():
        raise InputError("missing_file", path=str(path))
    _check_kind(path)
    return unpacked(path) if path.suffix.lower() == ZIP and path.is_file() else path


def _check_kind(path: Path) -> None:
    suffix = path.suffix.lower()
    if suffix in (".mdb", ".accdb"):
        raise InputError("personal_geodatabase", path=str(path))
    if suffix == ".mxd":
        raise InputError("map_document", path=str(path))


def files_in(root: Path) -> list[Path]:
    """Return the files and databases with layers in a folder, in one that is in it alone, or the file itself."""
    if not root.is_dir() or root.suffix.lower() == ".gdb":
        return [root]
    return sorted(entry for entry in followed(root).iterdir() if _is_layer_file(entry))


def followed(folder: Path) -> Path:
    """Return where the files of a folder lie: in the one folder that is in it alone, where it has none itself."""
    if any(_is_layer_file(entry) for entry in folder.iterdir()):
        return folder
    inner = [entry for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith((".", "__"))]
    return followed(inner[0]) if len(inner) == 1 else folder


def foreign_files(root: Path) -> list[str]:
    """Return the names of files in a folder that have to be converted before they can be read."""
    if not root.is_dir() or root.suffix.lower() == ".gdb":
        return []
    return sorted(entry.name for entry in root.iterdir() if entry.suffix.lower() in FOREIGN)


def _is_layer_file(entry: Path) -> bool:
    # hidden ones are no delivery: what a killed run left half-written, what a Mac puts beside every file
    if entry.name.startswith("."):
        return False
    if entry.suffix.lower() == ".gdb":
        return entry.is_dir()
    return entry.suffix.lower() in (*CONTAINERS, *LAYER_FILES) and entry.is_file()


def package_of(path: Path) -> Path:
    """Return the database or folder that a file came in."""
    return path if path.suffix.lower() in CONTAINERS else path.parent


def layers_of(path: Path) -> list[str]:
    """Return the names of the layers in a file.

    Raises
    ------
    InputError
        When it is missing or cannot be read.
    """
    check_not_hanging(path)
    if not path.exists():
        raise InputError("missing_file", path=str(path))
    _check_kind(path)
    check_stays_here(path)
    if path.suffix.lower() == VCT:
        return vct_layer_names(path)
    if path.suffix.lower() == GEOPARQUET:
        return [path.stem]
    try:
        with warnings.catch_warnings():
            # what a library finds odd in a file is for its maker
            warnings.simplefilter("ignore", RuntimeWarning)
            return [str(name) for name in pyogrio.list_layers(path)[:, 0] if str(name) not in _OURS]
    except DataSourceError as error:
        raise InputError("unreadable_file", detail=str(error), path=str(path)) from error


def feature_dataset(path: Path, layer: str) -> str | None:
    """Return the feature dataset of a geodatabase that a layer lies in, None where it lies in none."""
    if path.suffix.lower() != ".gdb":
        return None
    return _datasets(path, path.stat().st_mtime_ns).get(layer)


@lru_cache(maxsize=64)
def _datasets(path: Path, _modified: int) -> dict[str, str]:
    """Return the feature dataset of every layer that lies in one, from the geodatabase's own catalogue."""
    try:
        _, _, _, (names, paths) = pyogrio.raw.read(
            path, layer="GDB_Items", columns=["Name", "Path"], read_geometry=False
        )
    except (DataLayerError, DataSourceError, ValueError):
        # a catalogue that cannot be read hides no layer
        return {}
    found = {}
    for name, inner in zip(np.asarray(names).tolist(), np.asarray(paths).tolist(), strict=True):
        parts = re.split(r"[\\/]", str(inner or "").strip("\\/"))
        if len(parts) == 2 and name:
            found[str(name)] = parts[0]
    return found
