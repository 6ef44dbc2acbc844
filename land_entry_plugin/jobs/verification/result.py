# SPDX-License-Identifier: GPL-2.0-or-later
"""What a verification says: one state, its sentences, and all that they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from land_entry_plugin.jobs.runs import run_entry
from land_entry_plugin.jobs.verification.inputs import UNCHANGED
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = "land-entry-verification/1"
# The worst first: a record that was changed after it was written is no record of a run.
ALTERED, NOT_REPEATED, OUTCOME, INPUTS, PACK, HOLDS = "altered", "not_repeated", "outcome", "inputs", "pack", "holds"


@dataclass(frozen=True)
class Compared:
    """The repetition held against the record, part by part, as the result states them."""

    inputs: list[dict[str, Any]]
    pack: dict[str, Any]
    versions: dict[str, Any]
    parcels: dict[str, Any]

    @property
    def same_inputs(self) -> bool:
        """Whether every layer and the answers give the rows that they gave."""
        return all(one["state"] in UNCHANGED for one in self.inputs)


def verification_result(
    record: dict[str, Any],
    path: Path | None,
    codes: tuple[str, str],
    obstacles: list[dict[str, Any]],
    compared: Compared | None,
) -> dict[str, Any]:
    """Return the result.

    Parameters
    ----------
    codes : tuple of str
        The record's code as it states it, and as it follows from what it says.
    obstacles : list of dict
        Why it cannot be run again.
    compared : Compared or None
        None where it was not run again.
    """
    unaltered = codes[0] == codes[1]
    state = _state(compared, unaltered=unaltered)
    values = {"code": codes[0], "count": len(record["parcels"])}
    sentences = [both(f"verification.state_{state}", values)]
    if not unaltered:
        sentences.append(both("verification.code_differs", {"stated": codes[0], "own": codes[1]}))
    sentences += [one["texts"] for one in obstacles]
    if compared is not None:
        sentences += [one["texts"] for one in compared.inputs if one["state"] != "same"]
        sentences += [part["texts"] for part in (compared.pack, compared.versions) if not part["same"]]
        sentences.append(compared.parcels["texts"])
    return {
        "schema": SCHEMA,
        "state": state,
        "holds": state == HOLDS,
        "texts": sentences,
        "record": {
            "code": codes[0],
            "code_of_content": codes[1],
            "unaltered": unaltered,
            "finished": record["run"]["finished"],
            "path": None if path is None else str(path),
            "parcels": len(record["parcels"]),
        },
        "repeated": compared is not None,
        "obstacles": obstacles,
        "same_inputs": None if compared is None else compared.same_inputs,
        "same_outcome": None if compared is None else compared.parcels["same"],
        "inputs": [] if compared is None else compared.inputs,
        "pack": None if compared is None else compared.pack,
        "versions": None if compared is None else compared.versions,
        "outcome": None if compared is None else compared.parcels,
        "run": run_entry({}),
    }


def _state(compared: Compared | None, *, unaltered: bool) -> str:
    if not unaltered:
        return ALTERED
    if compared is None:
        return NOT_REPEATED
    if not compared.same_inputs:
        return INPUTS
    if not compared.pack["same"]:
        return PACK
    return HOLDS if compared.parcels["same"] else OUTCOME
