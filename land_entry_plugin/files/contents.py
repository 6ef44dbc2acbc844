# SPDX-License-Identifier: GPL-2.0-or-later
"""All that lies in a folder or database, also what no screening can read: a broken file does not hide the others."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.vector import FileSource, layers_of

# What GDAL opens here, and what it is known not to open or holds no survey layers.
_READ = (".gpkg", ".gdb", ".shp", ".geojson", ".fgb", ".tab", ".gml")
_NOT_READ = (".mdb", ".vct", ".dwg", ".dxf", ".kml", ".kmz", ".zip", ".rar", ".7z")


@dataclass(frozen=True)
class NotRead:
    """A file that was not read, and why: ``format`` (of that kind none is), ``broken``, ``folder`` (within it)."""

    path: Path
    why: str


@dataclass(frozen=True)
class Contents:
    """What lies in a place.

    Attributes
    ----------
    sources : tuple of FileSource
        Every layer of every file that opens, also those without polygons.
    not_read : tuple of NotRead
    """

    sources: tuple[FileSource, ...]
    not_read: tuple[NotRead, ...] = ()


def contents_of(text: str) -> Contents:
    """Return all layers of a folder, geodatabase or GeoPackage, and the files in it that are not read.

    Raises
    ------
    InputError
        When there is nothing of that name, or the only file is not readable.
    """
    root = Path(text)
    if not root.exists():
        raise InputError("missing_file", path=text)
    if not root.is_dir() or root.suffix.lower() == ".gdb":
        return Contents(tuple(FileSource(root, layer, root) for layer in layers_of(root)))
    sources: list[FileSource] = []
    not_read: list[NotRead] = []
    for path in sorted(root.iterdir()):
        suffix = path.suffix.lower()
        if path.name.startswith("."):
            continue
        if suffix in _READ:
            try:
                sources += [FileSource(path, layer, root) for layer in layers_of(path)]
            except InputError:
                not_read.append(NotRead(path, "broken"))
        elif suffix in _NOT_READ:
            not_read.append(NotRead(path, "format"))
        elif path.is_dir() and any(inner.suffix.lower() in (*_READ, *_NOT_READ) for inner in path.iterdir()):
            not_read.append(NotRead(path, "folder"))
    return Contents(tuple(sources), tuple(not_read))
