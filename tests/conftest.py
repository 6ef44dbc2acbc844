# SPDX-License-Identifier: GPL-2.0-or-later
"""What all tests share: the repository's place, the sample township, one QGIS application."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# dozens of processes start from here, and each would compile the plugin again
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
IN_MEMORY, ENOUGH_BYTES = Path("/dev/shm"), 2 << 30
if IN_MEMORY.is_dir() and os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > ENOUGH_BYTES:
    # every GeoPackage waits several times for the disk: a third of the time of all tests
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))
if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    # two QGIS at once would write over each other's settings
    profile = Path(os.environ.get("LAND_ENTRY_PROFILE", ROOT / ".profile")) / worker
    os.environ |= {"LAND_ENTRY_PROFILE": str(profile), "QGIS_CUSTOM_CONFIG_PATH": str(profile)}
# what a developer keeps for his own layers decides no test
os.environ["LAND_ENTRY_HOME"] = tempfile.mkdtemp(prefix="land_entry_home_")


# What takes longest, in this order: a worker that begins one of these last is waited for by all others.
LONGEST_FIRST = (
    "gui/test_window.py", "sheets/test_hard_sets.py", "test_demo.py", "security/test_every_output.py",
    "sheets/test_survey_sheet.py", "test_documentation.py", "sample_data/test_full_township.py",
    "sheets/test_overview.py", "processing/test_qgis_process.py", "bridge/test_selftest.py",
    "sheets/test_templates.py", "properties/test_invariants.py", "faults/test_refusals.py",
    "scale/test_screening_in_shares.py", "security/test_hostile_names.py", "jobs/test_surveysheets.py",
    "jobs/test_updateledger.py", "test_package.py", "sheets/test_forms.py", "sheets/test_editions.py",
    "faults/test_sources.py", "faults/test_kills.py", "cli/test_screenparcels.py",
)  # fmt: skip


def pytest_collection_modifyitems(items):
    """Begin with the files that take longest; the others stay in their order."""
    place = {ROOT / "tests" / name: number for number, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


@pytest.fixture(autouse=True, scope="session")
def _packs_read_once():
    """Keep the rule packs of the plugin once they are read: reading one takes longer than a small screening."""
    from land_entry_plugin.paths import resource
    from land_entry_plugin.rules import layering

    own, read, kept = resource("rule_packs"), layering._load, {}

    def load(path, folders, chain):
        if path.parent != own:
            return read(path, folders, chain)
        if path not in kept:
            kept[path] = read(path, folders, chain)
        return kept[path]

    patch = pytest.MonkeyPatch()
    patch.setattr(layering, "_load", load)
    yield
    patch.undo()


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
    yield application
    # projects that only cycles keep must not outlive the application, which goes with this fixture
    gc.collect()
