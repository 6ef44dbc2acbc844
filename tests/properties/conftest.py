# SPDX-License-Identifier: GPL-2.0-or-later
"""Profiles of hypothesis."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

_CALM = {"deadline": None, "suppress_health_check": list(HealthCheck), "print_blob": True}
settings.register_profile("quick", max_examples=25, derandomize=True, database=None, **_CALM)
settings.register_profile("long", max_examples=2000, **_CALM)
settings.load_profile("quick")
