# SPDX-License-Identifier: GPL-2.0-or-later
"""What holds whatever the township."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyproj
import pytest
import shapely
import shapely.affinity
from hypothesis import assume
from hypothesis import strategies as st
from oracle.arrangement import is_broken
from oracle.model import LAND_USE, LINES, Patch, Township, Zone, bounds, rectangle
from oracle.verdicts import VERDICTS_BEST_FIRST, judge
from support import CRS, MemorySource, all_layers, box, candidates, finding, parcel, screen, survey

from properties.deeper import quick_and_long
from properties.product import land_survey, layers, of_parcel, outcomes_of, screened, to_shapely
from properties.townships import FACTORS, OFFSETS, M, townships

WIDE = rectangle(-2000 * M, -2000 * M, 4000 * M, 4000 * M)
WORKSHOP = Township((rectangle(0, 0, 100 * M, 100 * M),), (Patch(WIDE, "0601"),), admin_area=WIDE)
CODES_OF_SURVEY = {
    "0101", "0102", "0103", "0201", "0202", "0203", "0204", "0301", "0302", "0303", "0304", "0305", "0306", "0307",
    "0401", "0402", "0403", "0404", "05H1", "0508", "0601", "0602", "0603", "0701", "0702", "08H1", "08H2", "0809",
    "0810", "09", "1001", "1002", "1003", "1004", "1005", "1006", "1007", "1008", "1009", "1101", "1102", "1103",
    "1104", "1105", "1106", "1107", "1108", "1109", "1110", "1201", "1202", "1203", "1204", "1205", "1206", "1207",
}  # fmt: skip
# with the suffixes that the survey knows (可调整, 养殖坑塘, 干渠, 高教, 广场 ...)
CODES_WITH_SUFFIX = {
    "0201K", "0202K", "0203K", "0204K", "0301K", "0302K", "0307K", "0403K", "1104K", "1104A", "1107A", "08H2A", "0810A",
}  # fmt: skip


def badness(verdict: str) -> int:
    return VERDICTS_BEST_FIRST.index(verdict)


def verdicts(record) -> list[str]:
    return [one["verdict"] for one in sorted(record["parcels"], key=lambda one: one["row"])]


def added_up(record, name: str) -> float | None:
    values = [one[name] if name in one else one["measures"][name] for one in record["parcels"]]
    return None if None in values else sum(values)


# a parcel cut in pieces

ADDITIVE = (
    "area_plane_m2", "area_ellipsoid_m2", "farmland_m2", "farmland_net_m2", "basic_farmland_m2", "red_line_m2",
    "homestead_m2", "agricultural_m2", "construction_m2", "unused_m2", "uncovered_m2", "urban_inside_m2",
    "urban_core_m2", "urban_flexible_m2", "urban_special_m2", "doubly_covered_m2",
)  # fmt: skip


@quick_and_long(
    townships(is_full=True), st.lists(st.tuples(st.integers(1, 99), st.integers(1, 99)), min_size=1, max_size=4)
)
def test_pieces_add_up(town, cuts):
    whole = to_shapely(town.parcels[0])
    assume(not is_broken(town.parcels[0]) and whole.area > 1)
    pieces = [whole]
    x0, y0, x1, y1 = whole.bounds
    for bottom, top in cuts:
        left = shapely.Polygon(
            [
                (x0 - 1, y0 - 1),
                (x0 + (x1 - x0) * bottom / 100, y0 - 1),
                (x0 + (x1 - x0) * top / 100, y1 + 1),
                (x0 - 1, y1 + 1),
            ]
        )
        pieces = [
            part
            for piece in pieces
            for half in (piece.intersection(left), piece.difference(left))
            for part in shapely.get_parts(half)
        ]
    pieces = [piece for piece in pieces if piece.geom_type == "Polygon" and piece.area > 0.011]
    assume(abs(sum(piece.area for piece in pieces) - whole.area) < 1e-4)
    given_layers = layers(town)
    one, many = screen(candidates(whole), given_layers), screen(candidates(*pieces), given_layers)
    for name in ADDITIVE:
        assert added_up(many, name) == pytest.approx(added_up(one, name), abs=0.005, rel=1e-6), name


# order


def shuffled(source: MemorySource, order: list[int], turn: int) -> MemorySource:
    """Return a layer with its rows in another order and its rings begun elsewhere and run the other way."""
    rows = source.all.taken(np.array(order, dtype=int))
    geometries = [None if wkb is None else turned(shapely.from_wkb(wkb), turn) for wkb in rows.wkb]
    d = source.description
    return MemorySource(d.name, geometries, {k: list(v) for k, v in rows.columns.items()}, d.crs, d.package)


def turned(geometry, turn: int):
    def ring(one):
        points = list(one.coords)[:-1]
        points = points[turn % len(points) :] + points[: turn % len(points)]
        return points[::-1] if turn % 2 else points

    parts = [shapely.Polygon(ring(p.exterior), [ring(h) for h in p.interiors]) for p in shapely.get_parts(geometry)]
    parts = parts[::-1]
    return parts[0] if geometry.geom_type == "Polygon" else shapely.MultiPolygon(parts)


@quick_and_long(townships(), st.randoms(use_true_random=False), st.integers(1, 9))
def test_order_does_not_matter(town, generator, turn):
    def mixed(source):
        order = list(range(len(source.all.ids)))
        generator.shuffle(order)
        return shuffled(source, order, turn)

    stated = tuple(sorted(town.complete))
    given_layers = layers(town)
    shapes = candidates(*map(to_shapely, town.parcels))
    before = screen(shapes, given_layers, complete=stated)
    roles = list(given_layers)
    generator.shuffle(roles)
    after = screen(mixed(shapes), {role: mixed(given_layers[role]) for role in roles}, complete=stated[::-1])
    by_id = {one["parcel_id"]: one for one in after["parcels"]}
    assert [one["parcel_id"] for one in after["parcels"]] == [one["parcel_id"] for one in before["parcels"]]
    for one, right in zip(before["parcels"], judge(town), strict=True):
        other = by_id[one["parcel_id"]]
        is_plain = all(len(may) == 1 for may in right.outcomes.values())
        if is_plain:
            assert outcomes_of(other) == outcomes_of(one)
            assert (other["verdict"], other["spatial_verdict"]) == (one["verdict"], one["spatial_verdict"])
        for name, value in one["measures"].items():
            # a doubly covered field has the deduction of either patch, whichever is numbered first
            if isinstance(value, float):
                assert other["measures"][name] == pytest.approx(value, abs=2e-4), name
            else:
                assert other["measures"][name] == value
        assert [row | {"area_m2": 0, "deducted_m2": 0, "sliver": 0} for row in other["overlaps"]] == [
            row | {"area_m2": 0, "deducted_m2": 0, "sliver": 0} for row in one["overlaps"]
        ]


def test_hash_of_what_was_read_does_not_rest_on_order():
    source = land_survey(replace(WORKSHOP, patches=(Patch(WIDE, "0601"), Patch(WORKSHOP.parcels[0], "0102"))))
    full = all_layers(source)
    one = screen(candidates(box(0, 0, 9, 9)), full)
    other = screen(candidates(box(0, 0, 9, 9)), full | {LAND_USE: shuffled(source, [1, 0], 0)})
    assert one["inputs"][LAND_USE]["sha256"] == other["inputs"][LAND_USE]["sha256"]


# moving


@quick_and_long(townships(is_full=True), st.integers(-2000, 2000), st.integers(-2000, 2000))
def test_moving_by_whole_metres_changes_no_plane_area(town, east, north):
    def moved(source):
        geometries = [
            None if wkb is None else shapely.affinity.translate(shapely.from_wkb(wkb), east, north)
            for wkb in source.all.wkb
        ]
        return MemorySource(source.description.name, geometries, source.columns)

    shapes, given_layers = candidates(*map(to_shapely, town.parcels)), layers(town)
    before = screen(shapes, given_layers)
    after = screen(moved(shapes), {role: moved(layer) for role, layer in given_layers.items()})
    for number, right in enumerate(judge(town)):
        one, other = of_parcel(before, number), of_parcel(after, number)
        assert other["measures"]["area_plane_m2"] == pytest.approx(one["measures"]["area_plane_m2"], abs=1e-4)
        found = outcomes_of(other)
        assert {rule: found[rule] for rule in right.outcomes if found[rule] not in right.outcomes[rule]} == {}


# more and fewer layers


@quick_and_long(
    townships(),
    st.sampled_from(["basic_farmland", "ecological_red_line"]),
    st.tuples(st.integers(-40, 200), st.integers(-40, 200), st.integers(1, 100_000), st.integers(1, 100_000)),
)
def test_a_feature_more_in_a_prohibiting_line_never_improves_a_verdict(town, role, more):
    assume(getattr(town, role) is not None)
    west, south, *_ = bounds(town.parcels[0])
    line = rectangle(west + more[0] * M, south + more[1] * M, more[2], more[3])
    before, after = screened(town), screened(replace(town, **{role: (*getattr(town, role), line)}))
    assert all(badness(b) >= badness(a) for a, b in zip(verdicts(before), verdicts(after), strict=True))


def test_a_strip_that_hangs_on_a_conflict_does_not_improve_it():
    # 3 m x 4 m of basic farmland: conflict; with a strip of 0.1 m x 80 m that joins it: 19.6 m2, "0.24 m wide", review
    block, strip = rectangle(0, 0, 3 * M, 4 * M), rectangle(0, 0, 100, 80 * M)
    before = screened(replace(WORKSHOP, basic_farmland=(block,)))
    after = screened(replace(WORKSHOP, basic_farmland=(block, strip)))
    assert badness(verdicts(after)[0]) >= badness(verdicts(before)[0])


@quick_and_long(townships(), st.sampled_from([LAND_USE, *LINES]))
def test_without_a_required_layer_a_verdict_is_never_better(town, role):
    name = "patches" if role == LAND_USE else role
    assume(getattr(town, name) is not None and role not in town.complete)
    before, after = verdicts(screened(town)), verdicts(screened(replace(town, **{name: None})))
    for one, other in zip(before, after, strict=True):
        # what the layer itself prohibits cannot be seen without it: open, but never free
        assert other in ("prohibited", "undetermined")
        assert one == "prohibited" or other == "undetermined"


@quick_and_long(townships(), st.booleans())
def test_no_layer_and_no_statement_turns_prohibited_into_anything_else(town, is_wide):
    west, south, *_ = bounds(town.parcels[0])
    town = replace(town, basic_farmland=(*(town.basic_farmland or ()), rectangle(west, south, 90 * M, 90 * M)))
    before = verdicts(screened(town))
    assume("prohibited" in before)
    admin = WIDE if is_wide else rectangle(*bounds(town.parcels[0])[:2], 30 * M, 30 * M)
    full = {
        "patches": town.patches if town.patches is not None else (Patch(WIDE, "0601"),),
        "basic_farmland": town.basic_farmland or (),
        "ecological_red_line": town.ecological_red_line or (),
        "urban_boundary": town.urban_boundary or (Zone(WIDE),),
    }
    for more in ({"admin_area": admin}, {"complete": frozenset(LINES)}, full | {"admin_area": WIDE}):
        after = verdicts(screened(replace(town, **more)))
        assert all(b == "prohibited" for a, b in zip(before, after, strict=True) if a == "prohibited")


# unknown stays unknown


def with_marks(town: Township, kind: int) -> Township:
    """Return the township with duplicate corners and spikes in its sources, which cover the same places."""

    def marked(shape):
        (ring, *holes), *others = shape
        tip = (ring[0][0] - 40 * M, ring[0][1] - 3 * M)
        more = (ring[0],) if kind == 0 else (tip, ring[0])
        return (((ring[0], *more, *ring[1:]), *holes), *others)

    return replace(town, patches=tuple(replace(patch, shape=marked(patch.shape)) for patch in town.patches))


@quick_and_long(townships(), st.integers(0, 1))
def test_unknown_never_turns_pass_by_repairing(town, kind):
    assume(town.patches is not None)
    before, after = screened(town), screened(with_marks(town, kind))
    for number in range(len(town.parcels)):
        one, other = outcomes_of(of_parcel(before, number)), outcomes_of(of_parcel(after, number))
        assert [rule for rule in one if one[rule] == "unknown" and other.get(rule) == "pass"] == []


@quick_and_long(townships(), st.sampled_from(["EPSG:4490", "EPSG:4528", "EPSG:4526"]))
def test_unknown_never_turns_pass_by_projecting(town, crs):
    transform = pyproj.Transformer.from_crs(CRS, crs, always_xy=True).transform

    def elsewhere(source):
        geometries = [
            None if w is None else shapely.transform(shapely.from_wkb(w), lambda p: np.column_stack(transform(*p.T)))
            for w in source.all.wkb
        ]
        d = source.description
        return MemorySource(d.name, geometries, source.columns, crs, d.package)

    given_layers = layers(town)
    stated = {"complete": tuple(town.complete)}
    shapes = candidates(*map(to_shapely, town.parcels))
    before = screen(shapes, given_layers, **stated)
    after = screen(shapes, {role: elsewhere(layer) for role, layer in given_layers.items()}, **stated)
    for number, right in enumerate(judge(town)):
        one, other = outcomes_of(of_parcel(before, number)), outcomes_of(of_parcel(after, number))
        turned_pass = [rule for rule in one if one[rule] == "unknown" and other.get(rule) == "pass"]
        assert [rule for rule in turned_pass if "pass" not in right.outcomes[rule]] == []


@quick_and_long(st.integers(-3, 3), st.sampled_from([c for c in OFFSETS if c >= 0]))
def test_unknown_never_turns_pass_by_rounding(shift, gap):
    """A gap is what it is wherever the grid lies: shifted by fractions of the millimetre it stays above or below."""
    outcomes = {}
    for fraction in (0.0, 0.0003, 0.0005, 0.0007):
        patch = box(gap / 1000 + shift + fraction, -500, 1000, 1000)
        record = screen(candidates(box(shift + fraction, 0, 100, 100)), all_layers(survey((patch, "0601"))))
        outcomes[fraction] = finding(record, "land_use_coverage")["outcome"]
    assert len(set(outcomes.values())) == 1, outcomes


# small ones together


@quick_and_long(st.integers(1, 40), st.integers(6, 990), st.integers(5, 99), st.sampled_from(["0102", "1206", "0702"]))
def test_many_slivers_together_are_seen(count, width_mm, length, code):
    strips = [box(2.4 * i, 0.5, width_mm / 1000, length) for i in range(count)]
    whole = shapely.union_all(strips)
    record = screen(
        candidates(box(0, 0, 100, 100)),
        all_layers(survey((box(-500, -500, 1000, 1000), "0601"), *((s, code) for s in strips))),
    )
    rule = {"0102": "farmland", "1206": "unused_land", "0702": "homestead"}[code]
    assume(abs(whole.area - 100) > 1e-3)
    # each is thinner than 1 m; together they may not make up 1 % of the parcel
    assert finding(record, rule)["outcome"] == ("conflict" if whole.area >= 100 else "review")
    assert finding(record, rule)["area_m2"] == pytest.approx(whole.area, abs=0.005)


@pytest.mark.parametrize(("count", "outcome"), [(2, "review"), (3, "conflict")])
def test_small_squares_together_have_the_limit_of_one(count, outcome):
    # 4.84 m2 each, under 10 m2; three are over
    squares = [box(10 * i, 10, 2.2, 2.2) for i in range(count)]
    land_use = survey((box(-500, -500, 1000, 1000), "0601"), *((square, "0102") for square in squares))
    assert finding(screen(candidates(box(0, 0, 100, 100)), all_layers(land_use)), "farmland")["outcome"] == outcome


# deductions, codes


@quick_and_long(townships(), st.lists(st.sampled_from([*FACTORS, 1.0, 99.0, -5.0]), min_size=1, max_size=5))
def test_deductions_never_hide_farmland(town, factors):
    assume(town.patches is not None)
    patches = [replace(patch, kcxs=factors[i % len(factors)]) for i, patch in enumerate(town.patches)]
    before = screened(replace(town, patches=tuple(replace(p, kcxs=0.0) for p in patches)))
    after = screened(replace(town, patches=tuple(patches)))
    for one, other in zip(before["parcels"], after["parcels"], strict=True):
        assert other["measures"]["farmland_m2"] == one["measures"]["farmland_m2"]
        changed = {r for r, o in outcomes_of(one).items() if outcomes_of(other)[r] != o}
        assert changed <= {"deduction_factor"}
        assert badness(other["verdict"]) >= badness(one["verdict"])
        net = other["measures"]["farmland_net_m2"]
        if net is not None:
            assert -1e-6 <= net <= other["measures"]["farmland_m2"] + 1e-4


_ALPHABET = "0123456789AKHDX kx"


def _is_in_a_table(code: str) -> bool:
    text = code.strip().upper()
    return text in CODES_OF_SURVEY | CODES_WITH_SUFFIX


def on_named_ground(code: str | None, *, year: int = 2025) -> MemorySource:
    """Return a survey that is 三调 by its names, with an unnamed patch of a code under the parcel."""
    ground = box(-500, -500, 1000, 1000).difference(box(-1, -1, 102, 102))
    columns = {
        "BSM": ["1", "2"],
        "DLBM": ["0601", code],
        "DLMC": ["工业用地", None],
        "QSXZ": ["30", "30"],
        "KCXS": [0.0, 0.0],
        "SJNF": [year, year],
    }
    return MemorySource("DLTB", [ground, box(-1, -1, 102, 102)], columns)


@quick_and_long(st.one_of(st.text(_ALPHABET, max_size=6), st.integers(100, 1399).map(lambda n: f"{n:04d}")), quick=30)
def test_a_code_in_no_table_never_reads_as_construction_land(code):
    assume(not _is_in_a_table(code))
    assume(not _is_in_a_table(code.strip().upper().rstrip("KA")))  # see the next test
    record = screen(candidates(box(0, 0, 100, 100)), all_layers(on_named_ground(code)))
    assert parcel(record)["measures"]["construction_m2"] == 0
    assert outcomes_of(parcel(record))["land_class"] == "unknown"
    assert (parcel(record)["verdict"], parcel(record)["spatial_verdict"]) == ("undetermined", "undetermined")


@pytest.mark.parametrize("code", ["0601K", "0601A", "09A", "1201K"])
def test_a_code_with_a_suffix_in_no_table_never_reads_as_construction_land(code):
    record = screen(candidates(box(0, 0, 100, 100)), all_layers(on_named_ground(code)))
    assert parcel(record)["measures"]["construction_m2"] == 0


@pytest.mark.parametrize("year", [2022, 2025])
@pytest.mark.parametrize("code", ["1206", "1101", "1202"])
def test_a_stray_code_of_another_system_turns_no_bare_land_into_construction_land(code, year):
    columns = {
        "BSM": ["1", "2"],
        "DLBM": [code, "0703"],
        "DLMC": [None, None],
        "QSXZ": ["30", "30"],
        "KCXS": [0.0, 0.0],
        "SJNF": [year, year],
    }
    land_use = MemorySource("DLTB", [box(-500, -500, 600.5, 1000), box(101, 0, 5, 5)], columns)
    record = screen(candidates(box(0, 0, 100, 100)), all_layers(land_use))
    assert parcel(record)["measures"]["construction_m2"] == 0
