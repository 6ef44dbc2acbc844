# SPDX-License-Identifier: GPL-2.0-or-later
"""What every record says of a run: its inputs with their hashes, the files behind them, versions, an id."""

from __future__ import annotations

import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj
import shapely

from land_entry_plugin.files.answers import FileAnswers, LayerAnswers
from land_entry_plugin.files.record_text import content_digest
from land_entry_plugin.files.source import content_hash
from land_entry_plugin.paths import plugin_version

if TYPE_CHECKING:
    from collections.abc import Iterable

    from land_entry_plugin.files.answers import AnswerSource
    from land_entry_plugin.files.source import LayerDescription, Rows


def described_layer(description: LayerDescription, rows: Rows, *, named: bool) -> dict[str, Any]:
    """Return what a layer says of itself, with the hash of what was read of it."""
    return described_reading(description, rows.columns, len(rows.ids), content_hash(rows), named=named)


def described_reading(
    description: LayerDescription, fields: Iterable[str], count: int, sha256: str, *, named: bool
) -> dict[str, Any]:
    """Return what a layer says of itself, with how many rows were read of it, of which fields, and their hash."""
    return {
        "layer": description.name,
        "crs": description.crs,
        "fields": sorted(fields),
        "named": named,
        "features": description.feature_count,
        "features_read": count,
        "sha256": sha256,
    }


def described_file(description: LayerDescription) -> dict[str, Any]:
    """Return path, size and time of the file behind a layer."""
    if description.path is None:
        return {"path": None}
    path = Path(description.path)
    # a geodatabase is a folder: what is in it changes while the folder does not
    held = [entry.stat() for entry in path.iterdir() if entry.is_file()] if path.is_dir() else [path.stat()]
    size, modified = sum(one.st_size for one in held), max((one.st_mtime for one in held), default=0.0)
    return {"path": str(path), "size": size, "modified": round(modified, 3)}


def whereabouts(description: LayerDescription) -> dict[str, Any]:
    """Return where a layer is found again: file, name and package, and why the file may not give the same rows."""
    return {
        "path": description.path,
        "layer": description.name,
        "package": description.package,
        "part": description.part,
    }


def answers_whereabouts(answers: AnswerSource) -> dict[str, Any]:
    """Return where answers are found again: file, layer or sheet, and why the file may not give the same rows."""
    if isinstance(answers, LayerAnswers):
        return whereabouts(answers.source.describe())
    path, sheet = answers.path, answers.sheet if isinstance(answers, FileAnswers) else None
    return {"path": None if path is None else str(path.resolve()), "layer": sheet, "part": None}


def run_entry(files: dict[str, dict[str, Any]], host: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return what may vary between equal runs.

    Parameters
    ----------
    files : dict
        The files behind its layers.
    host : dict, optional
        What the program around it says of itself (the version of QGIS).
    """
    return {
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "files": files,
        "versions": versions() | (host or {}),
    }


def versions() -> dict[str, str]:
    """Return the versions that a result may depend on."""
    return {
        "land_entry": plugin_version(),
        "python": platform.python_version(),
        "geos": shapely.geos_version_string,
        "proj": pyproj.proj_version_str,
        "shapely": shapely.__version__,
        "numpy": np.__version__,
    }


def content_id(content: dict[str, Any]) -> str:
    """Return a short id of all that the record says, the same for equal runs."""
    return id_of_digest(content_digest(content))


def id_of_digest(digest: str) -> str:
    """Return the short id that stands for a hash of all that a record says."""
    return "LE-" + "-".join(digest[i : i + 4] for i in (0, 4, 8))
