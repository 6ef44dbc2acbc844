# SPDX-License-Identifier: GPL-2.0-or-later
"""What the system refuses is said in the user's words."""

from __future__ import annotations

import errno
import shutil
from types import SimpleNamespace

import pytest

from land_entry_plugin.files.faults import layer_fault, system_fault, write_fault


def free(monkeypatch, count):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=count))


@pytest.mark.parametrize(
    ("number", "text_id"), [(errno.ENOSPC, "disk_full"), (errno.EDQUOT, "disk_full"), (errno.EACCES, "unwritable")]
)
def test_a_file_that_cannot_be_written(tmp_path, number, text_id):
    found = write_fault(OSError(number, "no"), tmp_path / "a.gpkg")
    assert found.text_id == text_id
    assert str(tmp_path / "a.gpkg") in found.user_message("zh")


def test_a_layer_that_cannot_be_written_is_the_disk_where_that_is_full(tmp_path, monkeypatch):
    path = tmp_path / "a.gpkg"
    free(monkeypatch, 16_000_001)
    assert layer_fault("no", "overlaps", path).text_id == "unwritable_layer"
    assert "overlaps" in layer_fault("no", "overlaps", path).user_message("en")
    # what was to be written has to fit as well
    assert layer_fault("no", "overlaps", path, 1).text_id == "disk_full"
    free(monkeypatch, 16_000_000)
    assert layer_fault("no", "overlaps", path).text_id == "disk_full"

    def gone(folder):
        raise FileNotFoundError(folder)

    monkeypatch.setattr(shutil, "disk_usage", gone)
    assert layer_fault(RuntimeError("no"), "overlaps", path).text_id == "unwritable_layer"


@pytest.mark.parametrize(
    ("error", "text_id"),
    [
        (MemoryError(), "out_of_memory"),
        (OSError(errno.ENOSPC, "full", "/data/a"), "disk_full"),
        (FileNotFoundError(errno.ENOENT, "gone", "/data/a"), "missing_file"),
        (FileNotFoundError(errno.ENOENT, "gone"), "system_refused"),
        (OSError(errno.EIO, "Input/output error", "/data/a"), "system_refused"),
        (OSError("nothing more"), "system_refused"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_no_step_foresaw_has_a_sentence(error, text_id, language):
    found = system_fault(error)
    assert found.text_id == text_id
    text = found.user_message(language)
    assert "{" not in text
    assert getattr(error, "filename", None) is None or error.filename in text
