# SPDX-License-Identifier: GPL-2.0-or-later
"""What is cut clear of conflicts screens without them, whatever the township and the options."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import strategies as st
from support import AS_OF, candidates

from land_entry_plugin.engine.avoidance import Cutting, Keep
from land_entry_plugin.engine.slivers import TOUCH_AREA_M2
from land_entry_plugin.jobs.avoidconflicts import AvoidanceRequest, State, avoidconflicts
from land_entry_plugin.jobs.screening import ScreeningRequest
from land_entry_plugin.rules.avoidable import due
from properties.deeper import quick_and_long
from properties.product import layers, to_shapely
from properties.townships import townships

OPTIONS = st.builds(
    Cutting,
    setback_m=st.sampled_from([0.0, 0.0, 0.5, 2.0, 5.0]),
    min_width_m=st.sampled_from([0.0, 3.0, 10.0]),
    min_area_m2=st.sampled_from([0.0, 200.0]),
    keep=st.sampled_from(list(Keep)),
    merge_m=st.sampled_from([0.0, 0.5, 2.0]),
)
WITHOUT_TOLERANCE = ("basic_farmland", "ecological_red_line")


def run(town, told):
    parcels = candidates(*map(to_shapely, town.parcels))
    request = ScreeningRequest(parcels=parcels, named=layers(town), as_of=AS_OF, complete=tuple(town.complete))
    return avoidconflicts(AvoidanceRequest(request, (), told))


@quick_and_long(townships(), OPTIONS, quick=25)
def test_what_is_cut_clear_screens_without_the_conflicts(town, told):
    found = run(town, told)
    for parcel in found.parcels:
        if parcel.after is None:
            assert parcel.state is State.GONE
            continue
        if parcel.avoidance is None:
            assert parcel.state is State.NOT_JUDGED
            continue
        assert not due(parcel.after.findings, found.rules)
        for finding in parcel.after.findings:
            if finding.rule.id in WITHOUT_TOLERANCE and not finding.role_missing:
                assert (finding.area_m2 or 0) <= TOUCH_AREA_M2
        # the quick judgement of the preview is that of the second screening
        quick = {one.rule.id: str(one.outcome) for one in parcel.avoidance.findings_after if one.is_spatial}
        slow = {one.rule.id: str(one.outcome) for one in parcel.after.findings if one.is_spatial}
        quick.pop("parcel_overlap", None), slow.pop("parcel_overlap", None)
        assert quick == slow


@quick_and_long(townships(), OPTIONS, quick=15)
def test_a_cut_only_takes_away_and_adds_up(town, told):
    for parcel in run(town, told).parcels:
        one = parcel.avoidance
        if one is None:
            continue
        whole = to_shapely(town.parcels[parcel.row])
        assert one.kept.is_valid
        assert shapely.difference(one.kept, whole).area < 1e-3
        assert one.cut_off.plane_m2 == pytest.approx(whole.area - one.kept.area, abs=1e-6)
        assert sum(gone.area.plane_m2 for gone in one.removed) == pytest.approx(one.cut_off.plane_m2, abs=0.05)
        assert sum(gone.area.ellipsoid_m2 for gone in one.removed) == pytest.approx(one.cut_off.ellipsoid_m2, abs=0.05)
        if not one.is_cut:
            assert one.kept.equals(whole)
        elif not one.kept.is_empty:
            parts = shapely.get_parts(one.kept)
            assert all(part.area >= told.min_area_m2 for part in parts)
            assert told.keep is Keep.ALL or len(parts) == 1
