# SPDX-License-Identifier: GPL-2.0-or-later
"""The survey sheets of many parcels, a PDF each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from qgis.core import QgsProject

from land_entry_plugin.errors import InputError, LandEntryError
from land_entry_plugin.jobs.progress import Progress, Silent, followed
from land_entry_plugin.sheets.edition import Edition
from land_entry_plugin.sheets.export import export_pdf
from land_entry_plugin.sheets.fonts import Fonts, sheet_fonts
from land_entry_plugin.sheets.forms.book import SUMMARY, build_set

if TYPE_CHECKING:
    from collections.abc import Sequence

# Signs that Windows, and the reserved names that it, does not take; and control characters.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|COM\d|LPT\d)(?:\..*)?", re.IGNORECASE)
_LONGEST_NAME = 80
PHASE = "sheets"


@dataclass(frozen=True)
class FailedSheet:
    """A parcel whose sheet could not be printed, and why."""

    parcel_id: str
    row: int
    error: LandEntryError


class SheetBatch(NamedTuple):
    """What a batch came to."""

    written: list[Path]
    failed: list[FailedSheet]


def export_survey_sheets(
    record: dict[str, Any],
    parcel_ids: Sequence[str] | None,
    folder: Path | str,
    progress: Progress | None = None,
    sheets: Sequence[str] = (SUMMARY,),
    edition: Edition = Edition.INTERNAL,
) -> SheetBatch:
    """Return the PDFs written to ``folder``, one a parcel, and the parcels that failed.

    Parameters
    ----------
    record : dict
        Of a screening, as ``json.load`` gives it.
    parcel_ids : sequence of str or None
        Which parcels; all for None. An id that two rows bear gives two sheets.
    folder : path
        Made where it does not exist.
    progress : Progress, optional
        Asked between parcels; Cancelled is raised, sheets that are written stay.
    sheets : sequence of str, optional
        Which of ``SHEETS`` a PDF holds, as far as they apply to its parcel; the summary where not given.
    edition : Edition, optional
    """
    folder = Path(folder)
    progress = progress or Silent()
    parcels = _chosen(record, parcel_ids)
    fonts = sheet_fonts()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError("unwritable", detail=str(error), path=str(folder)) from error
    written: list[Path] = []
    failed: list[FailedSheet] = []
    names = file_names([parcel["parcel_id"] for parcel in parcels])
    for parcel, name in followed(list(zip(parcels, names, strict=True)), len(parcels), progress, PHASE, 0.0, 1.0):
        path = folder / f"{name}.pdf"
        try:
            written.append(_print(record, parcel, path, fonts, sheets, edition))
        except LandEntryError as error:
            failed.append(FailedSheet(parcel["parcel_id"], parcel["row"], error))
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            # a parcel whose part of the record is broken does not stop the others
            fault = InputError("export_failed", detail=repr(error), path=str(path))
            failed.append(FailedSheet(parcel["parcel_id"], parcel["row"], fault))
    progress.report(PHASE, 1.0)
    return SheetBatch(written, failed)


def _print(
    record: dict[str, Any], parcel: dict[str, Any], path: Path, fonts: Fonts, sheets: Sequence[str], edition: Edition
) -> Path:
    # a project of its own: the layers of the map never show up in the user's
    project = QgsProject()
    layout = build_set(record, parcel, project, fonts, sheets, edition)
    # the project takes the layout along when it goes, in the right order also where an error keeps both alive
    project.layoutManager().addLayout(layout)
    return export_pdf(layout, path)


def _chosen(record: dict[str, Any], parcel_ids: Sequence[str] | None) -> list[dict[str, Any]]:
    if parcel_ids is None:
        return list(record["parcels"])
    wanted = set(parcel_ids)
    missing = sorted(wanted - {parcel["parcel_id"] for parcel in record["parcels"]})
    if missing:
        raise InputError("no_such_parcel", parcels=missing)
    return [parcel for parcel in record["parcels"] if parcel["parcel_id"] in wanted]


def file_names(parcel_ids: Sequence[str]) -> list[str]:
    """Return a file name without its ending for each id, all different, also where capitals do not count."""
    names: list[str] = []
    taken: set[str] = set()
    for parcel_id in parcel_ids:
        stem = clean_name(parcel_id)
        name, number = stem, 2
        while name.casefold() in taken:
            name, number = f"{stem}_{number}", number + 1
        taken.add(name.casefold())
        names.append(name)
    return names


def clean_name(parcel_id: str | None) -> str:
    """Return an id without path parts and signs that file systems do not take."""
    name = _FORBIDDEN.sub("_", str(parcel_id or "")).strip(" .")[:_LONGEST_NAME].rstrip(" .")
    if not name:
        return "parcel"
    return f"_{name}" if _RESERVED.fullmatch(name) else name
