# SPDX-License-Identifier: GPL-2.0-or-later
"""The facts about the sample township that screening tests and the demonstration rely on."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import fiona
import geopandas
import numpy as np
import pyproj
import pytest
import shapely

FOLDER = Path(__file__).parents[2] / "sample_data"
TOWNSHIP = FOLDER / "township.gpkg"
LAYERS = {"DLTB": 4527, "YJJBNTBHTB": 4527, "STBHHX": 4490, "CZKFBJ": 4527, "XZQ": 4527, "parcels": 4527}
DLTB_FIELDS = """
    BSM:18 YSDM:10 TBYBH:18 TBBH:8 DLBM:5 DLMC:60 QSXZ:2 QSDWDM:19 QSDWMC:255 ZLDWDM:19 ZLDWMC:255 TBMJ
    KCDLBM:5 KCXS KCMJ TBDLMJ GDLX:2 GDPDJB:2 XZDWKD TBXHDM:6 TBXHMC:20 ZZSXDM:6 ZZSXMC:20 GDDB FRDBS:1
    CZCSXM:4 SJNF MSSM:2 HDMC:100 BZ:255
""".split()
BUILT_UP = ("05", "06", "07", "08", "09", "1004", "1005", "1201")

# Per parcel: plane area, area by class, and what else it meets, in m2.
MEETS = {
    1: (8378.04, {"0601": 8378.04}, {}),
    2: (7509.45, {"0601": 7509.45}, {"410": 7509.45}),
    3: (4570.32, {"0508": 4083.88, "0102": 486.45}, {}),
    4: (8665.59, {"0602": 7791.77, "0102": 873.82}, {"basic_farmland": 873.82}),
    5: (5191.78, {"0601": 5191.78}, {"red_line": 3218.59}),
    6: (3512.16, {"05H1": 3154.69, "0702": 357.47}, {}),
    7: (5186.60, {"0508": 5186.60}, {"410": 2968.58}),
    8: (12523.86, {"0601": 6094.81}, {"uncovered": 6429.05}),
    9: (4478.62, {"0601": 4472.62, "0102": 6.00}, {}),
    10: (7558.99, {"0601": 7558.99}, {}),
    11: (7892.88, {"0601": 7892.88}, {}),
    14: (8938.30, {"0601": 8938.30}, {"410": 6359.46, "420": 2578.84}),
    15: (5871.02, {"05H1": 5256.06, "1003": 614.96}, {"state": 614.96}),
    16: (5318.57, {"0601": 5318.57}, {"18": 556.97}),
    17: (5729.46, {"0601": 5565.08, "1006": 164.38}, {}),
    18: (5079.41, {"0601": 5079.41}, {"16": 556.97}),
}

pytestmark = pytest.mark.filterwarnings("ignore:invalid value encountered:RuntimeWarning")


@pytest.fixture(scope="module")
def layers() -> dict[str, geopandas.GeoDataFrame]:
    """Return every layer of the township."""
    return {name: geopandas.read_file(TOWNSHIP, layer=name, engine="pyogrio") for name in LAYERS}


@pytest.fixture(scope="module")
def patches(layers: dict[str, geopandas.GeoDataFrame]) -> np.ndarray:
    """Return the shapes of the land-use patches."""
    return np.asarray(layers["DLTB"].geometry.values)


def parcel_shapes(layers: dict[str, geopandas.GeoDataFrame]) -> dict[int, shapely.Geometry]:
    """Return the parcels by their number."""
    return {int(code[-2:]): area for code, area in zip(layers["parcels"].ZDDM, layers["parcels"].geometry, strict=True)}


def half_up(value: Decimal) -> Decimal:
    """Return a value rounded half up to 0.01."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_layers_fields_and_size(layers: dict[str, geopandas.GeoDataFrame]) -> None:
    """The file is small, its layers are complete and their official widths are kept."""
    assert set(fiona.listlayers(TOWNSHIP)) == set(LAYERS)
    assert TOWNSHIP.stat().st_size <= 4_000_000
    assert {name: layer.crs.to_epsg() for name, layer in layers.items()} == LAYERS
    assert 550 <= len(layers["DLTB"]) <= 750
    with fiona.open(TOWNSHIP, layer="DLTB") as source:
        fields = source.schema["properties"]
    shown = [f"{name}:{kind[4:]}" if kind.startswith("str") else name for name, kind in fields.items()]
    assert shown == DLTB_FIELDS


