# SPDX-License-Identifier: GPL-2.0-or-later
"""A table of PostGIS gives the rows that the file gives which it was loaded from; passwords are refused."""

from __future__ import annotations

import os
import shutil
import subprocess

import numpy as np
import pytest
import shapely

from benchmarks.peers.postgres import PostgresMissingError, own_postgres
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.source import content_hash
from land_entry_plugin.files.vector import open_layer


@pytest.fixture(scope="module")
def database(township):
    if not shutil.which("ogr2ogr"):
        pytest.skip("ogr2ogr is not installed")
    try:
        with own_postgres() as variables, pytest.MonkeyPatch.context() as patch:
            for name, value in variables.items():
                patch.setenv(name, value)
            load = ["ogr2ogr", "-q", "-f", "PostgreSQL", "PG:", str(township), "DLTB", "-lco", "LAUNDER=NO"]
            subprocess.run(load, check=True, env=os.environ.copy())
            yield f"PG:host={variables['PGHOST']} user=postgres dbname=postgres"
    except PostgresMissingError as error:
        pytest.skip(str(error))


def test_rows_are_those_of_the_file(database, township):
    table, file = open_layer(f"{database}|layername=DLTB"), open_layer(f"{township}|layername=DLTB")
    assert table.describe().name == "DLTB"
    assert table.describe().crs == file.describe().crs
    assert table.describe().path is None
    fields = ["BSM", "DLBM", "KCXS", "SJNF", "KCDLBM"]
    assert content_hash(table.rows(fields)) == content_hash(file.rows(fields))
    middle = shapely.bounds(shapely.from_wkb(file.rows([]).wkb[[3, 400]]))
    assert content_hash(table.rows(fields, middle)) == content_hash(file.rows(fields, middle))
    assert not len(table.rows(fields, np.empty((0, 4))).ids)
    assert sum(len(part.ids) for part in table.batches(fields, 300)) == len(file.rows([]).ids)


def test_a_layer_has_to_be_named_and_to_be_there(database):
    with pytest.raises(InputError, match="DLTB"):
        open_layer(database)
    with pytest.raises(InputError, match="cannot be read"):
        open_layer(f"{database}|layername=nothing").describe()


def test_a_password_is_refused_before_it_stands_anywhere():
    with pytest.raises(InputError, match="pgpass") as refused:
        open_layer("PG:host=example password=secret|layername=dltb")
    assert "secret" not in str(refused.value)


def test_no_database_is_said_in_words():
    with pytest.raises(InputError, match="Check the connection"):
        open_layer("PG:host=/nowhere dbname=none|layername=dltb").describe()
