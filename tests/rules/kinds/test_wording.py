# SPDX-License-Identifier: GPL-2.0-or-later
"""What a finding says of its figures: at which limit it flips, which classes, which features."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from types import SimpleNamespace

import pytest
import shapely
from spatial_support import PARCEL, around, strip, workshop
from support import all_layers, box, candidates, finding, screen, survey

from land_entry_plugin.engine.limits import Limits
from land_entry_plugin.engine.slivers import Size, measure
from land_entry_plugin.rules.evidence import Piece
from land_entry_plugin.rules.kinds.spatial.wording import by_class, flip, parcel_codes

CALM = {"zh": "", "en": ""}


def farmland(field, **limits):
    return finding(screen(candidates(PARCEL), all_layers(around((field, "0102"))), answers=None, **limits), "farmland")


@pytest.mark.parametrize(
    ("field", "said", "flipping"),
    [
        # half a metre wide, 50 m2: 0.4975 m in the mean
        (strip(0.5), "Becomes a conflict when the width limit is at most 0.49 m.", {"sliver_width_m": 0.49}),
        # 2 m x 3 m: small, but not thin
        (box(0, 0, 2, 3.002), "Becomes a conflict when the area limit is at most 6.00 m².", {"sliver_area_m2": 6.0}),
        (
            box(0, 0, 0.5, 10.008),
            "Becomes a conflict when the area limit is at most 5.00 m² and the width limit at most 0.47 m.",
            {"sliver_area_m2": 5.0, "sliver_width_m": 0.47},
        ),
        # two digits of what is thin
        (
            strip(0.0789),
            "Becomes a conflict when the area limit is at most 7.89 m² and the width limit at most 0.078 m.",
            {"sliver_area_m2": 7.89, "sliver_width_m": 0.078},
        ),
    ],
)
def test_a_sliver_says_at_which_limit_it_is_a_conflict(field, said, flipping):
    assert farmland(field)["values"]["flip"]["en"] == said
    looser = {name: figure * 1.03 for name, figure in flipping.items()}
    assert (farmland(field, **flipping)["outcome"], farmland(field, **looser)["outcome"]) == ("conflict", "review")


def test_a_conflict_says_at_which_limit_it_is_a_sliver():
    field = box(0, 0, 3, 3.34)
    result = farmland(field)
    assert result["outcome"] == "conflict"
    assert result["values"]["flip"]["en"] == (
        "Becomes a review when the area limit is over 10.03 m² or the width limit over 1.59 m."
    )
    for limits in ({"sliver_area_m2": 10.031}, {"sliver_width_m": 1.591}):
        assert farmland(field, **limits)["outcome"] == "review"
    for limits in ({"sliver_area_m2": 10.01}, {"sliver_width_m": 1.58}):
        assert farmland(field, **limits)["outcome"] == "conflict"


def test_what_is_thick_at_one_place_is_no_sliver_at_any_width_and_no_width_is_told():
    # 4 m x 4 m, and a strip of 60 m x 0.2 m that makes the mean width of both 0.43 m
    field = shapely.union_all([box(0, 0, 4, 4), box(0, 0, 64, 0.2)])
    result = farmland(field)
    assert (result["outcome"], result["values"]["width_m"] < 0.5) == ("conflict", True)
    assert result["values"]["flip"]["en"].startswith("Becomes a review when the area limit is over 28.")
    assert "width" not in result["values"]["flip"]["en"]
    assert "宽度" not in result["values"]["flip"]["zh"]
    assert farmland(field, sliver_width_m=1.01)["outcome"] == "conflict"
    assert farmland(field, sliver_area_m2=28.01)["outcome"] == "review"


def test_with_the_printed_limits_the_outcome_is_as_said_whatever_the_shape():
    by_chance, usual, told = random.Random(5), Limits(), set()

    def size(shape, parcel_m2, limits):
        return measure(shape, parcel_m2, limits, shapely.area)

    for _ in range(400):
        shape = shapely.union_all([some_box(by_chance) for _ in range(by_chance.randint(1, 4))])
        parcel_m2 = by_chance.choice([2_000, 10_000, 100_000])
        sentence = flip(size(shape, parcel_m2, usual), usual)["en"]
        figures = [float(text) for text in re.findall(r"([\d.]+) m", sentence)]
        told.add(re.sub(r"[\d.]+ ", "", sentence))
        if "conflict" in sentence:
            area_m2 = figures[0] if "area" in sentence else usual.sliver_area_m2
            width_m = figures[-1] if "width" in sentence else usual.sliver_width_m
            stricter = replace(usual, sliver_area_m2=area_m2, sliver_width_m=width_m)
            assert size(shape, parcel_m2, stricter).size is Size.LARGE, (sentence, shape.wkt)
        elif "review" in sentence:
            looser = [replace(usual, sliver_area_m2=figures[0] + 1e-6)]
            looser += [replace(usual, sliver_width_m=width_m + 1e-6) for width_m in figures[1:]]
            for limits in looser:
                assert size(shape, parcel_m2, limits).size is Size.SLIVER, (sentence, shape.wkt)
    assert len(told) == 6, "every sentence, and none"


def some_box(by_chance):
    """Return a rectangle of any size and form."""
    x, y = by_chance.uniform(0, 50), by_chance.uniform(0, 50)
    sides = [10 ** by_chance.uniform(-2.2, 1.6), 10 ** by_chance.uniform(-1, 2)]
    by_chance.shuffle(sides)
    return shapely.box(x, y, x + sides[0], y + sides[1])


def test_what_no_limit_changes_says_so():
    # over 1 % of the parcel, and nothing at all
    assert farmland(strip(5))["values"]["flip"] == CALM
    record = screen(candidates(PARCEL), all_layers(workshop()), answers=None)
    assert finding(record, "farmland")["values"]["flip"] == CALM


def test_classes_and_patches_the_largest_first_and_no_place_twice():
    twice = survey(
        (box(0, 0, 100, 60), "0601"), (box(0, 60, 100, 10), "0103"), (box(0, 70, 100, 30), "0102"),
        (box(0, 80, 100, 20), "0102"),
    )  # fmt: skip
    values = finding(screen(candidates(PARCEL), all_layers(twice), answers=None), "farmland")["values"]
    assert values["classes"] == ["0102 水浇地 3000.00 m²", "0103 旱地 1000.00 m²"]
    assert values["patches"][0] == f"{3:018d}"
    assert set(values["patches"]) <= {f"{i:018d}" for i in (2, 3, 4)}


def test_a_registered_parcel_without_a_code_has_its_number():
    spot = box(0, 0, 1, 1)
    found = [
        Piece(id_, None, None, "", area, 0.0, spot, told)
        for id_, area, told in (("7", 5.0, {}), ("8", 9.0, {"ZDDM": " C1 "}), ("9", 1.0, {"ZDDM": "C1"}))
    ]
    assert parcel_codes(found) == ["C1", "7"]


def test_classes_of_equal_area_stand_in_their_order_whatever_that_of_the_layer():
    plane = SimpleNamespace(
        area_of=shapely.area, union_of=lambda pieces: shapely.union_all([piece.geometry for piece in pieces])
    )
    spot = shapely.box(0, 0, 2, 2)
    pieces = [Piece(code, code, None, "", 4.0, 0.0, spot) for code in ("0103", "0102", "0201")]
    assert by_class(pieces, plane) == ["0102 4.00 m²", "0103 4.00 m²", "0201 4.00 m²"]
