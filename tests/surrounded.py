# SPDX-License-Identifier: GPL-2.0-or-later
"""Parcels and what lies around them, made inline."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np

from land_entry_plugin.cadastre.boundaries import boundaries
from land_entry_plugin.cadastre.facts import cadastral_facts
from land_entry_plugin.cadastre.sheet_cells import Known
from land_entry_plugin.cadastre.surroundings import Surroundings

PLANE = SimpleNamespace(central_meridian_deg=117.0, zone=39, has_zone_prefix=True)
NOBODY = Known()


def objects(geometries):
    """Return an array of geometries that numpy does not look into."""
    result = np.empty(len(geometries), dtype=object)
    result[:] = geometries
    return result


def patch(geometry, code, name, owner="张庄村"):
    """Return a patch of the land survey as it lies around a parcel."""
    by_class = code[:2] in ("10", "11")
    return geometry, "patch", name if by_class else f"{owner}（{name}）", code, name


def owned(geometry, owner="张庄村农民集体"):
    return geometry, "ownership", owner, None, None


def registered(geometry, code="371126004012JB00018"):
    return geometry, "use_right", f"宗地 {code}", None, None


def candidate(geometry, code="371126004012JB00019"):
    return geometry, "parcel", f"宗地 {code}", None, None


def around(*items):
    """Return surroundings of patches, owners and parcels."""
    columns = list(zip(*items, strict=True)) if items else [()] * 5
    return Surroundings(objects(columns[0]), *(list(column) for column in columns[1:]))


def facts(geometry, *items, declared=None, marks=None, **options):
    """Return the cadastral facts of a parcel among patches, owners and parcels."""
    return facts_among(geometry, replace(around(*items), marks=marks), declared, **options)


def facts_among(geometry, surroundings, declared=None, *, rings=None, known=NOBODY, **options):
    """Return the cadastral facts of a parcel of which the surroundings are made."""
    rings = None if rings is None else [rings]
    (boundary,) = boundaries(objects([geometry]), [surroundings], rings, **options)
    return cadastral_facts(boundary, PLANE, declared or {}, known)


def sides(of_parcel):
    """Return the four neighbours in short: who, from, to, whole metres."""
    return {
        side: [(one["who"], one["from"], one["to"], round(one["length_m"])) for one in found]
        for side, found in of_parcel["four_neighbours"].items()
    }


def runs(of_parcel):
    """Return the runs in short: from, to, who."""
    return [
        (one["from"], one["to"], *[neighbour["who"] for neighbour in one["neighbours"]]) for one in of_parcel["runs"]
    ]
