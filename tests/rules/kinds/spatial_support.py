# SPDX-License-Identifier: GPL-2.0-or-later
"""One rule on one parcel between layers made inline; nobody has answered anything."""

from __future__ import annotations

import json
import re
from functools import cache

from support import MemorySource, all_layers, box, candidates, finding, screen, survey

from land_entry_plugin.texts import both

# 100 m x 100 m in a workshop: 1 % is 100 m2
PARCEL = box(0, 0, 100, 100)
GROUND = box(-500, -500, 1000, 1000)
DISTRICT = "371126005001"
_TEXT = {"zh": "规则", "en": "rule"}


@cache
def workshop():
    """Return a survey that shows construction land everywhere."""
    return survey((GROUND, "0601"))


def strip(width, height=100):
    """Return a strip of the parcel along its west edge."""
    return box(0, 0, width, height)


def around(shape, *rest, code="0601"):
    """Return a survey of one patch with others cut out of it."""
    ground = GROUND
    for other, *_ in (shape, *rest):
        ground = ground.difference(other)
    return survey((ground, code), shape, *rest)


def features(name, *rows, **options):
    """Return a layer of ``(geometry, {field: value})``."""
    fields = dict.fromkeys(field for _, values in rows for field in values)
    columns = {field: [values.get(field) for _, values in rows] for field in fields}
    return MemorySource(name, [shape for shape, _ in rows], columns, **options)


def rights(*rows):
    """Return a layer of use rights of ``(geometry, JB, JC ...)``."""
    return features("ZDJBXX", *[(shape, {"ZDDM": f"{DISTRICT}{sign}{i:05d}"}) for i, (shape, sign) in enumerate(rows)])


def owners(*rows):
    """Return a layer of ownership parcels of ``(geometry, JA, GA ..., owner)``."""
    named = [(shape, {"ZDDM": f"{DISTRICT}{sign}{i:05d}", "QLR": owner}) for i, (shape, sign, owner) in enumerate(rows)]
    return features("JTTDSYQ", *named)


def approvals(*shapes, day="20120618"):
    """Return a layer of approvals."""
    rows = [(shape, {"BSM": f"A{i}", "PZWH": f"示政土〔2012〕{i}号", "PZSJ": day}) for i, shape in enumerate(shapes)]
    return features("PZWJSTD", *rows) if rows else nothing("PZWJSTD", "BSM", "PZWH", "PZSJ")


def nothing(name, *fields):
    """Return an empty layer."""
    return MemorySource(name, [], {field: [] for field in fields})


def pack_of(tmp_path, **rule):
    """Return the path of a pack that adds one rule, ``mine``, to the national ones."""
    stored = {
        "id": "mine",
        "version": "1",
        "status": "in_force",
        "extends": "national",
        "title": _TEXT,
        "jurisdiction": {"level": "county", "name": _TEXT, "codes": []},
        "valid_from": "2022-01-01",
        "rules": [
            {
                "id": "mine",
                "title": _TEXT,
                "explanation": _TEXT,
                "blocking": True,
                "basis": [{"document": "land_law", "gist": _TEXT}],
                **{key: value for key, value in rule.items() if value},
            }
        ],
    }
    path = tmp_path / "mine.yaml"
    # JSON is YAML, but for dates, which stand without quotes
    path.write_text(re.sub(r'"(\d{4}-\d\d-\d\d)"', r"\1", json.dumps(stored, ensure_ascii=False)), encoding="utf-8")
    return str(path)


def found(rule_id, land_use=None, shape=PARCEL, **layers):
    """Return the finding of a rule; layers by role, ``None`` for one that is not given."""
    options = {name: layers.pop(name) for name in ("rule_pack", "as_of", "complete") if name in layers}
    given = all_layers(land_use or workshop(), **layers)
    record = screen(candidates(shape), given, answers=None, **options)
    result = finding(record, rule_id)
    for text in both(f"finding.{result['text_id']}", result["values"]).values():
        assert text.strip()
        assert "{" not in text
    return result


def said(rule_id, *arguments, **layers):
    """Return case and outcome of a rule."""
    result = found(rule_id, *arguments, **layers)
    return result["text_id"].rpartition(".")[2], result["outcome"]


def obligations(result):
    """Return the ids of the obligations of a finding."""
    return [one["id"] for one in result["obligations"]]
