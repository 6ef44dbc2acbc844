# SPDX-License-Identifier: GPL-2.0-or-later
"""The layers of a recorded screening, opened in QGIS again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsVectorLayer

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.vector import LAYER_MARK
from land_entry_plugin.jobs.layers import recognised_layers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from land_entry_plugin.files.source import Source


def recorded_layers(
    record: dict[str, Any], role_ids: Iterable[str], moved_to: Sequence[Source] = ()
) -> dict[str, QgsVectorLayer]:
    """Return the layers that a record names for roles, by role; one that is no longer there is left out.

    Parameters
    ----------
    record : dict
        As ``files.records.read_record`` gives it.
    role_ids : iterable of str
    moved_to : sequence of Source
        Where to look instead of the recorded paths, which may be of another machine.

    Raises
    ------
    InputError
        When ``moved_to`` is given and holds no layer of any of the roles.
    """
    role_ids = list(role_ids)
    places = _found_in(record, moved_to) if moved_to else _recorded(record)
    layers = {}
    for role in role_ids:
        if role not in places:
            continue
        path, name, encoding = places[role]
        layer = QgsVectorLayer(f"{path}{LAYER_MARK}{name}", name, "ogr")
        if not layer.isValid():
            continue
        if encoding:
            layer.setProviderEncoding(encoding)
        layers[role] = layer
    if moved_to and not layers:
        raise InputError("no_recorded_layer", layers=sorted(entry["layer"] for entry in record["inputs"].values()))
    return layers


def _recorded(record: dict[str, Any]) -> dict[str, tuple[str, str, str | None]]:
    files = record["run"].get("files", {})
    return {
        role: (files[role]["path"], entry["layer"], (entry.get("encoding") or {}).get("name"))
        for role, entry in record["inputs"].items()
        if role in files and Path(files[role]["path"]).exists()
    }


def _found_in(record: dict[str, Any], sources: Sequence[Source]) -> dict[str, tuple[str, str, str | None]]:
    """Return the layers of the names that the record has, else what is recognised without a rival."""
    by_role, _without = recognised_layers(sources)
    descriptions = [source.describe() for source in sources]
    places = {}
    for role, candidates in by_role.items():
        name = record["inputs"].get(role, {}).get("layer")
        named = [one for one in descriptions if one.name == name]
        fitting = named or [candidate.description for candidate in candidates]
        if len(fitting) == 1 and fitting[0].path:
            encoding = fitting[0].encoding
            places[role] = (fitting[0].path, fitting[0].name, encoding.name if encoding else None)
    return places
