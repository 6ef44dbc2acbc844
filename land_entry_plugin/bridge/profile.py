# SPDX-License-Identifier: GPL-2.0-or-later
"""What the user keeps in the QGIS profile, or in folders that the options name."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication

from land_entry_plugin.bridge.preferences import preferences


def pack_folders() -> tuple[Path, ...]:
    """Return where the user keeps rule packs of his own; nothing needs to be there."""
    return _folders(preferences().pack_folder, "rule_packs")


def style_folders() -> tuple[Path, ...]:
    """Return where the office keeps styles of its own, the first to look in first; nothing needs to be there."""
    return _folders(preferences().style_folder, "styles")


def template_folder() -> Path:
    """Return where the user keeps templates of sheets; nothing needs to be there."""
    return _folders(preferences().template_folder, "templates")[0]


def _folders(named: str, usual: str) -> tuple[Path, ...]:
    """Return the folder that the options name, then that of the profile."""
    own = Path(QgsApplication.qgisSettingsDirPath()) / "land_entry" / usual
    return (Path(named), own) if named else (own,)
