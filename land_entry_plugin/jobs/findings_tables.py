# SPDX-License-Identifier: GPL-2.0-or-later
"""Findings and overlaps of a record as rows of a table."""

from __future__ import annotations

from typing import Any

from land_entry_plugin.rounding import half_up
from land_entry_plugin.rules.findings import Outcome, citation
from land_entry_plugin.texts import word

LANGUAGE = "zh"
FINDING_HEADS = (
    "核查事项", "结果", "面积 m²", "占比", "说明", "依据", "后续要求", "怎么办", "办理单位和材料",
)  # fmt: skip
OVERLAP_HEADS = ("图层", "图斑", "编码", "名称", "面积 m²", "扣除 m²", "疑似图形误差")


def finding_row(finding: dict[str, Any]) -> list[Any]:
    """Return a finding, with what to do, with whom and which paper where it did not pass."""
    bases = dict.fromkeys(citation(one["document"], one.get("number"), one.get("article")) for one in finding["basis"])
    is_open = finding["outcome"] != Outcome.PASS
    where = [part[LANGUAGE] for part in (finding["office"], finding["paper"]) if part] if is_open else []
    next_step = (finding["next_step"] or {}).get(LANGUAGE, "") if is_open else ""
    return [
        finding["title"][LANGUAGE],
        word(finding["outcome"], LANGUAGE),
        _area(finding["area_m2"]),
        finding["share"],
        finding["texts"][LANGUAGE],
        "；".join(bases),
        "；".join(one["texts"][LANGUAGE] for one in finding["obligations"]),
        next_step,
        "；".join(where),
    ]


def overlap_row(overlap: dict[str, Any]) -> list[Any]:
    """Return a piece of a parcel and a feature."""
    return [
        word(f"role_{overlap['role']}", LANGUAGE),
        overlap["source_id"],
        overlap["code"],
        overlap["name"],
        _area(overlap["area_m2"]),
        _area(overlap["deducted_m2"]),
        "是" if overlap["sliver"] else "",
    ]


def _area(value: float | None) -> float | None:
    return None if value is None else float(half_up(value))
