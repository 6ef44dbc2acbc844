# SPDX-License-Identifier: GPL-2.0-or-later
"""Screening records as JSON files: keys sorted, UTF-8, held to their schema."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.outputs import written_whole
from land_entry_plugin.files.parsing import parsed
from land_entry_plugin.paths import resource

if TYPE_CHECKING:
    from pathlib import Path


def write_record(record: dict[str, Any], path: Path) -> None:
    """Write a record."""
    with written_whole(path) as part:
        text = json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
        part.write_text(text + "\n", encoding="utf-8")


def read_record(path: Path) -> dict[str, Any]:
    """Return the record in a file.

    Raises
    ------
    InputError
        When there is none, or what is there is no screening record.
    """
    if not path.is_file():
        raise InputError("missing_file", path=str(path))
    try:
        record = parsed(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError("unreadable_record", detail=str(error), path=str(path), reason="JSON") from error
    schema = json.loads(resource("schemas", "screening.schema.json").read_text(encoding="utf-8"))
    fault = jsonschema.exceptions.best_match(jsonschema.Draft202012Validator(schema).iter_errors(record))
    if fault is not None:
        place = "/".join(str(step) for step in fault.absolute_path) or "/"
        raise InputError("unreadable_record", detail=fault.message, path=str(path), reason=place)
    return record
