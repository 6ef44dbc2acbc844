# SPDX-License-Identifier: GPL-2.0-or-later
"""Rule packs: dated, cited sets of rules, read from YAML."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from land_entry_plugin.errors import InputError
from land_entry_plugin.paths import resource
from land_entry_plugin.roles.catalogue import layer_roles

DEFAULT_PACK = "national"
IN_FORCE = "in_force"


@dataclass(frozen=True)
class Rule:
    """One check with its legal basis.

    Attributes
    ----------
    id : str
        Never changes once released.
    kind : str
        The kind of check, a module of ``rules.kinds``.
    title, explanation : dict
        By language.
    blocking : bool
        Whether a conflict means ``prohibited`` and an unknown ``undetermined``.
    roles : tuple of str
        The layers it needs.
    when_missing : str
        The outcome where one of them is not given.
    parameters : dict
        What the kind of check is told.
    basis : tuple of dict
        Document, number, article and gist of what the rule rests on.
    obligations : dict
        By the status that brings them: ids to texts by language.
    """

    id: str
    kind: str
    title: dict[str, str]
    explanation: dict[str, str]
    blocking: bool
    roles: tuple[str, ...]
    when_missing: str
    parameters: dict[str, Any]
    basis: tuple[dict[str, Any], ...]
    obligations: dict[str, dict[str, dict[str, str]]]


@dataclass(frozen=True)
class RulePack:
    """A dated set of rules for one jurisdiction.

    Attributes
    ----------
    id, version, status : str
    title : dict
        By language.
    jurisdiction : dict
        ``level``, ``name`` by language, ``codes`` (administrative codes; none for the whole country).
    valid_from, valid_until : date or None
        First and last day, both inclusive.
    settings : dict
        Limits that hold for all rules (``touch_width_m``, ``sliver_share``).
    rules : tuple of Rule
    sha256 : str
        Of the pack's content.
    """

    id: str
    version: str
    status: str
    title: dict[str, str]
    jurisdiction: dict[str, Any]
    valid_from: date
    valid_until: date | None
    settings: dict[str, float]
    rules: tuple[Rule, ...]
    sha256: str

    def in_force(self, day: date) -> bool:
        """Return whether the pack is law on a day."""
        return (
            self.status == IN_FORCE and self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)
        )


@cache
def shipped_packs() -> tuple[str, ...]:
    """Return the ids of the packs that come with the plugin."""
    return tuple(path.stem for path in sorted(resource("rule_packs").glob("*.yaml")))


def load_pack(name: str) -> RulePack:
    """Return a pack by its id, or from a YAML file by its path.

    Raises
    ------
    InputError
        When there is none of that name; when it is not a pack: file, line and reason.
    """
    path = Path(name)
    if name in shipped_packs():
        path = resource("rule_packs", f"{name}.yaml")
    elif path.suffix.lower() not in (".yaml", ".yml"):
        raise InputError("no_such_pack", pack=name, packs=list(shipped_packs()))
    elif not path.is_file():
        raise InputError("missing_file", path=name)
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        _check_nodes(node, path.name)
        stored = yaml.safe_load(text)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        reason = str(getattr(error, "problem", None) or error)
        raise InputError("bad_pack", path=path.name, line=mark.line + 1 if mark else 1, reason=reason) from error
    _check(stored, node, path.name)
    return _pack(stored)


def _check_nodes(node: yaml.Node | None, file_name: str) -> None:
    """Name the first value that is written like a date and is none, and the first key that stands twice."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                line, reason = key.start_mark.line + 1, f"key '{key.value}' twice"
                raise InputError("bad_pack", path=file_name, line=line, reason=reason)
            seen.add(key.value)
    if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:timestamp":
        try:
            date.fromisoformat(node.value)
        except ValueError as error:
            line, reason = node.start_mark.line + 1, f"'{node.value}' is no date"
            raise InputError("bad_pack", path=file_name, line=line, reason=reason) from error
    elif isinstance(node, yaml.CollectionNode):
        for child in node.value:
            for part in child if isinstance(child, tuple) else (child,):
                _check_nodes(part, file_name)


def _check(stored: Any, node: yaml.Node | None, file_name: str) -> None:
    """Hold a pack against its schema and the product's words; the first fault is named with its line."""
    schema = json.loads(resource("schemas", "rule_pack.schema.json").read_text(encoding="utf-8"))
    plain = json.loads(json.dumps(stored, default=str))
    errors = sorted(
        jsonschema.Draft202012Validator(schema).iter_errors(plain), key=lambda error: list(map(str, error.path))
    )
    if errors:
        # a misspelt key says more than the lack of the key that was meant
        misspelt = [error for error in errors if error.validator == "additionalProperties"]
        error = misspelt[0] if misspelt else jsonschema.exceptions.best_match(errors)
        place = list(error.absolute_path)
        if error.validator == "additionalProperties":
            known = set(error.schema["properties"])
            place.append(next(key for key in error.instance if key not in known))
        raise InputError("bad_pack", path=file_name, line=_line(node, place), reason=_reason(error))
    seen: set[str] = set()
    for i, rule in enumerate(stored["rules"]):
        if rule["id"] in seen:
            raise InputError(
                "bad_pack", path=file_name, line=_line(node, ["rules", i]), reason=f"id '{rule['id']}' twice"
            )
        seen.add(rule["id"])
        for role in rule.get("roles", ()):
            if role not in layer_roles():
                line = _line(node, ["rules", i, "roles"])
                raise InputError("bad_pack", path=file_name, line=line, reason=f"'{role}' is no role")
    for key in ("valid_from", "valid_until"):
        if stored.get(key) is not None and not isinstance(stored[key], date):
            raise InputError("bad_pack", path=file_name, line=_line(node, [key]), reason=f"'{stored[key]}' is no date")


def _reason(error: jsonschema.ValidationError) -> str:
    place = ".".join(str(step) for step in error.absolute_path)
    return f"{place}: {error.message}" if place else error.message


def _line(node: yaml.Node | None, place: list[Any]) -> int:
    """Return the line in which a place of the document begins."""
    line = 1
    for step in place:
        following = None
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == str(step):
                    line, following = key.start_mark.line + 1, value
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            following = node.value[step]
            line = following.start_mark.line + 1
        if following is None:
            break
        node = following
    return line


def _pack(stored: dict[str, Any]) -> RulePack:
    content = json.dumps(stored, sort_keys=True, ensure_ascii=False, default=str)
    return RulePack(
        id=stored["id"],
        version=str(stored["version"]),
        status=stored["status"],
        title=stored["title"],
        jurisdiction=stored["jurisdiction"],
        valid_from=stored["valid_from"],
        valid_until=stored.get("valid_until"),
        settings=stored["settings"],
        rules=tuple(
            Rule(
                id=rule["id"],
                kind=rule["kind"],
                title=rule["title"],
                explanation=rule["explanation"],
                blocking=rule["blocking"],
                roles=tuple(rule.get("roles", ())),
                when_missing=rule.get("when_missing", "unknown"),
                parameters=rule.get("parameters", {}),
                basis=tuple(rule["basis"]),
                obligations=rule.get("obligations", {}),
            )
            for rule in stored["rules"]
        ),
        sha256=hashlib.sha256(content.encode("utf-8")).hexdigest(),
    )
