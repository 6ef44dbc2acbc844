# SPDX-License-Identifier: GPL-2.0-or-later
"""A record as the dock shows it: the list of parcels, why a verdict is what it is, findings and account."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from land_entry_plugin.gui.look import VERDICTS
from land_entry_plugin.gui.words import language, listed, named, own, say, square_metres, word
from land_entry_plugin.rules.findings import OPEN_QUESTIONS

NOT_SCREENED = "not_screened"
ORDER = (*VERDICTS, NOT_SCREENED)
_OUTCOMES = ("conflict", "unknown", "review", "pass")
_VILLAGE = re.compile(r"(?:.*?(?:街道|镇|乡))?([^镇乡街道\d\s,，、。]{1,8}?村)")
_ARTICLE = re.compile(r"第([\d、]+)条")
# The band has two lines: more than this many reasons would not be read.
_MOST_REASONS = 3
_PIECES_SHOWN = 12
# Identifiers of features (标识码) begin with the code of the county and of the layer.
_TELLING_DIGITS = 5


@dataclass(frozen=True)
class ParcelRow:
    """One line of the list; ``index`` is the parcel's place in the record, None for one that was not screened."""

    index: int | None
    parcel_id: str
    verdict: str
    village: str
    place: str
    area_m2: float | None
    reason: str

    @property
    def short_id(self) -> str:
        """The part of a parcel code that tells parcels of a village apart; the id where it is no such code."""
        return short_code(self.parcel_id)


@dataclass(frozen=True)
class Filter:
    """What the list shows: verdicts (all where none is chosen), a text, a reason, a village (all where empty)."""

    verdicts: frozenset[str] = frozenset()
    text: str = ""
    reason: str = ""
    village: str = ""

    def takes(self, row: ParcelRow) -> bool:
        """Return whether a parcel is shown."""
        text = self.text.strip().casefold()
        found = not text or any(text in part.casefold() for part in (row.parcel_id, row.village, row.place))
        of_verdict = not self.verdicts or row.verdict in self.verdicts
        return found and of_verdict and self.reason in ("", row.reason) and self.village in ("", row.village)


@dataclass(frozen=True)
class AccountLine:
    """One line of the account; ``code`` is None for what is no class."""

    title: str
    code: str | None
    area_m2: float
    share: float | None
    conflicts: bool = False


def short_code(code: str) -> str:
    """Return what tells things of a village apart: the end of a parcel code, or of a long identifier."""
    if re.fullmatch(r"\d{12}[A-Z]{2}\d{5}", code):
        return code[12:]
    return f"…{code[-_TELLING_DIGITS:]}" if re.fullmatch(r"\d{14,}", code) else code


def parcel_rows(record: dict[str, Any]) -> list[ParcelRow]:
    """Return the parcels of a record, the worst verdict first; those that were not screened at the end."""
    rows = [_row(index, parcel) for index, parcel in enumerate(record["parcels"])]
    rows += [
        ParcelRow(None, parcel_id, NOT_SCREENED, "", "", None, "") for parcel_id in record["run"].get(NOT_SCREENED, ())
    ]
    return sorted(rows, key=lambda row: (ORDER.index(row.verdict), row.parcel_id, row.index or 0))


def _row(index: int, parcel: dict[str, Any]) -> ParcelRow:
    declared = parcel["cadastre"]["declared"] if parcel["cadastre"] else {}
    place = str(declared.get("ZL") or "")
    village = next(
        (found[1] for text in (place, str(declared.get("SYQR") or "")) if (found := _VILLAGE.match(text))), ""
    )
    first = next((finding for finding in parcel["findings"] if finding["outcome"] != "pass"), None)
    reason = "" if first is None else own(first["title"])
    area = parcel["measures"].get("area_plane_m2")
    return ParcelRow(index, parcel["parcel_id"], parcel["verdict"], village, place, area, reason)


def verdict_counts(rows: list[ParcelRow]) -> Counter[str]:
    """Return how many parcels have each verdict."""
    return Counter(row.verdict for row in rows)


def outcome_counts(parcel: dict[str, Any]) -> Counter[str]:
    """Return how many findings of a parcel have each outcome."""
    return Counter(finding["outcome"] for finding in parcel["findings"])


