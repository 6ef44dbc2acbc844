# SPDX-License-Identifier: GPL-2.0-or-later
"""What two records say differently of one parcel: verdicts, findings, pieces, figures, shape, sheet."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from land_entry_plugin.jobs.comparison.shape_changes import ShapeChange, shape_change

if TYPE_CHECKING:
    from collections.abc import Iterable

# What two libraries may compute differently.
ARITHMETIC_M2 = 0.01
# Parts of a parcel's entry that its sheets print; the numbers of the patches below its classes are not among them.
PRINTED = (
    "verdict", "spatial_verdict", "caps", "not_checked", "findings", "measures", "official_area_m2",
    "doubly_covered_m2", "account", "geometry", "cadastre",
)  # fmt: skip


@dataclass(frozen=True)
class FindingChange:
    """One rule, as it was found before and after.

    Attributes
    ----------
    rule_id : str
    before, after : dict or None
        The findings; None where only the other run has the rule.
    """

    rule_id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def stated(self) -> dict[str, Any]:
        """The newest finding there is."""
        return self.after or self.before or {}

    @property
    def outcomes(self) -> tuple[str | None, str | None]:
        """The outcomes before and after."""
        return tuple(one and one["outcome"] for one in (self.before, self.after))  # type: ignore[return-value]

    @property
    def areas_m2(self) -> tuple[float | None, float | None]:
        """The areas before and after."""
        return tuple(one and one["area_m2"] for one in (self.before, self.after))  # type: ignore[return-value]

    @property
    def turns(self) -> bool:
        """Whether the outcome is another."""
        return self.outcomes[0] != self.outcomes[1]

    @property
    def roles(self) -> frozenset[str]:
        """The layers that the rule looks at."""
        return frozenset(
            role
            for one in (self.before, self.after)
            if one
            for role in (*one.get("roles", ()), *one.get("evidence", ()))
        )


@dataclass(frozen=True)
class ClassChange:
    """What a layer shows on a parcel under one code, before and after, in m2; a patch where its number is the same.

    Attributes
    ----------
    role : str
    source_id : str or None
        Of one patch whose code or name changed; None for a sum over patches.
    before, after : tuple of (code, name) or None
    areas_m2 : tuple of float
    """

    role: str
    source_id: str | None
    before: tuple[str | None, str | None] | None
    after: tuple[str | None, str | None] | None
    areas_m2: tuple[float, float]

    @property
    def difference_m2(self) -> float:
        """How much of the parcel it concerns: all of a patch that changed its class."""
        one, other = self.areas_m2
        return max(one, other) if self.source_id and self.before != self.after else abs(one - other)


@dataclass(frozen=True)
class ParcelChange:
    """A parcel that both records have.

    Attributes
    ----------
    before, after : dict
        Its entries.
    findings : tuple of FindingChange
        Those that differ in outcome or figures.
    classes : tuple of ClassChange
    shape : ShapeChange or None
        None where the shape is the same.
    measures : dict
        Name to the values before and after, those that differ.
    printed : tuple of str
        Which parts of its sheets differ.
    """

    before: dict[str, Any]
    after: dict[str, Any]
    findings: tuple[FindingChange, ...]
    classes: tuple[ClassChange, ...]
    shape: ShapeChange | None
    measures: dict[str, tuple[Any, Any]]
    printed: tuple[str, ...]

    @property
    def parcel_id(self) -> str:
        """The newer id."""
        return str(self.after["parcel_id"])

    @property
    def verdicts(self) -> tuple[str, str]:
        """The verdicts before and after."""
        return self.before["verdict"], self.after["verdict"]

    @property
    def verdict_differs(self) -> bool:
        """Whether one of the two verdicts is another."""
        return any(self.before[name] != self.after[name] for name in ("verdict", "spatial_verdict"))

    @property
    def caps(self) -> tuple[str, ...]:
        """What holds the verdict down in one of the runs only."""
        one, other = ({cap["id"] for cap in entry["caps"]} for entry in (self.before, self.after))
        return tuple(sorted(one ^ other))

    @property
    def is_same(self) -> bool:
        """Whether nothing that decides or is printed differs."""
        return not (self.verdict_differs or self.findings or self.shape or self.measures or self.printed or self.caps)


def parcel_change(before: dict[str, Any], after: dict[str, Any], tolerance_m2: float = ARITHMETIC_M2) -> ParcelChange:
    """Return what differs between two entries of a parcel; figures within the tolerance are the same."""
    return ParcelChange(
        before=before,
        after=after,
        findings=_finding_changes(before["findings"], after["findings"], tolerance_m2),
        classes=_class_changes(before["overlaps"], after["overlaps"], tolerance_m2),
        shape=shape_change(before["geometry"], after["geometry"]),
        measures={
            name: (before["measures"].get(name), after["measures"].get(name))
            for name in dict.fromkeys((*before["measures"], *after["measures"]))
            if not same(before["measures"].get(name), after["measures"].get(name), tolerance_m2)
        },
        printed=tuple(name for name in PRINTED if not same(_shown(before[name]), _shown(after[name]), tolerance_m2)),
    )


def same(one: Any, other: Any, tolerance: float) -> bool:
    """Return whether two values of records are equal, numbers within a tolerance."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key], tolerance) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(a, b, tolerance) for a, b in zip(one, other, strict=True))
    numbers = [isinstance(value, int | float) and not isinstance(value, bool) for value in (one, other)]
    if all(numbers):
        return bool(abs(one - other) <= tolerance)
    return bool(one == other)


