# SPDX-License-Identifier: GPL-2.0-or-later
"""What the dock remembers, kept in the QGIS project: it comes back with the project and goes with it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any

from land_entry_plugin.engine.limits import Limits
from land_entry_plugin.rules.pack import DEFAULT_PACK

if TYPE_CHECKING:
    from qgis.core import QgsProject

SCOPE, KEY = "LandEntry", "dock"


@dataclass
class DockState:
    """Choices of the user, and where the last record lies.

    Attributes
    ----------
    step : int
    parcels : str
        Id of the parcel layer.
    roles : dict of role id to layer id
        Only what the user named; the rest is recognised.
    complete : list of str
        Roles stated to be complete.
    rule_pack, as_of, answers : str
        An as-of date that is empty means today.
    sliver_area_m2, sliver_width_m : float
    selected_only : bool
    record, screened : str
        Path of the last screening's record, and id of the layer whose parcels it is of; empty where nobody noted it.
    current : str
        The parcel that is looked at.
    sheets, formats, verdicts : list of str
        What is to be delivered; empty for the usual.
    edition, folder, templates : str
        No folder of templates means the usual one.
    """

    step: int = 0
    parcels: str = ""
    roles: dict[str, str] = field(default_factory=dict)
    complete: list[str] = field(default_factory=list)
    rule_pack: str = DEFAULT_PACK
    as_of: str = ""
    answers: str = ""
    sliver_area_m2: float = Limits.sliver_area_m2
    sliver_width_m: float = Limits.sliver_width_m
    selected_only: bool = False
    record: str = ""
    screened: str = ""
    current: str = ""
    sheets: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    verdicts: list[str] = field(default_factory=list)
    edition: str = ""
    templates: str = ""
    folder: str = ""

    def written(self) -> str:
        """Return the state as text."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def read(cls, text: str) -> DockState:
        """Return the state that a text holds; what is missing or of another kind is as in a new project."""
        try:
            stored: Any = json.loads(text) if text else {}
        except ValueError:
            stored = {}
        stored = stored if isinstance(stored, dict) else {}
        usual = cls()
        kept = {
            one.name: stored[one.name]
            for one in fields(cls)
            if one.name in stored and _is_like(stored[one.name], getattr(usual, one.name))
        }
        return cls(**kept)


def _is_like(value: Any, usual: Any) -> bool:
    if isinstance(usual, float):
        return isinstance(value, int | float) and not isinstance(value, bool)
    return type(value) is type(usual)


def load_state(project: QgsProject) -> DockState:
    """Return the state that a project keeps."""
    text, _ = project.readEntry(SCOPE, KEY, "")
    return DockState.read(text)


def save_state(project: QgsProject, state: DockState) -> None:
    """Keep the state in a project; one that says the same is not touched, so that it does not ask to be saved."""
    if load_state(project) != state:
        project.writeEntry(SCOPE, KEY, state.written())
