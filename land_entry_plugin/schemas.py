# SPDX-License-Identifier: GPL-2.0-or-later
"""What people write and other programs made, held against ``resources/schemas``."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from land_entry_plugin.packages import SCHEMA, Later, missing_modules, need
from land_entry_plugin.paths import resource
from land_entry_plugin.texts import both, has_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_jsonschema = Later("jsonschema", SCHEMA)


@cache
def schema(name: str) -> dict[str, Any]:
    """Return a schema by its name, such as ``rule_pack``."""
    return json.loads(resource("schemas", f"{name}.schema.json").read_text(encoding="utf-8"))


def schema_errors(stated: Any, whole: dict[str, Any], path: Path) -> list[Any]:
    """Return in what the content of a file does not keep a schema.

    Where nothing can be checked, what comes with the product is taken as it is: its tests have held it against the
    schema.

    Raises
    ------
    InputError
        Where nothing can be checked and the file is the user's.
    """
    if missing_modules(SCHEMA) and path.resolve().is_relative_to(resource().resolve()):
        return []
    need(SCHEMA)
    return list(_jsonschema.Draft202012Validator(whole).iter_errors(stated))


def worst_error(errors: list[Any]) -> Any:
    """Return the error that says most; None where there is none."""
    return _jsonschema.exceptions.best_match(errors) if errors else None


def schema_reason(error: Any, place: Sequence[Any]) -> tuple[list[Any], str, dict[str, object]]:
    """Return where something does not keep a schema, the id of what is wrong there (``packs.yaml``), and its values.

    Parameters
    ----------
    error : jsonschema.ValidationError
    place : sequence of str or int
        Of what the error is about.
    """
    where = ".".join(str(step) for step in place) or "—"
    value, wanted = _short(error.instance), str(error.validator_value)
    if error.validator == "additionalProperties":
        known = sorted(error.schema["properties"])
        key = next(key for key in error.instance if key not in known)
        return [*place, key], "unknown_key", {"key": key, "known": known}
    if error.validator == "required":
        lacking = [key for key in error.validator_value if key not in error.instance]
        # one error for each of them, which only its message tells apart
        key = next((key for key in lacking if error.message.startswith(repr(key))), lacking[0])
        return [*place], "lacks_key" if place else "file_lacks_key", {"key": key, "place": where}
    if error.validator == "enum":
        return [*place], "not_one_of", {"value": value, "place": where, "known": list(error.validator_value)}
    if error.validator == "type":
        return [*place], "type", {"value": value, "place": where, "wanted": _kinds(error.validator_value)}
    # the schema says {"not": {}} where false would do: of false, some releases of jsonschema do not tell the place
    if error.validator == "not" and error.validator_value == {}:
        return [*place], "not_here", {"key": place[-1] if place else "—"}
    reason = error.validator if has_text(f"pack.{error.validator}") else "not_valid"
    return [*place], reason, {"value": value, "place": where, "wanted": wanted}


def _kinds(wanted: str | list[str]) -> dict[str, str]:
    """Return what a value should be, in every language."""
    kinds = [both(f"pack.kind_{one}", {}) for one in ([wanted] if isinstance(wanted, str) else wanted)]
    return {language: " / ".join(kind[language] for kind in kinds) for language in kinds[0]}


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "..."
