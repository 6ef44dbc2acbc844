# SPDX-License-Identifier: GPL-2.0-or-later
"""How a layer was read: what it left open, what was decided, by whom, and what a reader must know of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from land_entry_plugin.engine.crs import crs_code
from land_entry_plugin.engine.datum_shift import shift_of
from land_entry_plugin.files.geometry_types import ARC_STEP_DEG
from land_entry_plugin.roles.recognition import LIKELY, has_older_name
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    import pyproj

    from land_entry_plugin.files.source import LayerDescription
    from land_entry_plugin.jobs.candidates import RoleLayer

    Note = tuple[str, dict[str, Any]]

# What has to be seen at once; the rest stands in the record.
_QUIET = ("left_out", "arcs")


def reading_of(
    description: LayerDescription, crs: pyproj.CRS, layer: RoleLayer | None = None, more: list[Note] | None = None
) -> dict[str, Any]:
    """Return what a record says of the reading of a layer: ``reading`` and ``notes``, as far as there is something.

    Parameters
    ----------
    description : LayerDescription
    crs : pyproj.CRS
        In which it is taken.
    layer : RoleLayer, optional
        The role that it serves, and why.
    more : list of (str, dict), optional
        Ids and values of further sentences.
    """
    reading: dict[str, Any] = {}
    notes: list[Note] = []
    encoding, wishes = description.encoding, description.wishes
    if encoding is not None:
        reading["encoding"] = {"name": encoding.name, "by": encoding.by, "stated": encoding.stated}
        if encoding.contradicts:
            notes.append(
                (f"{encoding.contradicts}_contradicted", {"stated": encoding.stated, "encoding": encoding.name})
            )
        elif encoding.by == "user":
            notes.append(("encoding_by_user", {"encoding": encoding.name}))
    if wishes.crs:
        notes.append(("crs_by_user", {"crs": crs.name if crs.is_bound else crs_code(wishes.crs)}))
    shift = shift_of(crs)
    if shift is not None:
        reading["transformation"] = shift.text
        notes.append(("transformed", {"transformation": shift.text}))
    if description.dataset:
        reading["feature_dataset"] = description.dataset
    if description.left_out:
        reading["left_out"] = description.left_out
        notes.append(("left_out", {"dimensions": description.left_out}))
    if description.may_be_curved:
        reading["arc_step_deg"] = ARC_STEP_DEG
        notes.append(("arcs", {"step": ARC_STEP_DEG}))
    if layer is not None:
        notes += _of_the_role(layer)
        if layer.confidence == LIKELY:
            reading["recognised"] = {"confidence": layer.confidence, "reason": layer.reason, "by": layer.by}
        if wishes.fields:
            reading["fields_by_user"] = dict(sorted(wishes.fields.items()))
    notes += more or []
    texts = [
        {"id": note_id, "texts": both(f"reading.{note_id}", {"layer": description.name} | values)}
        for note_id, values in notes
    ]
    return ({"reading": reading} if reading else {}) | ({"notes": texts} if texts else {})


def _of_the_role(layer: RoleLayer) -> list[Note]:
    """Return what is to be said of how a layer came to its role."""
    notes: list[Note] = []
    role = {"role": both(f"word.role_{layer.role.id}", {})}
    if layer.confidence == LIKELY:
        notes.append(("role_by_content", role | {"by": layer.by}))
    if has_older_name(layer.role, layer.description.name):
        notes.append(("named_but_older", role))
    if layer.description.wishes.role == layer.role.id:
        notes.append(("role_by_user", role))
    return notes


def warnings_of(inputs: dict[str, dict[str, Any]]) -> list[dict[str, str]]:
    """Return the sentences on the layers of a record that a user has to see at once."""
    notes = [note for entry in inputs.values() for note in entry.get("notes", ())]
    return [note["texts"] for note in notes if note["id"] not in _QUIET]