def test_patches_leave_no_gap_and_no_overlap(layers: dict[str, geopandas.GeoDataFrame], patches: np.ndarray) -> None:
    """Sum, union and township agree to 0.01 m2, and no two patches overlap."""
    township = layers["XZQ"].geometry.iloc[0]
    assert shapely.is_valid(patches).all()
    assert shapely.area(patches).sum() == pytest.approx(township.area, abs=0.01)
    assert shapely.union_all(patches).area == pytest.approx(township.area, abs=0.01)
    one, other = shapely.STRtree(patches).query(patches, predicate="intersects")
    pairs = one < other
    assert shapely.area(shapely.intersection(patches[one[pairs]], patches[other[pairs]])).max() == 0


def test_township_has_the_vertices_of_its_patches(
    layers: dict[str, geopandas.GeoDataFrame], patches: np.ndarray
) -> None:
    """The outline of XZQ is the outline of the patches, vertex by vertex."""
    outline = shapely.get_coordinates(layers["XZQ"].geometry.iloc[0])
    corners = set(map(tuple, shapely.get_coordinates(patches)))
    assert all(tuple(corner) in corners for corner in outline)


def test_patches_are_clean_shapes(patches: np.ndarray) -> None:
    """No vertex is repeated, all lie on the millimetre, and no patch is a splinter."""
    for ring in shapely.get_rings(patches):
        steps = np.hypot(*np.diff(shapely.get_coordinates(ring), axis=0).T)
        assert steps.min() > 0.0005
    coordinates = shapely.get_coordinates(patches)
    assert np.array_equal(coordinates, np.round(coordinates, 3))
    assert shapely.area(patches).min() > 100
    assert (2 * shapely.area(patches) / shapely.length(patches)).min() > 2
    assert not shapely.is_empty(shapely.buffer(patches, -0.5)).any()


def test_survey_attributes(layers: dict[str, geopandas.GeoDataFrame]) -> None:
    """Codes are unique and well formed, and stored areas follow the survey's formulas."""
    survey = layers["DLTB"]
    assert survey.BSM.is_unique
    assert survey.BSM.str.len().eq(18).all()
    assert not survey.duplicated(["ZLDWDM", "TBBH"]).any()
    assert survey.ZLDWDM.str.len().eq(19).all()
    assert set(survey.ZLDWDM.str[:12]) == {"371126004001", "371126004007", "371126004012"}
    assert set(survey.SJNF) == {2025}
    assert set(survey.loc[survey.QSXZ == "20", "DLBM"]) == {"1003", "1101", "1106", "1107A"}
    assert set(survey.QSXZ) == {"20", "30"}
    built = survey.DLBM.str.startswith(BUILT_UP)
    assert survey.CZCSXM.notna().eq(built).all()
    sloping = survey.GDPDJB == "2"
    assert sloping.sum() >= 5
    assert survey.KCDLBM.eq("1203").eq(sloping).all()
    assert survey.GDPDJB.notna().eq(survey.DLBM.isin(["0102", "0103"])).all()
    for row in survey.itertuples():
        gross, taken = Decimal(str(row.TBMJ)), half_up(Decimal(str(row.TBMJ)) * Decimal(str(row.KCXS)))
        assert Decimal(str(row.KCMJ)) == taken
        assert half_up(Decimal(str(row.TBDLMJ))) == gross - taken


