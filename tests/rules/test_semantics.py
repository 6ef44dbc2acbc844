# SPDX-License-Identifier: GPL-2.0-or-later
"""Every rule fires, and just does not."""

from __future__ import annotations

import itertools
from datetime import date

import numpy as np
import pytest
import shapely
import shapely.affinity
from support import (
    MemorySource,
    all_layers,
    box,
    candidates,
    finding,
    lines,
    outcomes,
    parcel,
    polygon,
    screen,
    survey,
    urban,
)

from land_entry_plugin.errors import InputError
from land_entry_plugin.roles.catalogue import required_roles

# 100 m x 100 m in a workshop: 1 % is 100 m2
PARCEL = box(0, 0, 100, 100)
WORKSHOP = box(-500, -500, 1000, 1000)


def with_strip(code, width, height=100, **fields):
    """Return a survey whose workshop has a strip of another class along the parcel's west edge, inside it."""
    strip = box(0, 0, width, height)
    extra = (fields.get("owner", "30"), fields.get("kcxs", 0.0), fields.get("year", 2025))
    return survey((WORKSHOP.difference(strip), "0601"), (strip, code, *extra))


def test_clean_is_eligible():
    record = screen(candidates(PARCEL), all_layers(survey((WORKSHOP, "0601"))))
    assert outcomes(record) == {}
    assert (parcel(record)["verdict"], parcel(record)["spatial_verdict"]) == ("eligible", "eligible")


@pytest.mark.parametrize(
    ("rule", "code", "width", "height", "outcome"),
    [
        ("farmland", "0102", 0.004, 100, "pass"),
        ("farmland", "0102", 0.006, 100, "review"),
        ("farmland", "0102", 0.99, 99, "review"),
        ("farmland", "0102", 1.02, 99, "conflict"),
        ("farmland", "0103", 5, 100, "conflict"),
        ("unused_land", "1206", 0.5, 100, "review"),
        ("unused_land", "1206", 3, 100, "conflict"),
        ("agricultural_land", "1006", 3.99, 100, "review"),
        ("agricultural_land", "1006", 4.01, 100, "conflict"),
        ("agricultural_land", "0201K", 4.01, 100, "conflict"),
        ("homestead", "0702", 0.5, 100, "review"),
        ("homestead", "0702", 2, 100, "conflict"),
    ],
)
def test_classes(rule, code, width, height, outcome):
    record = screen(candidates(PARCEL), all_layers(with_strip(code, width, height)))
    assert finding(record, rule)["outcome"] == outcome
    expected = {"pass": "eligible", "review": "review", "conflict": "prohibited"}[outcome]
    assert parcel(record)["verdict"] == parcel(record)["spatial_verdict"] == expected
    assert finding(record, rule)["area_m2"] == pytest.approx(width * height, abs=0.02)


@pytest.mark.parametrize(
    ("owner", "width", "outcome"),
    [("20", 2, "conflict"), ("10", 0.5, "review"), (None, 2, "review"), ("40", 9, "pass")],
)
def test_state_land(owner, width, outcome):
    record = screen(candidates(PARCEL), all_layers(with_strip("1003", width, owner=owner)))
    assert finding(record, "state_land")["outcome"] == outcome


@pytest.mark.parametrize(("year", "rule"), [(2022, "unused_land"), (None, "unused_land"), (2023, "agricultural_land")])
def test_other_grassland_by_the_year_of_the_survey(year, rule):
    record = screen(candidates(PARCEL), all_layers(with_strip("0404", 10, year=year)))
    assert {rule_id: o for rule_id, o in outcomes(record).items() if rule_id != "survey_year"} == {rule: "conflict"}


@pytest.mark.parametrize("role", ["basic_farmland", "ecological_red_line"])
@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        (box(-50, 0, 49.9, 100), "pass"),
        (box(-50, 0, 50.00009, 100), "pass"),  # 0.009 m2
        (box(-50, 0, 50.002, 100), "review"),  # 2 mm, 0.2 m2: no touch width here
        (box(-50, 0, 50.05, 100), "review"),
        (box(-50, 0, 52, 100), "conflict"),
    ],
)
def test_lines_without_tolerance(role, line, outcome):
    record = screen(candidates(PARCEL), all_layers(survey((WORKSHOP, "0601")), **{role: lines("L", line)}))
    assert finding(record, role)["outcome"] == outcome


@pytest.mark.parametrize("code", [None, " ", "9999", "0601X", "0601K", "09A", "0103K"])
def test_a_class_that_is_null_or_in_no_table_is_unknown(code):
    record = screen(candidates(PARCEL), all_layers(with_strip(code, 10)))
    rules = ("land_class", "farmland", "agricultural_land", "unused_land", "homestead")
    assert outcomes(record) == dict.fromkeys(rules, "unknown")
    assert parcel(record)["verdict"] == "undetermined"


