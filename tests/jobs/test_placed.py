# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers that do not lie where they should: found, said with the remedy, and never taken for "no conflict"."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyproj
import pytest
import shapely
from support import MemorySource, all_layers, box, candidates, finding, lines, parcel, screen, survey

from land_entry_plugin.engine.crs import crs_code, transformer
from land_entry_plugin.engine.datum_shift import parsed_shift
from land_entry_plugin.engine.placement import looks_like
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.kept import Wishes

PARCEL = box(0, 0, 100, 100)
GROUND = box(-500, -500, 1000, 1000)
# Where the red line lies that the parcel would be in conflict with.
HIT = box(50, 50, 200, 200)


def moved(shape, function):
    return shapely.transform(shape, function)


def in_crs(shape, code, own="EPSG:4527"):
    move = transformer(pyproj.CRS(own), pyproj.CRS(code))
    return moved(shape, lambda points: np.column_stack(move.transform(points[:, 0], points[:, 1])))


def without_zone(points):
    return points - np.array([39_000_000.0, 0])


def screened(line, crs="EPSG:4527", **options):
    layer = lines("STBHHX", line, crs=crs)
    return screen(candidates(PARCEL), all_layers(survey((GROUND, "0601")), ecological_red_line=layer), **options)


def red_line(record):
    return next(one for one in parcel(record)["findings"] if one["rule_id"] == "ecological_red_line")


def said(record):
    """Return the sentences on the red line and the parcels."""
    notes = [
        note["texts"]["en"] for note in parcel(record)["not_checked"] if note["values"]["role"] == "ecological_red_line"
    ]
    return notes + [note["texts"]["en"] for entry in record["inputs"].values() for note in entry.get("notes", ())]


