# SPDX-License-Identifier: GPL-2.0-or-later
"""What a rule says of a parcel."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from collections.abc import Iterable

    from land_entry_plugin.rules.pack import Rule


class Outcome(StrEnum):
    """What came out of one rule on one parcel."""

    CONFLICT = "conflict"
    UNKNOWN = "unknown"
    REVIEW = "review"
    PASS = "pass"  # noqa: S105


# What a finding says that only waits for an officer's answer.
OPEN_QUESTIONS = ("answer.unanswered", "rule.asked_instead")
# What a finding says of a role for which there are layers of which none could be chosen.
ROLE_IN_DOUBT = "role_in_doubt"
# What a finding says of a rule that is not about the parcel.
NOT_APPLICABLE = ("rule.not_applicable", "rule.other_days")
# What makes a conflict one that an officer decides on, as the values of a finding have it.
_MILDER = ("soft", "excused")
WORST_FIRST = (Outcome.CONFLICT, Outcome.UNKNOWN, Outcome.REVIEW, Outcome.PASS)
_PLACE = {outcome: place for place, outcome in enumerate(WORST_FIRST)}


def citation(document: str, number: str | None, article: str | None) -> str:
    """Return a legal basis as it is cited (《土地管理法》第35条)."""
    return f"《{document}》{f'（{number}）' if number else ''}{article or ''}"


def worst(*outcomes: Outcome) -> Outcome:
    """Return the worst of some outcomes."""
    return min(outcomes, key=WORST_FIRST.index)


@dataclass(frozen=True)
class Finding:
    """The result of one rule on one parcel.

    Attributes
    ----------
    rule : Rule
    outcome : Outcome
    text_id : str
        Id of the sentence in ``resources/texts/findings.yaml``.
    values : dict
        What the sentence names; numbers in m2, m or shares of 1.
    area_m2, share : float or None
        Ellipsoidal area that the finding is about, and its share of the parcel.
    obligations : tuple of str
        Ids of the obligations that follow.
    role_missing : bool
        Whether the finding is about a layer that was not given.
    assumed : bool
        Whether a pass rests on an extent that was assumed, not stated.
    unanswered : tuple of str
        Ids of the questions that stand open.
    is_spatial : bool
        Whether geometry and attributes of layers decided it.
    beside : tuple of Finding
        What rules of the same id of higher levels found; the verdict weighs them too.
    is_shared : bool
        Whether the same finding stands for many parcels.
    """

    rule: Rule
    outcome: Outcome
    text_id: str
    values: dict[str, Any] = field(default_factory=dict)
    area_m2: float | None = None
    share: float | None = None
    obligations: tuple[str, ...] = ()
    role_missing: bool = False
    assumed: bool = False
    unanswered: tuple[str, ...] = ()
    is_spatial: bool = True
    beside: tuple[Finding, ...] = ()
    is_shared: bool = field(default=False, compare=False)

    @cached_property
    def texts(self) -> dict[str, str]:
        """The sentence, by language."""
        milder = [f"rule.{reason}" for reason in _MILDER if self.values.get(reason)]
        sentences = [both(f"finding.{text_id}", self.values) for text_id in (self.text_id, *milder)]
        return {
            language: between.join(one[language].strip() for one in sentences)
            for language, between in (("zh", ""), ("en", " "))
        }

    @property
    def case(self) -> str:
        """The case of the kind of check (``sliver``, ``refused``)."""
        return self.text_id.rpartition(".")[2]

    @property
    def is_open_question(self) -> bool:
        """Whether the finding says nothing but that an officer has to answer."""
        return self.text_id in OPEN_QUESTIONS


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings ordered by outcome, the worst first; equal ones keep the order of the pack."""
    return sorted(findings, key=lambda finding: _PLACE[finding.outcome])
