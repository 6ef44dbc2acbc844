# SPDX-License-Identifier: GPL-2.0-or-later
"""What is said of the layers before a screening: which serve, what is wrong with them, how far they reach."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shapely
import shapely.affinity
from support import MemorySource, box, candidates, lines, polygon, survey, urban

from land_entry_plugin.errors import Cancelled, InputError
from land_entry_plugin.jobs.layer_facts import ADMINISTRATIVE, ASSUMED, NOT_STATED, STATED, layer_facts
from land_entry_plugin.jobs.progress import Silent
from land_entry_plugin.roles.catalogue import layer_roles

WEST, MIDDLE = box(0, 0, 100, 100), box(200, 0, 100, 100)
AREA = MemorySource("XZQ", [box(-500, -500, 2000, 2000)], {"XZQDM": ["371126004"], "XZQMC": ["柳河镇"]})


def dated(name, year, shape=None):
    """Return a land survey of one patch of a year, perhaps none."""
    shape = box(-500, -500, 2000, 2000) if shape is None else shape
    columns = {"BSM": ["1"], "DLBM": ["0601"], "DLMC": ["工业用地"], "QSXZ": ["30"]}
    return MemorySource(name, [shape], columns | ({} if year is None else {"SJNF": [year]}))


def said(*offered, parcels=None, named=None, **options):
    return layer_facts(candidates(WEST, MIDDLE) if parcels is None else parcels, named or {}, offered, **options)


def test_every_role_is_spoken_of_and_nothing_given_is_nothing_found():
    facts = layer_facts(None, {}, ())
    assert list(facts) == ["parcels", *layer_roles()]
    assert not any(one.layers or one.fault or one.extent or one.covered is not None for one in facts.values())


def test_a_survey_that_covers_one_parcel_and_a_bit_of_the_other():
    facts = said(survey((WEST, "0601"), (box(200, 0, 25, 100), "0102")))["land_use"]
    # 10 000 m2 and 2500 m2 of 20 000 m2
    assert facts.covered == pytest.approx(0.625, abs=1e-9)
    assert (facts.uncovered_parcels, facts.year, facts.feature_count) == (1, 2025, 2)
    assert facts.layers == ("DLTB",)


def test_a_strip_of_a_centimetre_is_a_gap():
    facts = said(survey((box(0, 0, 99.99, 100), "0601"), (MIDDLE, "0601")))["land_use"]
    assert facts.uncovered_parcels == 1
    assert facts.covered == pytest.approx(19_999 / 20_000, abs=1e-9)


def test_turned_parcels_inside_a_patch_are_covered_whole():
    turned = [shapely.affinity.rotate(box(100 * i, 37.123 * i, 80 + i / 7, 60), 11.7 * i + 3) for i in range(1, 15)]
    facts = said(survey((box(-1000, -1000, 4000, 4000), "0601")), parcels=candidates(*turned))["land_use"]
    assert (facts.uncovered_parcels, facts.covered) == (0, 1.0)


def test_a_patch_that_lies_twice_covers_once():
    facts = said(survey((WEST, "0601"), (WEST, "0102"), (MIDDLE, "0601")))["land_use"]
    assert facts.covered == pytest.approx(1.0)


def test_parcels_in_two_zones_are_measured_each_in_its_own():
    # of one size, one by the meridian of zone 39 and one by that of zone 40, where no survey reaches
    yards = [square_at(117.0, 0.0005), square_at(120.0, 0.0005)]
    degrees = MemorySource("parcels", yards, {"ZDDM": ["A", "B"]}, crs="EPSG:4490")
    columns = dict(survey((WEST, "0601")).columns)
    one = MemorySource("DLTB", [square_at(117.0, 0.01)], columns, crs="EPSG:4490")
    assert said(one, parcels=degrees)["land_use"].covered == pytest.approx(0.5, abs=1e-6)
    half = MemorySource("DLTB", [square_at(119.99, 0.01)], columns, crs="EPSG:4490")
    assert said(half, parcels=degrees)["land_use"].covered == pytest.approx(0.25, abs=1e-6)


def square_at(longitude, half):
    return shapely.box(longitude - half, 37.3 - half, longitude + half, 37.3 + half)


@pytest.mark.parametrize("ids", [["A", "A"], ["A", ""], ["A", None]])
def test_parcels_of_which_an_id_is_missing_or_there_twice(ids):
    facts = said(parcels=candidates(WEST, MIDDLE, ids=ids))["parcels"]
    assert not facts.unique_ids
    assert facts.feature_count == 2
    assert said()["parcels"].unique_ids


def test_parcels_without_a_crs_say_so_and_the_layers_are_looked_at_all_the_same():
    facts = said(dated("DLTB", 2025), parcels=candidates(WEST, crs=None))
    assert facts["parcels"].fault.text_id.startswith("no_crs")
    assert facts["parcels"].layers == ("parcels",)
    assert facts["land_use"].layers == ("DLTB",)
    assert facts["land_use"].covered is None


def test_parcels_without_any_sound_shape_are_covered_by_nothing():
    bow_tie = polygon((0, 0), (100, 100), (100, 0), (0, 100))
    facts = said(dated("DLTB", 2025), parcels=candidates(bow_tie, None))
    assert facts["parcels"].feature_count == 2
    assert facts["parcels"].fault is None
    assert facts["land_use"].covered is None


def test_without_parcels_the_newest_survey_is_the_current_one_wherever_it_lies():
    far = box(50_000, 0, 100, 100)
    facts = layer_facts(None, {}, (dated("DLTB", 2023), dated("DLTB", "2025.0", far)))
    assert facts["land_use"].layers == ("DLTB",)
    assert not facts["land_use"].is_ambiguous
    assert facts["land_use_history"].layers == ("DLTB",)
    assert facts["land_use"].covered is None


@pytest.mark.parametrize("year", [None, "", "不详"])
def test_a_survey_without_a_year_beside_another_leaves_open_which_is_current(year):
    for parcels in (None, candidates(WEST)):
        facts = layer_facts(parcels, {}, (dated("DLTB", 2025), dated("DLTB", year)))["land_use"]
        assert facts.is_ambiguous
        assert facts.layers == ("DLTB", "DLTB")
        assert facts.covered is None


def test_an_earlier_survey_without_a_year_is_said_to_have_none():
    facts = said(dated("DLTB", 2025), named={"land_use_history": (dated("旧库", None),)})["land_use_history"]
    assert (facts.layers, facts.is_undated, facts.is_ambiguous) == (("旧库",), True, False)


def test_a_survey_at_fault_hides_neither_the_earlier_nor_the_lines():
    plain = replace_crs(dated("DLTB", 2025), None)
    earlier = dated("DLTB_2019", 2019)
    facts = said(lines("STBHHX"), named={"land_use": plain, "land_use_history": (earlier,)})
    assert facts["land_use"].fault.text_id.startswith("no_crs")
    assert facts["land_use"].layers == ("DLTB",)
    assert facts["land_use_history"].layers == ("DLTB_2019",)
    assert facts["ecological_red_line"].layers == ("STBHHX",)
    # what came with a survey that cannot be used is not complete by it
    assert facts["ecological_red_line"].extent == NOT_STATED


def replace_crs(source, crs):
    source.description = replace(source.description, crs=crs)
    return source


def test_a_survey_that_stops_being_readable_says_why():
    class Torn(MemorySource):
        def rows(self, fields, boxes=None):
            if boxes is not None and len(boxes):
                raise InputError("changed_while_read", path="DLTB.gpkg")
            return super().rows(fields, boxes)

    whole = survey((WEST, "0601"))
    torn = Torn("DLTB", [WEST], dict(whole.columns))
    facts = said(torn)["land_use"]
    assert facts.fault.text_id == "changed_while_read"
    assert facts.covered is None


def test_two_layers_for_a_line_are_not_chosen_between():
    facts = said(lines("STBHHX", package="/a"), lines("STBHHX", package="/b"))["ecological_red_line"]
    assert facts.is_ambiguous
    assert facts.layers == ("STBHHX", "STBHHX")
    assert facts.extent is None


def test_an_optional_layer_that_cannot_be_used_names_itself_and_why():
    facts = said(replace_crs(MemorySource("LSWHBHX", [WEST], {"BSM": ["1"]}), None))["heritage"]
    assert facts.fault.text_id == "layer_not_used"
    assert facts.layers == ("LSWHBHX",)
    assert "LSWHBHX" in facts.fault.user_message("zh")


def test_how_far_a_line_layer_reaches_is_taken_from_the_best_that_is_there():
    ground, red = dated("DLTB", 2025), lines("STBHHX", WEST)
    zones = urban((WEST, "010", "城镇集中建设区"), package="/elsewhere")
    assert said(red)["ecological_red_line"].extent == NOT_STATED
    together = said(ground, red, zones)
    assert together["ecological_red_line"].extent == ASSUMED
    # it came from elsewhere: the survey says nothing of how far it reaches
    assert together["urban_boundary"].extent == NOT_STATED
    assert said(ground, red, zones, AREA)["urban_boundary"].extent == ADMINISTRATIVE
    stated = said(ground, red, zones, AREA, complete=["urban_boundary"])
    assert (stated["urban_boundary"].extent, stated["ecological_red_line"].extent) == (STATED, ADMINISTRATIVE)
    # neither a gap-free layer nor the area itself has an extent of its own
    assert stated["land_use"].extent is None
    assert stated["admin_area"].extent is None


def test_who_no_longer_wants_to_know_ends_it():
    class Impatient(Silent):
        def cancelled(self):
            return True

    with pytest.raises(Cancelled):
        said(dated("DLTB", 2025), progress=Impatient())


def test_shares_are_no_more_than_all():
    facts = said(survey((box(-1000, -1000, 3000, 3000), "0601")))["land_use"]
    assert facts.covered == 1.0
    assert facts.uncovered_parcels == 0


def test_a_line_layer_at_fault_names_itself_beside_the_others():
    facts = said(replace_crs(lines("STBHHX", WEST), None), dated("DLTB", 2025))
    assert facts["ecological_red_line"].fault.text_id.startswith("no_crs")
    assert facts["ecological_red_line"].layers == ("STBHHX",)
    assert facts["ecological_red_line"].extent is None
    assert facts["land_use"].covered == 1.0
