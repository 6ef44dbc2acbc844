# SPDX-License-Identifier: GPL-2.0-or-later
"""Where the plugin's own files lie: beside the package in the repository, inside it when installed."""

from __future__ import annotations

import os
import sys
from configparser import ConfigParser
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent


def _beside_or_inside(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.exists() else _PACKAGE.parent / name


def resource(*parts: str) -> Path:
    """Return the path of a file or folder under ``resources/``."""
    return _beside_or_inside("resources").joinpath(*parts)


def user_folder(*parts: str) -> Path:
    """Return a folder of the user's own, the same inside QGIS and without it; nothing needs to be there.

    ``LAND_ENTRY_HOME`` names another.
    """
    stated = os.environ.get("LAND_ENTRY_HOME")
    if stated:
        root = Path(stated)
    elif sys.platform == "win32":
        root = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "land_entry"
    elif sys.platform == "darwin":
        root = Path.home() / "Library" / "Application Support" / "land_entry"
    else:
        root = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "land_entry"
    return root.joinpath(*parts)


def sample_township() -> Path:
    """Return the path of the sample township that comes with the plugin."""
    return _beside_or_inside("sample_data") / "township.gpkg"


@cache
def plugin_version() -> str:
    """Return the version that ``metadata.txt`` states."""
    metadata = ConfigParser(interpolation=None)
    metadata.read(_beside_or_inside("metadata.txt"), encoding="utf-8")
    return metadata["general"]["version"]
