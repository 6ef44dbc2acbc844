# SPDX-License-Identifier: GPL-2.0-or-later
"""Whatever is wrong with a file, it is read or refused in a sentence: no failure, no hang, no memory without end."""

from __future__ import annotations

import random

import pytest
from faulty_files import read_any, sound_files
from fuzzing import sweep


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    return sound_files(tmp_path_factory.mktemp("sound"))


def test_sound_files_are_read(tmp_path, seeds):
    for i, (ending, content) in enumerate(seeds):
        path = tmp_path / f"{i}{ending}"
        path.write_bytes(content)
        read_any(path)


@pytest.mark.parametrize("endings", [(".txt", ".dat", ".csv"), (".vct",), (".xlsx", ".kml", ".kmz", ".dxf")], ids=str)
def test_faulty_files_are_refused(tmp_path, seeds, endings):
    chosen = [seed for seed in seeds if seed[0] in endings]
    outcome = sweep(chosen, read_any, tmp_path, random.Random(20261121), count=150)
    assert outcome.failed == []
    # faults that nobody notices, or that nobody gets past, find nothing
    assert outcome.read > 5
    assert sum(outcome.refused.values()) > 5


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_many_faulty_files_are_refused(tmp_path, seeds, seed):
    outcome = sweep(seeds, read_any, tmp_path, random.Random(seed), seconds=60)
    assert outcome.failed == []
