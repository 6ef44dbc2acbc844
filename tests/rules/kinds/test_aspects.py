# SPDX-License-Identifier: GPL-2.0-or-later
"""Which of several things found on one parcel decides."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from land_entry_plugin.rules.findings import Outcome
from land_entry_plugin.rules.kinds.spatial.aspects import deciding

CONFLICT, UNKNOWN, REVIEW, PASS = Outcome.CONFLICT, Outcome.UNKNOWN, Outcome.REVIEW, Outcome.PASS
CASES = {"large": CONFLICT, "sliver": REVIEW}


def decided(*found, soft=False, **outcomes):
    return deciding(SimpleNamespace(is_soft=soft, outcomes=outcomes), CASES, found)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([("fine", PASS)], ("fine", PASS)),
        ([("fine", PASS), ("sliver", REVIEW)], ("sliver", REVIEW)),
        ([("sliver", REVIEW), ("open", UNKNOWN), ("fine", PASS)], ("open", UNKNOWN)),
        ([("open", UNKNOWN), ("large", CONFLICT)], ("large", CONFLICT)),
        ([("sliver", REVIEW), ("doubtful", REVIEW)], ("sliver", REVIEW)),
        ([("doubtful", REVIEW), ("sliver", REVIEW)], ("doubtful", REVIEW)),
    ],
)
def test_the_worst_decides_and_of_equal_ones_the_first(found, expected):
    assert decided(*found) == expected


def test_a_case_is_as_bad_as_the_pack_says():
    for found in ([("large", CONFLICT)], [("fine", PASS), ("large", CONFLICT)]):
        assert decided(*found, large="review") == ("large", REVIEW)
    assert decided(("large", CONFLICT), ("sliver", REVIEW), large="pass") == ("sliver", REVIEW)
    assert decided(("large", CONFLICT), ("open", UNKNOWN), large="review") == ("open", UNKNOWN)
    assert decided(("fine", PASS), ("sliver", REVIEW), sliver="conflict") == ("sliver", CONFLICT)
    # what nobody knows is no case of a pack's, whatever it writes
    for found in ([("open", UNKNOWN)], [("open", UNKNOWN), ("fine", PASS)]):
        assert decided(*found, open="pass") == ("open", UNKNOWN)


def test_the_conflict_of_a_soft_rule_weighs_no_more_than_what_nobody_knows():
    assert decided(("large", CONFLICT), ("open", UNKNOWN), soft=True) == ("open", UNKNOWN)
    assert decided(("large", CONFLICT), ("doubtful", REVIEW), soft=True) == ("large", CONFLICT)
    assert decided(("doubtful", REVIEW), ("large", CONFLICT), soft=True) == ("doubtful", REVIEW)
    assert decided(("fine", PASS), ("large", CONFLICT), soft=True) == ("large", CONFLICT)
    # nothing else is softened
    assert decided(("sliver", REVIEW), ("open", UNKNOWN), ("fine", PASS), soft=True) == ("open", UNKNOWN)
    assert decided(("fine", PASS), ("sliver", REVIEW), soft=True) == ("sliver", REVIEW)
