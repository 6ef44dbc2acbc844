# SPDX-License-Identifier: GPL-2.0-or-later
"""Rule packs in files: where they lie, and what is wrong with one, with its line."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from land_entry_plugin.errors import InputError
from land_entry_plugin.paths import resource, user_folder
from land_entry_plugin.schemas import schema, schema_errors, schema_reason, worst_error
from land_entry_plugin.texts import both
from land_entry_plugin.user_yaml import check_nesting, line_of, yaml_reason

if TYPE_CHECKING:
    from collections.abc import Sequence

SUFFIXES = (".yaml", ".yml")
# libyaml reads a pack twenty times as fast; it is not everywhere
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DATE_KEYS = ("valid_from", "valid_until", "before")


@dataclass(frozen=True)
class PackFile:
    """A pack as it stands in its file.

    Attributes
    ----------
    path : Path
    stored : dict
    node : yaml.Node
        The same with its places in the file.
    """

    path: Path
    stored: dict[str, Any]
    node: yaml.Node

    def fault(self, at: Sequence[Any], reason_id: str, /, **values: object) -> InputError:
        """Return the error that names a place of the file and what is wrong there."""
        return _fault(self.path, line_of(self.node, at), reason_id, **values)


def pack_folders(folders: Sequence[Path] = ()) -> list[Path]:
    """Return where packs are looked for: what comes with the plugin keeps its name, then the folders given."""
    return [resource("rule_packs"), *folders]


def find_pack(name: str, folders: Sequence[Path] = ()) -> Path:
    """Return the file of a pack by its id, or by its own path.

    Raises
    ------
    InputError
        When there is none of that name.
    """
    path = Path(name)
    if path.suffix.lower() in SUFFIXES:
        if not path.is_file():
            raise InputError("missing_file", path=name)
        return path
    there = pack_paths(folders)
    if name not in there:
        raise InputError("no_such_pack", pack=name, packs=sorted(there))
    return there[name]


def pack_paths(folders: Sequence[Path] = ()) -> dict[str, Path]:
    """Return the packs by id; one that comes with the plugin keeps its name."""
    found: dict[str, Path] = {}
    for folder in pack_folders(folders):
        for path in sorted(folder.glob("*")) if folder.is_dir() else ():
            if path.suffix.lower() in SUFFIXES:
                found.setdefault(path.stem, path)
    return found


def read_pack_file(path: Path) -> PackFile:
    """Return a pack's file that keeps the schema.

    Raises
    ------
    InputError
        When it does not: file, line and reason.
    """
    file = open_pack_file(path)
    mark = _mark(path)
    if not mark.exists():
        for fault in schema_faults(file):
            raise fault
        with suppress(OSError):
            mark.parent.mkdir(parents=True, exist_ok=True)
            mark.touch()
    return replace(file, stored=_dated(file.stored))


def _mark(path: Path) -> Path:
    """Return the mark that says of the content of a file that it keeps the schema as it is now."""
    schema = resource("schemas", "rule_pack.schema.json")
    digest = hashlib.sha256(path.read_bytes() + b"\x1e" + schema.read_bytes()).hexdigest()
    return user_folder("cache", f"pack-{digest}")


def _dated(stored: Any) -> Any:
    """Return a pack in which quoted dates are dates too."""
    if isinstance(stored, list):
        return [_dated(one) for one in stored]
    if not isinstance(stored, dict):
        return stored
    return {
        key: date.fromisoformat(value) if key in _DATE_KEYS and isinstance(value, str) else _dated(value)
        for key, value in stored.items()
    }


def open_pack_file(path: Path) -> PackFile:
    """Return a pack's file as it stands, without a look at the schema.

    Raises
    ------
    InputError
        When it is no YAML, or has a key twice, an alias or a date that is none: file, line and reason.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        check_nesting(text)
        node = yaml.compose(text, Loader=_LOADER)
        if not isinstance(node, yaml.MappingNode):
            raise _fault(path, 1, "not_a_pack")
        _check_nodes(node, path)
        stored = yaml.constructor.SafeConstructor().construct_document(node)
    except (ValueError, KeyError, TypeError, OverflowError, yaml.YAMLError) as error:
        line, reason = yaml_reason(error, path)
        raise InputError("bad_pack", detail=str(error), path=path.name, line=line, reason=reason) from error
    except OSError as error:
        raise InputError("unreadable_pack", path=str(path)) from error
    return PackFile(path, stored, node)