def test_survey_areas_are_ellipsoidal(layers: dict[str, geopandas.GeoDataFrame]) -> None:
    """TBMJ is the geodesic area on the CGCS2000 ellipsoid."""
    survey = layers["DLTB"]
    geod = pyproj.Geod(a=6378137, rf=298.257222101)
    degrees = geopandas.GeoSeries(shapely.segmentize(survey.geometry.values, 70), crs=4527).to_crs(4490)
    areas = [abs(geod.geometry_area_perimeter(area)[0]) for area in degrees]
    assert np.abs(survey.TBMJ - areas).max() <= 0.0051


def test_basic_farmland(layers: dict[str, geopandas.GeoDataFrame]) -> None:
    """Basic farmland is made of farmland patches alone, off the other lines, and its persons are marked as invented."""
    survey, protected = layers["DLTB"], layers["YJJBNTBHTB"]
    all_protected = shapely.union_all(protected.geometry.values)
    other_land = shapely.union_all(survey.geometry[~survey.DLBM.isin(["0102", "0103"])].values)
    assert shapely.area(protected.geometry.values).sum() == pytest.approx(all_protected.area, abs=0.01)
    assert shapely.intersection(all_protected, other_land).area == 0
    farmland = survey.geometry[survey.DLBM.isin(["0102", "0103"])].area.sum()
    assert 0.4 < all_protected.area / farmland < 0.85
    for layer in ("STBHHX", "CZKFBJ"):
        zones = shapely.union_all(layers[layer].to_crs(4527).geometry.values)
        assert shapely.intersection(all_protected, zones).area == 0
    assert len(protected) < len(survey[survey.DLBM.isin(["0102", "0103"])]) / 2
    for name in ("CFZR", "ZZRR", "ZRRMC", "JZDZ"):
        assert protected[name].str.startswith("SAMPLE-ONLY").all()
    assert set(protected.ZRRZJHM) == {"0" * 18}
    assert set(protected.LXDH) == {"0" * 11}


def test_red_line_edges_read_the_same_in_degrees_and_plane(layers: dict[str, geopandas.GeoDataFrame]) -> None:
    """The middle of every edge is the same point in both readings, to the millimetre."""
    to_plane = pyproj.Transformer.from_crs(4490, 4527, always_xy=True)
    rings = shapely.get_rings(shapely.get_parts(layers["STBHHX"].geometry.values))
    assert len(rings) == 2
    for ring in rings:
        degrees = shapely.get_coordinates(ring)
        plane = np.column_stack(to_plane.transform(*degrees.T))
        middle = np.column_stack(to_plane.transform(*((degrees[1:] + degrees[:-1]) / 2).T))
        assert np.abs(middle - (plane[1:] + plane[:-1]) / 2).max() < 0.001


def test_urban_zones(layers: dict[str, geopandas.GeoDataFrame]) -> None:
    """The three kinds of zone are there, side by side."""
    zones = layers["CZKFBJ"]
    assert dict(zip(zones.GHFQDM, zones.GHFQMC, strict=True)) == {
        "410": "城镇集中建设区",
        "420": "城镇弹性发展区",
        "430": "特别用途区",
    }
    assert shapely.union_all(zones.geometry.values).area == pytest.approx(zones.geometry.area.sum(), abs=0.01)


def test_parcel_codes(layers: dict[str, geopandas.GeoDataFrame]) -> None:
    """Every parcel has its own code of 19 digits and a unit code of 28."""
    parcels = layers["parcels"]
    assert parcels.ZDDM.is_unique
    assert parcels.ZDDM.str.fullmatch(r"371126004(001|012)JB000\d\d").all()
    assert (parcels.BDCDYH == parcels.ZDDM + "W00000000").all()
    assert sorted(parcel_shapes(layers)) == list(range(1, 19))
    assert parcels.BZ.isna().all()
    assert 0 < parcels.LZQK.isna().sum() < len(parcels)