def test_what_is_not_covered_is_no_pass():
    record = screen(candidates(PARCEL), all_layers(survey((box(2, -500, 1000, 1000), "0601"))))
    rules = ("farmland", "agricultural_land", "unused_land", "homestead", "state_land", "land_use_coverage")
    assert outcomes(record) == dict.fromkeys(rules, "unknown")
    # a conflict in what is covered stays one
    covered = survey((box(2, -500, 48, 1000), "0601"), (box(50, -500, 500, 1000), "0102"))
    assert finding(screen(candidates(PARCEL), all_layers(covered)), "farmland")["outcome"] == "conflict"


def test_coverage():
    for gap, outcome in ((0.004, "pass"), (0.5, "review"), (2, "unknown")):
        record = screen(candidates(PARCEL), all_layers(survey((box(gap, -500, 1000, 1000), "0601"))))
        assert finding(record, "land_use_coverage")["outcome"] == outcome
        assert parcel(record)["measures"]["uncovered_m2"] == pytest.approx(100 * gap, abs=0.01)


@pytest.mark.parametrize(
    ("zones", "status", "outcome"),
    [
        ([], "outside", "pass"),
        ([(box(-10, -10, 200, 200), "410", "城镇集中建设区")], "inside", "pass"),
        ([(box(50, -10, 200, 200), "410", "城镇集中建设区")], "straddling", "review"),
        ([(box(-10, -10, 110.00009, 200), "410", "城镇集中建设区")], "inside", "pass"),
        ([(box(-10, -10, 109.9, 200), "410", "城镇集中建设区")], "straddling", "review"),
        ([(box(-10, -10, 200, 200), "420", None)], "inside", "review"),
        ([(box(-10, -10, 200, 200), None, "特别用途区")], "inside", "review"),
        ([(box(-10, -10, 200, 200), "999", "某区")], "inside", "review"),
        ([(box(-10, -10, 60, 200), "01", None), (box(50, -10, 60, 200), "01", None)], "inside", "pass"),
    ],
)
def test_urban_boundary(zones, status, outcome):
    record = screen(candidates(PARCEL), all_layers(survey((WORKSHOP, "0601")), urban_boundary=urban(*zones)))
    found = finding(record, "urban_boundary")
    assert (parcel(record)["measures"]["urban_status"], found["outcome"]) == (status, outcome)
    assert bool(found["obligations"]) == (status != "unknown")


def test_the_zone_name_goes_before_its_code():
    zone = (box(-10, -10, 200, 200), "410", "特别用途区")
    record = screen(candidates(PARCEL), all_layers(survey((WORKSHOP, "0601")), urban_boundary=urban(zone)))
    assert parcel(record)["measures"]["urban_special_m2"] == pytest.approx(10_000, abs=0.1)


@pytest.mark.parametrize("count", range(5))
def test_a_required_role_that_is_missing_leaves_the_verdict_open(count):
    full = all_layers(survey((WORKSHOP, "0601")))
    for missing in itertools.combinations(required_roles(), count):
        layers = {role: layer for role, layer in full.items() if role not in missing}
        shown = parcel(screen(candidates(PARCEL), layers))
        assert shown["verdict"] == ("undetermined" if missing else "eligible")
        assert {n["values"]["role"] for n in shown["not_checked"] if n["id"] == "required_role_not_given"} == set(
            missing
        )
        assert shown["spatial_verdict"] == ("undetermined" if count == 4 else "eligible")


def test_no_layer_at_all():
    shown = parcel(screen(candidates(PARCEL), {}))
    assert (shown["verdict"], shown["spatial_verdict"]) == ("undetermined", "undetermined")
    assert shown["measures"]["farmland_m2"] is None


def test_extent_of_the_lines():
    def verdicts(land_use=None, **options):
        layers = all_layers(land_use or survey((WORKSHOP, "0601")), admin_area=None, **options.pop("layers", {}))
        shown = parcel(screen(candidates(PARCEL), layers, **options))
        return shown["verdict"], shown["spatial_verdict"], [cap["id"] for cap in shown["caps"]]

    assert verdicts() == ("review", "eligible", ["assumed_extent"])
    stated = ("basic_farmland", "ecological_red_line", "urban_boundary")
    assert verdicts(complete=stated) == ("eligible", "eligible", [])
    # the three lines came from elsewhere
    assert verdicts(survey((WORKSHOP, "0601"), package="/other"))[:2] == ("review", "review")
    # stated, but the land use that bounds the statement ends in the middle of the parcel
    assert verdicts(survey((box(50, -500, 500, 1000), "0601")), complete=stated)[0] == "undetermined"