def _fault(path: Path, line: int, reason_id: str, /, **values: object) -> InputError:
    return InputError("bad_pack", path=path.name, line=line, reason=both(f"pack.{reason_id}", values))


def _check_nodes(node: yaml.Node | None, path: Path) -> None:
    """Name the first key that stands twice, date that is none, and alias (which could nest without end)."""
    waiting, seen = [node], set()
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            if one is not None:
                raise _fault(path, one.start_mark.line + 1, "alias")
            continue
        seen.add(id(one))
        if isinstance(one, yaml.MappingNode):
            keys: set[str] = set()
            for key, value in one.value:
                if key.tag != "tag:yaml.org,2002:str":
                    raise _fault(path, key.start_mark.line + 1, "key_no_text", key=_short(key.value))
                name = str(key.value)
                if name in keys:
                    raise _fault(path, key.start_mark.line + 1, "key_twice", key=name)
                keys.add(name)
                waiting.append(value)
                if name in _DATE_KEYS and isinstance(value, yaml.ScalarNode):
                    _check_date(value, path)
        elif isinstance(one, yaml.SequenceNode):
            waiting += one.value
        elif one.tag == "tag:yaml.org,2002:float" and one.value.lower().lstrip("+-") in (".inf", ".nan"):
            raise _fault(path, one.start_mark.line + 1, "no_number", value=one.value)
        elif one.tag == "tag:yaml.org,2002:timestamp":
            _check_date(one, path)


def _check_date(node: yaml.Node, path: Path) -> None:
    if node.tag == "tag:yaml.org,2002:null":
        return
    try:
        date.fromisoformat(node.value)
    except ValueError as error:
        raise _fault(path, node.start_mark.line + 1, "no_date", value=node.value) from error


def _as_json(stored: Any) -> Any:
    return json.loads(json.dumps(stored, default=str))


def schema_faults(file: PackFile) -> list[InputError]:
    """Return everything in which a pack does not keep the schema, what says most first."""
    found = schema_errors(_as_json(file.stored), schema("rule_pack"), file.path)
    errors = sorted(found, key=lambda error: list(map(str, error.path)))
    if not errors:
        return []
    # a misspelt key says more than the lack of the key that was meant
    misspelt = [error for error in errors if error.validator in ("additionalProperties", "propertyNames")]
    places = [list(error.absolute_path) for error in misspelt]
    others = [
        error
        for error in errors
        if not any(error is one for one in misspelt)
        and not (error.validator == "required" and list(error.absolute_path) in places)
    ]
    if misspelt:
        return [_schema_fault(file, error) for error in (*misspelt, *others)]
    best = worst_error(errors)
    whole = best
    while whole.parent is not None:
        whole = whole.parent
    return [_schema_fault(file, error) for error in (best, *(one for one in others if one is not whole))]


def parameter_faults(file: PackFile, place: Sequence[Any], kind: str, stored: Any) -> list[InputError]:
    """Return what is wrong with parameters that take the place of some of a rule's; the others need not be there."""
    part = {"$ref": f"#/$defs/parameters/{kind}", "$defs": schema("rule_pack")["$defs"]}
    return [
        _schema_fault(file, error, place)
        for error in schema_errors(_as_json(stored), part, file.path)
        if error.absolute_path or error.validator not in ("required", "anyOf", "minProperties")
    ]


def _schema_fault(file: PackFile, error: Any, above: Sequence[Any] = ()) -> InputError:
    place, reason, values = schema_reason(error, [*above, *error.absolute_path])
    return file.fault(place, reason, **values)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "..."
