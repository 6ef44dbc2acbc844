# SPDX-License-Identifier: GPL-2.0-or-later
"""Exports sheets through the algorithm of Processing, so that the dock offers whatever it offers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication

from land_entry_plugin.gui.algorithm_run import AlgorithmRun
from land_entry_plugin.gui.words import language, say
from land_entry_plugin.jobs.sheet_files.formats import lack_of
from land_entry_plugin.sheets.forms.book import SUMMARY
from land_entry_plugin.sheets.forms.catalogue import FORMS
from land_entry_plugin.texts import has_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from qgis.core import QgsProject

ALGORITHM = "landentry:surveysheets"


@dataclass(frozen=True)
class Offer:
    """What can be delivered: sheets with their titles, formats, editions, and the usual of each.

    ``missing`` has a sentence for every format whose package is not here.
    """

    sheets: tuple[tuple[str, str], ...]
    formats: tuple[str, ...]
    editions: tuple[str, ...]
    usual_sheets: tuple[str, ...]
    usual_formats: tuple[str, ...]
    missing: Mapping[str, str] = field(default_factory=dict)


def offer() -> Offer:
    """Return what the algorithm can print."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(ALGORITHM)
    if algorithm is None:
        return Offer((), (), (), (), ())
    sheets, formats, editions = (algorithm.parameterDefinition(name) for name in ("SHEETS", "FORMATS", "EDITION"))
    return Offer(
        tuple((name, sheet_title(name)) for name in sheets.options()),
        tuple(formats.options()),
        tuple(editions.options()),
        tuple(sheets.defaultValue()),
        tuple(formats.defaultValue()),
        {name: fault.user_message(language()) for name in formats.options() if (fault := lack_of(name))},
    )


def sheet_title(name: str) -> str:
    """Return what a sheet is called; the forms' own titles are Chinese, by the standard."""
    named = f"sheet_{name.lower()}"
    if has_text(f"window.{named}"):
        return say(named)
    return next((form.title for form in FORMS if form.id == name), name)


def sheet_counts(parcels: list[dict[str, Any]]) -> dict[str, int]:
    """Return of how many parcels there is each sheet."""
    whole = [parcel for parcel in parcels if parcel["cadastre"]]
    counts = {form.id: sum(form.applies(parcel) for parcel in whole) for form in FORMS}
    return {SUMMARY: len(parcels)} | counts


def failed_parcels(errors: Sequence[str], parcel_ids: Sequence[str], formats: Sequence[str]) -> list[str]:
    """Return the parcels that errors of the algorithm are about; an error may be about the file of all parcels."""
    # an id may have spaces and colons of its own
    heads = {one: tuple(f"{one} {name}:" for name in formats) for one in parcel_ids}
    return [one for one, own in heads.items() if any(error.startswith(own) for error in errors)]


class Export(AlgorithmRun):
    """One export.

    Parameters
    ----------
    record : Path
        The record that is printed, with the reviewer's words.
    parcel_ids : list of str
    chosen : dict
        ``sheets``, ``formats``, ``edition``, ``folder``, ``templates``.
    project : QgsProject
    done : function
        Told in the main thread: whether it came to its end, its errors, the last word.
    """

    def __init__(
        self,
        record: Path,
        parcel_ids: list[str],
        chosen: dict[str, Any],
        project: QgsProject,
        done: Callable[[bool, list[str], str], None],
    ) -> None:
        self._parcel_ids, self._formats = parcel_ids, chosen["formats"]
        self.record = record
        self.count = len(parcel_ids)
        parameters = {
            "RECORD": str(record),
            "PARCEL_ID": ",".join(parcel_ids),
            "SHEETS": chosen["sheets"],
            "FORMATS": chosen["formats"],
            "EDITION": chosen["edition"],
            "FOLDER": chosen["folder"],
        }
        if chosen["templates"]:
            parameters["TEMPLATES"] = chosen["templates"]
        super().__init__(ALGORITHM, parameters, project, done)

    def failed(self) -> list[str]:
        """Return the parcels of which a file could not be written, one for however many formats."""
        return failed_parcels(self.heard.errors, self._parcel_ids, self._formats)
