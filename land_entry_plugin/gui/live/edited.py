# SPDX-License-Identifier: GPL-2.0-or-later
"""A record with parcels as they are in the edit buffer: which are as they were stored, and which are not."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from land_entry_plugin.jobs.rescreening import Rescreened

# By which a parcel is the one that was stored; a reviewer's word is not among them.
_SAID = ("parcel_id", "verdict", "geometry", "measures", "account", "findings")


def as_stored(found: Rescreened, stored: dict[str, Any]) -> Rescreened:
    """Return what was found, with a parcel that is as a record has it as the very one of the record."""
    before = {_said(one): one for one in stored["parcels"] if one["parcel_id"] in found.replaced}
    return replace(found, parcels=[before.get(_said(one), one) for one in found.parcels])


def with_edits(record: dict[str, Any], parcels: list[dict[str, Any]], replaced: frozenset[str]) -> dict[str, Any]:
    """Return a record with some parcels as they are in the edit buffer."""
    others = [one for one in record["parcels"] if one["parcel_id"] not in replaced]
    return record | {"parcels": sorted([*others, *parcels], key=lambda one: (one["parcel_id"], one["row"]))}


def _said(parcel: dict[str, Any]) -> str:
    """Return what is said of a parcel, as text that can be compared."""
    return json.dumps([parcel[name] for name in _SAID], sort_keys=True, default=str)
