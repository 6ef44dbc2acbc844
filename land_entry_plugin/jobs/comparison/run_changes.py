# SPDX-License-Identifier: GPL-2.0-or-later
"""What differs between two runs as a whole: layers, rules, options, answers, versions; the evidence for causes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from land_entry_plugin.errors import InputError
from land_entry_plugin.rules.layering import load_pack
from land_entry_plugin.rules.pack_differences import Difference, differences

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from land_entry_plugin.rules.pack import RulePack

_OPTIONS = ("as_of", "complete", "sliver_area_m2", "sliver_width_m", "parcel_id")
# What computes; the version of QGIS, of Python or of the platform decides nothing.
_COMPUTING = ("land_entry", "geos", "proj", "shapely")


@dataclass(frozen=True)
class RunChanges:
    """What differs between two runs.

    Attributes
    ----------
    before, after : dict
        The records.
    pack_folders : tuple of Path
    """

    before: dict[str, Any]
    after: dict[str, Any]
    pack_folders: Sequence[Path] = ()

    @cached_property
    def roles(self) -> dict[str, tuple[dict[str, Any] | None, dict[str, Any] | None]]:
        """The layers that are not the same in both runs, by role: what each record says of them.

        A different hash alone is no evidence, since other parcels have other rows near them.
        """
        one, other = self.before["inputs"], self.after["inputs"]
        return {
            key: (one.get(key), other.get(key))
            for key in dict.fromkeys((*one, *other))
            if key != "parcels" and (one.get(key) or {}).get("sha256") != (other.get(key) or {}).get("sha256")
        }

    @cached_property
    def roles_alone(self) -> frozenset[str]:
        """The roles whose layers are not the same in both runs."""
        return frozenset(key.split("[")[0] for key in self.roles)

    def layer_names(self, role: str) -> list[str]:
        """Return what the layers of a role are called, in either run."""
        inputs = [record["inputs"] for record in (self.after, self.before)]
        names = [entry["layer"] for of_run in inputs for key, entry in of_run.items() if key.split("[")[0] == role]
        return list(dict.fromkeys(names))

    @cached_property
    def options(self) -> dict[str, tuple[Any, Any]]:
        """The options that differ."""
        one, other = self.before["options"], self.after["options"]
        return {name: (one.get(name), other.get(name)) for name in _OPTIONS if one.get(name) != other.get(name)}

    @cached_property
    def answers_differ(self) -> bool:
        """Whether officers answered otherwise."""
        hashes = [(record["options"].get("answers") or {}).get("sha256") for record in (self.before, self.after)]
        return hashes[0] != hashes[1]

    @cached_property
    def versions(self) -> dict[str, tuple[Any, Any]]:
        """The versions that differ and compute something."""
        one, other = (record["run"]["versions"] for record in (self.before, self.after))
        return {name: (one.get(name), other.get(name)) for name in _COMPUTING if one.get(name) != other.get(name)}

    @cached_property
    def pack_differs(self) -> bool:
        """Whether the text of the rule pack, or of one that it extends, is another."""
        return _hashes(self.before) != _hashes(self.after)

    @cached_property
    def rules(self) -> list[Difference] | None:
        """How the packs differ, None where one of the two texts is not at hand any more."""
        if not self.pack_differs:
            return []
        packs = [self._pack(record) for record in (self.before, self.after)]
        if packs[0] is None or packs[1] is None:
            return None
        return differences(packs[0], packs[1])

    def of_rule(self, rule_id: str) -> list[Difference]:
        """Return the differences in what one rule says, beyond wording."""
        own = [one for one in self.rules or () if one.section in ("rules", "disabled") and one.id == rule_id]
        return [one for one in own if not one.is_wording]

    @cached_property
    def behind_rules(self) -> list[Difference]:
        """The differences in what rules rest on: settings, questions, tables, figures."""
        sections = ("settings", "questions", "tables", "figures")
        return [one for one in self.rules or () if one.section in sections and not one.is_wording]

    def rule_texts_differ(self, rule_id: str) -> bool | None:
        """Return whether a rule says something else by the digests in the records, None where they have none."""
        digests = [record["pack"].get("rules") for record in (self.before, self.after)]
        if digests[0] is None or digests[1] is None:
            return None
        return digests[0].get(rule_id) != digests[1].get(rule_id)

    def _pack(self, record: dict[str, Any]) -> RulePack | None:
        try:
            pack = load_pack(record["run"]["rule_pack"], tuple(self.pack_folders))
        except (InputError, KeyError):
            return None
        return pack if [head.sha256 for head in (pack.head, *pack.bases)] == _hashes(record) else None


def _hashes(record: dict[str, Any]) -> list[str]:
    pack = record["pack"]
    return [pack["sha256"], *(base["sha256"] for base in pack.get("extends", ()))]
