# SPDX-License-Identifier: GPL-2.0-or-later
"""What a screening takes and gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from land_entry_plugin.engine.limits import Limits
from land_entry_plugin.errors import InputError
from land_entry_plugin.rules.pack import DEFAULT_PACK

if TYPE_CHECKING:
    from decimal import Decimal
    from pathlib import Path

    from land_entry_plugin.engine.accounts import Account
    from land_entry_plugin.files.answers import AnswerSource
    from land_entry_plugin.files.source import Source
    from land_entry_plugin.jobs.answers import Answers
    from land_entry_plugin.jobs.candidates import Named
    from land_entry_plugin.jobs.parcels import Parcels
    from land_entry_plugin.rules.evidence import Piece
    from land_entry_plugin.rules.findings import Finding
    from land_entry_plugin.rules.local_packs import LocalPacks
    from land_entry_plugin.rules.pack import RulePack
    from land_entry_plugin.rules.verdicts import Verdict


@dataclass(frozen=True)
class ScreeningRequest:
    """The inputs and options of a screening.

    Attributes
    ----------
    parcels : Source
    parcel_id : str or None
        Field that identifies a parcel; None for the usual ones.
    named : dict of role id to Source, or a tuple of them
        Layers that the user named; several for the earlier land surveys.
    offered : tuple of Source
        Layers to recognise roles among.
    complete : tuple of str
        Roles whose completeness the user states.
    answers : AnswerSource or None
        Officers' answers, as they were given.
    rule_pack : str
        Id or path.
    pack_folders : tuple of Path
        Where the user keeps packs.
    as_of : date
    sliver_area_m2, sliver_width_m : float
    shared_numbers : bool
        Whether the boundary points of all parcels are numbered once: one that parcels share keeps one number.
    """

    parcels: Source
    parcel_id: str | None = None
    named: Named = field(default_factory=dict)
    offered: tuple[Source, ...] = ()
    complete: tuple[str, ...] = ()
    answers: AnswerSource | None = None
    rule_pack: str = DEFAULT_PACK
    pack_folders: tuple[Path, ...] = ()
    as_of: date = field(default_factory=date.today)
    sliver_area_m2: float = Limits.sliver_area_m2
    sliver_width_m: float = Limits.sliver_width_m
    shared_numbers: bool = False


def as_of_date(text: str | None) -> date:
    """Return the as-of date that a user wrote (``2026-06-23``, a time after it is dropped); today where none was."""
    if not text:
        return date.today()
    try:
        # QGIS writes a time after the date
        return date.fromisoformat(text.split("T")[0].split(" ")[0] if len(text) > len("2026-06-23") else text)
    except ValueError as error:
        raise InputError("bad_date", value=text) from error


@dataclass(frozen=True)
class ScreenedPiece:
    """One piece of parcel x feature, as the overlaps list it."""

    role: str
    piece: Piece
    sliver: bool


@dataclass(frozen=True)
class ScreenedParcel:
    """All that a screening says of one parcel.

    Attributes
    ----------
    row : int
        Position in the parcel layer, from 0.
    parcel_id : str
    verdict, spatial_verdict : Verdict
    caps : tuple of str
        Why the best verdict is ``review``.
    findings : list of Finding
        The worst first.
    measures : dict
        The figures of the output layer, in m2; None where they are not known.
    account : Account or None
    doubly_covered_m2 : float or None
        Where the land survey overlaps itself.
    official_area_m2 : Decimal or None
        By the land survey's official routine.
    pieces : list of ScreenedPiece
    geometry_wkt, plane : str or None
    facts : dict or None
        Cadastral facts.
    """

    row: int
    parcel_id: str
    verdict: Verdict
    spatial_verdict: Verdict
    caps: tuple[str, ...]
    findings: list[Finding]
    measures: dict[str, Any]
    account: Account | None
    doubly_covered_m2: float | None
    official_area_m2: Decimal | None
    pieces: list[ScreenedPiece]
    geometry_wkt: str | None
    plane: str | None
    facts: dict[str, Any] | None


@dataclass(frozen=True)
class Screening:
    """One run.

    Attributes
    ----------
    request : ScreeningRequest
    pack : RulePack
    parcels : Parcels
    answers : Answers
    local_packs : LocalPacks
        Packs for the counties of the parcels that were not chosen.
    results : list of ScreenedParcel
        Ordered by id, then row.
    not_checked : list of dict
        What was not looked at: ``id`` of a note, ``role`` and further values.
    inputs : dict of role id to dict
        Descriptions and hashes of what was read; ``use_rights[JC]`` where several layers serve a role.
    files : dict of role id to dict
        Path, size and time of the files behind the layers.
    not_screened : tuple of str
        Parcels that were not judged, since the user cancelled before.
    """

    request: ScreeningRequest
    pack: RulePack
    parcels: Parcels
    answers: Answers
    local_packs: LocalPacks
    results: list[ScreenedParcel]
    not_checked: list[dict[str, Any]]
    inputs: dict[str, dict[str, Any]]
    files: dict[str, dict[str, Any]]
    not_screened: tuple[str, ...] = ()

    @property
    def in_force(self) -> bool:
        """Whether the pack and all that it extends are law on the as-of date."""
        return self.pack.in_force(self.request.as_of)