def test_admin_area_bounds_the_lines():
    admin = MemorySource("XZQ", [box(-500, -500, 560, 1000)], {"XZQDM": ["1"]})
    shown = outcomes(screen(candidates(PARCEL), all_layers(survey((WORKSHOP, "0601")), admin_area=admin)))
    assert shown == dict.fromkeys(("basic_farmland", "ecological_red_line", "urban_boundary"), "unknown")


def test_stated_none_without_a_layer():
    full = all_layers(survey((WORKSHOP, "0601")), ecological_red_line=None)
    assert parcel(screen(candidates(PARCEL), full))["verdict"] == "undetermined"
    record = screen(candidates(PARCEL), full, complete=("ecological_red_line",))
    assert parcel(record)["verdict"] == "eligible"
    assert record["options"]["complete"] == ["ecological_red_line"]
    assert "stated_none" in [note["id"] for note in parcel(record)["not_checked"]]


def test_land_use_cannot_be_stated_complete():
    with pytest.raises(InputError, match="no role"):
        screen(candidates(PARCEL), {}, complete=("land_use",))


def test_a_source_that_overlaps_itself_is_counted_once():
    field = box(0, 0, 20, 100)
    twice = survey((WORKSHOP.difference(field), "0601"), (field, "0102"), (field, "0102"))
    shown = parcel(screen(candidates(PARCEL), all_layers(twice)))
    assert shown["measures"]["farmland_m2"] == pytest.approx(2000, abs=0.05)
    assert shown["doubly_covered_m2"] == pytest.approx(2000, abs=0.05)
    assert sum(row["area_m2"] for row in shown["account"]["rows"]) == pytest.approx(
        shown["account"]["total_m2"], abs=1e-6
    )
    assert outcomes(screen(candidates(PARCEL), all_layers(twice))) == {"farmland": "conflict"}


def test_two_classes_in_one_place_count_where_they_weigh_most():
    both = survey((WORKSHOP, "0601"), (box(0, 0, 20, 100), "0102"))
    record = screen(candidates(PARCEL), all_layers(both))
    assert outcomes(record) == {"farmland": "conflict", "survey_overlap": "review"}
    shown = parcel(record)["measures"]
    assert shown["farmland_m2"] + shown["construction_m2"] == pytest.approx(shown["area_ellipsoid_m2"], abs=1e-3)


def test_deductions_never_hide_farmland():
    record = screen(candidates(PARCEL), all_layers(with_strip("0102", 20, kcxs=0.5)))
    measures = parcel(record)["measures"]
    assert measures["farmland_net_m2"] == pytest.approx(measures["farmland_m2"] / 2, rel=1e-6)
    assert finding(record, "farmland")["area_m2"] == pytest.approx(2000, abs=0.05)


@pytest.mark.parametrize(
    ("kcxs", "outcome"), [(0.5, "pass"), (0.51, "review"), (-0.1, "review"), (12.34, "review"), (None, "pass")]
)
def test_deduction_factor(kcxs, outcome):
    record = screen(candidates(PARCEL), all_layers(with_strip("0102", 20, kcxs=kcxs)))
    assert finding(record, "deduction_factor")["outcome"] == outcome
    if outcome == "review":
        assert parcel(record)["measures"]["farmland_net_m2"] == parcel(record)["measures"]["farmland_m2"]


def test_broken_patches_are_repaired_and_reported():
    bow_tie = polygon((0, 0), (40, 100), (40, 0), (0, 100))
    record = screen(candidates(PARCEL), all_layers(survey((WORKSHOP, "0601"), (bow_tie, "0102"))))
    assert outcomes(record)["farmland"] == "conflict"
    assert outcomes(record)["source_repair"] == "review"
    assert record["inputs"]["land_use"]["repaired"] == [f"{2:018d}"]


def test_broken_parcels_are_findings_and_the_run_goes_on():
    bow_tie = polygon((0, 0), (40, 100), (40, 0), (0, 100))
    shapes = candidates(bow_tie, None, PARCEL, ids=["bow", "null", "good"])
    record = screen(shapes, all_layers(survey((WORKSHOP, "0601"))))
    assert {p["parcel_id"]: p["verdict"] for p in record["parcels"]} == {
        "bow": "undetermined",
        "null": "undetermined",
        "good": "eligible",
    }
    assert "J" in finding(record, "parcel_geometry", "bow")["texts"]["zh"]


def test_ids():
    shapes = candidates(PARCEL, box(200, 0, 50, 50), box(300, 0, 50, 50), ids=["A", "A", None])
    record = screen(shapes, all_layers(survey((WORKSHOP, "0601"))))
    assert [(p["parcel_id"], p["row"]) for p in record["parcels"]] == [("A", 1), ("A", 2), ("row 3", 3)]
    assert all(p["verdict"] == "review" for p in record["parcels"])


