# SPDX-License-Identifier: GPL-2.0-or-later
"""Profiles of hypothesis, and a rule pack that is read once."""

from __future__ import annotations

import functools

import pytest
from hypothesis import HealthCheck, settings

from land_entry_plugin.jobs import plan as job

_CALM = {"deadline": None, "suppress_health_check": list(HealthCheck), "print_blob": True}
settings.register_profile("quick", max_examples=25, derandomize=True, database=None, **_CALM)
settings.register_profile("long", max_examples=2000, **_CALM)
settings.load_profile("quick")


@pytest.fixture(autouse=True, scope="package")
def _pack_read_once():
    """Keep the rule pack between screenings: reading it takes longer than a township."""
    patch = pytest.MonkeyPatch()
    patch.setattr(job, "load_pack", functools.cache(job.load_pack))
    yield
    patch.undo()
