# SPDX-License-Identifier: GPL-2.0-or-later
"""What the doctor takes and gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from land_entry_plugin.texts import both, has_text

if TYPE_CHECKING:
    import shapely

    from land_entry_plugin.engine.crs import Plane
    from land_entry_plugin.files.contents import NotRead
    from land_entry_plugin.files.source import Source
    from land_entry_plugin.jobs.candidates import Named
    from land_entry_plugin.jobs.doctor.fixes import Mended
    from land_entry_plugin.roles.data_checks import CheckLimits, Severity


@dataclass(frozen=True)
class CheckRequest:
    """The inputs and options of a check.

    Attributes
    ----------
    parcels : Source or None
    parcel_id : str or None
        Field that identifies a parcel; None for the usual ones.
    named : dict of role id to Source, or a tuple of them
    offered : tuple of Source
        Layers to recognise roles among, also those without polygons.
    not_read : tuple of NotRead
        Files of DATA that were not read.
    as_of : date
    fixed : bool
        Whether fixed copies are wanted.
    """

    parcels: Source | None = None
    parcel_id: str | None = None
    named: Named = field(default_factory=dict)
    offered: tuple[Source, ...] = ()
    not_read: tuple[NotRead, ...] = ()
    as_of: date = field(default_factory=date.today)
    fixed: bool = False


@dataclass(frozen=True)
class DataFault:
    """One fault, at one place.

    Attributes
    ----------
    kind : str
    severity : Severity
    layer : str or None
    role : str or None
    feature : str or None
        The feature's own number, else ``#`` and its row id.
    row_id : int or None
    others : tuple of str
        Further features concerned.
    count : int
        How many features or points it stands for.
    area_m2 : float or None
        On the ellipsoid.
    place : shapely geometry or None
        In the plane of the check.
    reach : shapely geometry or None
        How far it matters, where that is more than its place.
    values : dict
        What its sentence names besides.
    parcels : tuple of str
        Parcels at the place.
    fix : str
        ``fixable`` (safely, on a copy), or ``by_hand``.
    """

    kind: str
    severity: Severity
    layer: str | None = None
    role: str | None = None
    feature: str | None = None
    row_id: int | None = None
    others: tuple[str, ...] = ()
    count: int = 1
    area_m2: float | None = None
    place: shapely.Geometry | None = None
    reach: shapely.Geometry | None = None
    values: dict[str, Any] = field(default_factory=dict)
    parcels: tuple[str, ...] = ()
    fix: str = "by_hand"

    def texts(self, part: str) -> dict[str, str]:
        """Return its ``title``, ``text`` or ``remedy`` by language."""
        own = f"check.{part}.{self.kind}"
        values = {
            "layer": self.layer,
            "feature": self.feature,
            "others": list(self.others),
            "count": self.count,
            "area_m2": self.area_m2,
            "role": both(f"word.role_{self.role}", {}) if self.role else None,
        }
        if not has_text(own):
            own = f"check.{part}.{'shape_edges' if part == 'text' and self.values.get('edges') else 'shape'}"
        return both(own, values | self.values)


@dataclass(frozen=True)
class LayerReport:
    """What was learned of one layer: see ``rows.LAYER_COLUMNS``; ``columns`` holds these by name."""

    columns: dict[str, Any]


@dataclass(frozen=True)
class Tally:
    """How often a fault was found in a layer, and how many of these are listed."""

    kind: str
    severity: Severity
    layer: str | None
    role: str | None
    count: int
    listed: int


@dataclass(frozen=True)
class DataCheck:
    """One check.

    Attributes
    ----------
    request : CheckRequest
    limits : CheckLimits
    plane : Plane or None
        In which places stand; None where no layer has one.
    layers : list of LayerReport
    faults : list of DataFault
        The worst first.
    tallies : list of Tally
    parcels : list of dict
        A row a parcel.
    missing_roles : list of str
        Roles without a layer.
    inputs, files : dict
        Descriptions and hashes of what was read, and the files behind the layers.
    mended : tuple of Mended
        Fixed copies.
    """

    request: CheckRequest
    limits: CheckLimits
    plane: Plane | None
    layers: list[LayerReport]
    faults: list[DataFault]
    tallies: list[Tally]
    parcels: list[dict[str, Any]]
    missing_roles: list[str]
    inputs: dict[str, dict[str, Any]]
    files: dict[str, dict[str, Any]]
    mended: tuple[Mended, ...] = ()
