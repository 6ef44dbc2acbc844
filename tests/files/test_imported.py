# SPDX-License-Identifier: GPL-2.0-or-later
"""The copy of a slow layer: the same rows, never a stale or half one, bounded in size."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile

import numpy as np
import pyogrio
import pytest
import shapely
from shapefiles import write_shapefile

from land_entry_plugin.errors import Cancelled, InputError
from land_entry_plugin.files import cache
from land_entry_plugin.files.contents import contents_of
from land_entry_plugin.files.source import content_hash
from land_entry_plugin.files.vector import open_layer, open_package

FIELDS = ["BSM", "DLMC"]
BOXES = np.array(
    [[39_500_000.0, 4_130_000.0, 39_500_030.0, 4_130_030.0], [39_500_390, 4_130_000, 39_500_400, 4_130_010]]
)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("LAND_ENTRY_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def path(tmp_path):
    shapes = [shapely.box(39_500_000 + i * 10, 4_130_000, 39_500_009 + i * 10, 4_130_009) for i in range(60)]
    columns = {"BSM": [f"{i:05d}" for i in range(60)], "DLMC": ["水田", "", "𠮷"] * 20, "LXDH": ["13800000000"] * 60}
    return write_shapefile(tmp_path / "DLTB.shp", shapes, columns, "gb18030", cpg="GBK")


def silent(_done):
    return None


def copies(home):
    return sorted(entry.name for entry in (home / "cache").iterdir())


def test_the_copy_gives_the_same_rows_and_holds_no_other_field(path, home):
    plain, fast = open_layer(str(path)), open_layer(str(path))
    fast.speed_up(FIELDS, silent)
    for boxes in (BOXES, BOXES[:1], BOXES[:0], None):
        one, other = plain.rows(FIELDS, boxes), fast.rows(FIELDS, boxes)
        assert one.ids.tolist() == other.ids.tolist()
        assert one.wkb.tolist() == other.wkb.tolist()
        assert [column.tolist() for column in one.columns.values()] == [
            column.tolist() for column in other.columns.values()
        ]
        assert content_hash(one) == content_hash(other)
    (copy,) = copies(home)
    assert b"13800000000" not in (home / "cache" / copy).read_bytes()
    assert fast.rows(["LXDH"], BOXES).columns["LXDH"][0] == "13800000000"


def test_the_copy_is_used_again_and_never_when_stale(path, home):
    open_layer(str(path)).speed_up(FIELDS, silent)
    (first,) = copies(home)
    made = (home / "cache" / first).stat().st_mtime_ns
    again = open_layer(str(path))
    reports = []
    again.speed_up(FIELDS, reports.append)
    assert not reports
    assert copies(home) == [first]
    assert made
    # one letter changes; size and the time of change are put back
    table = path.with_suffix(".dbf")
    status = table.stat()
    content = table.read_bytes().replace(b"00003", b"90003")
    table.write_bytes(content)
    os.utime(table, ns=(status.st_atime_ns, status.st_mtime_ns))
    changed = open_layer(str(path))
    changed.speed_up(FIELDS, silent)
    assert "90003" in changed.rows(FIELDS, BOXES + np.array([0, 0, 20, 0])).columns["BSM"].tolist()
    assert len(copies(home)) == 2


def test_a_run_that_dies_or_is_cancelled_leaves_nothing_that_is_used(path, home):
    def cancel(_done):
        raise Cancelled

    with pytest.raises(Cancelled):
        open_layer(str(path)).speed_up(FIELDS, cancel)
    assert not (home / "cache").exists() or not copies(home)
    source = open_layer(str(path))
    source.speed_up(FIELDS, silent)
    (name,) = copies(home)
    (home / "cache" / name).write_bytes(b"half of a GeoPackage")
    (home / "cache" / f".part-1-x-{name}").write_bytes(b"half")
    mended = open_layer(str(path))
    mended.speed_up(FIELDS, silent)
    assert content_hash(mended.rows(FIELDS, BOXES)) == content_hash(open_layer(str(path)).rows(FIELDS, BOXES))


def test_without_a_place_for_the_copy_the_source_is_read(path, tmp_path, monkeypatch):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file")
    source = open_layer(str(path))
    monkeypatch.setenv("LAND_ENTRY_HOME", str(blocked))
    source.speed_up(FIELDS, silent)
    assert len(source.rows(FIELDS, BOXES).ids) == 6


def test_two_processes_at_once(path, home):
    code = (
        "import sys; from land_entry_plugin.files.vector import open_layer\n"
        "from land_entry_plugin.files.source import content_hash\n"
        "s = open_layer(sys.argv[1]); s.speed_up(['BSM', 'DLMC'], lambda done: None)\n"
        "print(content_hash(s.rows(['BSM', 'DLMC'])))"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True, env=dict(os.environ)
        )
        for _ in range(2)
    ]
    wanted = content_hash(open_layer(str(path)).rows(FIELDS))
    assert [run.communicate()[0].strip() for run in runs] == [wanted] * 2
    assert len(copies(home)) == 1


def numbers(path, gap=2, **columns):
    """Write squares with columns that are no texts, one value of each missing."""
    shapes = [shapely.box(i * 10, 0, i * 10 + 9, 9) for i in range(6)]
    missing = np.arange(6) == gap
    pyogrio.raw.write(
        path, geometry=shapely.to_wkb(np.array(shapes, dtype=object)), fields=list(columns), driver="FlatGeobuf",
        field_data=list(columns.values()), field_mask=[missing] * len(columns), geometry_type="Polygon",
        crs="EPSG:4527", layer="DLTB", SPATIAL_INDEX="NO",
    )  # fmt: skip
    return path


@pytest.mark.parametrize("gap", [2, 99])
def test_numbers_of_a_copy_are_those_of_the_source_to_the_last_digit(tmp_path, home, gap):
    share, year = np.array([0.1, 1 / 3, 9, -0.0, 1e-300, 2.0]), np.arange(2020, 2026, dtype=np.int64)
    path = numbers(tmp_path / "DLTB.fgb", gap, KCXS=share, SJNF=year)
    plain, fast = open_layer(str(path)), open_layer(str(path))
    fast.speed_up(["SJNF", "KCXS"], silent)
    assert len(copies(home)) == 1
    for near in (np.array([[0.0, 0, 25, 5]]), np.array([[0.0, 0, 15, 5]])):
        one, other = plain.rows(["KCXS", "SJNF"], near), fast.rows(["KCXS", "SJNF"], near)
        assert content_hash(one) == content_hash(other)
        assert other.columns["SJNF"].tolist() == [None if i == gap else 2020 + i for i in range(len(one.ids))]
        assert other.columns["KCXS"].tolist() == [None if i == gap else share[i] for i in range(len(one.ids))]


def test_a_layer_with_values_that_a_copy_would_not_keep_is_read_itself(tmp_path, home):
    yes = np.array([True, False] * 3)
    path = numbers(tmp_path / "DLTB.fgb", 99, yes=yes, SJNF=np.arange(6, dtype=np.int64))
    source = open_layer(str(path))
    source.speed_up(["yes", "SJNF"], silent)
    assert not (home / "cache").exists()
    assert [repr(one) for one in source.rows(["yes"], np.array([[0.0, 0, 15, 5]])).columns["yes"]] == ["True", "False"]


def test_a_damaged_copy_is_made_again(path, home):
    open_layer(str(path)).speed_up(FIELDS, silent)
    (name,) = copies(home)
    (home / "cache" / name).write_bytes(b"damaged")
    source = open_layer(str(path))
    source.speed_up(FIELDS, silent)
    assert content_hash(source.rows(FIELDS)) == content_hash(open_layer(str(path)).rows(FIELDS))
    assert (home / "cache" / name).read_bytes()[:6] == b"SQLite"


def test_without_room_for_a_copy_the_layer_is_read_itself(path, home):
    home.write_text("a file, where a folder should be")
    source = open_layer(str(path))
    source.speed_up(FIELDS, silent)
    assert source.rows(FIELDS, BOXES).ids.tolist() == [0, 1, 2, 3, 39, 40]


def test_what_was_not_used_for_longest_goes_first(home):
    folder = home / "cache"
    folder.mkdir(parents=True)
    for age, name in ((300, "old"), (200, "middle"), (100, "new")):
        (folder / name).write_bytes(bytes(1000))
        os.utime(folder / name, (1_700_000_000 - age,) * 2)
    os.utime(folder / "old", (1_700_000_000 - 300,) * 2)
    (folder / ".part-9-dead").write_bytes(bytes(10))
    os.utime(folder / ".part-9-dead", (1_600_000_000,) * 2)
    (folder / ".part-9-busy").write_bytes(bytes(10))
    cache.clean(most_bytes=2500)
    assert copies(home) == [".part-9-busy", "middle", "new"]
    cache.clean(keep=folder / "middle", most_bytes=0)
    assert copies(home) == [".part-9-busy", "middle"]


def test_a_zipped_shapefile_opens_and_nothing_is_written_beside_it(path, home, tmp_path):
    folder = tmp_path / "delivery"
    folder.mkdir()
    archive = folder / "三调.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for member in sorted(path.parent.glob("DLTB.*")):
            file.write(member, f"data/{member.name}")
    before = (archive.stat().st_mtime_ns, archive.read_bytes())
    wanted = content_hash(open_layer(str(path)).rows(FIELDS))
    source = open_layer(str(archive))
    assert content_hash(source.rows(FIELDS)) == wanted
    for opened in (open_package(str(archive)), contents_of(str(archive)).sources):
        assert [one.describe().name for one in opened] == ["DLTB"]
    assert source.describe().path == source.describe().package == str(archive)
    assert (archive.stat().st_mtime_ns, archive.read_bytes()) == before
    assert os.listdir(folder) == [archive.name]


def test_an_archive_that_reaches_out_of_its_folder_is_refused(tmp_path):
    archive = tmp_path / "evil.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("../../evil.shp", b"x")
    with pytest.raises(InputError):
        open_layer(str(archive))
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 no archive")
    with pytest.raises(InputError) as caught:
        open_layer(str(tmp_path / "broken.zip"))
    assert caught.value.text_id == "unreadable_zip"


@pytest.mark.parametrize(("name", "text_id"), [("三调.mdb", "personal_geodatabase"), ("a.mxd", "map_document")])
def test_what_has_to_be_converted_says_to_what(tmp_path, name, text_id):
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(InputError) as caught:
        open_layer(str(tmp_path / name))
    assert caught.value.text_id == text_id
    with pytest.raises(InputError) as caught:
        open_package(str(tmp_path))
    assert caught.value.text_id == "foreign_files"
