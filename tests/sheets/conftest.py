# SPDX-License-Identifier: GPL-2.0-or-later
"""The record that the tests of sheets print."""

from __future__ import annotations

import pytest
from support import AS_OF

from land_entry_plugin.files.answers import open_answers
from land_entry_plugin.files.vector import open_layer, open_package
from land_entry_plugin.jobs.record import screening_record
from land_entry_plugin.jobs.screening import ScreeningRequest
from land_entry_plugin.jobs.screenparcels import screenparcels


@pytest.fixture(scope="session")
def record(township):
    request = ScreeningRequest(
        parcels=open_layer(f"{township}|layername=parcels"),
        offered=tuple(open_package(str(township))),
        answers=open_answers(str(township.parent / "answers.csv")),
        as_of=AS_OF,
    )
    return screening_record(screenparcels(request))
