# SPDX-License-Identifier: GPL-2.0-or-later
"""The roles as the dock shows them: a symbol, what is there, what follows from what is missing, how to mend it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from land_entry_plugin.gui.words import language, listed, own, percent, role_title, say
from land_entry_plugin.jobs.layer_facts import NOT_STATED, RoleFacts
from land_entry_plugin.roles.catalogue import (
    ADMIN_AREA,
    BASIC_FARMLAND,
    ECOLOGICAL_RED_LINE,
    LAND_USE,
    LAND_USE_HISTORY,
    PARCELS,
    URBAN_BOUNDARY,
    required_roles,
    roles,
)
from land_entry_plugin.texts import has_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

REQUIRED, LINES, OTHERS = "required", "lines", "others"
_LINES = (BASIC_FARMLAND, ECOLOGICAL_RED_LINE, URBAN_BOUNDARY, ADMIN_AREA)
CHOOSE, SET_CRS, STATE = "choose", "set_crs", "state"


@dataclass(frozen=True)
class RoleRow:
    """One role.

    Attributes
    ----------
    role : str
    kind : str
        Whose symbol it has: a verdict's.
    title, layer, detail : str
    fix : str or None
        What would mend it: ``choose``, ``set_crs`` or ``state``.
    is_given : bool
    """

    role: str
    kind: str
    title: str
    layer: str
    detail: str
    fix: str | None
    is_given: bool


def group_of(role: str) -> str:
    """Return the group of the list that a role stands in."""
    if role in (PARCELS, LAND_USE):
        return REQUIRED
    return LINES if role in _LINES else OTHERS


def role_rows(facts: Mapping[str, RoleFacts], complete: Sequence[str]) -> list[RoleRow]:
    """Return a line for every role, those of a group together."""
    order = [role for group in (REQUIRED, LINES, OTHERS) for role in roles() if group_of(role) == group]
    return [role_row(facts.get(role, RoleFacts(role)), complete) for role in order]


def role_row(facts: RoleFacts, complete: Sequence[str] = ()) -> RoleRow:
    """Return the line of one role."""
    role, layer = facts.role, listed(list(facts.layers))
    title = role_title(role)
    if facts.fault is not None:
        fix = SET_CRS if facts.fault.text_id.startswith("no_crs") else CHOOSE
        reason = facts.fault.values.get("reason")
        text = own(reason) if isinstance(reason, dict) else facts.fault.user_message(language())
        return RoleRow(role, "prohibited", title, layer, text, fix, True)
    if facts.is_ambiguous:
        return RoleRow(role, "review", title, layer, say("several_layers", count=len(facts.layers)), CHOOSE, True)
    if facts.is_undated:
        return RoleRow(role, "review", title, layer, say("no_year"), CHOOSE, True)
    if not facts.layers:
        return _missing(role, title, complete)
    kind, fix = "eligible", None
    parts = [_count(facts), *([zone(facts.crs)] if facts.crs else [])]
    if facts.covered is not None:
        text = say("covers", share=percent(facts.covered))
        if facts.uncovered_parcels:
            kind, text = "review", say("covers_not_all", share=percent(facts.covered), count=facts.uncovered_parcels)
        parts.append(text)
    if facts.extent is not None:
        parts.append(say(f"extent_{facts.extent}"))
        if facts.extent == NOT_STATED:
            kind, fix = "review", STATE
    if facts.year is not None:
        parts.append(str(facts.year))
    if role == PARCELS:
        parts.append(say("ids_unique" if facts.unique_ids else "ids_not_unique"))
        kind = kind if facts.unique_ids else "review"
    return RoleRow(role, kind, title, layer, " · ".join(parts), fix, True)


def _missing(role: str, title: str, complete: Sequence[str]) -> RoleRow:
    """Return the line of a role without a layer: what follows, unless the user states that there is none."""
    if role in complete:
        return RoleRow(role, "eligible", title, "", say("stated_none"), None, False)
    named = f"missing_{role}"
    usual = "missing_required" if role in required_roles() else "missing_optional"
    text = say(named) if has_text(f"window.{named}") else say(usual)
    return RoleRow(role, "undetermined", title, "", text, CHOOSE, False)


def _count(facts: RoleFacts) -> str:
    if facts.role == PARCELS:
        return say("parcel_count", count=facts.feature_count)
    if facts.role == LAND_USE_HISTORY and len(facts.layers) > 1:
        return say("survey_count", count=len(facts.layers))
    return say("feature_count", count=f"{facts.feature_count:,}")


def zone(crs: str) -> str:
    """Return a CRS in the surveyor's words: its 3-degree zone, else its code."""
    code = crs.partition(":")[2]
    if crs.startswith("EPSG:") and code.isdigit():
        number = int(code)
        # CGCS2000 3-degree zones with the zone in the easting, and by central meridian
        if 4513 <= number <= 4533:
            return say("zone", zone=number - 4513 + 25)
        if 4534 <= number <= 4554:
            return say("zone", zone=number - 4534 + 25)
    return crs if len(crs) < 20 else say("crs_of_its_own")


def given_count(rows: Sequence[RoleRow]) -> int:
    """Return how many roles have a layer that can be used."""
    return sum(row.is_given and row.kind != "prohibited" for row in rows)


def headline(rows: Sequence[RoleRow]) -> tuple[str, str]:
    """Return whether one may screen, and what stays open."""
    by_role = {row.role: row for row in rows}
    if not by_role[PARCELS].is_given and not by_role[LAND_USE].is_given:
        return say("open_first"), say("open_first_how")
    kinds = Counter(row.kind for row in rows)
    missing = [row.title for row in rows if not row.is_given and row.kind == "undetermined"]
    if not by_role[PARCELS].is_given:
        return say("parcels_first"), say("parcels_first_how")
    parts = [row.title for row in rows if row.kind == "prohibited"]
    sentences = [say("cannot_be_used", roles=parts)] if parts else []
    sentences += [say("layers_missing", count=len(missing))] if missing else []
    sentences += [say("absence_is_no_pass")] if sentences else [say("all_given")]
    text = ("" if language() == "zh" else " ").join(sentences)
    if by_role[PARCELS].kind == "prohibited":
        return say("parcels_at_fault"), text
    if kinds["prohibited"]:
        return say("ready_but", count=kinds["prohibited"]), text
    return say("ready"), text
