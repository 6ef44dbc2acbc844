# SPDX-License-Identifier: GPL-2.0-or-later
"""Rows of the layer, the workbook and the record of a check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.jobs.doctor.attributes import years_of
from land_entry_plugin.jobs.tables import LANGUAGE, Column
from land_entry_plugin.roles.catalogue import LAND_USE, LAND_USE_HISTORY, PARCELS
from land_entry_plugin.rounding import recorded
from land_entry_plugin.texts import word

if TYPE_CHECKING:
    from land_entry_plugin.files.source import LayerDescription
    from land_entry_plugin.jobs.doctor.reading import ReadLayer
    from land_entry_plugin.jobs.doctor.request import DataCheck, DataFault
    from land_entry_plugin.jobs.doctor.roles import FoundLayer
    from land_entry_plugin.jobs.layers import ChosenLayers

PLACES_LAYER = "data_checks"
PLACE_COLUMNS = (
    Column("severity", str),
    Column("severity_word", str),
    Column("kind", str),
    Column("title", str),
    Column("layer", str),
    Column("role", str),
    Column("feature", str),
    Column("row_id", int),
    Column("others", str),
    Column("count", int),
    Column("area_m2", float),
    Column("parcels", str),
    Column("explanation", str),
    Column("remedy", str),
    Column("fix", str),
    Column("x", float),
    Column("y", float),
)
# A point is shown as a disc of this radius: the layer of places is one of polygons.
DISC_M = 2.0
_NAMED = 20


def layer_row(
    layer: FoundLayer | None, read: ReadLayer | None, chosen: ChosenLayers | None, admin: shapely.Geometry | None
) -> dict[str, Any]:
    """Return what was learned of one layer.

    Parameters
    ----------
    layer : FoundLayer or None
        None for the parcels.
    read : ReadLayer or None
        None where it was not read.
    chosen : ChosenLayers or None
    admin : shapely polygon or None
    """
    description = read.layer.description if layer is None else layer.description
    role = PARCELS if layer is None else layer.role
    taken = [
        one for one in (chosen.layers.values() if chosen is not None else ()) if layer and one.source is layer.source
    ]
    row: dict[str, Any] = {
        "layer": description.name,
        "role": role,
        "used_as": PARCELS if layer is None else taken[0].key if taken else None,
        "file": None if description.path is None else Path(description.path).name,
        "crs": description.crs,
        "encoding": encoding_of(description),
        "features": description.feature_count,
        "extent": None,
        "area_m2": None,
        "years": [],
        "class_system": None,
        "covers_admin": None,
        "covers_parcels": None,
        "inside_admin": None,
        "broken": None,
        "misplaced": None,
        "fields": list(description.fields),
    }
    if read is None:
        return row
    there = read.shapes[~shapely.is_missing(read.shapes)]
    if len(there):
        row["extent"] = [recorded(float(value), 2) for value in shapely.total_bounds(there)]
        row["area_m2"] = recorded(float(read.areas.sum()))
    if role in (LAND_USE, LAND_USE_HISTORY):
        row["years"] = years_of(read)
    row["broken"], row["misplaced"] = len(read.broken), int(np.count_nonzero(read.misplaced))
    if admin is not None and len(there):
        boxes = shapely.bounds(admin)
        low, high = shapely.total_bounds(there)[:2], shapely.total_bounds(there)[2:]
        row["inside_admin"] = bool((low >= boxes[:2] - 1).all() and (high <= boxes[2:] + 1).all())
    return row


def encoding_of(description: LayerDescription) -> str | None:
    """Return in which encoding the texts of a layer's file are read; databases keep theirs in UTF-8."""
    if description.path is None:
        return None
    return "UTF-8" if description.encoding is None else description.encoding.name


def shortened(names: tuple[str, ...], language: str = LANGUAGE) -> str:
    """Return some names in one line."""
    comma = "、" if language == "zh" else ", "
    more = f" … ({len(names)})" if len(names) > _NAMED else ""
    return comma.join(names[:_NAMED]) + more


def fault_row(fault: DataFault) -> dict[str, Any]:
    """Return one fault as a row of the layer of places."""
    centre = None if fault.place is None else shapely.get_coordinates(shapely.point_on_surface(fault.place))[0]
    return {
        "severity": str(fault.severity),
        "severity_word": word(f"severity_{fault.severity}", LANGUAGE),
        "kind": fault.kind,
        "title": fault.texts("title")[LANGUAGE],
        "layer": fault.layer,
        "role": fault.role,
        "feature": fault.feature,
        "row_id": fault.row_id,
        "others": shortened(fault.others) or None,
        "count": fault.count,
        "area_m2": recorded(fault.area_m2),
        "parcels": shortened(fault.parcels) or None,
        "explanation": fault.texts("text")[LANGUAGE],
        "remedy": fault.texts("remedy")[LANGUAGE],
        "fix": fault.fix,
        "x": None if centre is None else recorded(float(centre[0]), 3),
        "y": None if centre is None else recorded(float(centre[1]), 3),
    }


def shown_place(fault: DataFault) -> shapely.Geometry | None:
    """Return where a fault is, as a polygon: points and lines a little wide."""
    if fault.place is None or shapely.is_empty(fault.place):
        return None
    if fault.place.geom_type in ("Polygon", "MultiPolygon"):
        return fault.place
    return shapely.buffer(fault.place, DISC_M)


def counted(check: DataCheck) -> dict[str, int]:
    """Return how many faults there are by severity, those included that are not listed."""
    result = {"error": 0, "warning": 0, "note": 0}
    for tally in check.tallies:
        result[str(tally.severity)] += tally.count
    return result
