# SPDX-License-Identifier: GPL-2.0-or-later
"""Which parcels of a ledger and of a record are the same land, as screenings are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from land_entry_plugin.jobs.comparison.pairs import matches

if TYPE_CHECKING:
    from collections.abc import Sequence

# One plane for all: a ledger keeps its shapes in one CRS.
_OWN = "ledger"


def same_land(
    before: Sequence[tuple[str, shapely.Geometry | None]], after: Sequence[tuple[str, shapely.Geometry | None]]
) -> list[tuple[str, list[int], list[int]]]:
    """Return groups of positions that are the same land, with the word for how they belong together.

    Parameters
    ----------
    before, after : sequence of (id, shape)
        Shapes in one plane.
    """
    found = matches(*({"parcels": [_entry(i, *one) for i, one in enumerate(side)]} for side in (before, after)))
    return [
        (str(match.relation), [one["row"] for one in match.before], [one["row"] for one in match.after])
        for match in found
    ]


def _entry(row: int, parcel_id: str, shape: shapely.Geometry | None) -> dict[str, Any]:
    usable = shape is not None and not shape.is_empty and shape.is_valid
    geometry = {"crs": _OWN, "wkt": shapely.to_wkt(shape, rounding_precision=-1)} if usable else None
    return {"parcel_id": parcel_id, "row": row, "geometry": geometry}
