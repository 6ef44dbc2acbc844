# SPDX-License-Identifier: GPL-2.0-or-later
"""On a Dask cluster the record is that of one machine, whoever is lost; what cannot be spread is refused."""

from __future__ import annotations

import json
import os
import signal
import time

import numpy as np
import pyogrio.raw
import pytest
import shapely

from land_entry_plugin.errors import Cancelled, InputError
from land_entry_plugin.files.vector import open_layer, open_package
from land_entry_plugin.jobs.outputs import Outputs, write_outputs
from land_entry_plugin.jobs.screening import ScreeningRequest
from land_entry_plugin.jobs.screenparcels import screenparcels
from land_entry_plugin.scale import cluster_screening
from land_entry_plugin.scale.cluster_screening import screened_on_cluster

distributed = pytest.importorskip("distributed")

LAYERS = ("DLTB", "YJJBNTBHTB", "STBHHX", "CZKFBJ", "XZQ")


@pytest.fixture(scope="module")
def cluster():
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as started:
        yield started


@pytest.fixture(autouse=True)
def small_shares(monkeypatch):
    monkeypatch.setattr(cluster_screening, "_SHARE", 4)


@pytest.fixture
def request_(township):
    def layer(name):
        return open_layer(f"{township}|layername={name}")

    return ScreeningRequest(parcels=layer("parcels"), offered=tuple(map(layer, LAYERS)))


def outputs_in(folder):
    names = {"output": "o.gpkg", "overlaps": "v.gpkg", "findings": "f.csv", "record": "r.json"}
    return Outputs(**{name: folder / file for name, file in names.items()})


@pytest.fixture(scope="module")
def on_one_machine(township, tmp_path_factory):
    folder = tmp_path_factory.mktemp("one")

    def layer(name):
        return open_layer(f"{township}|layername={name}")

    own = ScreeningRequest(parcels=layer("parcels"), offered=tuple(map(layer, LAYERS)))
    write_outputs(screenparcels(own), outputs_in(folder))
    return folder


def record_in(folder):
    record = json.loads((folder / "r.json").read_text(encoding="utf-8"))
    run = record.pop("run")
    return record, run["screening_id"]


def pieces_in(folder):
    _, _, shapes, columns = pyogrio.raw.read(folder / "v.gpkg", layer="overlaps")
    rows = zip(*(column.tolist() for column in columns), shapely.from_wkb(shapes), strict=True)
    return sorted((*row[:-1], round(row[-1].area, 6)) for row in ([str(v) for v in r[:-1]] + [r[-1]] for r in rows))


def assert_same(folder, expected):
    assert record_in(folder) == record_in(expected)
    assert (folder / "f.csv").read_bytes() == (expected / "f.csv").read_bytes()
    assert pieces_in(folder) == pieces_in(expected)
    read = [pyogrio.raw.read(one / "o.gpkg", layer="parcels") for one in (folder, expected)]
    assert np.array_equal(read[0][2], read[1][2])
    assert all(list(a) == list(b) or a.dtype.kind == "f" for a, b in zip(read[0][3], read[1][3], strict=True))


class Told:
    """Does something at the first answer of a phase."""

    def __init__(self, phase, then):
        self.phase, self.then, self.cancel = phase, then, False

    def report(self, phase, fraction):
        if phase == self.phase and self.then:
            then, self.then = self.then, None
            then(self)

    def cancelled(self):
        return self.cancel


def test_all_outputs_are_those_of_one_machine(cluster, request_, on_one_machine, tmp_path):
    screened_on_cluster(request_, outputs_in(tmp_path), cluster.scheduler_address)
    assert_same(tmp_path, on_one_machine)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["f.csv", "o.gpkg", "r.json", "v.gpkg"]


def test_what_a_lost_worker_had_to_do_is_done_again(cluster, request_, on_one_machine, tmp_path):
    lost = []

    def kill(_):
        with distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
            lost.append(min(client.run(os.getpid).values()))
        os.kill(lost[0], signal.SIGKILL)

    screened_on_cluster(request_, outputs_in(tmp_path), cluster.scheduler_address, Told("judge", kill))
    assert lost
    assert_same(tmp_path, on_one_machine)


def test_cancelled_it_ends_at_once_and_leaves_nothing(cluster, request_, tmp_path):
    def cancel(progress):
        progress.cancel, progress.since = True, time.monotonic()

    told = Told("read", cancel)
    with pytest.raises(Cancelled):
        screened_on_cluster(request_, outputs_in(tmp_path), cluster.scheduler_address, told)
    assert not list(tmp_path.iterdir())


def test_an_error_of_a_worker_is_the_users(cluster, request_, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster_screening, "_files", lambda plan, folder: {"/nowhere/DLTB.gpkg": 1})
    with pytest.raises(InputError, match="does not see"):
        screened_on_cluster(request_, outputs_in(tmp_path), cluster.scheduler_address)
    assert not list(tmp_path.iterdir())


def test_without_a_scheduler_it_is_said(request_, tmp_path, monkeypatch):
    monkeypatch.setattr("land_entry_plugin.scale.cluster._CONNECT_S", 0.5)
    with pytest.raises(InputError, match="No scheduler answers"):
        screened_on_cluster(request_, outputs_in(tmp_path), "tcp://127.0.0.1:9")


def test_a_workbook_and_another_format_are_refused(request_, tmp_path):
    for outputs in (Outputs(table=tmp_path / "t.xlsx"), Outputs(overlaps=tmp_path / "v.fgb")):
        with pytest.raises(InputError, match=r"leave --scheduler out|written as GeoPackage"):
            screened_on_cluster(request_, outputs, "tcp://127.0.0.1:9")


def test_what_needs_all_parcels_is_refused(township, tmp_path):
    own = ScreeningRequest(
        parcels=open_layer(f"{township}|layername=parcels"),
        offered=tuple(open_package(str(township))),
        shared_numbers=True,
    )
    with pytest.raises(InputError, match="looks at all parcels"):
        screened_on_cluster(own, outputs_in(tmp_path), "tcp://127.0.0.1:9")
