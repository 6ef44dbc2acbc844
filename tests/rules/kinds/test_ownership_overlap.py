# SPDX-License-Identifier: GPL-2.0-or-later
"""State land by the survey, and what the register says of it."""

from __future__ import annotations

import pytest
from spatial_support import GROUND, found, owners, said, strip
from support import box, survey


def road(width, owner="20"):
    """Return a survey with a road of an owner along the parcel's west edge."""
    return survey((GROUND.difference(strip(width)), "0601"), (strip(width), "1003", owner))


VILLAGE = "石桥村农民集体"


@pytest.mark.parametrize(
    ("width", "expected"),
    [(0.004, ("touch", "pass")), (0.99, ("sliver", "review")), (1.02, ("large", "conflict"))],
)
def test_state_land(width, expected):
    assert said("state_land", road(width)) == expected


def test_where_a_collective_is_registered_an_officer_decides():
    result = found("state_land", road(5), ownership=owners((GROUND, "JA", VILLAGE)))
    assert (result["text_id"], result["outcome"]) == ("ownership_overlap.covered", "review")
    assert result["values"]["covered_m2"] == pytest.approx(500, abs=0.01)
    assert result["values"]["rest_m2"] == 0
    assert "rest_m2" not in found("state_land", road(5))["values"]
    partly = found("state_land", road(5), ownership=owners((box(0.9, 0, 200, 100), "JA", VILLAGE)))["values"]
    assert partly["rest_m2"] == pytest.approx(90, abs=0.01)
    # what is left decides, and says at which limit
    assert "0.89" in partly["flip"]["zh"]
    for start, expected in ((3.9, ("large", "conflict")), (0.99, ("covered", "review")), (1.02, ("large", "conflict"))):
        layer = owners((box(start, 0, 200, 100), "JA", VILLAGE))
        assert said("state_land", road(5), ownership=layer) == expected
    assert said("state_land", road(5), ownership=owners((GROUND, "GA", None))) == ("large", "conflict")
    assert said("state_land", road(5), ownership=owners((GROUND, "ZA", None))) == ("large", "conflict")
    assert said("state_land", road(5), ownership=owners((box(5.01, 0, 50, 100), "JA", VILLAGE)))[1] == "conflict"


def test_an_owner_that_is_not_stated():
    assert said("state_land", road(5, None)) == ("not_stated", "review")
    two = survey((GROUND.difference(strip(7)), "0601"), (strip(5), "1003", "20"), (box(5, 0, 2, 100), "1003", None))
    assert said("state_land", two) == ("large", "conflict")
    assert said("state_land", two, ownership=owners((GROUND, "JA", VILLAGE))) == ("covered", "review")
