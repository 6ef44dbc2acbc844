# SPDX-License-Identifier: GPL-2.0-or-later
from __future__ import annotations

import hashlib
import json

import numpy as np
import pytest
import shapely
from support import Heard, all_layers, box, candidates, lines, out_of_force, polygon, screen, survey

from land_entry_plugin.errors import Cancelled, InputError
from land_entry_plugin.files.records import read_record, write_record
from land_entry_plugin.files.source import Rows, content_hash, hash_of_digests, row_digests
from land_entry_plugin.jobs.record import screening_record
from land_entry_plugin.jobs.record_texts import basis_rows
from land_entry_plugin.jobs.screening import ScreeningRequest
from land_entry_plugin.jobs.screenparcels import screenparcels

PARCEL = box(0, 0, 100, 100)
BOW_TIE = polygon((0, 0), (40, 100), (40, 0), (0, 100))
NO_SHAPE = Rows(np.arange(1), np.array([None], dtype=object), {})


@pytest.fixture
def record():
    return screen(candidates(PARCEL, BOW_TIE), all_layers(survey((box(-500, -500, 1000, 1000), "0601"))))


def test_a_record_comes_back_as_it_was_written(record, tmp_path):
    path = tmp_path / "s.json"
    write_record(record, path)
    assert read_record(path) == json.loads(json.dumps(record))
    assert [file.name for file in tmp_path.iterdir()] == ["s.json"]


@pytest.mark.parametrize(
    ("text", "text_id"),
    [
        ("", "no_screening_record"),
        ("[]", "no_screening_record"),
        ("{}", "no_screening_record"),
        ("no json", "no_screening_record"),
        ('{"schema": "land-entry-reserve/1"}', "no_screening_record"),
        ('{"schema": 2}', "no_screening_record"),
        ('{"schema": "land-entry-screening/1"}', "half_record"),
        ('{"schema": "land-entry-screening/1", "parcels": [{', "half_record"),
        ('{"schema": "land-entry-screening/2"}', "newer_record"),
    ],
)
def test_what_is_no_record_is_refused_with_what_to_do(tmp_path, text, text_id):
    path = tmp_path / "s.json"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        read_record(path)
    assert caught.value.text_id == text_id
    # the surveyor's words, none of a programmer's
    assert "JSON" not in caught.value.user_message("zh")
    assert str(path) in caught.value.user_message("zh")


def test_a_damaged_record_names_the_place(record, tmp_path):
    path = tmp_path / "s.json"
    record["parcels"][0]["verdict"] = "fine"
    write_record(record, path)
    with pytest.raises(InputError, match="parcels/0/verdict"):
        read_record(path)


def test_hashes_depend_on_content_alone():
    patches = [(box(0, 0, 50, 100), "0601"), (box(50, 0, 50, 100), "0102")]
    one, other = (survey(*order).all for order in (patches, patches))
    assert content_hash(one) == content_hash(other)
    backwards = survey(*patches).all
    assert content_hash(backwards.taken([1, 0])) == content_hash(one)
    for changed in ([(box(0, 0, 50.001, 100), "0601"), patches[1]], [(patches[0][0], "0602"), patches[1]], patches[:1]):
        assert content_hash(survey(*changed).all) != content_hash(one)


def test_hashes_are_the_same_however_shapes_were_written():
    square, no_number = box(0, 0, 1, 1), polygon((0, 0), (1, float("nan")), (1, 1))
    as_read = [shapely.to_wkb(shapely.MultiPolygon([shape]), byte_order=1) for shape in (square, no_number)]
    expected = hash_of_digests(hashlib.sha256(b"%b\x1e" % shape).digest() for shape in (*as_read, b""))
    ways = [
        [shapely.to_wkb(shape, byte_order=order) for shape in (square, shapely.MultiPolygon([square]))]
        for order in (0, 1)
    ]
    for wkb in (way for of_order in ways for way in of_order):
        rows = Rows(np.arange(3), np.array([wkb, None, shapely.to_wkb(no_number)], dtype=object), {})
        assert content_hash(rows) == expected
    for torn in (ways[1][0][:-1], ways[1][0][:12], ways[1][0][:9], b"", ways[1][0][:-8] + bytes(8)):
        assert row_digests(Rows(np.arange(1), np.array([torn], dtype=object), {})) == row_digests(NO_SHAPE)


