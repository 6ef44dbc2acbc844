# SPDX-License-Identifier: GPL-2.0-or-later
"""A reviewer's word on a parcel, as sheets print it beside the verdict."""

from __future__ import annotations

from typing import Any

from land_entry_plugin.texts import word

ACCEPT, REJECT, EXCEPTION = "accept", "reject", "exception"
DECISIONS = (ACCEPT, REJECT, EXCEPTION)
_OPEN, _CHOSEN = "□", "√"
_DAY = "日期：　　　　年　　月　　日"
_BY_HAND = f"经办人：　　　　　　　　　{_DAY}　　　　　　（盖章）"


def opinion_text(parcel: dict[str, Any], free_lines: int) -> str:
    """Return what stands in the box of the opinion: the reviewer's word, or so many lines to write it by hand."""
    review = parcel.get("review")
    chosen = review and review["decision"]
    boxes = "　　　".join(f"{_CHOSEN if one == chosen else _OPEN} {word(one, 'zh')}" for one in DECISIONS)
    if not review:
        return "\n".join(
            [
                f"复核意见：　　{boxes}（说明理由）",
                *["　"] * free_lines,
                _BY_HAND,
                "　",
                f"复核人：　　　　　　　　　{_DAY}",
            ]
        )
    reason = f"理由：{review['reason']}" if review["reason"] else "　"
    signed = f"复核人：{review['name']}　　　　时间：{time_text(review)}"
    verdict = word(parcel["verdict"], "zh")
    return "\n".join([f"复核意见：　　{boxes}　　　核查结论：{verdict}", reason, "　", _BY_HAND, "　", signed])


def review_line(parcel: dict[str, Any]) -> str | None:
    """Return the reviewer's word in one sentence, beside the machine's; None where nobody reviewed."""
    review = parcel.get("review")
    if not review:
        return None
    reason = f"（{review['reason']}）" if review["reason"] else ""
    verdict = word(parcel["verdict"], "zh")
    who = f"复核人 {review['name']}，{time_text(review)}"
    return f"复核：{verdict} → {word(review['decision'], 'zh')}{reason}　{who}。核查结论不因复核改变。"


def time_text(review: dict[str, Any]) -> str:
    """Return when, to the minute, as the record has it."""
    return str(review["time"])[:16].replace("T", " ")
