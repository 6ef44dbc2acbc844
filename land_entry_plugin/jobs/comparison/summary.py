# SPDX-License-Identifier: GPL-2.0-or-later
"""A comparison in a few sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.jobs.comparison.pairs import Relation
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from land_entry_plugin.jobs.comparescreenings import Comparison


def summary(comparison: Comparison) -> list[dict[str, str]]:
    """Return how many parcels changed, and which sheets to print again."""
    values = {
        "parcels": sum(land.match.relation is not Relation.REMOVED for land in comparison.lands),
        "changed": sum(not land.is_same for land in comparison.lands),
        "verdicts": len(comparison.verdicts),
        "again": len(comparison.to_print),
    }
    sentences = [both("comparison.summary", values)]
    if comparison.to_print:
        sentences.append(both("comparison.print_again", {"ids": ",".join(comparison.to_print)}))
    return sentences
