# SPDX-License-Identifier: GPL-2.0-or-later
"""The dock on a land survey of a million patches, driven once (``inside_large.py``): what was seen."""

from __future__ import annotations

import pytest

# its figures mean something only on a machine that does nothing else, and its data take minutes to make
pytestmark = pytest.mark.long

LIMIT_S = 0.1


def test_the_story_came_to_its_end_and_qgis_was_left(seen_large):
    assert seen_large["exceptions"] == []
    assert seen_large["timeouts"] == []
    assert "Traceback" not in seen_large["stderr"]
    assert seen_large["rc"] == 0


def test_no_event_takes_our_code_more_than_a_tenth_of_a_second(seen_large):
    assert [gap for gap in seen_large["gaps"] if gap["own"] > LIMIT_S] == []


def test_what_is_drawn_is_looked_at(seen_large):
    assert seen_large["panel"]["word"]
    assert not seen_large["panel"]["is_old"]


def test_two_hundred_moves_are_told_and_screened(seen_large):
    burst = seen_large["burst"]
    assert burst["told"], "results of an earlier shape say so"
    assert burst["steps"] == 200
    assert burst["edited"] == len(burst["areas"]) == 10
    assert all(shown == pytest.approx(now, abs=0.001) for now, shown in burst["areas"])
    assert seen_large["undone"] == [0, False]