def _shown(part: Any) -> Any:
    """Return a part of an entry without what no sheet prints: which layers a rule reads."""
    if isinstance(part, list):
        return [_shown(one) for one in part]
    return {key: value for key, value in part.items() if key != "roles"} if isinstance(part, dict) else part


def _finding_changes(
    before: Iterable[dict[str, Any]], after: Iterable[dict[str, Any]], tolerance_m2: float
) -> tuple[FindingChange, ...]:
    old, new = _numbered(before), _numbered(after)
    changes = []
    for key in dict.fromkeys((*new, *old)):
        one, other = old.get(key), new.get(key)
        if one is None or other is None or not _same_finding(one, other, tolerance_m2):
            changes.append(FindingChange(key[0], one, other))
    return tuple(changes)


def _same_finding(one: dict[str, Any], other: dict[str, Any], tolerance_m2: float) -> bool:
    plain = ("outcome", "blocking", "text_id")
    return all(one[name] == other[name] for name in plain) and same(one["area_m2"], other["area_m2"], tolerance_m2)


def _numbered(findings: Iterable[dict[str, Any]]) -> dict[tuple[str, int], dict[str, Any]]:
    """Return findings by rule; rules of several levels may share an id."""
    count: dict[str, int] = defaultdict(int)
    result = {}
    for finding in findings:
        rule_id = finding["rule_id"]
        result[rule_id, count[rule_id]] = finding
        count[rule_id] += 1
    return result


def _class_changes(
    before: Iterable[dict[str, Any]], after: Iterable[dict[str, Any]], tolerance_m2: float
) -> tuple[ClassChange, ...]:
    """Return which patches bear another class, and by how much the sums of classes differ besides."""
    old, new = _patches(before), _patches(after)
    changes: list[ClassChange] = []
    for role, source_id in [key for key in old if key in new]:
        (one, area), (other, other_area) = old[role, source_id], new[role, source_id]
        if one != other:
            changes.append(ClassChange(role, source_id, one, other, (area, other_area)))
    turned = {(change.role, change.source_id) for change in changes}
    sums: dict[tuple[str, Any], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for i, side in enumerate((old, new)):
        for (role, source_id), (code, area) in side.items():
            if (role, source_id) not in turned:
                sums[role, code][i] += area
    for (role, code), (one_m2, other_m2) in sums.items():
        if abs(one_m2 - other_m2) > max(tolerance_m2, 0.0):
            changes.append(
                ClassChange(role, None, code if one_m2 else None, code if other_m2 else None, (one_m2, other_m2))
            )
    return tuple(changes)


def _patches(
    overlaps: Iterable[dict[str, Any]],
) -> dict[tuple[str, str], tuple[tuple[str | None, str | None], float]]:
    """Return code and name, and area, of every patch on a parcel by role and number."""
    result: dict[tuple[str, str], tuple[tuple[str | None, str | None], float]] = {}
    for piece in overlaps:
        key = (piece["role"], piece["source_id"])
        before = result[key][1] if key in result else 0.0
        result[key] = ((piece["code"], piece["name"]), before + piece["area_m2"])
    return result
