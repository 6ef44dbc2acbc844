# SPDX-License-Identifier: GPL-2.0-or-later
"""What the plugin makes of layers before it uses them: role, encoding, CRS, each with how sure it is and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from land_entry_plugin.engine.placement import misplaced
from land_entry_plugin.errors import InputError
from land_entry_plugin.jobs.layers import recognised_role
from land_entry_plugin.jobs.placed import crs_of, named_crs
from land_entry_plugin.texts import LANGUAGES, both

if TYPE_CHECKING:
    from collections.abc import Iterable

    from land_entry_plugin.files.source import LayerDescription, Source
    from land_entry_plugin.roles.recognition import Recognised


@dataclass(frozen=True)
class ListedLayer:
    """One layer as it would be used.

    Attributes
    ----------
    description : LayerDescription
        With its feature dataset, encoding and what the user wishes.
    recognised : Recognised or None
        Its role, how sure that is, and why; None where it has none.
    fault : dict or None
        Why it cannot be used as it is, in both languages.
    """

    description: LayerDescription
    recognised: Recognised | None
    fault: dict[str, str] | None = None


def listed(sources: Iterable[Source]) -> list[ListedLayer]:
    """Return what the plugin makes of layers; nothing is applied."""
    return [_listed(source) for source in sources]


def _listed(source: Source) -> ListedLayer:
    description, recognised = source.describe(), recognised_role(source)
    if description.fault is not None:
        reason = description.fault
        return ListedLayer(description, recognised, {own: reason.user_message(own) for own in LANGUAGES})
    try:
        crs = crs_of(description)
    except InputError as error:
        fault = {language: error.user_message(language) for language in LANGUAGES}
        return ListedLayer(description, recognised, fault)
    wrong = None if description.extent is None else misplaced(description.extent, crs)
    if wrong is None:
        return ListedLayer(description, recognised)
    looks = named_crs(wrong.code) if wrong.code else None
    values = {"layer": description.name, "crs": crs.name, "looks": looks}
    return ListedLayer(description, recognised, both(f"reading.{wrong.kind}", values))
