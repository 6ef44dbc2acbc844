# SPDX-License-Identifier: GPL-2.0-or-later
"""Parcels screened a share at a time come out as all at once, and what depends on all of them is not shared out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from support import AS_OF, MemorySource, all_layers, box, candidates, lines, polygon, survey

from land_entry_plugin.jobs.plan import elsewhere, planned
from land_entry_plugin.jobs.record import screening_record
from land_entry_plugin.jobs.screening import ScreeningRequest
from land_entry_plugin.jobs.screenparcels import described_inputs, screenparcels
from land_entry_plugin.jobs.shares import (
    can_be_shared,
    read_share,
    readings_of,
    screen_share,
    seen_of,
    shares_of,
    wholes_of,
    with_faults,
)
from land_entry_plugin.rules.shared import SharedFindings

BOW_TIE = polygon((0, 300), (40, 400), (40, 300), (0, 400))


def request(**options):
    """Return six parcels, of which one has no shape and one crosses itself, on patches that cross themselves too."""
    yards = [box(60 * i, 0, 50, 50) for i in range(4)]
    patches = [
        (box(-100, -100, 185, 400), "0601"), (box(85, -100, 400, 125), "0601"), (box(85, 25, 400, 300), "0102"),
        (polygon((-100, -300), (0, -200), (0, -300), (-100, -200)), "0301"),
    ]  # fmt: skip
    red = lines("STBHHX", polygon((70, 10), (90, 30), (90, 10), (70, 30)))
    parcels = candidates(yards[2], None, yards[0], BOW_TIE, yards[3], yards[1])
    return ScreeningRequest(
        parcels, named=all_layers(survey(*patches), ecological_red_line=red), as_of=AS_OF, **options
    )


def in_shares(plan, size):
    """Return a screening made share by share, as worker processes do it."""
    told = elsewhere(plan)
    shares = shares_of(plan, size)
    rows = [read_share(told, share) for share in shares]
    seen = [(share, seen_of(told, own)) for share, own in zip(shares, rows, strict=True)]
    wholes = wholes_of(told, seen)
    shared, results, repaired, without_area = SharedFindings(), [], {}, {}
    for share, own in zip(shares, rows, strict=True):
        found = screen_share(told, share, own, wholes, shared)
        results += found.results
        for into, ids in ((repaired, found.repaired), (without_area, found.without_area)):
            for key, some in ids.items():
                into.setdefault(key, set()).update(some)
    readings = with_faults(readings_of(told, seen, wholes), repaired, without_area)
    inputs, files = described_inputs(plan.parcels, plan.where, readings)
    results.sort(key=lambda one: one.row)
    return replace(plan.screening, results=results, inputs=inputs, files=files)


@pytest.mark.parametrize("size", [1, 2, 100])
def test_the_record_is_the_same_however_small_the_shares(size):
    whole = screening_record(screenparcels(request()))
    shared = screening_record(in_shares(planned(request()), size))
    assert {name: part for name, part in shared.items() if name != "run"} == {
        name: part for name, part in whole.items() if name != "run"
    }
    assert shared["run"]["screening_id"] == whole["run"]["screening_id"]
    verdicts = {one["parcel_id"]: one["spatial_verdict"] for one in shared["parcels"]}
    assert verdicts["P2"] == verdicts["P4"] == "undetermined"
    assert verdicts["P1"] == "prohibited"


def test_every_parcel_is_in_one_share_with_those_near_it():
    plan = planned(request())
    shares = shares_of(plan, 2)
    assert [share.number for share in shares] == [0, 1, 2, 3]
    # what has no sound shape is judged apart
    assert (shares[0].plane, shares[0].rows.tolist()) == (None, [1, 3])
    assert sorted(np.concatenate([share.rows for share in shares]).tolist()) == list(range(6))
    # who comes to an end takes small ones
    assert [len(share.rows) for share in shares[1:]] == [2, 1, 1]
    assert set(shares[1].rows.tolist()) in ({2, 5}, {0, 4}, {0, 2}, {4, 5})
    assert read_share(plan, shares[0]) == {}


def test_what_depends_on_all_parcels_is_not_shared_out():
    assert can_be_shared(planned(request()))
    owners = MemorySource("SYQZD", [box(-100, -100, 900, 900)], {"ZDDM": ["371126004012JA00001"], "QLRMC": ["张庄村"]})
    named = request().named
    assert not can_be_shared(planned(replace(request(), named=named | {"ownership": owners})))


def test_a_layer_that_only_this_program_sees_is_read_by_no_other():
    class Edited(MemorySource):
        def elsewhere(self):
            return None

    class Open(MemorySource):
        def elsewhere(self):
            return plain

    columns = dict(survey((box(-100, -100, 900, 900), "0601")).columns)
    plain = MemorySource("DLTB", [box(-100, -100, 900, 900)], columns)
    for kind, is_told in ((Edited, False), (Open, True)):
        own = kind("DLTB", [box(-100, -100, 900, 900)], columns)
        told = elsewhere(planned(replace(request(), named=request().named | {"land_use": own})))
        assert (told is not None) is is_told
        if told is not None:
            assert told.where.chosen.layers["land_use"].source is plain
            assert told.request.named == {}
