# SPDX-License-Identifier: GPL-2.0-or-later
"""Of a feature of many vertices only what is near each parcel is laid over it; the pieces are the same."""

from __future__ import annotations

import time

import numpy as np
import pytest
import shapely

from land_entry_plugin.engine import overlay as module
from land_entry_plugin.engine.overlay import overlay

EAST, NORTH = 39_500_000.0, 4_130_000.0


def ragged(vertices, seed=1, radius=3000.0):
    """Return a round feature with a border that goes in and out, and a hole."""
    shake = np.random.default_rng(seed)
    angle = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    distance = radius * (0.8 + 0.15 * np.sin(angle * 40)) + shake.uniform(-0.2, 0.2, vertices)
    ring = np.round(np.column_stack([EAST + distance * np.cos(angle), NORTH + distance * np.sin(angle)]), 3)
    hole = shapely.box(EAST - 200, NORTH - 200, EAST + 150, NORTH + 100).exterior
    return shapely.Polygon(ring, [shapely.get_coordinates(hole)])


def fields(count, seed=2):
    shake = np.random.default_rng(seed)
    x, y = shake.uniform(-3000, 3000, (2, count))
    return shapely.box(EAST + x, NORTH + y, EAST + x + 70, NORTH + y + 50)


def comb(seed):
    """Return a feature of long bays that lie in each other, of edges some 20 m long, with islands in some bays."""
    shake = np.random.default_rng(seed)
    lines = [
        shapely.linestrings([(-2800, 200 * i - 3000), (2800 - 250 * shake.uniform(0, 5), 200 * i - 3000)])
        for i in range(30)
    ]
    bays = shapely.buffer(shapely.union_all([*lines, shapely.linestrings([(-2800, -3000), (-2800, 2800)])]), 60)
    islands = shapely.buffer(shapely.points(shake.uniform(-2500, 2500, (20, 2))), shake.uniform(5, 90, 20))
    turned = shapely.transform(shapely.union_all([bays, *islands]), lambda points: points @ turn(shake.uniform(0, 6)))
    return shapely.transform(
        shapely.segmentize(turned, 20), lambda points: np.round(points + np.array([EAST, NORTH]), 3)
    )


def turn(angle):
    return np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])


@pytest.mark.parametrize("seed", [1, 5, 9])
@pytest.mark.parametrize("drawn", [lambda seed: ragged(6000, seed), comb], ids=["ragged", "comb"])
def test_the_pieces_are_the_same(drawn, seed, monkeypatch):
    features = np.array([drawn(seed), fields(1)[0], None, ragged(4000, seed + 1, 900.0)], dtype=object)
    # one parcel is as large as all that lies there: nothing of a feature is far from it
    everything = shapely.box(EAST - 4000, NORTH - 4000, EAST + 4000, NORTH + 4000)
    parcels = np.array([*fields(150, seed), *shapely.buffer(shapely.centroid(fields(20, seed + 1)), 400), everything])
    cut = overlay(parcels, features)
    monkeypatch.setattr(module, "MANY_VERTICES", 10**9)
    whole = overlay(parcels, features)
    assert len(whole.parcel) > 50
    assert cut.parcel.tolist() == whole.parcel.tolist()
    assert cut.feature.tolist() == whole.feature.tolist()
    # point by point, from the same point on
    assert shapely.to_wkb(cut.geometry).tolist() == shapely.to_wkb(whole.geometry).tolist()


def test_leaving_out_pays():
    parcels, features = fields(120), np.array([ragged(100_000)], dtype=object)
    begin = time.process_time()
    found = overlay(parcels, features)
    taken = time.process_time() - begin
    first = found.parcel[:10]
    begin = time.process_time()
    shapely.intersection(parcels[first], features[0], grid_size=1e-5)
    # ten against the whole of it take longer than all that lie on it take against what is near
    assert taken < (time.process_time() - begin) / 10 * len(found.parcel)


@pytest.mark.parametrize("many", [10, 10**9])
def test_parcels_are_not_held_against_themselves(many, monkeypatch):
    monkeypatch.setattr(module, "MANY_VERTICES", many)
    features = np.array([ragged(400), *fields(60)], dtype=object)
    own = np.array([3, 0, 7])
    every = overlay(features[own], features)
    others = overlay(features[own], features, own)
    apart = own[every.parcel] != every.feature
    assert 0 < apart.sum() == len(every.parcel) - len(own)
    assert others.parcel.tolist() == every.parcel[apart].tolist()
    assert others.feature.tolist() == every.feature[apart].tolist()
    assert shapely.equals_exact(others.geometry, every.geometry[apart]).all()
