# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers that may serve a role, and what became of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from land_entry_plugin.errors import InputError
from land_entry_plugin.jobs.placed import crs_of
from land_entry_plugin.roles.catalogue import ADMIN_AREA, LAND_USE
from land_entry_plugin.roles.recognition import CERTAIN, field_mapping
from land_entry_plugin.texts import LANGUAGES, both

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pyproj

    from land_entry_plugin.files.source import LayerDescription, Source
    from land_entry_plugin.roles.catalogue import Role

    Named = Mapping[str, Source | tuple[Source, ...]]


@dataclass(frozen=True)
class RoleLayer:
    """A layer that serves a role.

    Attributes
    ----------
    role : Role
    source : Source
    description : LayerDescription
    crs : pyproj.CRS
    fields : dict
        Standard field name: the layer's own.
    named : bool
        Whether the user named it, rather than its being recognised.
    year : int or None
        Of an earlier land survey.
    label : str or None
        What tells it from the other layers of its role, where there are several: its year, else its name.
    confidence, reason, by : str
        How sure its role is, why, and what told (``Candidate``).
    """

    role: Role
    source: Source
    description: LayerDescription
    crs: pyproj.CRS
    fields: dict[str, str]
    named: bool
    year: int | None = None
    label: str | None = None
    confidence: str = CERTAIN
    reason: str = "user"
    by: str | None = None

    @property
    def key(self) -> str:
        """What records call it: its role, ``use_rights[JC]`` where several layers serve the role."""
        return f"{self.role.id}[{self.label}]" if self.label else self.role.id

    def feature_id(self, own: str) -> str:
        """Return the number of a feature, told from those of other years and layers of the role."""
        sign = self.label or self.year
        return f"{sign}:{own}" if sign else own


@dataclass(frozen=True)
class Candidate:
    """A layer that may serve a role.

    Attributes
    ----------
    source : Source
    description : LayerDescription
    by : str or None
        The name of the role that it bears, or the code or fields that tell; None where the user named it for the role.
    confidence, reason : str
        How sure that is, and why (``roles.recognition``).
    """

    source: Source
    description: LayerDescription
    by: str | None = None
    confidence: str = CERTAIN
    reason: str = "user"

    @property
    def named(self) -> bool:
        return self.by is None

    @property
    def name(self) -> str:
        return self.description.name

    @property
    def identity(self) -> tuple[str, str]:
        """The same for the same layer, offered twice."""
        return self.description.path or str(id(self.source)), self.description.name


@dataclass(frozen=True)
class Unusable:
    """A recognised layer that cannot be used, and why, by language."""

    layer: str
    reason: dict[str, str]


@dataclass(frozen=True)
class Choice:
    """The layers of one role, and those of which it is open whether they are.

    Attributes
    ----------
    layers : tuple of RoleLayer
        Earlier surveys: the oldest first.
    ambiguous : tuple of str
        Layers of which none was chosen, since there are several.
    undated : tuple of str
        Land surveys that were not chosen, since they state no year.
    unusable : tuple of Unusable
    older : tuple of str
        Layers that bear the name of an earlier delimitation: not chosen, unless the user named them.
    passed_over : tuple of str
        Layers that look like the role's but bear no name of it, where another does.
    """

    layers: tuple[RoleLayer, ...] = ()
    ambiguous: tuple[str, ...] = ()
    undated: tuple[str, ...] = ()
    unusable: tuple[Unusable, ...] = ()
    older: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()


def sources_of(named: Named) -> dict[str, tuple[Source, ...]]:
    """Return the layers that a user named, by role."""
    return {role: one if isinstance(one, tuple) else (one,) for role, one in named.items()}


def role_layer(role: Role, candidate: Candidate, *, year: int | None = None, label: str | None = None) -> RoleLayer:
    """Return a candidate as a layer of a role.

    Raises
    ------
    InputError
        When it has no CRS, is on another datum, has no polygons, lacks fields, or is empty where it must not be.
    """
    description, title = candidate.description, both(f"word.role_{role.id}", {})
    if description.fault is not None:
        raise description.fault
    if not description.holds_polygons:
        raise InputError("not_polygons", layer=description.name, role=title)
    crs = crs_of(description)
    if role.id in (LAND_USE, ADMIN_AREA) and description.feature_count == 0:
        raise InputError("empty_layer", layer=description.name, role=title)
    mapping = field_mapping(role, description.fields) | _wished_fields(role, description)
    missing = ["/".join(group) for group in role.needs if not any(name in mapping for name in group)]
    if missing:
        raise InputError("missing_fields", layer=description.name, fields=missing, role=title)
    return RoleLayer(
        role, candidate.source, description, crs, mapping, candidate.named, year, label,
        candidate.confidence, candidate.reason, candidate.by,
    )  # fmt: skip


def _wished_fields(role: Role, description: LayerDescription) -> dict[str, str]:
    """Return the fields that the user kept for a layer: standard name to its own."""
    own = {name.upper(): name for name in description.fields}
    wished = {name: field for name, field in description.wishes.fields.items() if name in role.fields}
    gone = [field for field in wished.values() if field.upper() not in own]
    if gone:
        raise InputError("kept_field_missing", layer=description.name, fields=gone)
    return {name: own[field.upper()] for name, field in wished.items()}


def unusable(candidate: Candidate, error: InputError) -> Unusable:
    """Return a recognised layer as one that cannot be used."""
    return Unusable(candidate.name, {language: error.user_message(language) for language in LANGUAGES})


def choose(role: Role, candidates: Sequence[Candidate]) -> Choice:
    """Return the layers of a role: the only candidate, or all where layers of different names make it together.

    A recognised layer of an optional role that is at fault does not end the run: the role has no layer then.

    Raises
    ------
    InputError
        When a layer that the user named, that is required or that says how far others reach is at fault.
    """
    told_by = Counter(candidate.by or candidate.name for candidate in candidates)
    if len(candidates) > 1 and (not role.together or max(told_by.values()) > 1):
        return Choice(ambiguous=sorted_names(candidates))
    layers, faulty = [], []
    for candidate in sorted(candidates, key=lambda one: one.name):
        try:
            layers.append(role_layer(role, candidate, label=candidate.name if len(candidates) > 1 else None))
        except InputError as error:
            if candidate.named or role.required or role.id == ADMIN_AREA:
                raise
            faulty.append(unusable(candidate, error))
    return Choice(unusable=tuple(faulty)) if faulty else Choice(tuple(layers))


def sorted_names(candidates: Iterable[Candidate]) -> tuple[str, ...]:
    """Return the names of candidates."""
    return tuple(sorted(candidate.name for candidate in candidates))
