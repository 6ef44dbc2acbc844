# SPDX-License-Identifier: GPL-2.0-or-later
"""Faults planted in the product: the fixed townships see every one of them, and nothing where there is none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from land_entry_plugin.engine import repair as engine_repair
from land_entry_plugin.engine.crs import Plane
from land_entry_plugin.engine.shapes import NOWHERE
from land_entry_plugin.engine.slivers import Size
from land_entry_plugin.jobs import evidence, extents, features, parcels, reading, results
from land_entry_plugin.jobs import plan as job
from land_entry_plugin.roles import land_classes
from land_entry_plugin.rules import evidence as case
from land_entry_plugin.rules import judge, measurements
from land_entry_plugin.rules.findings import Outcome
from land_entry_plugin.rules.kinds.spatial import (
    class_overlap,
    deduction_factor,
    ownership_overlap,
    urban_boundary,
    zone,
)
from land_entry_plugin.rules.verdicts import Verdict
from properties.comparison import disagreements
from properties.fixed import fixed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FAULTS: dict[str, tuple[Callable[[pytest.MonkeyPatch], None], tuple[str, ...]]] = {}


def fault(*seen_on: str) -> Callable[[Callable], Callable]:
    """Register a fault with the townships that are looked at first."""

    def register(plant: Callable) -> Callable:
        FAULTS[plant.__name__] = (plant, seen_on)
        return plant

    return register


def noticed(names: Iterable[str]) -> dict[str, list[str]]:
    """Return what the first township that disagrees says; empty where none does."""
    for name in names:
        town, right = fixed()[name]
        found = disagreements(town, right)
        if found:
            return {name: found}
    return {}


def test_without_a_fault_there_is_no_disagreement():
    assert len(fixed()) >= 40
    assert noticed(fixed()) == {}


# holes and parts


def without_holes(geometries):
    return [
        None if g is None else shapely.union_all([shapely.Polygon(p.exterior) for p in shapely.get_parts(g)])
        for g in geometries
    ]


def reads(module, change) -> Callable[[pytest.MonkeyPatch], None]:
    original = module.from_wkb

    def read(wkb):
        result = np.empty(len(wkb), dtype=object)
        result[:] = list(change(original(wkb)))
        return result

    return lambda patch: patch.setattr(module, "from_wkb", read)


@fault("parcel with a hole over a field")
def holes_of_parcels_are_dropped(patch):
    reads(parcels, without_holes)(patch)


@fault("hole in the survey", "patch with a hole")
def holes_of_patches_are_dropped(patch):
    reads(reading, without_holes)(patch)


@fault("two parts")
def second_parts_of_parcels_are_dropped(patch):
    reads(parcels, lambda shapes: [None if g is None or g.is_empty else shapely.get_parts(g)[0] for g in shapes])(patch)


@fault("broken parcel")
def parcels_are_repaired(patch):
    reads(parcels, shapely.make_valid)(patch)


# the overlay


def overlay_keeps(chosen) -> Callable[[pytest.MonkeyPatch], None]:
    original = evidence.overlay

    def overlay(*asked):
        found = original(*asked)
        kept = chosen(found)
        return replace(found, parcel=found.parcel[kept], feature=found.feature[kept], geometry=found.geometry[kept])

    return lambda patch: patch.setattr(evidence, "overlay", overlay)


@fault("small square of farmland")
def pieces_under_1_m2_are_dropped(patch):
    overlay_keeps(lambda found: shapely.area(found.geometry) >= 1)(patch)


@fault("sliver of farmland")
def slivers_are_dropped(patch):
    overlay_keeps(lambda found: shapely.area(found.geometry) >= 10)(patch)


@fault("second red line")
def only_the_first_feature_of_a_layer_counts(patch):
    overlay_keeps(lambda found: np.unique(found.parcel, return_index=True)[1])(patch)


@fault("delivered twice")
def self_overlaps_are_summed(patch):
    def collected(_, pieces):
        return shapely.MultiPolygon([part for piece in pieces for part in shapely.get_parts(piece.geometry)])

    patch.setattr(case.ParcelCase, "union_of", collected)


@fault("delivered twice", "classes on each other")
def double_covering_is_counted_twice(patch):
    patch.setattr(results, "without_double", lambda pieces: pieces)


@fault("classes on each other")
def double_covering_is_not_noticed(patch):
    patch.setattr(evidence, "_self_overlaps", lambda pieces, known: [NOWHERE] * len(known))


@fault("bow-tie")
def repaired_shapes_are_dropped(patch):
    original = reading.repair

    def repair(geometries):
        found = original(geometries)
        return replace(found, geometry=np.where(found.was_broken, None, found.geometry))

    patch.setattr(reading, "repair", repair)


@fault("bow-tie")
def repairs_are_not_reported(patch):
    patch.setattr(engine_repair, "REPAIR_AREA_M2", 1e9)


@fault("basic farmland by 2 mm", "touching farmland")
def coordinates_are_rounded_to_a_decimetre(patch):
    reads(reading, lambda shapes: shapely.set_precision(shapes, 0.1))(patch)


@fault("clean")
def axes_are_swapped(patch):
    original = Plane.to_radians
    patch.setattr(Plane, "to_radians", lambda plane, points: original(plane, points)[::-1])


@fault("sliver of farmland")
def areas_are_float32(patch):
    original = evidence.ellipsoid_area

    def coarse(geometries, plane):
        shapes = shapely.transform(np.atleast_1d(geometries), lambda points: points.astype(np.float32).astype(float))
        return original(shapes, plane) + 1e-3

    patch.setattr(evidence, "ellipsoid_area", coarse)
    patch.setattr(measurements, "ellipsoid_area", coarse)


# slivers and touching


def limits(**changes) -> Callable[[pytest.MonkeyPatch], None]:
    original = job.Limits
    return lambda patch: patch.setattr(job, "Limits", lambda **own: original(**(own | changes)))


@fault("farmland above one percent", "thin farmland above one percent")
def slivers_have_no_share(patch):
    limits(sliver_share=1.0)(patch)


@fault("sliver of farmland")
def slivers_are_conflicts(patch):
    limits(sliver_width_m=0.0, sliver_area_m2=0.0)(patch)


@fault("touching farmland")
def touching_is_not_let_pass(patch):
    limits(touch_width_m=0.0)(patch)


@fault("many small squares")
def every_sliver_is_judged_alone(patch):
    original = measurements.extents
    order = [Size.NONE, Size.TOUCH, Size.SLIVER, Size.LARGE]

    def alone(parts, areas_m2, parcel_areas_m2, *arguments, **options):
        found = original(parts, areas_m2, parcel_areas_m2, *arguments, **options)
        ones = [part.reshape(1) for part in np.concatenate(parts).reshape(-1, 1)]
        of_each = np.repeat(parcel_areas_m2, [len(own) for own in parts])
        sizes = iter([one.size for one in original(ones, areas_m2, of_each, *arguments, **options)])
        return [
            replace(extent, size=max((next(sizes) for _ in own), key=order.index))
            for extent, own in zip(found, parts, strict=True)
        ]

    patch.setattr(measurements, "extents", alone)


@fault("red line by 2 mm", "basic farmland by 2 mm")
def lines_have_a_touch_width(patch):
    original = case.ParcelCase.measure
    patch.setattr(case.ParcelCase, "measure", lambda self, pieces, **_: original(self, pieces))


@fault("sliver of farmland")
def slivers_pass(patch):
    patch.setitem(class_overlap.OUTCOMES, Size.SLIVER, Outcome.PASS)


@fault("homestead")
def conflicts_are_only_reviewed(patch):
    patch.setitem(class_overlap.OUTCOMES, Size.LARGE, Outcome.REVIEW)


# classes, owners, factors


@fault("deducted farmland")
def net_farmland_counts(patch):
    original = case.ParcelCase.measure

    def net(self, pieces, **options):
        pieces = list(pieces)
        gross = sum(piece.area_m2 for piece in pieces)
        share = 1 - sum(piece.deducted_m2 for piece in pieces) / gross if gross else 1.0
        shrunk = [replace(p, geometry=shapely.affinity.scale(p.geometry, share**0.5, share**0.5)) for p in pieces]
        return original(self, shrunk if share < 1 else pieces, **options)

    patch.setattr(case.ParcelCase, "measure", net)


@fault("strange factor")
def factors_out_of_range_count(patch):
    def factor(value, highest):
        return float(value or 0)

    patch.setattr(features, "deduction_factor", factor)
    patch.setattr(deduction_factor, "deduction_factor", factor)


@fault("null class")
def no_class_is_construction(patch):
    original = features.category
    patch.setattr(features, "category", lambda code, *a, **o: original(code, *a, **o) if code else "construction")


@fault("unknown class")
def a_class_in_no_table_is_construction(patch):
    original = features.category

    def guessed(*arguments, **options):
        found = original(*arguments, **options)
        return "construction" if found == "unknown" else found

    patch.setattr(features, "category", guessed)


@fault("class with a suffix")
def suffixes_are_not_read(patch):
    patch.setattr(land_classes, "class_code", lambda code, *_: str(code or "").strip().upper())


@fault("other grassland of 2022")
def the_year_of_the_survey_does_not_matter(patch):
    original = features.category
    patch.setattr(features, "category", lambda code, year, **options: original(code, 2025, **options))


@fault("owner not stated")
def no_owner_is_collective(patch):
    original = ownership_overlap.land_ownership
    patch.setattr(ownership_overlap, "land_ownership", lambda code: original(code or "30"))


@fault("state land")
def state_land_is_collective(patch):
    patch.setattr(ownership_overlap, "land_ownership", lambda code: "collective")


@fault("farm road over the limit")
def small_agricultural_land_has_no_upper_limit(patch):
    original = class_overlap.check

    def check(rule, of_case):
        parameters = {k: 1e9 if k == "review_below_m2" else v for k, v in rule.parameters.items()}
        return original(replace(rule, parameters=parameters), of_case)

    patch.setitem(judge.KINDS, "class_overlap", replace(judge.KINDS["class_overlap"], check=check))


# lines, zones, extents


@fault("zone by its name")
def the_code_of_a_zone_goes_before_its_name(patch):
    original = features.urban_zone

    def by_code(code, name):
        found = original(code, None)
        return found if found != "unknown" else original(None, name)

    patch.setattr(features, "urban_zone", by_code)


@fault("zone of no kind")
def an_unknown_zone_is_core(patch):
    original = features.urban_zone

    def core(code, name):
        found = original(code, name)
        return "core" if found == "unknown" else found

    patch.setattr(features, "urban_zone", core)


@fault("straddling")
def straddling_is_inside(patch):
    patch.setattr(urban_boundary, "TOUCH_AREA_M2", 1e9)


@fault("beside the admin area")
def the_admin_area_is_ignored(patch):
    patch.setattr(extents, "ADMIN_AREA", "no such role")


@fault("admin area with a corner", "survey with a corner")
def extents_are_bounding_boxes(patch):
    original = evidence.differences
    patch.setattr(evidence, "differences", lambda shapes, others: original(shapes, shapely.envelope(others)))


@fault("from elsewhere")
def every_layer_came_with_the_survey(patch):
    patch.setattr(extents, "came_together", lambda *_: True)


@fault("extent assumed")
def an_assumed_extent_is_no_cap(patch):
    patch.setattr(results, "caps_of", lambda findings, **_: ())


@fault("beside the admin area")
def nothing_found_is_a_pass(patch):
    original = zone.known
    patch.setattr(zone, "known", lambda *a: replace(original(*a), outcome=Outcome.PASS))


# verdicts


@fault("red line not given")
def a_missing_role_passes(patch):
    original = judge._without_layer
    patch.setattr(judge, "_without_layer", lambda *a: replace(original(*a), outcome=Outcome.PASS))


@fault("red line not given", "no survey")
def a_missing_role_is_left_out(patch):
    original = judge.judge
    patch.setattr(results, "judge", lambda *a: [found for found in original(*a) if not found.role_missing])


@fault("null class")
def unknown_is_only_reviewed(patch):
    original = results.verdict

    def mild(*arguments):
        found = original(*arguments)
        return Verdict.REVIEW if found is Verdict.UNDETERMINED else found

    patch.setattr(results, "verdict", mild)


@fault("red line not given")
def missing_roles_count_in_the_spatial_verdict(patch):
    original = results.verdict
    patch.setattr(results, "spatial_verdict", original)


@fault("parcels on each other")
def other_parcels_are_not_looked_at(patch):
    original = evidence._other_parcels
    patch.setattr(evidence, "_other_parcels", lambda *a: ([[] for _ in original(*a)[0]], *original(*a)[1:]))


@fault("survey of 2024")
def an_old_survey_will_do(patch):
    from land_entry_plugin.rules.kinds.spatial import survey_year

    patch.setattr(survey_year, "last_completed_survey", lambda *_: 1900)


@pytest.fixture(autouse=True)
def nothing_is_remembered():
    """What classes are called is worked out with the fault, and after it without."""
    features._of_class.cache_clear()
    yield
    features._of_class.cache_clear()


@pytest.mark.parametrize("name", FAULTS)
def test_the_fault_is_seen(name, monkeypatch):
    plant, seen_on = FAULTS[name]
    fixed()
    plant(monkeypatch)
    assert noticed(seen_on), f"{name} is not seen on {seen_on}"


def test_there_are_twenty_faults_and_more():
    assert len(FAULTS) >= 20