WRONG = {
    "swapped axes": (moved(HIT, lambda points: points[:, ::-1]), "EPSG:4527", "Swap"),
    "no zone number": (moved(HIT, without_zone), "EPSG:4527", "EPSG:4548"),
    "a zone number too many": (HIT, "EPSG:4548", "EPSG:4527"),
    "another zone": (moved(HIT, lambda points: points - np.array([1_000_000.0, 0])), "EPSG:4527", "EPSG:4526"),
    "degrees": (in_crs(HIT, "EPSG:4490"), "EPSG:4527", "EPSG:4490"),
    "no degrees": (HIT, "EPSG:4490", "EPSG:4527"),
    "degrees swapped": (moved(in_crs(HIT, "EPSG:4490"), lambda points: points[:, ::-1]), "EPSG:4490", "Swap"),
    "another meridian": (moved(HIT, without_zone), "EPSG:4547", "EPSG:4548"),
    "far away": (moved(HIT, lambda points: points + np.array([0, 400_000.0])), "EPSG:4527", "wholly elsewhere"),
    "outside China": (shapely.box(-10, -10, 10, 10), "EPSG:4527", "outside China"),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_line_layer_that_lies_elsewhere_is_absent_and_said_so(fault):
    line, crs, remedy = WRONG[fault]
    for complete in ((), ("ecological_red_line",)):
        record = screened(line, crs, complete=complete)
        assert red_line(record)["outcome"] == "unknown"
        assert parcel(record)["spatial_verdict"] == "undetermined"
        (sentence,) = [text for text in said(record) if "STBHHX" in text]
        assert remedy in sentence


@pytest.mark.parametrize("extent", [None, (0.0, 0.0, 0.0, 0.0), (np.nan, np.nan, np.nan, np.nan)])
@pytest.mark.parametrize("nothing", [None, shapely.Polygon()])
def test_a_line_layer_whose_features_have_no_shape_lies_nowhere(nothing, extent):
    """An export that lost its shapes is no layer without features."""
    layer = lines("STBHHX", nothing, nothing)
    layer.description = replace(layer.description, extent=extent)
    layers = all_layers(survey((GROUND, "0601")), ecological_red_line=layer)
    record = screen(candidates(PARCEL), layers, complete=("ecological_red_line",))
    assert red_line(record)["outcome"] == "unknown"
    assert parcel(record)["spatial_verdict"] == "undetermined"
    (sentence,) = [text for text in said(record) if "STBHHX" in text]
    assert "(2)" in sentence
    layers = all_layers(survey((GROUND, "0601")), ecological_red_line=lines("STBHHX"))
    empty = screen(candidates(PARCEL), layers, complete=("ecological_red_line",))
    assert red_line(empty)["outcome"] == "pass"


def test_the_same_line_where_it_should_be_is_found_in_every_system():
    for code in ("EPSG:4527", "EPSG:4548", "EPSG:4490", "EPSG:4498", "EPSG:4509", "EPSG:4526"):
        record = screened(HIT if code == "EPSG:4527" else in_crs(HIT, code), code)
        assert red_line(record)["outcome"] == "conflict", code
        assert red_line(record)["area_m2"] == pytest.approx(2500, abs=0.02)
        assert not [text for text in said(record) if "STBHHX" in text]


def test_a_line_in_the_same_county_is_no_fault():
    record = screened(moved(HIT, lambda points: points + np.array([0, 30_000.0])))
    assert red_line(record)["outcome"] == "pass"


def test_a_layer_of_which_a_part_is_misplaced_is_not_free_of_conflict():
    part = moved(HIT, without_zone)
    hit = lines("STBHHX", HIT, part, box(-400, -400, 10, 10))
    free = lines("STBHHX", box(150, 150, 50, 50), part, box(-400, -400, 10, 10))
    outcomes = {}
    for name, layer in (("hit", hit), ("free", free)):
        record = screen(candidates(PARCEL), all_layers(survey((GROUND, "0601")), ecological_red_line=layer))
        outcomes[name] = red_line(record)["outcome"]
    assert outcomes == {"hit": "conflict", "free": "unknown"}


def test_a_layer_without_crs_gets_a_proposal_and_no_assignment():
    for line, wanted in ((HIT, "EPSG:4527"), (in_crs(HIT, "EPSG:4490"), "EPSG:4490")):
        with pytest.raises(InputError) as caught:
            screened(line, None)
        assert caught.value.text_id == "no_crs_looks_like"
        assert wanted in caught.value.user_message("en")
        assert wanted in caught.value.user_message("zh")
    for change, text_id in ((without_zone, "no_crs_plain"), (lambda points: points[:, ::-1], "no_crs_swapped")):
        with pytest.raises(InputError) as caught:
            screened(moved(HIT, change), None)
        assert caught.value.text_id == text_id
    with pytest.raises(InputError) as caught:
        screened(shapely.box(0, 0, 1000, 1000), None)
    assert caught.value.text_id == "no_crs"


def test_parcels_elsewhere_are_said_to_be():
    layers = all_layers(survey((GROUND, "0601")))
    record = screen(candidates(moved(PARCEL, without_zone), crs="EPSG:4547"), layers)
    assert parcel(record)["spatial_verdict"] == "undetermined"
    assert any("EPSG:4548" in text for text in said(record))
    assert any("outside the administrative area" in text for text in said(record))
    record = screen(candidates(moved(PARCEL, lambda points: points[:, ::-1])), layers)
    assert parcel(record)["spatial_verdict"] == "undetermined"
    assert any("Swap" in text for text in said(record))


def test_length_deformation_over_the_limit_is_said():
    for distance, is_said in ((44_000, False), (47_000, True)):
        shift = lambda shape, by=distance: moved(shape, lambda points: points + np.array([by, 0]))  # noqa: E731
        layers = all_layers(survey((shift(GROUND), "0601")), admin_area=None)
        record = screen(candidates(shift(PARCEL)), layers)
        assert any("cm/km" in text for text in said(record)) is is_said, distance


def test_a_parcel_over_the_border_of_a_zone_is_measured_once():
    """At 118.5 degrees east, between zones 39 and 40."""
    shape = (
        in_crs(shapely.box(118.4995, 37.3, 118.5005, 37.301), "EPSG:4490")
        if False
        else shapely.box(118.4995, 37.3, 118.5005, 37.301)
    )
    ground = shapely.box(118.49, 37.29, 118.51, 37.31)
    areas = []
    for code in ("EPSG:4490", "EPSG:4527", "EPSG:4528"):
        layers = all_layers(survey((ground, "0601"), crs="EPSG:4490"), admin_area=None)
        record = screen(candidates(in_crs(shape, code, "EPSG:4490"), crs=code), layers)
        areas.append(parcel(record)["measures"]["area_ellipsoid_m2"])
        assert parcel(record)["measures"]["uncovered_m2"] == 0
    assert max(areas) - min(areas) < 0.05


def test_an_old_datum_needs_the_offices_parameters_which_the_record_prints():

    with pytest.raises(InputError) as caught:
        screened(HIT, "EPSG:2363")
    assert caught.value.text_id == "old_datum"
    # computed by PROJ's own pipeline, step by step
    pipeline = (
        "+proj=pipeline +step +inv +proj=tmerc +lon_0=117 +x_0=39500000 +ellps=GRS80 +step +proj=push +v_3 +step "
        "+proj=cart +ellps=GRS80 +step +inv +proj=helmert +x=-10 +y=-20 +z=-30 +rx=0.1 +ry=0.2 +rz=0.3 +s=1.5 "
        "+convention=coordinate_frame +step +inv +proj=cart +ellps=IAU76 +step +proj=pop +v_3 "
        "+step +proj=tmerc +lon_0=117 +x_0=39500000 +ellps=IAU76"
    )
    back = pyproj.Transformer.from_pipeline(pipeline)
    old = moved(HIT, lambda points: np.column_stack(back.transform(points[:, 0], points[:, 1])))
    assert abs(old.bounds[0] - HIT.bounds[0]) > 5
    layer = lines("STBHHX", old, crs="EPSG:2363")
    text = "-10, -20, -30, 0.1, 0.2, 0.3, 1.5, coordinate_frame"
    layer.description = replace(layer.description, wishes=Wishes(transformation=text))
    record = screen(candidates(PARCEL), all_layers(survey((GROUND, "0601")), ecological_red_line=layer))
    assert red_line(record)["area_m2"] == pytest.approx(2500, abs=0.02)
    entry = record["inputs"]["ecological_red_line"]
    assert entry["reading"]["transformation"] == "-10,-20,-30,-0.1,-0.2,-0.3,1.5,position_vector"
    assert any("transformed" in note["id"] for note in entry["notes"])


@pytest.mark.parametrize(
    ("text", "text_id"),
    [
        ("1,2,3", "bad_transformation"), ("1,2,3,4,5,6,x", "bad_transformation"),
        ("9999,0,0,0,0,0,0", "bad_transformation"),
        ("0,0,0,0,0,0,0", "bad_transformation"), ("1,2,3,0.1,0.2,0.3,1", "open_rotations"), ("no.gsb", "missing_file"),
    ],
)  # fmt: skip
def test_parameters_that_say_too_little_are_refused(text, text_id):
    with pytest.raises(InputError) as caught:
        parsed_shift(text)
    assert caught.value.text_id == text_id


def test_what_coordinates_look_like():
    assert looks_like((20_500_000, 4_100_000, 20_600_000, 4_200_000)).code == "EPSG:4498"
    assert looks_like((38_500_000, 4_100_000, 39_500_000, 4_200_000)).kind == "mixed"
    assert looks_like((500_000, 4_100_000, 39_500_000, 4_200_000)).kind == "mixed"
    assert crs_code("EPSG:4527") == "EPSG:4527"


def test_of_several_layers_of_rights_one_elsewhere_leaves_the_role_open():
    code = {"ZDDM": ["371126005001JC00001"]}
    here = MemorySource("JC", [box(300, 300, 50, 50)], code)
    there = MemorySource("JB", [moved(HIT, without_zone)], {"ZDDM": ["371126005001JB00001"]})
    layers = all_layers(survey((GROUND, "0601")))
    layers["land_use"] = survey((GROUND, "0702"))
    record = screen(candidates(PARCEL), layers, offered=(here, there), complete=("use_rights",))
    reference = screen(candidates(PARCEL), layers, offered=(here,), complete=("use_rights",))
    assert finding(reference, "homestead")["outcome"] == "review"
    assert finding(record, "homestead")["outcome"] == "conflict"
    assert [note["values"]["layers"] for note in parcel(record)["not_checked"] if note["id"] == "unusable_layer"] == [
        ["JB"]
    ]


@pytest.mark.parametrize("nothing", [None, shapely.Polygon()])
def test_a_line_layer_of_which_some_features_have_no_shape_is_at_best_for_review(nothing):
    layers = all_layers(
        survey((GROUND, "0601")),
        ecological_red_line=lines("STBHHX", box(300, 0, 50, 50), nothing, nothing),
        basic_farmland=lines("YJJBNTBHTB", box(50, 50, 200, 200), nothing),
    )
    record = screen(candidates(PARCEL), layers, complete=("ecological_red_line", "basic_farmland"))
    assert red_line(record)["outcome"] == "review"
    assert red_line(record)["text_id"] == "zone.none"
    assert "no shape" in red_line(record)["texts"]["en"]
    # what is found is found
    assert finding(record, "basic_farmland")["outcome"] == "conflict"
    (sentence,) = [text for text in said(record) if "STBHHX" in text]
    assert "(2 of 3)" in sentence


def test_patches_of_a_survey_without_shape_are_found_by_what_it_leaves_uncovered():
    whole = all_layers(survey((GROUND, "0601"), (None, "0101")))
    record = screen(candidates(PARCEL), whole)
    assert not [text for text in said(record) if "no shape" in text]
