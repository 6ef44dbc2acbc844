# SPDX-License-Identifier: GPL-2.0-or-later
"""Doubt is never resolved silently: each has a sentence, and a case on both sides."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
import shapely
from support import (
    AS_OF,
    CRS,
    NORTH,
    MemorySource,
    all_layers,
    box,
    candidates,
    finding,
    outcomes,
    parcel,
    polygon,
    screen,
    survey,
)

from land_entry_plugin.engine.crs import accepted_crs, project
from land_entry_plugin.jobs.record import screening_record
from land_entry_plugin.jobs.screening import ScreeningRequest
from land_entry_plugin.jobs.screenparcels import screenparcels
from land_entry_plugin.roles.land_classes import class_system

PARCEL = box(0, 0, 100, 100)
WORKSHOP = box(-500, -500, 1000, 1000)
STRIP = box(0, 0, 20, 100)
# what nobody can say where the class is not known
UNKNOWN_CLASS = dict.fromkeys(("land_class", "farmland", "agricultural_land", "unused_land", "homestead"), "unknown")


def layer(*patches, year=2025, name="DLTB", **options):
    """Return a land survey of ``(geometry, code, name)``."""
    columns = {
        "BSM": [f"{i:018d}" for i in range(len(patches))],
        "DLBM": [patch[1] for patch in patches],
        "DLMC": [patch[2] for patch in patches],
        "QSXZ": ["30"] * len(patches),
        "SJNF": [year] * len(patches),
    }
    return MemorySource(name, [patch[0] for patch in patches], columns, **options)


@pytest.mark.parametrize(
    ("pairs", "year", "system"),
    [
        ([("0601", "工业用地"), ("0102", "水浇地")], 2025, "survey"),
        ([("0601", "农村道路"), ("0102", "水浇地")], 2025, "guide"),
        ([("1001", "工业用地"), ("0703", "农村宅基地")], 2025, "guide"),
        ([("100101", None)] * 3 + [("0102", None)], 2025, "guide"),
        ([("100101", None), ("0102", None)], 2025, None),
        ([("0601", None), ("1006", None)], 2025, "survey"),
        ([("0601", None), ("0102", None)], 2025, None),
        ([("0601", None), ("0102", None)], 2023, "survey"),
        ([("0102", None), ("0301", None)], 2025, "survey"),
        ([("0601", "工业用地"), ("0601", "农村道路")], 2025, None),
        ([("0601", "工 业 用 地")], 2025, "survey"),
        ([("0601", "厂房")], 2025, None),
    ],
)
def test_class_system_of_a_layer(pairs, year, system):
    assert class_system(pairs, year) == system


def test_a_survey_by_the_guide_is_read_by_the_guide():
    shown = outcomes(screen(candidates(PARCEL), all_layers(layer((WORKSHOP, "1001", "工业用地")))))
    assert shown == {}
    shown = outcomes(
        screen(
            candidates(PARCEL),
            all_layers(layer((WORKSHOP.difference(STRIP), "1001", "工业用地"), (STRIP, "0703", "农村宅基地"))),
        )
    )
    assert shown == {"homestead": "conflict"}
    record = screen(candidates(PARCEL), all_layers(layer((WORKSHOP, "1001", "工业用地"))))
    assert record["inputs"]["land_use"]["class_system"] == ["guide"]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("0601", "农村道路"),  # guide: a farm road, survey: a workshop
        ("1001", "工业用地"),
        ("1101", "物流仓储用地"),
    ],
)
def test_a_class_of_the_other_system_never_reads_as_construction_land(code, name):
    workshops = [(box(x, -500, 10, 1000).difference(STRIP), "0601", "工业用地") for x in range(-500, 500, 10)]
    for others in (workshops, workshops[50:60]):
        record = screen(candidates(PARCEL), all_layers(layer(*others, (STRIP, code, name))))
        assert outcomes(record) == UNKNOWN_CLASS
    # a stray patch leaves the rest known, one in ten does not
    assert record["inputs"]["land_use"]["class_system"] == [None]
    record = screen(candidates(box(50, 0, 50, 100)), all_layers(layer(*workshops, (STRIP, code, name))))
    assert outcomes(record) == {}


def test_an_open_class_is_unknown():
    record = screen(candidates(PARCEL), all_layers(layer((WORKSHOP, "0601", None))))
    assert outcomes(record) == UNKNOWN_CLASS
    assert record["inputs"]["land_use"]["class_system"] == [None]
    before = screen(candidates(PARCEL), all_layers(layer((WORKSHOP, "0601", None), year=2023)))
    assert outcomes(before) == {"survey_year": "review"}


@pytest.mark.parametrize(
    ("day", "year", "outcome"),
    [
        (date(2026, 7, 1), 2025, "pass"),
        (date(2026, 6, 30), 2025, "pass"),
        (date(2026, 6, 30), 2024, "pass"),
        (date(2026, 7, 1), 2024, "review"),
        (date(2027, 6, 30), 2025, "pass"),
        (date(2027, 7, 1), 2025, "review"),
        (AS_OF, None, "review"),
        (date(2026, 7, 1), 2026, "pass"),
        (date(2025, 12, 31), 2026, "review"),
        (AS_OF, 2205, "review"),
    ],
)
def test_survey_year(day, year, outcome):
    record = screen(candidates(PARCEL), all_layers(layer((WORKSHOP, "0601", "工业用地"), year=year)), as_of=day)
    assert finding(record, "survey_year")["outcome"] == outcome
    assert parcel(record)["verdict"] == ("eligible" if outcome == "pass" else "review")


def test_a_survey_from_the_future_names_its_year_also_where_other_patches_are_older():
    patches = survey((WORKSHOP.difference(STRIP), "0601", "30", 0.0, 2020), (STRIP, "0601", "30", 0.0, 2052))
    found = finding(screen(candidates(PARCEL), all_layers(patches)), "survey_year")
    assert (found["outcome"], found["text_id"]) == ("review", "survey_year.future")
    assert "2052" in found["texts"]["en"]
    assert "2052" in found["texts"]["zh"]


def offered(*layers):
    full = all_layers(None)
    request = ScreeningRequest(parcels=candidates(PARCEL), named=full, offered=layers, as_of=AS_OF)
    return screening_record(screenparcels(request))


def test_of_several_surveys_the_newest_is_the_current_one():
    new, old = (
        layer((WORKSHOP, "0601", "工业用地"), year=2025),
        layer((WORKSHOP, "0102", "水浇地"), year=2019, name="DLTB_2019"),
    )
    for order in ((new, old), (old, new)):
        record = offered(*order)
        assert record["inputs"]["land_use"]["layer"] == "DLTB"
        assert finding(record, "farmland")["outcome"] == "pass"
        # the older one is history: a field that became a workshop
        history = finding(record, "land_use_history")
        assert (history["outcome"], history["values"]["intervals"]) == ("review", [[2019, 2025]])


@pytest.mark.parametrize("year", [2025, None])
def test_two_surveys_of_one_year_or_one_without_are_not_chosen(year):
    record = offered(
        layer((WORKSHOP, "0601", "工业用地")), layer((WORKSHOP, "0102", "水浇地"), year=year, name="DLTB_B")
    )
    assert parcel(record)["verdict"] == "undetermined"
    assert "land_use" not in record["inputs"]
    (note,) = [note for note in parcel(record)["not_checked"] if note["id"] == "ambiguous_role"]
    assert note["values"]["layers"] == ["DLTB", "DLTB_B"]


def test_two_layers_for_a_line_are_not_chosen():
    layers = all_layers(survey((WORKSHOP, "0601")), ecological_red_line=None)
    two = [MemorySource(name, [], {"BSM": []}) for name in ("STBHHX", "STBHHX_2")]
    request = ScreeningRequest(parcels=candidates(PARCEL), named=layers, offered=tuple(two), as_of=AS_OF)
    record = screening_record(screenparcels(request))
    assert finding(record, "ecological_red_line")["outcome"] == "unknown"
    # the user's own word wins
    named = layers | {"ecological_red_line": two[0]}
    request = ScreeningRequest(parcels=candidates(PARCEL), named=named, offered=tuple(two), as_of=AS_OF)
    assert parcel(screening_record(screenparcels(request)))["spatial_verdict"] == "eligible"


def in_degrees(name, *geometries, columns=None):
    moved = project(np.array(geometries, dtype=object), accepted_crs(CRS, ""), accepted_crs("EPSG:4490", ""))
    return MemorySource(name, list(moved), columns or {"BSM": [str(i) for i in range(len(moved))]}, crs="EPSG:4490")


def test_edges_of_layers_in_degrees():
    """An east-west edge of 1 km bends south by 15 cm in its middle: a parcel in the band is for an officer."""
    north = box(-500, 0, 1000, 300)

    def shown(y, line):
        shape = box(-100, y - 100, 200, 100)
        record = screen(candidates(shape), all_layers(survey((WORKSHOP, "0601")), ecological_red_line=line))
        return finding(record, "ecological_red_line")

    long_edges = in_degrees("STBHHX", north)
    touching = shown(0.0, long_edges)
    assert touching["outcome"] == "review"
    assert touching["text_id"] == "edge_reading"
    assert touching["values"]["band_m2"] > 1
    assert shown(-1.0, long_edges)["outcome"] == "pass"
    assert shown(50.0, long_edges)["outcome"] == "conflict"
    assert shown(-0.001, in_degrees("STBHHX", shapely.segmentize(north, 20.0)))["outcome"] == "pass"


def test_a_small_loop_leaves_doubt_only_around_itself():
    loop = polygon((-400, -400), (400, -400), (400, -10), (200, -10), (196, -6), (200, -6), (196, -10), (-400, -10))
    assert not loop.is_valid
    far = screen(
        candidates(PARCEL),
        all_layers(survey((WORKSHOP, "0601")), basic_farmland=MemorySource("L", [loop], {"BSM": ["1"]})),
    )
    assert outcomes(far) == {}
    near = screen(
        candidates(box(190, -9.5, 50, 50)),
        all_layers(survey((WORKSHOP, "0601")), basic_farmland=MemorySource("L", [loop], {"BSM": ["1"]})),
    )
    assert outcomes(near)["source_repair"] == "review"


def test_swapped_corners_leave_the_whole_in_doubt():
    bow_tie = polygon((-200, -50), (300, 200), (300, -50), (-200, 200))
    beside = box(20, -40, 40, 20)
    assert bow_tie.buffer(0).intersection(beside).area == 0
    line = MemorySource("L", [bow_tie], {"BSM": ["1"]})
    record = screen(candidates(beside), all_layers(survey((WORKSHOP, "0601")), basic_farmland=line))
    assert outcomes(record) == {"source_repair": "review"}


def test_a_name_of_another_category_leaves_the_class_open():
    record = screen(
        candidates(PARCEL),
        all_layers(layer((WORKSHOP.difference(STRIP), "0601", "工业用地"), (STRIP, "0601", "水浇地"))),
    )
    assert outcomes(record) == UNKNOWN_CLASS
    # a name that is in no table says nothing against the code
    named = layer((WORKSHOP.difference(STRIP), "0601", "工业用地"), (STRIP, "0601", "老厂区"))
    assert outcomes(screen(candidates(PARCEL), all_layers(named))) == {}


@pytest.mark.parametrize("year", [2019, None])
def test_one_new_patch_does_not_hide_an_old_one(year):
    columns = {
        "DLBM": ["0601", "0601"], "DLMC": ["工业用地"] * 2, "QSXZ": ["30"] * 2, "SJNF": [2025, year],
    }  # fmt: skip
    land_use = MemorySource("DLTB", [WORKSHOP.difference(STRIP), STRIP], columns)
    assert outcomes(screen(candidates(PARCEL), all_layers(land_use))) == {"survey_year": "review"}


def test_features_that_cannot_be_measured_leave_doubt_where_they_span():
    corners = box(-50, -50, 300, 300).exterior.coords
    ring = shapely.LineString(corners)
    broken = shapely.Polygon([*corners[:3], (float("nan"), NORTH), *corners[3:]])
    for feature in (ring, broken):
        line = MemorySource("L", [box(5000, 0, 10, 10), feature], {"BSM": ["1", "2"]})
        record = screen(candidates(PARCEL), all_layers(survey((WORKSHOP, "0601")), ecological_red_line=line))
        assert outcomes(record) == {"source_repair": "review"}
        assert record["inputs"]["ecological_red_line"]["without_area"] == ["2"]


def test_parcels_in_degrees_are_judged_in_their_zone():
    (moved,) = project(np.array([PARCEL], dtype=object), accepted_crs(CRS, ""), accepted_crs("EPSG:4490", ""))
    record = screen(candidates(moved, crs="EPSG:4490"), all_layers(survey((WORKSHOP, "0601"))))
    assert outcomes(record) == {}
    assert parcel(record)["geometry"]["crs"] == CRS
    assert parcel(record)["measures"]["area_plane_m2"] == pytest.approx(10_000, abs=0.01)