@pytest.mark.parametrize("number", sorted(MEETS))
def test_what_each_parcel_meets(layers: dict[str, geopandas.GeoDataFrame], number: int) -> None:
    """Each parcel meets what its case says, to 0.01 m2, and nothing else."""
    expected_area, expected_classes, expected_others = MEETS[number]
    shapes, survey = parcel_shapes(layers), layers["DLTB"]
    area = shapes[number]
    pieces = shapely.area(shapely.intersection(survey.geometry.values, area))
    classes: Counter[str] = Counter()
    for code, piece in zip(survey.DLBM, pieces, strict=True):
        classes[code] += piece
    others = {
        "basic_farmland": shapely.intersection(shapely.union_all(layers["YJJBNTBHTB"].geometry.values), area).area,
        "red_line": shapely.intersection(shapely.union_all(layers["STBHHX"].to_crs(4527).geometry.values), area).area,
        "state": pieces[survey.QSXZ == "20"].sum(),
        "uncovered": area.area - pieces.sum(),
    }
    others |= {zone.GHFQDM: zone.geometry.intersection(area).area for zone in layers["CZKFBJ"].itertuples()}
    others |= {f"{other:02}": shapes[other].intersection(area).area for other in MEETS if other != number}
    assert area.is_valid
    assert area.area == pytest.approx(expected_area, abs=0.01)
    assert {code: piece for code, piece in classes.items() if piece > 0} == pytest.approx(expected_classes, abs=0.01)
    assert {name: met for name, met in others.items() if met > 0.001} == pytest.approx(expected_others, abs=0.01)


def test_broken_parcels(layers: dict[str, geopandas.GeoDataFrame]) -> None:
    """One parcel crosses itself and one has no geometry."""
    shapes = parcel_shapes(layers)
    assert shapely.is_valid_reason(shapes[12]).startswith("Self-intersection")
    assert shapes[13] is None


def test_hole_holds_a_pond(layers: dict[str, geopandas.GeoDataFrame]) -> None:
    """Without its hole parcel 10 would take in more than 400 m2 of a pond."""
    area = parcel_shapes(layers)[10]
    filled = shapely.Polygon(area.geoms[0].exterior)
    ponds = shapely.union_all(layers["DLTB"].geometry[layers["DLTB"].DLBM == "1104"].values)
    assert area.intersection(ponds).area == 0
    assert filled.intersection(ponds).area > 400


def test_parts_of_parcels(layers: dict[str, geopandas.GeoDataFrame]) -> None:
    """Parcel 11 has two parts, all others one."""
    counts = {number: len(area.geoms) for number, area in parcel_shapes(layers).items() if area is not None}
    assert {number for number, count in counts.items() if count != 1} == {11}
    assert counts[11] == 2


def test_readme_names_every_layer_and_parcel(layers: dict[str, geopandas.GeoDataFrame]) -> None:
    """The README states the number of features of every layer and has a row for every parcel."""
    rows = [line.split("|") for line in (FOLDER / "README.md").read_text(encoding="utf-8").splitlines() if "|" in line]
    counts = {row[1].strip(" `"): row[4].strip() for row in rows if len(row) == 6}
    assert {name: counts.get(name) for name in LAYERS} == {name: str(len(layer)) for name, layer in layers.items()}
    stated = [row[1].strip(" `") for row in rows if "JB000" in row[1]]
    assert stated == sorted(layers["parcels"].ZDDM, key=lambda code: code[-2:])


def test_two_runs_give_the_same_layers(tmp_path: Path) -> None:
    """The generator is deterministic: no run differs from another, in shape or value."""
    for name in ("one.gpkg", "two.gpkg"):
        command = [sys.executable, "-B", str(FOLDER / "make_sample_data.py"), "--output", str(tmp_path / name)]
        subprocess.run(command, check=True, capture_output=True)
    for layer in LAYERS:
        one, two = (geopandas.read_file(tmp_path / name, layer=layer) for name in ("one.gpkg", "two.gpkg"))
        assert one.drop(columns="geometry").equals(two.drop(columns="geometry"))
        assert np.array_equal(shapely.to_wkb(one.geometry.values), shapely.to_wkb(two.geometry.values))
