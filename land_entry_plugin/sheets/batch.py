# SPDX-License-Identifier: GPL-2.0-or-later
"""The survey sheets of parcels as PDF: the writer that QGIS adds to the formats of a batch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qgis.core import QgsPrintLayout, QgsProject

from land_entry_plugin.cadastre.edition import EDITION_WORDS, Edition
from land_entry_plugin.cadastre.sentences import FORM_VERSION
from land_entry_plugin.jobs.sheet_files.writer import WrittenFile, made_from
from land_entry_plugin.jobs.surveysheets import SheetBatch, surveysheets
from land_entry_plugin.sheets.canvas import Canvas
from land_entry_plugin.sheets.designer import SHEET_TITLES
from land_entry_plugin.sheets.export import export_pdf, mark_of
from land_entry_plugin.sheets.fonts import sheet_fonts
from land_entry_plugin.sheets.forms.book import SHEETS, SUMMARY, draw_set

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from land_entry_plugin.jobs.progress import Progress
    from land_entry_plugin.sheets.templates import Template

# Building the pages of a parcel takes about this part of its time, writing the file the rest.
_BUILDING = 0.7


@dataclass(frozen=True)
class SetOptions:
    """How a set is printed.

    Attributes
    ----------
    sheets : tuple of str
        Which of ``SHEETS`` a PDF holds, as far as they apply to its parcel.
    edition : Edition
    form_version : str
        Printed in the foot of every form.
    templates : mapping of sheet to Template
        The user's frames.
    """

    sheets: tuple[str, ...] = (SUMMARY,)
    edition: Edition = Edition.INTERNAL
    form_version: str = FORM_VERSION
    templates: Mapping[str, Template] = field(default_factory=dict)


def export_survey_sheets(
    record: dict[str, Any],
    parcel_ids: Sequence[str] | None,
    folder: Path | str,
    progress: Progress | None = None,
    options: SetOptions | None = None,
) -> SheetBatch:
    """Return what was written to ``folder``: one PDF a parcel, and an index of all of them; see ``surveysheets``."""
    options = options or SetOptions()
    writer = PdfWriter(record, options)
    return surveysheets(record, parcel_ids, folder, [writer], progress, edition=options.edition)


class PdfWriter:
    """Prints parcels as PDF. Raises InputError where no Chinese font is here."""

    format, suffix = "PDF", ".pdf"

    def __init__(self, record: dict[str, Any], options: SetOptions) -> None:
        self.record, self.options, self.fonts = record, options, sheet_fonts()
        self.mark_of = mark_of

    def mark(self, parcel: dict[str, Any]) -> str:
        """Return the mark of the file that a parcel gets."""
        options = self.options
        return made_from(
            self.record,
            parcel,
            sheets=sorted(options.sheets),
            edition=str(options.edition),
            form_version=options.form_version,
            templates={sheet: template.sha256 for sheet, template in sorted(options.templates.items())},
        )

    def write(self, parcel: dict[str, Any], path: Path, mark: str, done: Callable[[float], None]) -> WrittenFile:
        """Write a PDF and return its sheets, pages, and how many places are open on each of its sheets."""
        # a project of its own: the layers of the map never show up in the user's
        project = QgsProject()
        canvas = Canvas(QgsPrintLayout(project))
        # the project takes the layout along when it goes, in the right order also where an error keeps both alive
        project.layoutManager().addLayout(canvas.layout)
        options = self.options
        draw_set(
            canvas,
            self.record,
            parcel,
            project,
            self.fonts,
            options.sheets,
            options.edition,
            form_version=options.form_version,
            templates=options.templates,
            sheet_done=lambda share: done(_BUILDING * share),
        )
        _describe(project, canvas, options.edition)
        export_pdf(canvas.layout, path, mark)
        places = canvas.open_places
        own = [sheet for sheet in SHEETS if sheet in places]
        return WrittenFile(
            [SHEET_TITLES[sheet] for sheet in own],
            canvas.page_count,
            {SHEET_TITLES[sheet]: places[sheet] for sheet in own},
        )


def _describe(project: QgsProject, canvas: Canvas, edition: Edition) -> None:
    """Set what the file says of itself; QGIS would name the user of this machine as author."""
    metadata = project.metadata()
    metadata.setTitle(f"{canvas.layout.name()}　{EDITION_WORDS[edition]}")
    metadata.setAuthor("Land Entry")
    project.setMetadata(metadata)
