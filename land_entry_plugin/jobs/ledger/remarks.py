# SPDX-License-Identifier: GPL-2.0-or-later
"""What somebody who updates a ledger has to know, as sentences."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.ledger.supervision import OVERDUE, SOON
from land_entry_plugin.files.documents.font_files import LACKING, lacking_fonts
from land_entry_plugin.jobs.record import short_code
from land_entry_plugin.rules.procedure import procedure
from land_entry_plugin.texts import both, has_text, render, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from land_entry_plugin.cadastre.ledger.model import Change, Ledger
    from land_entry_plugin.cadastre.ledger.statements import Told
    from land_entry_plugin.jobs.updateledger import UpdatedLedger

# More ids than fit into a sentence are counted.
_MOST_IDS = 12
# Changes that are said with the ids of the parcels, and in which order.
_SAID = ("added", "geometry", "verdict", "renamed", "split", "merged", "regrouped", "withdrawn", "returned")


@dataclass(frozen=True)
class Remark:
    """One sentence.

    Attributes
    ----------
    text_id : str
        Of ``resources/texts``.
    values : dict
    """

    text_id: str
    values: dict[str, Any] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """Return the sentence."""
        values = self.values
        if "role" in values:
            values = values | {"role": word(f"role_{values['role']}", language)}
        return render(self.text_id, values, language)


def _remark(name: str, **values: Any) -> Remark:
    return Remark(f"ledger.{name}", values)


def some(ids: Iterable[str]) -> dict[str, str]:
    """Return ids as a list of words, cut where it is too long."""
    found = list(dict.fromkeys(ids))
    shown = found[:_MOST_IDS]
    more = len(found) - len(shown)
    joined = {"zh": "、".join(shown), "en": ", ".join(shown)}
    if more:
        tail = both("ledger.more", {"count": more})
        joined = {language: joined[language] + tail[language] for language in joined}
    return joined


def of_record(before: Ledger, after: Ledger, record: Mapping[str, Any]) -> list[Remark]:
    """Return what is to be said of a record that is added."""
    code, as_of = short_code(dict(record)), str(record["options"]["as_of"])
    if len(before.records) == len(after.records):
        kind = "record_known" if before is after else "reviews_added"
        return [_remark(kind, code=code)]
    result = []
    newest = max((head.as_of for head in before.records), default=None)
    if newest is not None and as_of < newest.isoformat():
        result.append(_remark("record_older", code=code, as_of=as_of, newest=newest.isoformat()))
    if record["options"]["parcel_id"]["field"] is None:
        result.append(_remark("no_ids", code=code))
    counts = Counter(entry["parcel_id"] for entry in record["parcels"])
    twice = [id_ for id_, count in counts.items() if count > 1]
    if twice:
        result.append(_remark("same_ids", ids=some(twice)))
    return result


def of_told(told: Told) -> list[Remark]:
    """Return how much was told that is new, and what was told otherwise before."""
    result = [_remark("told", added=told.added, changed=told.changed)] if told.added or told.changed else []
    if told.outdated:
        ids = some(one.parcel_id for one in told.outdated)
        result.append(_remark("told_outdated", count=len(told.outdated), ids=ids))
    for before, after in told.corrected:
        values = {
            "parcel": before.parcel_id,
            "step": procedure().steps[before.step].title,
            "before": _told_text(before.state, before.day),
            "after": _told_text(after.state, before.day if after.day is None else after.day),
        }
        if values["before"] != values["after"]:
            result.append(_remark("corrected", **values))
    return result


def _told_text(state: str, day: object) -> dict[str, str]:
    titles = procedure().states[state]
    return {language: f"{title} {day or '—'}" for language, title in titles.items()}


def of_form(unknown: Sequence[str], strange: Sequence[str]) -> list[Remark]:
    """Return what of a form has no place in the ledger."""
    result = [_remark("form_unknown_parcels", ids=some(unknown))] if unknown else []
    return result + ([_remark("form_unknown_columns", columns=list(strange))] if strange else [])


def of_story(updated: UpdatedLedger, code: str | None) -> list[Remark]:
    """Return what became of parcels by a record, and what stands in the way of plan, notice and duties."""
    story, request = updated.story, updated.request
    result = []
    by_kind: dict[str, list[Change]] = {kind: [] for kind in _SAID}
    for change in story.history:
        if change.code == code and code is not None and change.kind in by_kind:
            by_kind[change.kind].append(change)
    for kind, changes in by_kind.items():
        if changes:
            ids = [f"{one.before}→{one.after}" if kind == "renamed" else one.parcel_id for one in changes]
            result.append(_remark(f"said_{kind}", count=len(changes), ids=some(ids)))
    if story.kept:
        result.append(_remark("kept", count=len(story.kept), ids=some(story.kept)))
    barred = [one.state.parcel_id for one in updated.of_year if one.state.screened.verdict == "prohibited"]
    if barred:
        result.append(_remark("plan_prohibited", year=request.year, ids=some(barred)))
    assumed = [one.state.parcel_id for one in updated.of_year if one.is_year_assumed]
    if assumed:
        result.append(_remark("plan_year_assumed", year=request.year, ids=some(assumed)))
    for standing in (OVERDUE, SOON):
        due = [one for one in updated.obligations if one.standing == standing]
        if due:
            values = {"count": len(due), "as_of": request.as_of.isoformat()}
            result.append(_remark(f"due_{standing}", ids=some(one.state.parcel_id for one in due), **values))
    result += [Remark("ledger.banner", {"text": text}) for text in updated.banners]
    return result


def change_text(change: Change, language: str) -> str:
    """Return a row of the history as a sentence."""
    values: dict[str, Any] = {
        "before": change.before,
        "after": change.after,
        "moved_m2": change.values.get("moved_m2"),
        "origins": "、".join(change.values.get("origins") or ()),
    }
    if change.kind in ("verdict", "added", "withdrawn", "returned"):
        for name in ("before", "after"):
            values[name] = word(values[name], language) if values[name] else None
    kind = change.kind
    if kind in ("step", "entered"):
        values["step"] = procedure().steps[change.values["step"]].title[language]
        values["after"] = procedure().states[change.after][language] if change.after else None
    for variant, holds in (("told", change.values.get("told")), ("from", values["origins"])):
        if holds and has_text(f"ledger.history_{kind}_{variant}"):
            kind = f"{kind}_{variant}"
    return render(f"ledger.history_{kind}", values, language)


def of_fonts(templates: Sequence[Path]) -> list[Remark]:
    """Return which templates name fonts that are not here."""
    return [Remark(LACKING, dict(values)) for values in lacking_fonts(templates)]


def summary(updated: UpdatedLedger) -> Remark:
    """Return what the ledger holds."""
    story = updated.story
    living = len(story.living)
    return _remark("done", living=living, withdrawn=len(story.states) - living, records=len(updated.ledger.records))
