# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether a layer that may be empty is known to be complete where the parcel lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from land_entry_plugin.engine.slivers import Size
from land_entry_plugin.rounding import recorded
from land_entry_plugin.rules.evidence import Completeness
from land_entry_plugin.rules.findings import Outcome
from land_entry_plugin.rules.kinds.spatial.coverage import OUTCOMES_OF_GAPS

if TYPE_CHECKING:
    from land_entry_plugin.rules.evidence import LayerEvidence, ParcelCase


@dataclass(frozen=True)
class Known:
    """What may be concluded from finding nothing in a layer.

    Attributes
    ----------
    outcome : Outcome
        ``pass`` where the layer is complete over the parcel.
    text_id : str
        The sentence for it.
    values : dict
    assumed : bool
        Whether the extent was assumed.
    """

    outcome: Outcome
    text_id: str
    values: dict[str, Any]
    assumed: bool


def known(evidence: LayerEvidence, case: ParcelCase) -> Known:
    """Return what may be concluded from finding nothing of a layer on a parcel."""
    if evidence.completeness is Completeness.NOT_STATED:
        return Known(Outcome.REVIEW, "completeness.not_stated", {}, assumed=False)
    extent = case.measure_shape(evidence.outside)
    values = {"outside_m2": recorded(extent.area_m2), "outside_share": recorded(extent.share, 6)}
    assumed = evidence.completeness is Completeness.ASSUMED
    if extent.size in (Size.NONE, Size.TOUCH):
        if evidence.has_shapeless:
            return Known(Outcome.REVIEW, "completeness.shapeless", {}, assumed)
        return Known(Outcome.PASS, f"completeness.{evidence.completeness}", values, assumed)
    return Known(OUTCOMES_OF_GAPS[extent.size], "completeness.outside", values, assumed)