def test_parcels_on_each_other_name_each_other():
    record = screen(candidates(PARCEL, box(90, 0, 50, 50)), all_layers(survey((WORKSHOP, "0601"))))
    for own, other in (("P1", "P2"), ("P2", "P1")):
        found = finding(record, "parcel_overlap", own)
        assert (found["outcome"], found["values"]["others"]) == ("review", [other])
    record = screen(candidates(PARCEL, box(99.999, 0, 50, 50)), all_layers(survey((WORKSHOP, "0601"))))
    assert finding(record, "parcel_overlap")["outcome"] == "pass"


def test_a_hole_is_no_part_of_the_parcel():
    ring = shapely.Polygon(PARCEL.exterior, [box(20, 20, 40, 40).exterior])
    land_use = survey((WORKSHOP.difference(box(20, 20, 40, 40)), "0601"), (box(20, 20, 40, 40), "0102"))
    assert outcomes(screen(candidates(ring), all_layers(land_use))) == {}
    assert outcomes(screen(candidates(PARCEL), all_layers(land_use))) == {"farmland": "conflict"}


def test_order_changes_nothing():
    patches = [
        (box(x, -50, 25, 300), code) for x, code in zip(range(-50, 175, 25), ["0601", "0102", "0702"] * 3, strict=True)
    ]
    parcels = [PARCEL, box(120, 10, 30, 40)]

    def shown(order):
        record = screen(candidates(*parcels), all_layers(survey(*[patches[i] for i in order])))
        for one in record["parcels"]:
            for found in one["findings"]:
                found["values"].pop("patches", None)
        return [(p["verdict"], p["measures"], p["findings"], p["account"]) for p in record["parcels"]]

    assert shown(range(9)) == shown(range(8, -1, -1))


def test_in_force_to_the_last_day(tmp_path, root):
    text = (root / "resources" / "rule_packs" / "national.yaml").read_text()
    pack = tmp_path / "dated.yaml"
    pack.write_text(text.replace("valid_until: null", "valid_until: 2026-06-23"))
    for day, in_force, verdict in ((date(2026, 6, 23), True, "eligible"), (date(2026, 6, 24), False, "review")):
        record = screen(candidates(PARCEL), all_layers(survey((WORKSHOP, "0601"))), rule_pack=str(pack), as_of=day)
        assert (record["pack"]["in_force"], parcel(record)["verdict"]) == (in_force, verdict)
        assert parcel(record)["spatial_verdict"] == "eligible"


def test_areas_equal_a_plain_loop():
    generator = np.random.default_rng(7)
    xs, ys = (np.cumsum(generator.uniform(5, 40, 20)) - 100 for _ in range(2))
    codes = generator.choice(["0102", "0601", "0702", "1006", "1206", "0301"], size=(19, 19))
    patches = [
        (box(xs[i], ys[j], xs[i + 1] - xs[i], ys[j + 1] - ys[j]), str(codes[i, j]))
        for i in range(19)
        for j in range(19)
    ]
    shapes = [
        shapely.affinity.rotate(box(x, y, 60, 45), 17 * k)
        for k, (x, y) in enumerate(generator.uniform(-60, 180, (12, 2)))
    ]
    record = screen(candidates(*shapes), all_layers(survey(*patches)))
    for k, shape in enumerate(shapes, start=1):
        by_code = {}
        for geometry, code in patches:
            by_code[code] = by_code.get(code, 0) + shape.intersection(geometry).area
        ratio = parcel(record, f"P{k}")["measures"]["area_ellipsoid_m2"] / shape.area
        for code, area in by_code.items():
            found = sum(
                o["area_m2"]
                for o in parcel(record, f"P{k}")["overlaps"]
                if o["role"] == "land_use" and o["code"] == code
            )
            assert found == pytest.approx(area * ratio, abs=0.01)


@pytest.mark.parametrize(
    ("width", "text_id", "sentence"),
    [
        (30, "straddling_in_part", "3000.00 m² inside (core zone), 3000.00 m² outside at least"),
        # nothing is certainly outside, nothing certainly inside
        (60, "unknown", "side cannot be told"),
        (0, "unknown", "side cannot be told"),
    ],
)
def test_the_sentence_on_a_boundary_of_which_a_part_is_not_known(width, text_id, sentence):
    """The layer is complete as far as the administrative area, which ends 60 m into the parcel."""
    admin = MemorySource("XZQ", [box(-500, -500, 560, 1000)], {"XZQDM": ["1"]})
    zones = [(box(-10, -10, width + 10, 200), "410", "城镇集中建设区")] if width else []
    layers = all_layers(survey((WORKSHOP, "0601")), admin_area=admin, urban_boundary=urban(*zones))
    record = screen(candidates(PARCEL), layers)
    found = finding(record, "urban_boundary")
    assert (parcel(record)["measures"]["urban_status"], found["outcome"]) == ("unknown", "unknown")
    assert found["text_id"] == f"urban_boundary.{text_id}"
    assert sentence in found["texts"]["en"]
