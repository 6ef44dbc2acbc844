# SPDX-License-Identifier: GPL-2.0-or-later
"""Settings in YAML that extend each other: those of the product in ``resources``, and a user's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import yaml

from land_entry_plugin.files.faults import system_fault
from land_entry_plugin.paths import resource
from land_entry_plugin.schemas import schema, schema_errors, schema_reason, worst_error
from land_entry_plugin.texts import both
from land_entry_plugin.user_yaml import line_of, read_user_yaml, yaml_reason

if TYPE_CHECKING:
    from pathlib import Path

    from land_entry_plugin.errors import InputError


class Fault(Protocol):
    """Makes the error of a file that is none of its kind."""

    def __call__(self, path: Path, reason: str | dict[str, str], detail: str = "") -> InputError: ...


@dataclass(frozen=True)
class SettingsKind:
    """One kind of settings.

    Attributes
    ----------
    folder, schema : str
        Where in ``resources`` they lie, and what they are held against.
    default : str
        Id of the one that is extended where a file names no other.
    fault : callable
    not_inherited : tuple of str
        What a file says of itself alone.
    """

    folder: str
    schema: str
    default: str
    fault: Fault
    not_inherited: tuple[str, ...] = ()

    def ids(self) -> list[str]:
        """Return the ids of those that come with the product, the default first."""
        found = sorted(path.stem for path in resource(self.folder).glob("*.yaml"))
        return sorted(found, key=lambda id_: id_ != self.default)

    def path(self, id_: str) -> Path:
        """Return the file of one that comes with the product."""
        return resource(self.folder, f"{id_}.yaml")

    def stated(self, path: Path, seen: tuple[Path, ...] = ()) -> dict[str, Any]:
        """Return what a file states, over what the one that it extends states.

        Raises
        ------
        InputError
            When a file is none of its kind, or extends what is not there or itself.
        """
        own = self._read(path)
        base = own.get("extends", None if path == self.path(self.default) else self.default)
        if base is None:
            return own
        if not self.path(base).is_file() or self.path(base) in seen:
            raise self.fault(path, f"extends: {base}")
        inherited = self.stated(self.path(base), (*seen, path))
        return _over({key: value for key, value in inherited.items() if key not in self.not_inherited}, own)

    def _read(self, path: Path) -> dict[str, Any]:
        try:
            stated = read_user_yaml(path)
        except OSError as error:
            raise system_fault(error) from error
        except (UnicodeDecodeError, yaml.YAMLError) as error:
            line, reason = yaml_reason(error, path)
            raise self.fault(path, both("pack.in_line", {"line": line, "reason": reason}), str(error)) from error
        fault = worst_error(schema_errors(stated, schema(self.schema), path))
        if fault is not None:
            place, reason_id, values = schema_reason(fault, list(fault.absolute_path))
            line = line_of(yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader), place)
            about = {"line": line, "reason": both(f"pack.{reason_id}", values)}
            raise self.fault(path, both("pack.in_line", about), fault.message)
        return stated


def _over(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    result = dict(base)
    for key, value in own.items():
        is_nested = isinstance(value, dict) and isinstance(base.get(key), dict)
        result[key] = _over(base[key], value) if is_nested else value
    return result
