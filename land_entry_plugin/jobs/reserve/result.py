# SPDX-License-Identifier: GPL-2.0-or-later
"""What a search gives: candidates, those that one reason keeps out, what is barred, and the account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import shapely

    from land_entry_plugin.jobs.layers import ChosenLayers
    from land_entry_plugin.jobs.reserve.account import ReserveAccount
    from land_entry_plugin.jobs.reserve.ground import Ground
    from land_entry_plugin.jobs.reserve.judging import Judged
    from land_entry_plugin.jobs.reserve.request import ReserveRequest
    from land_entry_plugin.jobs.reserve.stock import Survey
    from land_entry_plugin.jobs.screening import ScreenedParcel, Screening
    from land_entry_plugin.rules.findings import Finding
    from land_entry_plugin.rules.pack import RulePack

# What a site is: it may enter; one reason that can be removed keeps it out; it cannot enter.
CANDIDATE, ONE_REASON, BARRED = "candidate", "one_reason", "barred"


@dataclass(frozen=True)
class FoundSite:
    """A site with its screening.

    Attributes
    ----------
    site_id : str
    rank : int or None
        Among the candidates, or among those of one reason; None for what is barred.
    group : str
        ``CANDIDATE``, ``ONE_REASON`` or ``BARRED``.
    geometry : shapely polygon
    parts : dict of int to float
        The pieces of ground that it is made of, in m2.
    result : ScreenedParcel
    screening : Screening
        The run that judged it.
    reasons : tuple of Finding
        The conflicts.
    village : tuple of str
        Code and name.
    owner : str or None
    classes_m2, planned_m2 : dict of str to float
        Areas by class of the survey and of the plan.
    uses_m2 : dict of str to float
        ``idle``, ``abandoned``, ``low_use`` and ``not_stated``.
    road_m : float or None
        Distance to the nearest road, None where there is none near.
    road_class : str or None
    adjoins_road : bool
    """

    site_id: str
    rank: int | None
    group: str
    geometry: shapely.Polygon
    parts: dict[int, float]
    result: ScreenedParcel
    screening: Screening
    reasons: tuple[Finding, ...]
    village: tuple[str, str]
    owner: str | None
    classes_m2: dict[str, float]
    planned_m2: dict[str, float]
    uses_m2: dict[str, float]
    road_m: float | None
    road_class: str | None
    adjoins_road: bool

    @property
    def area_m2(self) -> float:
        """Ellipsoidal."""
        return float(self.result.measures["area_ellipsoid_m2"])

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """What an officer has to look at or to answer before it may enter."""
        return tuple(
            one
            for one in self.result.findings
            if one.outcome.value in ("review", "unknown") and one not in self.reasons
        )


@dataclass(frozen=True)
class Reserve:
    """One search.

    Attributes
    ----------
    request : ReserveRequest
    chosen : ChosenLayers
    survey : Survey
    ground : Ground
    sites : tuple of FoundSite
        Candidates by rank, then those of one reason by rank, then what is barred.
    account : ReserveAccount
    judged : Judged
    pack : RulePack
    inputs, files : dict
        As a screening has them.
    """

    request: ReserveRequest
    chosen: ChosenLayers
    survey: Survey
    ground: Ground
    sites: tuple[FoundSite, ...]
    account: ReserveAccount
    judged: Judged
    pack: RulePack
    inputs: dict[str, dict[str, Any]]
    files: dict[str, dict[str, Any]]

    def of_group(self, group: str) -> list[FoundSite]:
        """Return the sites of a group."""
        return [site for site in self.sites if site.group == group]
