# SPDX-License-Identifier: GPL-2.0-or-later
"""What is said of a shape that is drawn: word, counts, lines."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from land_entry_plugin.gui.look import VERDICT_OF
from land_entry_plugin.gui.words import own, say, square_metres, word
from land_entry_plugin.rules.avoidable import can_be_avoided
from land_entry_plugin.rules.kinds.spatial.parcel_geometry import fault_values
from land_entry_plugin.rules.verdicts import Verdict
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from land_entry_plugin.jobs.live import LiveResult
    from land_entry_plugin.rules.findings import Finding


@dataclass(frozen=True)
class Line:
    """One thing that is hit: symbol, title, area, and all there is to say of it."""

    kind: str
    title: str
    area_m2: float | None = None
    tip: str = ""


@dataclass(frozen=True)
class Shown:
    """What a panel says of a shape."""

    verdict: str
    word: str
    counts: str
    lines: list[Line] = field(default_factory=list)
    sentence: str = ""
    plane_m2: float | None = None
    asked: int = 0
    can_be_avoided: bool = False


def shown(result: LiveResult) -> Shown:
    """Return what the panel says of a result."""
    if result.fault is not None:
        sentence = own(both(f"finding.parcel_geometry.{result.fault.kind}", fault_values(result.fault)))
        return Shown("undetermined", say("shape_at_fault"), say("not_looked_at"), sentence=sentence)
    lines = [line(finding) for finding in result.findings]
    if result.is_assumed:
        lines.append(Line("review", say("extent_assumed")))
    if not lines:
        lines.append(Line("eligible", say("shape_passes")))
    return Shown(
        verdict=str(result.verdict),
        word=verdict_word(result.verdict),
        counts=counts(result.findings),
        lines=lines,
        plane_m2=result.plane_m2,
        asked=result.asked,
        can_be_avoided=any(
            str(finding.outcome) == "conflict" and can_be_avoided(finding.rule) for finding in result.findings
        ),
    )


def verdict_word(verdict: Verdict) -> str:
    """Return a verdict that geometry alone decides, in words: the best one is not that of the law."""
    return word("spatial_eligible" if verdict is Verdict.ELIGIBLE else str(verdict))


def line(finding: Finding) -> Line:
    """Return a finding in one line."""
    told = own(both(f"finding.{finding.text_id}", finding.values)).strip()
    return Line(VERDICT_OF[str(finding.outcome)], own(finding.rule.title), finding.area_m2, told)


def counts(findings: list[Finding]) -> str:
    """Return how many findings have each outcome."""
    found = Counter(str(finding.outcome) for finding in findings)
    parts = [f"{found['conflict']} {word('conflict')}"]
    parts += [f"{found[name]} {word(name)}" for name in ("unknown", "review") if found[name]]
    return "　".join(parts)


def worst_label(result: LiveResult) -> str:
    """Return what the map says of the worst that is hit."""
    finding = result.hits[0].finding
    area = f" {square_metres(finding.area_m2)} m²" if finding.area_m2 else ""
    return f"{own(finding.rule.title)}{area}"
