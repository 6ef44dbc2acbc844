# SPDX-License-Identifier: GPL-2.0-or-later
"""One parcel cut clear of conflicts on the map: what the options come to, with what is to be said of what stays."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import shapely

from land_entry_plugin.engine.avoidance import Cutting
from land_entry_plugin.errors import InputError
from land_entry_plugin.jobs.avoidance.preview import Avoidance, preview
from land_entry_plugin.rules.avoidable import can_be_avoided, chosen_rules, due

if TYPE_CHECKING:
    from land_entry_plugin.jobs.live import LiveIndex, LiveResult
    from land_entry_plugin.rules.findings import Finding

# By how much more is cut, turn by turn, where what stays still has the conflict.
_MARGINS_M = (0.0, 0.001, 0.01)


@dataclass(frozen=True)
class Options:
    """What the user wants: rules (None for the usual ones) and how to cut."""

    rules: tuple[str, ...] | None = None
    cutting: Cutting = field(default_factory=Cutting)


@dataclass(frozen=True)
class Preview:
    """What options come to.

    Attributes
    ----------
    row, feature : int or None
        The parcel in its layer, and the id of its feature; None for what is drawn.
    choices : list of Finding
        What can be cut off, the worst first.
    chosen : tuple of str
        The rules that are.
    avoidance : Avoidance or None
        None where no rule is chosen.
    before, kept : shapely polygon or multipolygon
        In the CRS of the parcel layer; ``kept`` is empty where nothing is left.
    removed : list of shapely polygons
    after : LiveResult or None
        What is to be said of what stays; None where nothing does.
    """

    row: int | None
    feature: int | None
    choices: list[Finding]
    chosen: tuple[str, ...]
    avoidance: Avoidance | None
    before: shapely.Geometry
    kept: shapely.Geometry
    removed: list[shapely.Geometry]
    after: LiveResult | None


def row_of(index: LiveIndex, parcel_id: str) -> int:
    """Return the row of a parcel.

    Raises
    ------
    InputError
        When there is none of the id, or several.
    """
    rows = [row - 1 for row in index.parcels.rows_of_id.get(parcel_id, ())]
    if len(rows) != 1:
        raise InputError("no_one_parcel", parcel=parcel_id, layer=index.parcels.description.name, count=len(rows))
    return rows[0]


def previewed(index: LiveIndex, shape: shapely.Geometry, row: int | None, options: Options) -> Preview:
    """Return what options come to for a shape in the CRS of the parcel layer.

    Raises
    ------
    InputError
        When the shape cannot be judged.
    """
    told = options.cutting
    around = index.surroundings(shape, row, told.reach_m)
    findings = around.findings(around.shape)
    able = [rule.id for rule in index.pack.rules if any(map(can_be_avoided, rule.levels()))]
    held = {rule.id for rule in due(findings, able)}
    choices = [one for one in findings if one.rule.id in held]
    usual = chosen_rules(index.pack, ()) if options.rules is None else options.rules
    chosen = tuple(one.rule.id for one in choices if one.rule.id in usual)
    feature = None if row is None else int(index.parcels.rows.ids[row])
    if not chosen:
        return Preview(row, feature, choices, (), None, shape, shape, [], index.look(shape, row))
    after: LiveResult | None = None
    # a loop: what is cut in one CRS and stored in another may leave a trace of the conflict
    for margin_m in _MARGINS_M:
        found = preview(around, chosen, told, margin_m)
        kept = index.stored(found.kept) if found.is_cut else shape
        after = None if found.kept.is_empty else index.look(kept, row)
        if after is None or not due(after.findings, chosen):
            break
    removed = [index.stored(one.geometry) for one in found.removed]
    return Preview(row, feature, choices, chosen, found, shape, kept, removed, after)
