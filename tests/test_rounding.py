# SPDX-License-Identifier: GPL-2.0-or-later
"""Numbers as people round them, and parts that add up to what is printed under them."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import pytest

from land_entry_plugin.rounding import closing, exact_half_up, half_up, mu, recorded


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
