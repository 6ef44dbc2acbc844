# SPDX-License-Identifier: GPL-2.0-or-later
"""What the user keeps in the QGIS profile."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication


def pack_folders() -> tuple[Path, ...]:
    """Return where the user keeps rule packs of his own; nothing needs to be there."""
    return (Path(QgsApplication.qgisSettingsDirPath()) / "land_entry" / "rule_packs",)


def template_folder() -> Path:
    """Return where the user keeps templates of sheets; nothing needs to be there."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "land_entry" / "templates"
