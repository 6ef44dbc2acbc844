# SPDX-License-Identifier: GPL-2.0-or-later
"""Made surveys are what a land survey is: without gap or overlap, with what makes real ones hard."""

from __future__ import annotations

import numpy as np
import pyogrio.raw
import pytest
import shapely

from benchmarks.coverage.made import Recipe, made_parcels, made_survey

RECIPE = Recipe(4_000, seed=7, line_vertices=3_000)


@pytest.fixture(scope="module", autouse=True)
def scratch(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAND_ENTRY_SCRATCH", str(tmp_path_factory.mktemp("scratch")))
        yield


@pytest.fixture(scope="module")
def layers():
    return {name: read(made_survey(RECIPE), name) for name in ("DLTB", "YJJBNTBHTB", "STBHHX", "CZKFBJ", "XZQ")}


@pytest.fixture(scope="module")
def parcels():
    return read(made_parcels(RECIPE, 40), "parcels")


def read(path, layer=None):
    meta, _, shapes, columns = pyogrio.raw.read(path, layer=layer)
    return shapely.from_wkb(shapes), dict(zip(meta["fields"], columns, strict=True))


def test_a_survey_has_no_gap_and_no_overlap(layers):
    patches, _ = layers["DLTB"]
    counties, _ = layers["XZQ"]
    assert abs(len(patches) - RECIPE.patches) < 0.1 * RECIPE.patches
    assert shapely.is_valid(patches).all()
    assert shapely.area(patches).sum() == pytest.approx(shapely.area(counties).sum(), abs=0.01)
    assert shapely.area(shapely.union_all(patches)) == pytest.approx(shapely.area(patches).sum(), abs=0.01)


def test_a_survey_has_what_makes_real_ones_hard(layers):
    patches, columns = layers["DLTB"]
    width = 2 * shapely.area(patches) / shapely.length(patches)
    assert ((width < 5) & (shapely.length(patches) > 800)).sum() > 10
    assert ((shapely.area(patches) < 10) | (width < 0.5)).sum() > 10
    assert (shapely.get_num_coordinates(patches) > 200).sum() > 10
    assert (shapely.get_num_interior_rings(patches) > 0).sum() > 20
    assert {"0102", "0702", "1006", "1107"} <= set(columns["DLBM"])
    assert (columns["KCXS"] > 0).any()
    assert set(columns["QSXZ"]) == {"20", "30"}


def test_control_lines_have_the_vertices_asked_for(layers):
    for name in ("YJJBNTBHTB", "STBHHX", "CZKFBJ"):
        assert shapely.is_valid(layers[name][0]).all(), name
    assert shapely.get_num_coordinates(layers["STBHHX"][0]).max() >= RECIPE.line_vertices
    assert (shapely.get_num_interior_rings(layers["YJJBNTBHTB"][0]) > 10).all()


def test_parcels_touch_straddle_and_lie_inside(layers, parcels):
    shapes, columns = parcels
    assert shapely.is_valid(shapes).all()
    assert len(set(columns["ZDDM"])) == len(shapes) == 40
    patches, _ = layers["DLTB"]
    one, other = shapely.STRtree(patches).query(shapes, predicate="intersects")
    cut = shapely.area(shapely.intersection(shapes[one], patches[other]))
    assert np.bincount(one, cut) == pytest.approx(shapely.area(shapes), abs=0.001)
    assert (cut == 0).any()
    assert (np.bincount(one[cut > 0.01]) == 1).any()
    assert (np.bincount(one[cut > 0.01]) > 3).any()


def test_the_same_seed_makes_the_same_rows_in_every_format(layers, parcels):
    for format_, file in (("gdb", None), ("shp", "DLTB.shp")):
        place = made_survey(RECIPE, format_)
        shapes, columns = read(place / file if file else place, "DLTB")
        assert shapely.area(shapes) == pytest.approx(shapely.area(layers["DLTB"][0]), abs=0.1)
        assert list(columns["DLBM"]) == list(layers["DLTB"][1]["DLBM"])


def test_the_share_of_bow_ties_is_the_one_asked_for():
    shapes, _ = read(made_survey(Recipe(4_000, seed=7, line_vertices=3_000, bow_ties=0.008)), "DLTB")
    assert (~shapely.is_valid(shapes)).mean() == pytest.approx(0.008, abs=0.0005)


def test_too_many_parcels_are_refused():
    with pytest.raises(ValueError, match="room for"):
        made_parcels(RECIPE, 4_000)
