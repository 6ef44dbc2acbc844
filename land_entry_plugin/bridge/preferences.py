# SPDX-License-Identifier: GPL-2.0-or-later
"""What the user set for all projects, in the options of QGIS."""

from __future__ import annotations

from dataclasses import dataclass, fields

from qgis.core import QgsSettings

from land_entry_plugin.engine.limits import Limits

_ROOT = "land_entry/"


@dataclass(frozen=True)
class Preferences:
    """The options; empty folders are those of the profile.

    Attributes
    ----------
    pack_folder, style_folder, template_folder : str
    sliver_area_m2, sliver_width_m : float
        Limits that algorithms propose; records state those that were used.
    """

    pack_folder: str = ""
    style_folder: str = ""
    template_folder: str = ""
    sliver_area_m2: float = Limits.sliver_area_m2
    sliver_width_m: float = Limits.sliver_width_m


def preferences() -> Preferences:
    """Return the options as they are set."""
    settings, usual = QgsSettings(), Preferences()
    values = {
        one.name: settings.value(_ROOT + one.name, getattr(usual, one.name), type(getattr(usual, one.name)))
        for one in fields(Preferences)
    }
    return Preferences(**values)


def keep(chosen: Preferences) -> None:
    """Set the options; what is as usual is not stored."""
    settings, usual = QgsSettings(), Preferences()
    for one in fields(Preferences):
        value = getattr(chosen, one.name)
        if value == getattr(usual, one.name):
            settings.remove(_ROOT + one.name)
        else:
            settings.setValue(_ROOT + one.name, value)
