# SPDX-License-Identifier: GPL-2.0-or-later
"""What people write and other programs made, held against ``resources/schemas``."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from land_entry_plugin.packages import SCHEMA, Later, missing_modules, need
from land_entry_plugin.paths import resource

if TYPE_CHECKING:
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
