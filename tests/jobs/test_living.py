# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers that stay from edit to edit give what reading them anew gives, and are read anew where they must be."""

from __future__ import annotations

import shutil
from dataclasses import replace

import numpy as np
import pytest
import shapely

from land_entry_plugin.files.source import content_hash
from land_entry_plugin.files.vector import open_package
from land_entry_plugin.jobs.layers import choose_layers
from land_entry_plugin.jobs.living import LivingLayers
from land_entry_plugin.jobs.parcels import in_plane, read_parcels
from land_entry_plugin.jobs.reading import newest_data_year, prepare


@pytest.fixture
def opened(township, tmp_path):
    """Return the layers of a copy of the sample, its plane and the boxes of its parcels."""
    path = tmp_path / "township.gpkg"
    shutil.copyfile(township, path)
    offered = tuple(open_package(str(path)))
    source = next(one for one in offered if one.describe().name == "parcels")
    parcels = read_parcels(source, None)
    chosen = choose_layers({}, offered, lambda one: newest_data_year(one, parcels))
    rows = np.array([row for row, plane in enumerate(parcels.planes) if plane is not None])
    plane = parcels.planes[rows[0]]
    return path, chosen.layers, plane, shapely.bounds(in_plane(parcels, rows, plane))


def counted(layer):
    """Return a layer that notes how often it is read."""

    class Counted:
        read = 0

        def describe(self):
            return layer.source.describe()

        def rows(self, fields, boxes=None):
            Counted.read += 1
            return layer.source.rows(fields, boxes)

    return replace(layer, source=Counted()), Counted


def test_what_is_kept_is_what_is_read(opened):
    _, layers, plane, boxes = opened
    living, chance = LivingLayers(), np.random.default_rng(7)
    assert len(layers) > 3
    for layer in layers.values():
        for _ in range(4):
            some = chance.choice(boxes, 3) + np.append(*2 * [chance.uniform(-60, 60, 2)])
            kept, fresh = living.prepare(layer, some, plane), prepare(layer, some, plane)
            assert content_hash(kept.rows) == content_hash(fresh.rows)
            assert kept.source_ids == fresh.source_ids
            assert kept.class_system == fresh.class_system
            assert kept.rows.ids.tolist() == fresh.rows.ids.tolist()
            assert kept.was_broken.tolist() == fresh.was_broken.tolist()
            for name in ("geometry", "doubt"):
                assert shapely.to_wkb(getattr(kept, name)).tolist() == shapely.to_wkb(getattr(fresh, name)).tolist()


def test_a_layer_is_read_once_around_a_place_and_again_elsewhere(opened):
    _, layers, plane, boxes = opened
    layer, count = counted(next(one for one in layers.values() if one.role.id == "land_use"))
    living = LivingLayers()
    for shift in (0.0, 5.0, 80.0):
        living.prepare(layer, boxes[:1] + shift, plane)
    assert count.read == 1
    living.prepare(layer, boxes[:1] + 5000.0, plane)
    assert count.read == 2
    living.prepare(layer, boxes[:1], plane)
    assert count.read == 2, "the first place is still known"


def test_a_file_that_was_written_is_read_again(opened):
    path, layers, plane, boxes = opened
    layer, count = counted(next(one for one in layers.values() if one.role.id == "land_use"))
    living = LivingLayers()
    living.prepare(layer, boxes[:1], plane)
    path.with_name(f"{path.name}-wal").write_bytes(b"")
    living.prepare(layer, boxes[:1], plane)
    assert count.read == 2


def test_a_layer_that_is_edited_is_always_read(opened):
    _, layers, plane, boxes = opened
    layer, count = counted(next(one for one in layers.values() if one.role.id == "land_use"))
    edited = replace(layer, description=replace(layer.description, part="edits"))
    living = LivingLayers()
    for _ in range(2):
        living.prepare(edited, boxes[:1], plane)
    assert count.read == 2
