# SPDX-License-Identifier: GPL-2.0-or-later
"""Verify a screening: run its record again from its inputs, and say whether it holds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from land_entry_plugin.errors import InputError
from land_entry_plugin.jobs.record import screening_record, short_code
from land_entry_plugin.jobs.runs import content_id
from land_entry_plugin.jobs.screenparcels import screenparcels
from land_entry_plugin.jobs.verification.again import request_again
from land_entry_plugin.jobs.verification.inputs import UNCHANGED, compared_inputs, compared_pack, compared_versions
from land_entry_plugin.jobs.verification.outcomes import compared_parcels
from land_entry_plugin.jobs.verification.result import Compared, verification_result

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from land_entry_plugin.jobs.progress import Progress


@dataclass(frozen=True)
class VerificationRequest:
    """The record to verify.

    Attributes
    ----------
    record : dict
        As ``files.records.read_record`` gives it.
    path : Path or None
        Where it came from.
    pack_folders : tuple of Path
        Where the user keeps packs.
    moved_to : Path or None
        Folder, .gdb or .gpkg where the recorded files are now; a file that is not there is read where it was.
    """

    record: dict[str, Any]
    path: Path | None = None
    pack_folders: Sequence[Path] = ()
    moved_to: Path | None = None


def verifyscreening(request: VerificationRequest, progress: Progress | None = None) -> dict[str, Any]:
    """Return the result: whether the record is as it was written, whether it can be run again, and what differs.

    Raises
    ------
    InputError
        When ``moved_to`` is not there.
    Cancelled
        When the user cancelled.
    """
    record = request.record
    if request.moved_to is not None and not request.moved_to.exists():
        raise InputError("missing_file", path=str(request.moved_to))
    stated_code, own_code = short_code(record), _code_of_content(record)
    again, obstacles = request_again(record, request.pack_folders, request.moved_to)
    compared = None
    if again is not None:
        try:
            now = json.loads(json.dumps(screening_record(screenparcels(again, progress))))
        except InputError as error:
            obstacles.add_error(error)
        else:
            versions = compared_versions(record, now)
            inputs = compared_inputs(record, now)
            compared = Compared(
                inputs=inputs,
                pack=compared_pack(record, now),
                versions=versions,
                parcels=compared_parcels(
                    record, now, exact=versions["same"], same_inputs=all(one["state"] in UNCHANGED for one in inputs)
                ),
            )
    return verification_result(record, request.path, (stated_code, own_code), obstacles.found, compared)


def _code_of_content(record: dict[str, Any]) -> str:
    """Return the code that follows from what the record says, which is the stated one unless somebody changed it."""
    return content_id({key: value for key, value in record.items() if key != "run"})
