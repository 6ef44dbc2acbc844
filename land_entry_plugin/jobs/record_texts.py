# SPDX-License-Identifier: GPL-2.0-or-later
"""What a record says in sentences: why a verdict is what it is, what was not checked, what all rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.sentences import sliver_limits
from land_entry_plugin.rules.findings import OPEN_QUESTIONS, Outcome, citation
from land_entry_plugin.rules.pack import DRAFT
from land_entry_plugin.texts import LANGUAGES, render, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LANGUAGE = "zh"


def reasons(parcel: dict[str, Any], language: str) -> str:
    """Return why the verdict is what it is: every finding that is no pass, what waits for answers, then the caps.

    Of a parcel ``findings`` (outcome, text_id, title, texts) and ``caps`` (texts) are asked.
    """
    open_ones = [one for one in parcel["findings"] if one["outcome"] != Outcome.PASS]
    waiting = [one for one in open_ones if one["text_id"] in OPEN_QUESTIONS]
    sentences = [
        f"{one['title'][language]} {word(one['outcome'], language)}：{one['texts'][language]}"
        if language == "zh"
        else f"{one['title'][language]}: {word(one['outcome'], language)}. {one['texts'][language]}"
        for one in open_ones
        if one["text_id"] not in OPEN_QUESTIONS
    ]
    if waiting:
        titles = {name: [one["title"][name] for one in waiting] for name in LANGUAGES}
        sentences.append(render("note.waiting", {"titles": titles, "count": len(waiting)}, language))
    sentences += [cap["texts"][language] for cap in parcel["caps"]]
    return ("" if language == "zh" else " ").join(sentences)


def not_checked(parcel: dict[str, Any], language: str) -> str:
    """Return what was not checked of a parcel."""
    return "".join(_sentences(parcel["not_checked"], language))


def _sentences(notes: Iterable[dict[str, Any]], language: str) -> list[str]:
    """Return notes as sentences, the layers of which no more is to be said in one."""
    roles: dict[str, list[str]] = {}
    sentences = []
    for note in notes:
        if set(note["values"]) == {"role"}:
            roles.setdefault(note["id"], []).append(word(f"role_{note['values']['role']}", language))
        else:
            sentences.append(note["texts"][language])
    return [render(f"note.{note_id}", {"role": titles}, language) for note_id, titles in roles.items()] + sentences


def basis_rows(record: dict[str, Any], parcels: Sequence[dict[str, Any]]) -> list[list[str]]:
    """Return what the parcels of a record rest on, by item: packs, day, limits, layers, laws."""
    options, pack = record["options"], record["pack"]
    field = options["parcel_id"]["field"]
    rows = [
        *(["规则包", _standing(head, options["as_of"])] for head in (pack, *pack["extends"])),
        *(["提示", text[LANGUAGE]] for text in pack["banners"]),
        ["基准日", options["as_of"]],
        ["误差限", sliver_limits(record)],
        ["宗地编号字段", field],
        ["声明完整的图层", "、".join(word(f"role_{role}", LANGUAGE) for role in options["complete"]) or "无"],
    ]
    for key, described in record["inputs"].items():
        title = word(f"role_{key.partition('[')[0]}", LANGUAGE)
        year = f" {described['year']} 年" if "year" in described else ""
        count = f"{described['features']} 个要素，读入 {described['features_read']} 个"
        rows.append([f"{title}{year}", f"{described['layer']}，{described['crs']}，{count}"])
    # what waits for answers is said of each parcel
    notes = [note for parcel in parcels for note in parcel["not_checked"] if note["id"] != "unanswered"]
    rows += [["未核查", sentence] for sentence in dict.fromkeys(_sentences(_each_once(notes), LANGUAGE))]
    cited: dict[str, dict[str, None]] = {}
    for finding in (one for parcel in parcels for one in parcel["findings"]):
        laws = (citation(one["document"], one.get("number"), one.get("article")) for one in finding["basis"])
        cited.setdefault(finding["title"][LANGUAGE], {}).update(dict.fromkeys(laws))
    rows += [[f"依据：{title}", "；".join(laws)] for title, laws in cited.items()]
    return [*rows, ["核查编号", record["run"]["screening_id"]]]


def _each_once(notes: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({(note["id"], note["texts"][LANGUAGE]): note for note in notes}.values())


def _standing(head: dict[str, Any], as_of: str) -> str:
    """Return a pack and how it stands on a day."""
    if head["status"] == DRAFT:
        found = "draft"
    elif as_of < head["valid_from"]:
        found = "not_yet"
    else:
        found = "in_force" if head["in_force"] else "expired"
    values = {"title": head["title"], "from": head["valid_from"], "until": head["valid_until"], "as_of": as_of}
    stands = render(f"note.standing.{found}", values, LANGUAGE)
    return f"{head['title'][LANGUAGE]}（{head['id']} {head['version']}）：{stands}"