def test_only_what_is_near_is_read():
    near, far = box(-10, -10, 5, 5), box(50_000, 0, 10, 10)
    record = screen(
        candidates(PARCEL),
        all_layers(survey((box(-500, -500, 1000, 1000), "0601")), basic_farmland=lines("L", near, far)),
    )
    described = record["inputs"]["basic_farmland"]
    assert (described["features"], described["features_read"]) == (2, 1)


def test_cancelling_ends_the_job():
    class Impatient:
        def report(self, phase, fraction):
            assert 0 <= fraction <= 1

        def cancelled(self):
            return True

    with pytest.raises(Cancelled):
        screenparcels(ScreeningRequest(parcels=candidates(PARCEL)), Impatient())


def test_progress_never_runs_back():
    seen = [0.0]

    class Watched:
        def report(self, phase, fraction):
            seen.append(fraction)

        def cancelled(self):
            return False

    layers = all_layers(survey((box(-500, -500, 1000, 1000), "0601")))
    shapes = candidates(*[box(120 * i, 0, 100, 100) for i in range(5)])
    screenparcels(ScreeningRequest(parcels=shapes, named=layers), Watched())
    assert seen == sorted(seen)
    assert len(seen) > 10


def test_neighbours_by_the_direction_of_each_stretch():
    """An L-shaped parcel: the notch faces north and east, whatever lies where the centroid says."""
    shape = polygon((0, 0), (100, 0), (100, 40), (40, 40), (40, 100), (0, 100))
    land_use = survey(
        (polygon((0, 0), (100, 0), (100, 40), (40, 40), (40, 100), (0, 100)), "0601"),
        (box(40, 40, 60, 60), "1104"),
        (box(-50, 0, 50, 100), "1003"),
        (box(0, -50, 100, 50), "0102"),
        (box(100, 0, 50, 40), "1107"),
        (box(0, 100, 40, 50), "0301"),
    )
    (parcel,) = screen(candidates(shape), all_layers(land_use))["parcels"]
    sides = {
        side: [(run["who"], run["from"], run["to"], round(run["length_m"])) for run in runs]
        for side, runs in parcel["cadastre"]["four_neighbours"].items()
    }
    assert sides == {
        "north": [("乔木林地", "J1", "J2", 40), ("坑塘水面", "J3", "J4", 60)],
        "east": [("坑塘水面", "J2", "J3", 60), ("沟渠", "J4", "J5", 40)],
        "south": [("水浇地", "J5", "J6", 100)],
        "west": [("公路用地", "J6", "J1", 100)],
    }
    assert parcel["cadastre"]["perimeter_m"] == 400.0


def test_a_run_that_is_cancelled_while_somebody_watches_keeps_what_is_judged():
    heard = Heard(2)
    parcels = candidates(PARCEL, BOW_TIE, box(200, 0, 50, 50), box(300, 0, 50, 50))
    layers = all_layers(survey((box(-500, -500, 1000, 1000), "0601")))
    request = ScreeningRequest(parcels=parcels, named=layers)
    part = screenparcels(request, heard, heard)
    # a broken shape is judged before all others: nothing has to be overlaid
    assert [parcel_id for parcel_id, _ in heard.told] == ["P2", "P1"]
    assert [verdict for _, verdict in sorted(heard.told)] == [str(result.verdict) for result in part.results]
    assert [result.parcel_id for result in part.results] == ["P1", "P2"]
    assert screening_record(part)["run"]["not_screened"] == ["P3", "P4"]
    with pytest.raises(Cancelled):
        screenparcels(request, heard)


def test_the_basis_says_how_a_pack_stands_on_the_day(record):
    def standing(**changes):
        rows = basis_rows(record | {"pack": out_of_force(record["pack"], **changes)}, record["parcels"])
        return next(text for item, text in rows if item == "规则包")

    assert standing(status="draft").endswith("征求意见稿，未施行")
    assert standing(valid_from="2027-01-01").endswith("自 2027-01-01 起施行，尚未生效")
    assert "已过有效期" in standing(valid_until="2026-01-01")
