# SPDX-License-Identifier: GPL-2.0-or-later
"""The record that the tests of sheets print."""

from __future__ import annotations

import pytest
from support import of_township

from land_entry_plugin.jobs.record import screening_record
from land_entry_plugin.jobs.screenparcels import screenparcels


@pytest.fixture(scope="session")
def record(township):
    request = of_township(township, "answers.csv")
    return screening_record(screenparcels(request))
