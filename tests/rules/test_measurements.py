# SPDX-License-Identifier: GPL-2.0-or-later
"""What is worked out for many parcels at once is what is worked out when a rule asks."""

from __future__ import annotations

import pytest
import shapely
from rule_support import PLANE, box

from land_entry_plugin.engine.shapes import NOWHERE
from land_entry_plugin.rules.evidence import Piece, within
from land_entry_plugin.rules.measurements import Measurements, foresee

GROUPS = [
    [box(0, 0, 10, 10)],
    [box(0, 0, 10, 10), box(10, 0, 10, 10)],
    [box(0, 0, 10, 10), box(50, 0, 20, 10)],
    [box(0, 0, 10, 10), box(50, 0, 0.0005, 0.0005)],  # the second is arithmetic only
    [],
]


def test_unions_parts_and_areas():
    known, plain = Measurements(), Measurements()
    foresee([(known, GROUPS), (Measurements(), GROUPS[:2])], PLANE)
    assert [known.knows_union(group) for group in GROUPS] == [True] * 4 + [False]
    for group in GROUPS[:4]:
        one, other = known.union(group), plain.union(group)
        assert one.symmetric_difference(other).area < 1e-6
        parts = [sorted(map(shapely.area, of.parts(shape))) for of, shape in ((known, one), (plain, other))]
        assert parts[0] == pytest.approx(parts[1])
        assert known.knows_area(one) or one is group[0]
        (area,), (asked) = known.areas([one], PLANE), plain.areas([other], PLANE)[0]
        assert area == pytest.approx(asked, abs=1e-6)
        assert known.areas(known.parts(one), PLANE).sum() == pytest.approx(asked, abs=1e-6)
    assert [len(known.parts(known.union(group))) for group in GROUPS[:4]] == [1, 1, 2, 1]


def test_nothing_has_no_area_and_each_is_worked_out_once():
    known = Measurements()
    assert known.areas([NOWHERE, shapely.Polygon()], PLANE).tolist() == [0, 0]
    shape = box(0, 0, 10, 10)
    known.learn_area(shape, 7.0)
    assert known.areas([shape, box(0, 0, 10, 10)], PLANE).tolist() == [7.0, pytest.approx(100, abs=0.01)]
    known.learn_union(GROUPS[1], shape)
    assert known.union(GROUPS[1]) is shape
    assert known.union(GROUPS[2]) is known.union(GROUPS[2])


def test_of_a_piece_that_lies_partly_in_a_shape_counts_its_part():
    pieces = [
        Piece("1", "0102", None, "farmland", 100.0, 20.0, box(0, 0, 10, 10)),
        Piece("2", "0102", None, "farmland", 50.0, 0.0, box(20, 0, 5, 10)),
    ]
    (part,) = within(pieces, box(0, 0, 2.5, 40))
    assert (part.source_id, part.code, part.geometry.area) == ("1", "0102", pytest.approx(25))
    assert (part.area_m2, part.deducted_m2) == (pytest.approx(25), pytest.approx(5))
    assert within([], box(0, 0, 1, 1)) == within(pieces, NOWHERE) == []
