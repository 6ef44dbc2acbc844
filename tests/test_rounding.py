# SPDX-License-Identifier: GPL-2.0-or-later
"""Numbers as people round them, and parts that add up to what is printed under them."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import pytest

from land_entry_plugin.rounding import (
    closing,
    exact_half_up,
    half_up,
    mu,
    on_its_side,
    recorded,
    rounded_down,
    rounded_up,
    stated,
    stated_percent,
)
from land_entry_plugin.texts import render


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (2.675, 2, "2.68"),  # as a float it lies under the half
        (1.005, 2, "1.01"),
        (-2.675, 2, "-2.68"),
        (2.5, 0, "3"),
        (0.00005, 4, "0.0001"),
        (39513297.3555, 3, "39513297.356"),
        (7, 2, "7.00"),
    ],
)
def test_half_goes_up(value, decimals, text):
    assert str(half_up(value, decimals)) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (Fraction(1, 3), 2, "0.33"),
        (Fraction(2, 3), 4, "0.6667"),
        (Fraction(1, 200), 2, "0.01"),
        (Fraction(1, 201), 2, "0.00"),
        (Fraction(-1, 200), 2, "-0.01"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(0), 2, "0.00"),
    ],
)
def test_an_exact_number_is_rounded_away_from_nought(value, decimals, text):
    assert str(exact_half_up(value, decimals)) == text


def test_areas_have_two_decimals_where_nobody_says_otherwise():
    assert [str(half_up(1.005)), str(exact_half_up(Fraction(1, 200))), str(mu(10_003.33))] == ["1.01", "0.01", "15.00"]
    # 15.0050 亩
    assert str(mu(10_003.34)) == "15.01"
    assert str(mu(Decimal("666.67"), 4)) == "1.0000"
    assert str(mu(Decimal(10_000))) == "15.00"


def test_at_most_is_rounded_down_and_over_is_rounded_up():
    assert [str(rounded_down(value)) for value in (0.4975, 0.49, 6)] == ["0.49", "0.49", "6.00"]
    assert [str(rounded_up(value)) for value in (1.5804, 1.58, 6)] == ["1.59", "1.58", "6.00"]
    assert (str(rounded_down(0.0789, 3)), str(rounded_up(0.0781, 3))) == ("0.078", "0.079")


def test_a_limit_loses_no_digit():
    assert [str(stated(limit)) for limit in (10, 0.5, 0.4975, 1e6)] == ["10.00", "0.50", "0.4975", "1000000.00"]
    assert [str(stated_percent(share)) for share in (0.01, 0.0007, 0.00123)] == ["1.00", "0.07", "0.123"]


@pytest.mark.parametrize(
    ("value", "limit", "text"),
    [
        (399.996, 400, "399.996"),
        (399.9999, 400, "399.9999"),
        (399.99, 400, "399.99"),
        (400.004, 400, "400.004"),
        (400, 400, "400.00"),
        (399.9912, 399.9923, "399.99"),
        (399.9962, 399.9973, "399.996"),
    ],
)
def test_a_figure_is_printed_on_its_side_of_a_limit(value, limit, text):
    assert str(on_its_side(value, limit)) == text


def test_a_sentence_holds_a_figure_against_its_limit():
    values = {"parts": 2, "smallest_m2": 399.996, "smallest_part_m2": 400}
    assert render("finding.contiguity.small_part", values, "en") == (
        "2 parts, the smallest 399.996 m², under 400.00 m²."
    )
    values = {"parts": 2, "widest_gap_m": 0.0104, "gap_m": 0.0102}
    assert render("finding.contiguity.apart", values, "zh") == "宗地分 2 块，间隔 0.0104 m，超过 0.0102 m。"


def test_a_record_has_four_decimals_and_no_negative_nought():
    assert recorded(None) is None
    assert (recorded(1.23456), recorded(0.12345678, 6)) == (1.2346, 0.123457)
    assert math.copysign(1, recorded(-0.00001)) == 1


@pytest.mark.parametrize(
    ("parts", "closed"),
    [
        (("33.333", "33.333", "33.334"), ["33.33", "33.33", "33.34"]),
        (("0.335", "0.34", "0.325"), ["0.34", "0.33", "0.33"]),  # a hundredth too much, off the largest
        (("0.125", "0.125", "0.75"), ["0.13", "0.13", "0.74"]),
        ((), []),
    ],
)
def test_the_largest_part_takes_what_rounding_leaves(parts, closed):
    exact = [Decimal(part) for part in parts]
    assert [str(part) for part in closing(exact, sum(exact, Decimal(0)), 2)] == closed
