# SPDX-License-Identifier: GPL-2.0-or-later
"""The dock's pages under Qt 6, which QGIS 4 is built with: shown, clicked and typed into without an error."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from support import of_township

from land_entry_plugin.files.records import write_record
from land_entry_plugin.jobs.record import screening_record
from land_entry_plugin.jobs.screenparcels import screenparcels

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("PyQt6") is None, reason="there is no PyQt6; scripts/set-up test installs it"
)


@pytest.fixture(scope="module")
def record(township, tmp_path_factory):
    path = tmp_path_factory.mktemp("record") / "screening.json"
    write_record(screening_record(screenparcels(of_township(township))), path)
    return path


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_pages_under_qt_6(root, record, language, tmp_path):
    script = Path(__file__).with_name("inside_qt6.py")
    environment = os.environ | {"PYTHONPATH": str(root), "QT_QPA_PLATFORM": "offscreen"}
    run = subprocess.run(
        [sys.executable, "-W", "ignore", str(script), str(record), language, str(tmp_path)],
        env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-3000:]
    seen = json.loads((tmp_path / "seen.json").read_text(encoding="utf-8"))
    assert seen["qt"].startswith("6.")
    assert not seen["errors"], seen["errors"][0]
    assert seen["imported"] > 100
    verdicts = [parcel["verdict"] for parcel in json.loads(record.read_text(encoding="utf-8"))["parcels"]]
    assert seen["chips"] == {verdict: verdicts.count(verdict) for verdict in seen["chips"]}
    assert sum(seen["chips"].values()) == len(verdicts)
    assert (seen["after F5"], seen["after Ctrl+F"]) == (1, 2)
    assert seen["dropped"] == [True, str(script)]
    assert seen["clicked"] > 20
    pictures = list(tmp_path.glob("*.png"))
    assert len(pictures) == 6
    for picture in pictures:
        assert len(Image.open(picture).convert("RGB").getcolors(1 << 20)) > 30, picture.name
