# SPDX-License-Identifier: GPL-2.0-or-later
"""What all tests share: the repository's place, the sample township, one QGIS application."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    # two QGIS at once would write over each other's settings
    profile = Path(os.environ.get("LAND_ENTRY_PROFILE", ROOT / ".profile")) / worker
    os.environ |= {"LAND_ENTRY_PROFILE": str(profile), "QGIS_CUSTOM_CONFIG_PATH": str(profile)}
# what a developer keeps for his own layers decides no test
os.environ["LAND_ENTRY_HOME"] = tempfile.mkdtemp(prefix="land_entry_home_")


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def township() -> Path:
    return ROOT / "sample_data" / "township.gpkg"


@pytest.fixture(scope="session")
def qgis_application():
    from qgis.core import QgsApplication

    application = QgsApplication.instance() or QgsApplication([], False)
    application.initQgis()
    return application
