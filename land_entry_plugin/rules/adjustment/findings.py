# SPDX-License-Identifier: GPL-2.0-or-later
"""What a condition finds, and what the findings amount to."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from land_entry_plugin.rules.findings import WORST_FIRST, Outcome
from land_entry_plugin.texts import LANGUAGES, both, render

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from land_entry_plugin.rules.adjustment.terms import Condition

CAP_NOT_IN_FORCE = "not_in_force"
CAP_ELSEWHERE = "elsewhere"


class BalanceVerdict(StrEnum):
    """What the balance amounts to, the worst first."""

    NOT_BALANCED = "not_balanced"
    UNDETERMINED = "undetermined"
    REVIEW = "review"
    BALANCED = "balanced"


@dataclass(frozen=True)
class BalanceFinding:
    """The result of one condition.

    Attributes
    ----------
    condition : Condition
    outcome : Outcome
    text_id : str
        Id of the sentence, with its file (``adjustment.farmland.pass``).
    values : dict
        What the sentence names; numbers in m2.
    area_m2 : float or None
        What the finding is about.
    """

    condition: Condition
    outcome: Outcome
    text_id: str
    values: dict[str, Any] = field(default_factory=dict)
    area_m2: float | None = None

    def text(self, language: str) -> str:
        """Return the sentence."""
        return render(self.text_id, self.values, language).strip()

    @property
    def texts(self) -> dict[str, str]:
        """The sentence in every language."""
        return {language: text.strip() for language, text in both(self.text_id, self.values).items()}


def balance_verdict(findings: Sequence[BalanceFinding], caps: Iterable[str]) -> BalanceVerdict:
    """Return what findings amount to; a cap keeps the best verdict at ``review``."""
    if any(one.outcome is Outcome.CONFLICT and one.condition.blocking for one in findings):
        return BalanceVerdict.NOT_BALANCED
    if not findings or any(one.outcome is Outcome.UNKNOWN and one.condition.blocking for one in findings):
        return BalanceVerdict.UNDETERMINED
    if any(one.outcome is not Outcome.PASS for one in findings) or any(caps):
        return BalanceVerdict.REVIEW
    return BalanceVerdict.BALANCED


def worst_first(findings: Iterable[BalanceFinding]) -> list[BalanceFinding]:
    """Return findings ordered by outcome, the worst first; equal ones keep the order of the conditions."""
    return sorted(findings, key=lambda finding: WORST_FIRST.index(finding.outcome))


def joined(sentences: Sequence[dict[str, str]]) -> dict[str, str]:
    """Return sentences as one text by language."""
    between = {"zh": "", "en": " "}
    return {language: between[language].join(one[language] for one in sentences) for language in LANGUAGES}
