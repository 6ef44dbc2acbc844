# SPDX-License-Identifier: GPL-2.0-or-later
"""Faults as they are found: all are counted, of each kind in each layer so many are listed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.jobs.doctor.request import DataFault, Tally
from land_entry_plugin.roles.catalogue import PARCELS
from land_entry_plugin.roles.data_checks import SEVERITIES, check_kinds, severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.jobs.doctor.reading import ReadLayer
    from land_entry_plugin.roles.data_checks import Severity


class Collector:
    """Takes faults."""

    def __init__(self, listed: int) -> None:
        self._most = listed
        self._faults: list[DataFault] = []
        self._counts: Counter[tuple[str, Severity, str | None, str | None]] = Counter()

    def add(
        self,
        kind: str,
        layer: str | None = None,
        role: str | None = None,
        *,
        grave: Severity | None = None,
        **values: Any,
    ) -> None:
        """Take one fault; ``values`` are further attributes of DataFault, the rest is what its sentence names."""
        own = severity(kind, role) if grave is None else grave
        key = kind, own, layer, role
        self._counts[key] += 1
        if self._counts[key] <= self._most:
            attributes = {name: values.pop(name) for name in tuple(values) if name in _ATTRIBUTES}
            self._faults.append(DataFault(kind, own, layer, role, values=values, **attributes))

    def add_row(self, kind: str, read: ReadLayer, row: int, **values: Any) -> None:
        """Take one fault of a row: called as the row is and where the row is, unless ``values`` say otherwise."""
        values = {"feature": read.feature(row), "place": read.place_of(row), **values}
        self.add(kind, read.layer.name, read.layer.role.id, row_id=int(read.rows.ids[row]), **values)

    def tallies(self) -> list[Tally]:
        """Return the counts, in the order of the faults."""
        tallies = [Tally(*key, count, min(count, self._most)) for key, count in self._counts.items()]
        return sorted(tallies, key=lambda one: (_order(one.severity, one.kind), one.layer or ""))

    def faults(self, parcels: np.ndarray, parcel_ids: Sequence[str]) -> list[DataFault]:
        """Return the faults, the worst first, with the parcels (shapes in the plane, or None) at their places."""
        order = {kind: i for i, kind in enumerate(check_kinds())}
        faults = sorted(
            self._faults,
            key=lambda one: (
                SEVERITIES.index(one.severity),
                order[one.kind],
                one.layer or "",
                one.row_id if one.row_id is not None else -1,
                one.others,
                one.feature or "",
            ),
        )
        at: dict[int, set[str]] = {}
        places = np.array([None if one.role == PARCELS else one.reach or one.place for one in faults], dtype=object)
        if len(parcels) and len(places):
            place, parcel = shapely.STRtree(parcels).query(places, predicate="intersects")
            for i, j in zip(place.tolist(), parcel.tolist(), strict=True):
                at.setdefault(i, set()).add(parcel_ids[j])
        return [replace(one, parcels=tuple(sorted(at[i]))) if i in at else one for i, one in enumerate(faults)]


_ATTRIBUTES = frozenset(("feature", "row_id", "others", "count", "area_m2", "place", "reach", "fix"))


def _order(own: Severity, kind: str) -> tuple[int, int]:
    return SEVERITIES.index(own), check_kinds().index(kind)
