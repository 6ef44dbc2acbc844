# SPDX-License-Identifier: GPL-2.0-or-later
"""What a surveyor is told of a parcel that cannot be judged."""

from __future__ import annotations

from spatial_support import PARCEL, workshop
from support import all_layers, candidates, finding, polygon, screen

from land_entry_plugin.engine.repair import Fault, FaultKind
from land_entry_plugin.rules.kinds.spatial.parcel_geometry import fault_values


def test_of_many_crossings_three_are_named_and_all_are_counted():
    zigzag = [(10 * i, 60 if i % 2 else 0) for i in range(11)]
    shape = polygon(*zigzag, (100, 30), (0, 30))
    record = screen(candidates(shape, PARCEL), all_layers(workshop()), answers=None)
    found = finding(record, "parcel_geometry")
    assert (found["outcome"], found["text_id"]) == ("unknown", "parcel_geometry.crossing")
    assert found["values"]["count"] > 5
    assert found["values"]["edges"]["zh"].count(" 与 ") == found["values"]["edges"]["en"].count(" and ") == 3
    assert f"自相交 {found['values']['count']} 处" in found["texts"]["zh"]
    assert finding(record, "parcel_geometry", "P2")["outcome"] == "pass"


def test_a_reason_is_told_in_words_where_there_are_some():
    known = fault_values(Fault(FaultKind.INVALID, reason="Ring Self-intersection"))
    assert known["reason"] == {"zh": "环自相交", "en": "a ring touches itself"}
    assert fault_values(Fault(FaultKind.INVALID, reason="Something new"))["reason"] == "Something new"
