# SPDX-License-Identifier: GPL-2.0-or-later
"""All that lies in a folder or database, also what no screening can read: a broken file does not hide the others."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.packages import CONTAINERS, FOREIGN, LAYER_FILES, followed, layers_of, opened_path
from land_entry_plugin.files.vector import file_layer

if TYPE_CHECKING:
    from land_entry_plugin.files.source import Source

_READ = (*CONTAINERS, *LAYER_FILES)
# What is known not to open, or holds no survey layers; an archive opens where it is named itself.
_NOT_READ = (*FOREIGN, ".dwg", ".dxf", ".kml", ".kmz", ".zip", ".rar", ".7z")


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
    sources : tuple of Source
        Every layer of every file that opens, also those without polygons.
    not_read : tuple of NotRead
    """

    sources: tuple[Source, ...]
    not_read: tuple[NotRead, ...] = ()


def contents_of(text: str) -> Contents:
    """Return all layers of a folder, geodatabase or GeoPackage, and the files in it that are not read.

    Raises
    ------
    InputError
        When there is nothing of that name, or the only file is not readable.
    """
    named = Path(text)
    root = opened_path(named)
    archive = named if root != named else None
    if not root.is_dir() or root.suffix.lower() == ".gdb":
        return Contents(tuple(file_layer(root, layer, root) for layer in layers_of(root)))
    sources: list[Source] = []
    not_read: list[NotRead] = []
    for path in sorted(followed(root).iterdir()):
        suffix = path.suffix.lower()
        if path.name.startswith("."):
            continue
        if suffix in _READ:
            try:
                sources += [file_layer(path, layer, named, archive=archive) for layer in layers_of(path)]
            except InputError:
                not_read.append(NotRead(path, "broken"))
        elif suffix in _NOT_READ:
            not_read.append(NotRead(path, "format"))
        elif path.is_dir() and any(inner.suffix.lower() in (*_READ, *_NOT_READ) for inner in path.iterdir()):
            not_read.append(NotRead(path, "folder"))
    return Contents(tuple(sources), tuple(not_read))
