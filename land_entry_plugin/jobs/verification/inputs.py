# SPDX-License-Identifier: GPL-2.0-or-later
"""The inputs of a recorded run held against those of its repetition: layers, answers, rule pack, versions."""

from __future__ import annotations

from typing import Any

from land_entry_plugin.jobs.verification.again import role_title
from land_entry_plugin.texts import both

# What became of an input.
SAME, ROWS, OTHER_ROWS, REPLACED, ONLY_THEN, ONLY_NOW = (
    "same",
    "rows",
    "other_rows",
    "replaced",
    "only_then",
    "only_now",
)
# States in which what was read is what is read now.
UNCHANGED = (SAME, OTHER_ROWS)
_DECIDING = ("sha256", "features_read", "fields", "crs")


def compared_inputs(then: dict[str, Any], now: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what became of every layer, and of the answers, by the hash of the rows that were read."""
    keys = dict.fromkeys((*then["inputs"], *now["inputs"]))
    found = [_layer(key, then["inputs"].get(key), now["inputs"].get(key)) for key in keys]
    tables = [record["options"]["answers"] for record in (then, now)]
    if any(tables):
        found.append(_entry("answers", _state_of_answers(*tables), *tables))
    return found


def compared_pack(then: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """Return whether the rule pack, and all that it extends, is the same text."""
    heads = [[record["pack"], *record["pack"]["extends"]] for record in (then, now)]
    differ = [
        {"id": one["id"], "then": one["version"], "now": other["version"]}
        for one, other in zip(*heads, strict=False)
        if (one["id"], one["sha256"]) != (other["id"], other["sha256"])
    ]
    is_same = not differ and len(heads[0]) == len(heads[1])
    names = [one["id"] for one in differ] or [then["pack"]["id"]]
    return {
        "same": is_same,
        "differ": differ,
        "texts": both(f"verification.pack_{'same' if is_same else 'differs'}", {"packs": names}),
    }


def compared_versions(then: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """Return which programs and libraries have another version now; QGIS computes nothing and is left out."""
    stated, own = then["run"]["versions"], now["run"]["versions"]
    differ = {name: [stated.get(name), version] for name, version in own.items() if stated.get(name) != version}
    listed = [f"{name} {one or '—'} → {other}" for name, (one, other) in sorted(differ.items())]
    case = "differ" if differ else "same"
    return {"same": not differ, "differ": differ, "texts": both(f"verification.versions_{case}", {"versions": listed})}


def _layer(key: str, then: dict[str, Any] | None, now: dict[str, Any] | None) -> dict[str, Any]:
    if then is None or now is None:
        return _entry(key, ONLY_NOW if then is None else ONLY_THEN, then, now)
    if any(then[name] != now[name] for name in _DECIDING):
        return _entry(key, ROWS if then["layer"] == now["layer"] else REPLACED, then, now)
    return _entry(key, SAME if then["features"] == now["features"] else OTHER_ROWS, then, now)


def _state_of_answers(then: dict[str, Any] | None, now: dict[str, Any] | None) -> str:
    if then is None or now is None:
        return ONLY_NOW if then is None else ONLY_THEN
    return SAME if then["sha256"] == now["sha256"] else ROWS


def _entry(key: str, state: str, then: dict[str, Any] | None, now: dict[str, Any] | None) -> dict[str, Any]:
    role = key.split("[", maxsplit=1)[0]
    stated = then or now or {}
    values = {
        "role": role_title(role),
        "layer": stated["layer"],
        "read_then": _read(then),
        "read_now": _read(now),
        "rows_then": (then or {}).get("features"),
        "rows_now": (now or {}).get("features"),
    }
    hashes = {name: one and one["sha256"] for name, one in (("then", then), ("now", now))}
    return {
        "role": key,
        "layer": stated["layer"],
        "state": state,
        "sha256": hashes,
        "texts": both(f"verification.input_{state}", values),
    }


def _read(entry: dict[str, Any] | None) -> int | None:
    return None if entry is None else entry.get("features_read", entry.get("rows"))
