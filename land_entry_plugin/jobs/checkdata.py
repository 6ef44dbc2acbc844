# SPDX-License-Identifier: GPL-2.0-or-later
"""Check the data before a screening: what is there, what is wrong with it, what it costs, what can be mended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.engine.area import ellipsoid_area
from land_entry_plugin.engine.shapes import NOWHERE, union
from land_entry_plugin.errors import InputError
from land_entry_plugin.jobs.doctor.areas import check_areas
from land_entry_plugin.jobs.doctor.attributes import check_attributes, years_of
from land_entry_plugin.jobs.doctor.collector import Collector
from land_entry_plugin.jobs.doctor.fixes import mend
from land_entry_plugin.jobs.doctor.parcels import check_parcels, open_parcels, parcel_ids
from land_entry_plugin.jobs.doctor.reading import look, plane_of, read_rows
from land_entry_plugin.jobs.doctor.request import CheckRequest, DataCheck, LayerReport
from land_entry_plugin.jobs.doctor.roles import as_chosen, choose_roles, find_layers, order_of
from land_entry_plugin.jobs.doctor.rows import layer_row
from land_entry_plugin.jobs.doctor.shapes import check_placement, check_shapes
from land_entry_plugin.jobs.doctor.stacks import check_reach, check_stack
from land_entry_plugin.jobs.progress import Silent, followed
from land_entry_plugin.jobs.runs import described_file
from land_entry_plugin.roles.catalogue import ADMIN_AREA, LAND_USE
from land_entry_plugin.roles.data_checks import check_limits
from land_entry_plugin.rounding import recorded
from land_entry_plugin.rules.kinds.spatial.survey_year import last_completed_survey

if TYPE_CHECKING:
    from land_entry_plugin.engine.crs import Plane
    from land_entry_plugin.files.source import Rows
    from land_entry_plugin.jobs.doctor.reading import KnownLayer, ReadLayer
    from land_entry_plugin.jobs.doctor.roles import FoundLayer
    from land_entry_plugin.jobs.layers import ChosenLayers
    from land_entry_plugin.jobs.progress import Progress

_CHECKED, _PARCELS_DONE = 0.9, 0.98
# Of a layer's part of the work: reading and looking at shapes, at points, at how they lie, at attributes.
_LOOKED, _POINTS, _STACKED = 0.45, 0.6, 0.85


def checkdata(request: CheckRequest, progress: Progress | None = None) -> DataCheck:
    """Return what is right and wrong with the data of a screening; no source is changed.

    Raises
    ------
    InputError
        When nothing was given to check, or PARCEL_ID names no field.
    Cancelled
        When the user cancelled.
    """
    if request.parcels is None and not request.named and not request.offered and not request.not_read:
        raise InputError("nothing_to_check")
    # GEOS raises floating point flags in the course of exact work; they say nothing of the result
    with np.errstate(invalid="ignore"):
        return _Check(request, progress or Silent()).run()


class _Check:
    """One run: layer by layer, each forgotten when it was looked at, but for what others are held against."""

    def __init__(self, request: CheckRequest, progress: Progress) -> None:
        self._request, self._progress = request, progress
        self._limits = check_limits()
        self._found = Collector(self._limits.listed)
        self._plane: Plane | None = None
        self._admin: shapely.Geometry | None = None
        self._bounds: np.ndarray | None = None
        self._land_use: ReadLayer | None = None
        self._parcels: ReadLayer | None = None
        self._reports: list[LayerReport] = []
        self._mended: list[Any] = []
        self.inputs: dict[str, dict[str, Any]] = {}
        self.files: dict[str, dict[str, Any]] = {}

    def run(self) -> DataCheck:
        """Return the check."""
        request, found = self._request, self._found
        layers = sorted(find_layers(request, found), key=order_of)
        chosen = choose_roles(request, layers, found)
        layers = [as_chosen(layer, chosen) for layer in layers]
        own = open_parcels(request, found)
        parcel_rows = read_rows(own) if own is not None else None
        first: dict[int, Rows] = {}
        self._set_plane(own, parcel_rows, layers, first)
        self._set_admin(layers)
        if own is not None:
            self._parcels = self._look(own, parcel_rows, 0.0, 0.02)
        # the largest of all first: what lies elsewhere is told by it where there is no administrative area
        sizes = np.array([max(layer.description.feature_count, 1) for layer in layers], dtype=float)
        ends = 0.02 + (_CHECKED - 0.02) * np.cumsum(sizes) / max(sizes.sum(), 1.0)
        starts = np.concatenate([[0.02], ends[:-1]]) if len(ends) else ends
        for layer, start, end in zip(layers, starts.tolist(), ends.tolist(), strict=True):
            self._examine(layer, chosen, first.pop(id(layer), None), start, end)
        rows = self._examine_parcels()
        self._check_survey_years(chosen)
        shapes = self._parcels.shapes if self._parcels is not None else np.empty(0, dtype=object)
        names = parcel_ids(self._parcels) if self._parcels is not None else []
        missing = [] if chosen is None else [role for role, choice in chosen.choices.items() if not choice.layers]
        return DataCheck(
            request=request,
            limits=self._limits,
            plane=self._plane,
            layers=self._reports,
            faults=found.faults(shapes, names),
            tallies=found.tallies(),
            parcels=rows,
            missing_roles=missing,
            inputs=self.inputs,
            files=self.files,
            mended=tuple(self._mended),
        )

    def _set_plane(
        self, own: KnownLayer | None, rows: Rows | None, layers: list[FoundLayer], first: dict[int, Rows]
    ) -> None:
        """Find the plane in which all is compared: that of the parcels, else of the first layer that has one."""
        if own is not None and rows is not None:
            self._plane = plane_of(own, rows)
        for layer in layers:
            if self._plane is not None:
                return
            if layer.known is not None and layer.description.feature_count:
                first[id(layer)] = read_rows(layer.known)
                self._plane = plane_of(layer.known, first[id(layer)])

    def _set_admin(self, layers: list[FoundLayer]) -> None:
        """Find the administrative area, and with it where layers should be."""
        areas = [layer for layer in layers if layer.role == ADMIN_AREA and layer.known is not None]
        if len(areas) == 1 and self._plane is not None:
            read = look(areas[0].known, read_rows(areas[0].known), self._plane, Silent(), 0.0, 0.0)
            area = union([shape for shape in read.shapes if shape is not None])
            if not shapely.is_empty(area):
                self._admin, self._bounds = area, shapely.bounds(area)

    def _look(self, layer: KnownLayer, rows: Rows, start: float, end: float) -> ReadLayer:
        read = look(layer, rows, self._plane, self._progress, start, start + (end - start) * _LOOKED)
        key = layer.role.id if layer.role.id not in self.inputs else f"{layer.role.id}[{layer.name}]"
        # no hash of the rows: on a county it would take longer than the check
        self.inputs[key] = {
            "layer": layer.name,
            "crs": layer.description.crs,
            "fields": sorted(rows.columns),
            "features": len(rows.ids),
        }
        self.files[key] = described_file(layer.description)
        return read

    def _examine(
        self, layer: FoundLayer, chosen: ChosenLayers | None, rows: Rows | None, start: float, end: float
    ) -> None:
        """Check one layer and keep its report."""
        if layer.known is None:
            self._reports.append(LayerReport(layer_row(layer, None, chosen, self._admin)))
            return
        known, span = layer.known, end - start
        read = self._look(known, read_rows(known) if rows is None else rows, start, end)
        check_shapes(read, self._limits, self._found, self._progress, start + span * _LOOKED, start + span * _POINTS)
        is_elsewhere = check_placement(read, self._bounds, self._found)
        for _ in followed([0], 1, self._progress, "compare", start + span * _POINTS, start + span * _STACKED):
            stack = check_stack(read, self._limits, self._found)
        covers = None
        is_chosen = chosen is not None and any(own.source is layer.source for own in chosen.layers.values())
        if self._admin is not None and known.role.gap_free and not is_elsewhere and stack.covered is not None:
            covers = check_reach(read, stack, self._admin, self._limits, self._found)
        for _ in followed([0], 1, self._progress, "attributes", start + span * _STACKED, end):
            system = check_attributes(read, self._limits, self._found)
            check_areas(read, self._limits, self._found)
        if known.role.id == LAND_USE and is_chosen and not is_elsewhere:
            self._land_use = read
            if self._bounds is None and (read.areas > 0).any():
                self._bounds = shapely.total_bounds(read.shapes[read.areas > 0])
        row = layer_row(layer, read, chosen, self._admin) | {"class_system": system, "covers_admin": recorded(covers)}
        row["covers_parcels"] = recorded(self._share_of_parcels(stack.covered))
        self._reports.append(LayerReport(row))
        if self._request.fixed:
            self._mended.append(mend(read, self._limits))

    def _share_of_parcels(self, covered: shapely.Geometry | None) -> float | None:
        """Return which share of the parcels' area a layer covers, None where that is not known."""
        if covered is None or self._parcels is None or self._plane is None or not self._parcels.sound.any():
            return None
        shapes = self._parcels.shapes[self._parcels.sound]
        shapely.prepare(covered)
        inside = shapely.covers(covered, shapes)
        areas = ellipsoid_area(shapes, self._plane)
        common = np.where(inside, shapes, NOWHERE)
        common[~inside] = shapely.intersection(shapes[~inside], covered)
        return float(ellipsoid_area(common, self._plane).sum() / areas.sum())

    def _examine_parcels(self) -> list[dict[str, Any]]:
        """Check the parcels and keep their report."""
        read = self._parcels
        if read is None:
            return []
        check_shapes(read, self._limits, self._found, self._progress, _CHECKED, _PARCELS_DONE)
        check_placement(read, self._bounds, self._found)
        check_stack(read, self._limits, self._found)
        check_attributes(read, self._limits, self._found)
        rows = check_parcels(read, self._admin, self._land_use, self._limits, self._found)
        self._reports.insert(0, LayerReport(layer_row(None, read, None, self._admin)))
        if self._request.fixed:
            self._mended.insert(0, mend(read, self._limits))
        return rows

    def _check_survey_years(self, chosen: ChosenLayers | None) -> None:
        """Take note of a land survey that is old, or of several years."""
        read = self._land_use
        if read is None or chosen is None:
            return
        years, as_of = years_of(read), self._request.as_of.isoformat()
        needed = last_completed_survey(self._request.as_of, self._limits.survey_completed_from)
        if len(years) > 1:
            self._found.add("survey_years_mixed", read.layer.name, LAND_USE, years=years)
        if not years:
            self._found.add("survey_undated", read.layer.name, LAND_USE, layers=[read.layer.name])
        elif years[-1] < needed:
            self._found.add("survey_old", read.layer.name, LAND_USE, year=years[-1], needed=needed, as_of=as_of)
