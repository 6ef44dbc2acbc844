# SPDX-License-Identifier: GPL-2.0-or-later
"""However many processes have a part in it, a screening says the same, byte for byte outside ``run``."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import openpyxl
import pyogrio
import pytest
import shapely
from support import AS_OF, EAST, NORTH, Heard, all_layers, box, candidates, polygon, survey

from land_entry_plugin.errors import Cancelled, InputError
from land_entry_plugin.files.records import read_record
from land_entry_plugin.files.vector import open_layer, open_package
from land_entry_plugin.jobs.outputs import Outputs
from land_entry_plugin.jobs.parts import HELD
from land_entry_plugin.jobs.screening import ScreeningRequest
from land_entry_plugin.paths import sample_township
from land_entry_plugin.scale import screenparcels as scaled
from land_entry_plugin.scale.screenparcels import screened_to_files
from land_entry_plugin.scale.workers import Workers

_LAYERS = ("parcels", "overlaps", "findings")


def _township() -> ScreeningRequest:
    path = str(sample_township())
    return ScreeningRequest(
        parcels=open_layer(f"{path}|layername=parcels"), offered=tuple(open_package(path)), as_of=AS_OF
    )


def _tessellation() -> ScreeningRequest:
    """A field of shaken quadrangles, parcels on it, one of them a bow tie, two on each other, in another order."""
    shake = np.random.default_rng(3)
    corners = np.stack(np.meshgrid(np.arange(13) * 60.0, np.arange(13) * 60.0), axis=-1)
    corners = np.round(corners + shake.uniform(-9, 9, corners.shape), 3) + np.array([EAST, NORTH])
    patches = [
        (shapely.Polygon([corners[i, j], corners[i, j + 1], corners[i + 1, j + 1], corners[i + 1, j]]), code)
        for i in range(12)
        for j in range(12)
        for code in [("0102", "0601", "0702", "1006", "0301")[int(shake.integers(5))]]
    ]
    places = shake.uniform(30, 600, (24, 2))
    shapes = [box(x, y, *shake.uniform(20, 90, 2)) for x, y in places]
    bow_tie = polygon((0, 0), (40, 100), (40, 0), (0, 100))
    layers = all_layers(survey(*patches))
    return ScreeningRequest(candidates(*shapes, shapes[3], bow_tie), named=layers, as_of=AS_OF)


def _written(request, folder, workers, **options):
    folder.mkdir()
    path = folder / "out.gpkg"
    outputs = Outputs(path, path, path, folder / "record.json")
    screened_to_files(request, outputs, workers=workers, **options)
    return folder


def _content(folder):
    text = (folder / "record.json").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith('"run": ')]
    layers = [pyogrio.raw.read(folder / "out.gpkg", layer=layer) for layer in _LAYERS]
    rows = [
        ([str(column.tolist()) for column in values], None if wkb is None else wkb.tolist())
        for *_, wkb, values in layers
    ]
    code = json.loads(text)["run"]["screening_id"]
    return lines, rows, code


@pytest.mark.parametrize("make", [_township, _tessellation])
def test_any_number_of_processes_says_the_same(make, tmp_path, monkeypatch):
    monkeypatch.setattr(scaled, "_SHARE", 4)
    alone = _content(_written(make(), tmp_path / "alone", 1))
    for workers in (2, 3):
        assert _content(_written(make(), tmp_path / str(workers), workers)) == alone
    read_record(tmp_path / "2" / "record.json")


@pytest.fixture(scope="module")
def township_alone(tmp_path_factory):
    return _content(_written(_township(), tmp_path_factory.mktemp("township") / "alone", 1))


def test_processes_that_begin_from_nothing_say_the_same(township_alone, tmp_path, monkeypatch):
    def not_alone(*_, **__):
        raise AssertionError

    monkeypatch.setattr(scaled, "_SHARE", 4)
    monkeypatch.setattr(scaled, "screenparcels", not_alone)
    # as a script does that is not written to be started twice
    monkeypatch.setattr(sys.modules["__main__"], "__file__", str(tmp_path / "none.py"), raising=False)
    monkeypatch.setattr(sys.modules["__main__"], "__spec__", None, raising=False)
    own = dict(sys.modules["__main__"].__dict__)
    found = _content(_written(_township(), tmp_path / "new", 2, python=sys.executable))
    assert sys.modules["__main__"].__dict__ == own
    assert found == township_alone


def test_processes_with_other_libraries_are_done_without(township_alone, tmp_path, monkeypatch):
    monkeypatch.setattr(scaled, "versions", lambda: {"geos": "2.2.3"})
    assert _content(_written(_township(), tmp_path / "other", 2, python=sys.executable)) == township_alone


def test_a_python_that_is_none_is_done_without(township_alone, tmp_path):
    python = str(tmp_path / "python")
    assert _content(_written(_township(), tmp_path / "none", 2, python=python)) == township_alone


def test_layers_that_only_this_process_sees_are_screened_in_it(tmp_path):
    request = _tessellation()
    for source in request.named.values():
        source.elsewhere = lambda: None
    screening = screened_to_files(request, Outputs(record=tmp_path / "r.json"), workers=2)
    assert screening.results


def test_the_workbook_is_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(scaled, "_SHARE", 4)
    books = []
    for workers in (1, 2):
        path = tmp_path / f"{workers}.xlsx"
        screening = screened_to_files(_tessellation(), Outputs(table=path), workers=workers)
        assert bool(screening.results) == (workers == 1)
        books.append([[sheet.title, *sheet.values] for sheet in openpyxl.load_workbook(path)])
    assert books[0] == books[1]


def test_under_a_limit_of_memory_one_worker_takes_share_by_share(tmp_path, monkeypatch):
    monkeypatch.setattr(scaled, "_SHARE", 4)
    monkeypatch.setattr(scaled, "_LEAST_PARCELS", 1)
    monkeypatch.setenv("LAND_ENTRY_WORKERS", "1")
    alone = _content(_written(_tessellation(), tmp_path / "alone", None))
    monkeypatch.setenv("LAND_ENTRY_MEMORY_MB", "1500")
    screening = screened_to_files(_tessellation(), Outputs(record=tmp_path / "r.json"))
    assert screening.results == []
    assert _content(_written(_tessellation(), tmp_path / "limited", None)) == alone


def test_no_more_workers_than_the_memory_is_for(monkeypatch):
    monkeypatch.setenv("LAND_ENTRY_MEMORY_MB", "800")
    count, part_bytes = scaled._affordable(8)
    assert count * scaled._WORKER_BYTES < 800_000_000 < (count + 2) * scaled._WORKER_BYTES
    assert part_bytes * (count + 1) <= 800_000_000
    monkeypatch.delenv("LAND_ENTRY_MEMORY_MB")
    assert scaled._affordable(8) == (8, None)


def test_rows_that_are_not_kept_are_read_again(tmp_path, monkeypatch):
    monkeypatch.setattr(scaled, "_SHARE", 4)
    kept = _content(_written(_tessellation(), tmp_path / "kept", 2))
    monkeypatch.setattr(scaled, "_KEPT_BYTES", 0)
    assert _content(_written(_tessellation(), tmp_path / "again", 2)) == kept


def test_a_screening_in_shares_says_what_one_process_is_told_of_a_fault(tmp_path):
    request = replace(_township(), as_of=date(2026, 6, 1), sliver_area_m2=-1.0)
    with pytest.raises(InputError, match="SLIVER_AREA_M2"):
        screened_to_files(request, Outputs(record=tmp_path / "r.json"), workers=2)
    assert not list(tmp_path.iterdir())


class _Slow:
    def __init__(self, number):
        self.number = number

    def __call__(self, question):
        if question == "fault":
            raise InputError("missing_file", path="/there")
        if question == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(question)
        return self.number


class _Impatient:
    def __init__(self):
        self.begin = time.monotonic()

    def report(self, phase, fraction):
        pass

    def cancelled(self):
        return time.monotonic() - self.begin > 0.2


def test_who_cancels_does_not_wait():
    begin = time.monotonic()
    with pytest.raises(Cancelled), Workers(2, _Slow) as crew:
        list(crew.asked([60, 60, 60], _Impatient()))
    assert time.monotonic() - begin < 5


class _Errand:
    def __init__(self, number):
        self.number = number

    def __call__(self, question):
        what, path = question
        if what == "mark":
            path.touch()
        _wait_for(path)
        return self.number


def _wait_for(path):
    until = time.monotonic() + 30
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.01)
    assert path.exists()


def test_who_has_done_its_own_takes_what_others_have_left(tmp_path):
    errands = [("wait", tmp_path / "1"), *(("mark", tmp_path / str(number)) for number in (1, 2, 3))]
    with Workers(2, _Errand) as crew:
        found = list(crew.asked(errands, scaled.Silent(), whose=[0, 0, 0, 1]))
    assert sorted(found) == [(0, 0, 0), (1, 1, 1), (2, 1, 1), (3, 1, 1)]
    assert [number for number, worker, _ in found if worker == 1] == [3, 2, 1]


def test_who_asks_has_time_for_something_else(tmp_path):
    with Workers(2, _Errand) as crew:
        answers = crew.asked([("mark", tmp_path / "1"), ("mark", tmp_path / "2")], scaled.Silent())
        for name in ("1", "2"):
            _wait_for(tmp_path / name)
        assert len(list(answers)) == 2


def test_a_fault_in_a_worker_is_told_in_its_words():
    with pytest.raises(InputError, match="/there"), Workers(2, _Slow) as crew:
        list(crew.asked(["fault"], scaled.Silent()))


def test_a_worker_that_dies_is_done_without(tmp_path, monkeypatch):
    alone = _content(_written(_tessellation(), tmp_path / "alone", 1))
    monkeypatch.setattr(scaled.ShareTask, "__call__", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    assert _content(_written(_tessellation(), tmp_path / "dying", 2)) == alone


def _told(entries):
    return sorted((entry["parcel_id"], entry["verdict"]) for entry in entries)


def _held(heard, **options):
    with scaled.screened(_tessellation(), {HELD, "output"}, heard, listener=heard, **options) as found:
        return found.record(), found.parcels().column("parcel_id")


@pytest.fixture(scope="module")
def held_alone():
    return _held(Heard(), workers=1)[0]


def test_verdicts_are_told_as_workers_find_them(held_alone, monkeypatch):
    monkeypatch.setattr(scaled, "_SHARE", 4)
    heard = Heard()
    record, _ = _held(heard, workers=2)
    assert record | {"run": {}} == held_alone | {"run": {}}
    assert sorted(heard.told) == _told(record["parcels"])
    assert heard.anew == 0


def test_shares_that_are_whole_are_kept_when_the_user_cancels(held_alone, monkeypatch):
    monkeypatch.setattr(scaled, "_SHARE", 4)
    heard = Heard(3)
    record, listed = _held(heard, workers=2)
    whole = {entry["parcel_id"]: entry for entry in held_alone["parcels"]}
    kept, left = [entry["parcel_id"] for entry in record["parcels"]], record["run"]["not_screened"]
    assert 3 <= len(kept) < len(whole)
    assert sorted([*kept, *left]) == sorted(whole)
    assert all(entry == whole[entry["parcel_id"]] for entry in record["parcels"])
    assert sorted(heard.told) == _told(record["parcels"])
    assert listed == kept
    # what was read is said of all of it
    own, all_read = record["inputs"]["land_use"], held_alone["inputs"]["land_use"]
    assert own["sha256"] == all_read["sha256"]
    assert heard.anew == 0


def test_nothing_is_kept_where_nobody_listens_or_no_share_is_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(scaled, "_SHARE", 4)
    for heard, listener in ((Heard(0), Heard()), (Heard(0), None)):
        with (
            pytest.raises(Cancelled),
            scaled.screened(_tessellation(), {"record"}, heard, workers=2, listener=listener),
        ):
            pass


class _Dying(scaled.ShareTask):
    """Screens every second share, and dies of the others once verdicts were told."""

    def _screened(self, share, wholes):
        if share.number % 2:
            _wait_for(Path(os.environ["LAND_ENTRY_TOLD"]))
            os.kill(os.getpid(), signal.SIGKILL)
        return super()._screened(share, wholes)


def test_a_worker_that_dies_when_verdicts_were_told_has_all_told_anew(held_alone, tmp_path, monkeypatch):
    mark = tmp_path / "told"

    class Noting(Heard):
        def judged(self, parcel_id, verdict):
            super().judged(parcel_id, verdict)
            mark.touch()

    monkeypatch.setenv("LAND_ENTRY_TOLD", str(mark))
    monkeypatch.setattr(scaled, "_SHARE", 4)
    monkeypatch.setattr(scaled, "ShareTask", _Dying)
    heard = Noting()
    record, _ = _held(heard, workers=2)
    assert heard.anew == 1
    assert record | {"run": {}} == held_alone | {"run": {}}
    assert sorted(heard.told) == _told(record["parcels"])