def ordered_findings(parcel: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the findings, the worst first, as the record has them otherwise."""
    return sorted(parcel["findings"], key=lambda finding: _OUTCOMES.index(finding["outcome"]))


def verdict_word(parcel: dict[str, Any]) -> str:
    """Return the verdict of a parcel in words."""
    return word(parcel["verdict"])


def reason_sentence(parcel: dict[str, Any]) -> str:
    """Return why the verdict is what it is, so that reading nothing else suffices."""
    verdict, findings = parcel["verdict"], ordered_findings(parcel)
    if verdict == "prohibited":
        return _conflicts([one for one in findings if one["outcome"] == "conflict" and one["blocking"]])
    if verdict == "undetermined":
        messages = [_stated(one) for one in findings if one["outcome"] == "unknown" and one["blocking"]]
        return _few(list(dict.fromkeys(messages)))
    if verdict == "eligible":
        return say("all_pass", count=len(findings))
    open_questions = [one for one in findings if one["outcome"] == "review" and one.get("unanswered")]
    looked_at = [_stated(one) for one in findings if one["outcome"] != "pass" and one not in open_questions]
    parts = [] if looked_at else [f"{word('spatial_eligible')}{say('stop')}"]
    parts += [_few(looked_at)] if looked_at else []
    parts += [say("questions_open", count=len(open_questions))] if open_questions else []
    parts += [own(cap["texts"]) for cap in parcel["caps"][:1]]
    return _joined(parts)


def _conflicts(findings: list[dict[str, Any]]) -> str:
    named = [
        f"{own(one['title'])} {square_metres(one['area_m2'])} m²" if one["area_m2"] else own(one["title"])
        for one in findings
    ]
    more = [say("more", count=len(named) - _MOST_REASONS)] if named[_MOST_REASONS:] else []
    shown = [*named[:_MOST_REASONS], *more]
    text = ("；" if language() == "zh" else "; ").join(shown) + say("stop")
    measured = sum(1 for one in findings if one["area_m2"])
    return _joined([text, say("not_additive")]) if measured > 1 else text


def _stated(finding: dict[str, Any]) -> str:
    return f"{own(finding['title'])}{say('colon')}{own(finding['texts'])}"


def _few(sentences: list[str]) -> str:
    more = [say("more", count=len(sentences) - 2) + say("stop")] if sentences[2:] else []
    return _joined([*sentences[:2], *more])


def _joined(sentences: list[str]) -> str:
    return ("" if language() == "zh" else " ").join(sentences)


def pieces_of(parcel: dict[str, Any], finding: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the overlaps that the area of a finding is made of, the largest first."""
    values = finding["values"]
    wanted = {str(patch) for name in ("patches", "doubtful_patches") for patch in values.get(name) or ()}
    wanted |= {str(right) for right in values.get("rights") or ()}
    roles = finding.get("roles") or ()
    pieces = [one for one in parcel["overlaps"] if one["role"].partition("[")[0] in roles]
    chosen = [one for one in pieces if one["source_id"] in wanted]
    return sorted(chosen, key=lambda one: -one["area_m2"])


def shown_pieces(parcel: dict[str, Any], finding: dict[str, Any]) -> tuple[list[dict[str, Any]], int]:
    """Return the pieces that fit under a finding, and how many more there are."""
    pieces = pieces_of(parcel, finding)
    return pieces[:_PIECES_SHOWN], max(len(pieces) - _PIECES_SHOWN, 0)


def piece_title(piece: dict[str, Any], *, is_short: bool = False) -> str:
    """Return what one patch is called; short, only the end of a long identifier."""
    number = short_code(str(piece["source_id"])) if is_short else piece["source_id"]
    kind = " ".join(text for text in (piece["code"], named(piece["name"] or "")) if text)
    return f"{say('patch', number=number)} {kind}".strip()


def finding_title(finding: dict[str, Any]) -> str:
    """Return what a finding is called; what only waits for an answer is a question."""
    title = own(finding["title"])
    is_question = finding["text_id"] in OPEN_QUESTIONS
    return f"{title}{say('question_mark')}" if is_question else title


def basis_short(finding: dict[str, Any]) -> str:
    """Return the article in a few signs."""
    basis = finding["basis"][0]
    article = basis.get("article")
    if article is None:
        return named(basis["document"]) if language() == "en" else basis.get("number") or basis["document"]
    return article_name(article)


def article_name(article: str) -> str:
    """Return which articles are meant, in the window's language."""
    found = _ARTICLE.search(article)
    return f"Art. {found[1].replace('、', ', ')}" if found and language() == "en" else article


def explanation(parcel: dict[str, Any], finding: dict[str, Any]) -> list[tuple[str, str]]:
    """Return all that is to be said of a finding: heading and text."""
    rows = [(word(finding["outcome"]), own(finding["texts"]))]
    flip = finding["values"].get("flip")
    if flip and own(flip):
        rows.append((say("flips"), own(flip)))
    for basis in finding["basis"]:
        number = f" {basis['number']}" if basis.get("number") else ""
        # the official name stands in every language
        name = f"{named(basis['document'])} " if language() == "en" else ""
        cited = f"{name}《{basis['document']}》{number} {article_name(basis.get('article') or '')}".strip()
        rows.append((say("basis"), f"{cited} {own(basis['gist'])}"))
    if finding["obligations"]:
        rows.append((say("follows"), listed([own(one["texts"]) for one in finding["obligations"]])))
    if finding["next_step"]:
        rows.append((say("next_step"), own(finding["next_step"])))
    if finding["office"]:
        rows.append((say("office"), own(finding["office"])))
    if not finding["in_force"]:
        rows.append((say("note"), say("rule_not_in_force")))
    return rows


def account_lines(parcel: dict[str, Any]) -> list[AccountLine]:
    """Return the classes of the account, the largest first, then what no survey covers."""
    account = parcel["account"]
    if account is None:
        return []
    total = account["total_m2"]
    against = {
        piece["code"]
        for finding in parcel["findings"]
        if finding["outcome"] == "conflict" and "land_use" in (finding.get("roles") or ())
        for piece in pieces_of(parcel, finding)
    }
    lines = [
        AccountLine(
            " ".join(text for text in (row["code"], named(row["name"] or "")) if text) or "—",
            row["code"],
            row["area_m2"],
            row["area_m2"] / total if total else None,
            row["code"] in against,
        )
        for row in sorted(account["rows"], key=lambda row: -row["area_m2"])
    ]
    uncovered = account["uncovered_m2"]
    return [*lines, AccountLine(say("uncovered"), None, uncovered, uncovered / total if total else None)]


def account_gap(parcel: dict[str, Any]) -> float:
    """Return by how much the printed lines of an account miss its total, in m2."""
    account = parcel["account"]
    summed = sum(round(row["area_m2"] * 100) for row in account["rows"]) + round(account["uncovered_m2"] * 100)
    return (summed - round(account["total_m2"] * 100)) / 100


def sliver_area(parcel: dict[str, Any]) -> float:
    """Return how much of the land-use pieces is flagged as likely drawing error."""
    return sum(one["area_m2"] for one in parcel["overlaps"] if one["role"] == "land_use" and one["sliver"])
