# SPDX-License-Identifier: GPL-2.0-or-later
"""The facts about the full township, and that a screening of it shows what its table says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import geopandas
import numpy as np
import pyogrio
import pyproj
import pytest
import shapely
from support import AS_OF

from land_entry_plugin.files.vector import open_layer
from land_entry_plugin.jobs.record import screening_record
from land_entry_plugin.jobs.screening import ScreeningRequest
from land_entry_plugin.jobs.screenparcels import screenparcels
from land_entry_plugin.roles.land_classes import UNKNOWN, category

FOLDER = Path(__file__).parents[2] / "sample_data"
TOWNSHIP = FOLDER / "full_township.gdb"
TABLE = FOLDER / "full_township.md"
ROLES = {
    "land_use": "DLTB",
    "basic_farmland": "YJJBNTBHTB",
    "ecological_red_line": "STBHHX",
    "urban_boundary": "CZKFBJ",
    "admin_area": "XZQ",
}
SURVEY_WIDTHS = {
    "DLTB": "BSM:18 YSDM:10 TBYBH:18 TBBH:8 DLBM:5 DLMC:60 QSXZ:2 QSDWDM:19 QSDWMC:255 ZLDWDM:19 ZLDWMC:255",
    "DLTB_2009": "BSM:18 YSDM:10 TBYBH:8 TBBH:8 DLBM:4 DLMC:60 QSXZ:3 QSDWDM:19 QSDWMC:60 ZLDWDM:19 ZLDWMC:60",
    "CZKFBJ": "BSM:18 YSDM:10 XZQDM:12 XZQMC:100 GHFQDM:3 GHFQMC:50",
    "ZDJBXX": "BSM:18 YSDM:10 ZDDM:19 BDCDYH:28 ZL:200",
}
PERSON_FIELDS = {"CFZR", "ZZRR", "ZRRMC", "ZRRZJHM", "LXDH", "JZDZ"}

# Rule: the parcels on which it fires, and those that miss it by a centimetre (or at a limit of area, a few cm2).
FIRES_AND_MISSES = {
    "parcel_geometry": ({1}, {2}),
    "parcel_id": ({39}, {38}),
    "parcel_overlap": ({3, 4}, {39}),
    "land_use_coverage": ({6, 8}, {7}),
    "land_class": ({9, 10}, {11}),
    "deduction_factor": ({12}, {13}),
    "source_repair": ({14}, {15}),
    "survey_overlap": ({16}, {17}),
    "basic_farmland": ({18}, {19}),
    "ecological_red_line": ({20, 22}, {21, 2}),
    "farmland": ({23, 24, 25, 26}, {13}),
    "agricultural_land": ({27, 28}, {13}),
    "unused_land": ({29}, {30}),
    "homestead": ({31}, {32}),
    "state_land": ({33}, {34}),
    "urban_boundary": ({35, 38, 5}, {36, 37}),
}
# On both sides of a limit: rule, parcel, outcome, area in m2.
LIMITS = [
    ("farmland", 23, "conflict", 10.01),
    ("farmland", 24, "review", 9.99),
    ("farmland", 25, "conflict", 61.2),
    ("farmland", 26, "review", 60.6),
    ("agricultural_land", 27, "conflict", 400.1),
    ("agricultural_land", 28, "review", 399.9),
    ("basic_farmland", 18, "review", 0.02),
    ("ecological_red_line", 20, "review", 0.02),
    ("land_use_coverage", 7, "pass", 0.24),
    ("land_use_coverage", 6, "review", 0.36),
    ("land_use_coverage", 8, "unknown", 72.0),
    ("parcel_overlap", 3, "review", 0.73),
]
# Parcel, layer, which of its features, metres between them.
NEAR = [
    (11, "DLTB", lambda survey: survey.DLBM.isna(), 0.01),
    (13, "DLTB", lambda survey: survey.KCXS == 12.5, 0.01),
    (15, "DLTB", lambda survey: ~shapely.is_valid(survey.geometry.values), 0.01),
    (19, "YJJBNTBHTB", None, 0.01),
    (21, "STBHHX", None, 0.01),
    (22, "STBHHX", None, 0.004),
    (2, "STBHHX", None, 0.025),
    (30, "DLTB", lambda survey: survey.DLBM == "1206", 0.01),
    (32, "DLTB", lambda survey: survey.DLBM == "0702", 0.01),
    (34, "DLTB", lambda survey: survey.DLBM == "1003", 0.01),
    (36, "CZKFBJ", lambda zones: zones.GHFQDM == "420", 0.01),
    (37, "CZKFBJ", lambda zones: zones.GHFQDM == "410", 0.01),
]
# What the rules of the optional layers will look at: parcel, layer, chosen features, m2 of the parcel in them.
LATER = [
    (19, "DLTB_2019", lambda survey: survey.DLBM == "0102", 4002.26),
    (19, "DLTB_2009", lambda survey: survey.DLBM == "012", 4002.26),
    (30, "DLTB_2009", lambda survey: survey.DLBM == "203", 4178.84),
    (21, "GHYDTB", lambda plan: plan.GHDLBM == "0703", 4791.86),
    (32, "ZDJBXX", lambda rights: rights.ZDDM.str[12:14] == "JC", 452.53),
    (34, "ZDJBXX", lambda rights: rights.ZDDM.str[12:14] == "GB", 1209.02),
    (19, "ZDJBXX", None, 0.0),
    (30, "ZDJBXX", None, 0.0),
    (25, "PZWJSTD", None, 7278.82),
    (11, "LSYD", None, 1566.0),
    (13, "WFDK", lambda cases: cases.JASJ.isna(), 2436.0),
    (15, "LSWHBHX", None, 3275.47),
    (17, "CFDJ", None, 5156.05),
    (36, "CPKF", None, 5313.76),
]

pytestmark = pytest.mark.filterwarnings("ignore:invalid value encountered:RuntimeWarning")


@pytest.fixture(scope="module")
def layers() -> dict[str, geopandas.GeoDataFrame]:
    """Return every layer, in the plane."""
    names = pyogrio.list_layers(TOWNSHIP)[:, 0]
    return {name: geopandas.read_file(TOWNSHIP, layer=name, engine="pyogrio").to_crs(4527) for name in names}


@pytest.fixture(scope="module")
def parcels(layers: dict[str, geopandas.GeoDataFrame]) -> dict[int, shapely.Geometry]:
    """Return the parcels by the number in their id; of the two with one id the first."""
    found = layers["parcels"]
    return dict(reversed(list(zip(found.ZDDM.str[-5:].astype(int), found.geometry, strict=True))))


@pytest.fixture(scope="module")
def record() -> dict:
    """Return the screening of the parcels against the five layers that every screening has."""
    named = {role: open_layer(f"{TOWNSHIP}|layername={name}") for role, name in ROLES.items()}
    request = ScreeningRequest(parcels=open_layer(f"{TOWNSHIP}|layername=parcels"), named=named, as_of=AS_OF)
    return screening_record(screenparcels(request))


def outcomes(record: dict, number: int) -> dict[str, dict]:
    """Return the findings of a parcel by rule."""
    (parcel, *_) = (one for one in record["parcels"] if int(one["parcel_id"][-5:]) == number)
    return {found["rule_id"]: found for found in parcel["findings"]}


@pytest.mark.parametrize("rule", FIRES_AND_MISSES)
def test_every_rule_fires_beside_a_parcel_that_it_misses(record: dict, rule: str) -> None:
    fires, misses = FIRES_AND_MISSES[rule]
    assert {outcomes(record, number)[rule]["outcome"] for number in fires} <= {"conflict", "review", "unknown"}
    assert {outcomes(record, number)[rule]["outcome"] for number in misses} == {"pass"}


@pytest.mark.parametrize(("rule", "number", "outcome", "area_m2"), LIMITS)
def test_limits(record: dict, rule: str, number: int, outcome: str, area_m2: float) -> None:
    found = outcomes(record, number)[rule]
    assert (found["outcome"], found["area_m2"]) == (
        outcome,
        pytest.approx(area_m2, abs=0.02 if area_m2 > 60 else 0.004),
    )


@pytest.mark.parametrize(("number", "name", "chosen", "metres"), NEAR)
def test_misses_by_a_centimetre(layers, parcels, number: int, name: str, chosen, metres: float) -> None:
    features = layers[name] if chosen is None else layers[name][chosen(layers[name])]
    assert features.distance(shapely.make_valid(parcels[number])).min() == pytest.approx(metres, abs=0.001)


@pytest.mark.parametrize(("number", "name", "chosen", "area_m2"), LATER)
def test_what_the_optional_layers_say(layers, parcels, number: int, name: str, chosen, area_m2: float) -> None:
    features = layers[name] if chosen is None else layers[name][chosen(layers[name])]
    met = shapely.union_all(shapely.intersection(features.geometry.values, parcels[number]))
    assert met.area == pytest.approx(area_m2, abs=0.01)


def test_counts_and_size(layers: dict[str, geopandas.GeoDataFrame]) -> None:
    """The table of layers is right, and the township is large but its files are small."""
    files = [path for path in FOLDER.rglob("full_*") if path.is_file()] + list(TOWNSHIP.iterdir())
    assert sum(path.stat().st_size for path in files) <= 12_000_000
    assert len(layers["DLTB"]) >= 3000
    assert len(layers["parcels"]) == 40
    rows = [line.split("|") for line in TABLE.read_text(encoding="utf-8").splitlines() if "EPSG:" in line]
    stated = {row[1].strip(" `"): (row[3].strip(), int(row[4])) for row in rows if len(row) == 6}
    declared = {name: pyogrio.read_info(TOWNSHIP, layer=name)["crs"] for name in layers}
    assert stated == {name: (declared[name], len(layer)) for name, layer in layers.items()}
    west, south, east, north = layers["XZQ"].total_bounds
    assert (east - west, north - south) == (pytest.approx(6000, abs=150), pytest.approx(5000, abs=150))


@pytest.mark.parametrize("name", SURVEY_WIDTHS)
def test_official_fields(name: str) -> None:
    """Fields have the names, order and widths of the standards."""
    import fiona

    with fiona.open(TOWNSHIP, layer=name) as source:
        fields = source.schema["properties"]
    shown = [f"{field}:{kind[4:]}" for field, kind in fields.items() if kind.startswith("str")]
    assert shown[: len(SURVEY_WIDTHS[name].split())] == SURVEY_WIDTHS[name].split()


def test_only_the_deliberate_faults(layers: dict[str, geopandas.GeoDataFrame]) -> None:
    """DLTB has one broken ring, one overlap of 200 m2, and no gap."""
    survey, township = layers["DLTB"], layers["XZQ"].geometry.iloc[0]
    shapes = np.asarray(survey.geometry.values)
    broken = np.flatnonzero(~shapely.is_valid(shapes))
    assert len(broken) == 1
    assert shapely.is_valid_reason(shapes[broken[0]]).startswith("Ring Self-intersection")
    assert len(shapely.get_parts(shapes)) == len(shapes)
    shapes = shapely.make_valid(shapes, method="structure", keep_collapsed=False)
    assert shapely.union_all(shapes).area == pytest.approx(township.area, abs=0.01)
    assert shapely.area(shapes).sum() == pytest.approx(township.area + 200, abs=0.01)
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    once = one < other
    common = shapely.area(shapely.intersection(shapes[one[once]], shapes[other[once]]))
    assert common[common > 0] == pytest.approx([200.0], abs=0.001)
    unknown = survey[[category(code, 2025) == UNKNOWN for code in survey.DLBM]]
    assert sorted(unknown.DLBM.fillna("")) == ["", "9999"]
    assert survey.KCXS[(survey.KCXS < 0) | (survey.KCXS > 0.5)].tolist() == [12.5]


@pytest.mark.parametrize("name", ["DLTB_2019", "DLTB_2009", "GHYDTB"])
def test_other_gap_free_layers(layers: dict[str, geopandas.GeoDataFrame], name: str) -> None:
    """Earlier surveys and the plan have neither gap nor overlap and cover the township."""
    shapes = np.asarray(layers[name].geometry.values)
    assert shapely.is_valid(shapes).all()
    area = layers["XZQ"].geometry.iloc[0].area
    assert shapely.area(shapes).sum() == pytest.approx(area, abs=0.01)
    assert shapely.union_all(shapes).area == pytest.approx(area, abs=0.01)


def test_codes(layers: dict[str, geopandas.GeoDataFrame]) -> None:
    """Codes and years are those of each survey, and ids are unique but for the one that is given twice."""
    assert [set(layers[name].SJNF) for name in ("DLTB", "DLTB_2019", "DLTB_2009")] == [{2025}, {2019}, {2009}]
    assert UNKNOWN not in {category(code, 2019) for code in layers["DLTB_2019"].DLBM}
    assert layers["DLTB_2009"].DLBM.str.fullmatch(r"\d{3}").all()
    assert {"012", "021", "202", "203", "204", "205", "102", "111"} <= set(layers["DLTB_2009"].DLBM)
    assert {"090101", "100101", "0703", "070301"} <= set(layers["GHYDTB"].GHDLBM)
    for name, layer in layers.items():
        if name not in ("parcels", "XZQ"):
            assert layer.BSM.is_unique, name
            assert layer.BSM.str.fullmatch(r"371126\d{12}").all(), name
    for name, kinds in (("JTTDSYQ", {"JA"}), ("ZDJBXX", {"JB", "JC", "GB"}), ("parcels", {"JB"})):
        codes = layers[name].ZDDM
        assert codes.str.fullmatch(r"371126005\d{3}[JG][ABC]\d{5}").all()
        assert set(codes.str[12:14]) == kinds
        assert codes.duplicated().sum() == (name == "parcels")
    assert layers["JTTDSYQ"].QLR.nunique() >= 5


def test_some_patches_were_something_else(layers: dict[str, geopandas.GeoDataFrame]) -> None:
    """Works of today were farmland or orchard in 2019."""
    works = layers["DLTB"][layers["DLTB"].DLBM.isin(["0601", "05H1", "0508", "08H2"])]
    earlier = layers["DLTB_2019"][layers["DLTB_2019"].DLBM.isin(["0102", "0201"])]
    built = shapely.union_all(shapely.make_valid(works.geometry.values))
    both = shapely.intersection(built, shapely.union_all(earlier.geometry.values))
    assert both.area > 20_000


def test_one_long_edge_in_degrees() -> None:
    """Of the red line only one edge reads otherwise in degrees than in the plane."""
    to_plane = pyproj.Transformer.from_crs(4490, 4527, always_xy=True)
    red_line = geopandas.read_file(TOWNSHIP, layer="STBHHX", engine="pyogrio")
    bends = []
    for ring in shapely.get_rings(shapely.get_parts(red_line.geometry.values)):
        degrees = shapely.get_coordinates(ring)
        plane = np.column_stack(to_plane.transform(*degrees.T))
        middle = np.column_stack(to_plane.transform(*((degrees[1:] + degrees[:-1]) / 2).T))
        bends += np.hypot(*(middle - (plane[1:] + plane[:-1]) / 2).T).tolist()
    bends.sort()
    assert bends[-1] == pytest.approx(0.015, abs=0.001)
    assert bends[-2] < 0.001


def test_no_person_is_named(layers: dict[str, geopandas.GeoDataFrame]) -> None:
    """Personal fields hold marks and zeros."""
    protected = layers["YJJBNTBHTB"]
    for name in PERSON_FIELDS:
        assert protected[name].str.fullmatch(r"SAMPLE-ONLY.*|0{18}|0{11}").all(), name


def test_the_generator_makes_the_same_features(tmp_path: Path) -> None:
    """A new run gives the committed features, in shape and value."""
    written_with = re.search(r"Written with GEOS ([\d.]+\d)", TABLE.read_text(encoding="utf-8"))[1]
    if written_with != shapely.geos_version_string:
        pytest.skip(f"written with GEOS {written_with}, here is {shapely.geos_version_string}")
    again = tmp_path / "again.gdb"
    command = [sys.executable, "-B", str(FOLDER / "make_full_township.py"), "--output", str(again)]
    subprocess.run(command, check=True, capture_output=True)
    assert sorted(pyogrio.list_layers(again)[:, 0]) == sorted(pyogrio.list_layers(TOWNSHIP)[:, 0])
    for name in pyogrio.list_layers(TOWNSHIP)[:, 0]:
        one, two = (pyogrio.read_dataframe(path, layer=name) for path in (TOWNSHIP, again))
        assert one.drop(columns="geometry").equals(two.drop(columns="geometry")), name
        assert np.array_equal(shapely.to_wkb(one.geometry.values), shapely.to_wkb(two.geometry.values)), name
