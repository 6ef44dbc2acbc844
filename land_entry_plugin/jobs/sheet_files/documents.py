# SPDX-License-Identifier: GPL-2.0-or-later
"""The survey forms of parcels as Word documents: the writer of DOCX in a batch of sheets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.document_context import SHEETS, applying, survey_context
from land_entry_plugin.cadastre.edition import EDITION_WORDS, Edition, Editor
from land_entry_plugin.cadastre.sentences import FORM_VERSION
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.documents.faults import raise_faults
from land_entry_plugin.files.documents.folders import all_templates, find_template, own_folders
from land_entry_plugin.files.documents.font_files import font_notes
from land_entry_plugin.files.documents.lint import lint_template, sha256
from land_entry_plugin.files.documents.parcel_picture import draw_parcel
from land_entry_plugin.files.documents.picture import Picture
from land_entry_plugin.files.documents.placeholders import load_placeholders
from land_entry_plugin.files.documents.render import identifier_of, render_document
from land_entry_plugin.files.scratch import scratch_folder
from land_entry_plugin.jobs.sheet_files.writer import WrittenFile, made_from

if TYPE_CHECKING:
    from collections.abc import Sequence

# The templates, without ``.docx``: of the whole set, and of its last sheet alone.
SURVEY_SET, OPINION = "SURVEY_SET", "OPINION"
TEMPLATES = (SURVEY_SET, OPINION)
PLACEHOLDERS = "survey"
_MAPS = ("SKETCH", "PARCEL_MAP")
_MARK = "land-entry:"

# Draws the map of a parcel into a file and returns it with its width on paper; None where there is nothing to draw.
Drawer = Callable[[dict[str, Any], Path], Picture | None]


@dataclass(frozen=True)
class DocumentOptions:
    """How forms are written.

    Attributes
    ----------
    sheets : tuple of str
        Which a document holds, as far as they apply to its parcel. Sheets that have no form in Word are passed over;
        where none is left all are written.
    edition : Edition
    form_version : str
        In the foot of every page.
    folders : tuple of Path
        The user's templates, the first to look in first.
    draw : callable
        Makes the picture of the parcel map.
    """

    sheets: tuple[str, ...] = tuple(SHEETS)
    edition: Edition = Edition.INTERNAL
    form_version: str = FORM_VERSION
    folders: tuple[Path, ...] = field(default_factory=own_folders)
    draw: Drawer = draw_parcel


def check_templates(folders: Sequence[Path]) -> list[Path]:
    """Return the templates that a batch may use, all of which are good.

    Raises
    ------
    InputError
        In one sentence with every fault of every template.
    """
    placeholders = load_placeholders(PLACEHOLDERS)
    templates = all_templates(TEMPLATES, folders)
    raise_faults({path: lint_template(path, placeholders) for path in templates})
    return list(templates)


def write_survey_form(
    record: dict[str, Any],
    parcel: dict[str, Any],
    target: Path,
    *,
    template: Path,
    sheets: Sequence[str] = tuple(SHEETS),
    edition: Edition = Edition.INTERNAL,
    form_version: str = FORM_VERSION,
    picture: Picture | None = None,
    mark: str = "",
) -> None:
    """Write the forms of one parcel as a document.

    Parameters
    ----------
    record : dict
    parcel : dict
        As the edition shows it (``Editor.edited``).
    target : Path
    template : Path
    sheets : sequence of str
        Of ``SHEETS``.
    edition : Edition
    form_version : str
    picture : Picture, optional
        Of the parcel map.
    mark : str, optional
        What the file is made from; ``DocxWriter.mark_of`` reads it again.
    """
    render_document(
        template,
        survey_context(record, parcel, edition, sheets, form_version),
        target,
        placeholders=load_placeholders(PLACEHOLDERS),
        pictures={"map": picture},
        title=f"地籍调查表 {parcel['parcel_id'] or ''}　{EDITION_WORDS[edition]}",
        identifier=f"{_MARK}{mark}" if mark else "",
    )


class DocxWriter:
    """Writes parcels as Word documents. Raises InputError where a template is at fault: before a batch begins.

    Attributes
    ----------
    sheets : list of str
        Which a document may hold.
    notes : list of dict
        What the user should know before he relies on the files, in both languages: fonts that are not here.
    """

    format, suffix = "DOCX", ".docx"

    def __init__(self, record: dict[str, Any], options: DocumentOptions | None = None) -> None:
        self.record, self.options = record, options or DocumentOptions()
        self._hashes = {path: sha256(path) for path in check_templates(self.options.folders)}
        self.notes = font_notes(list(self._hashes))
        self._editor = Editor(record, self.options.edition)
        chosen = [sheet for sheet in SHEETS if sheet in self.options.sheets]
        self.sheets = chosen or list(SHEETS)

    def mark(self, parcel: dict[str, Any]) -> str:
        """Return the mark of the file that a parcel gets."""
        return made_from(
            self.record,
            parcel,
            sheets=self.sheets,
            edition=str(self.options.edition),
            form_version=self.options.form_version,
            template=self._hashes[self._template(parcel)],
            drawer=f"{self.options.draw.__module__}.{getattr(self.options.draw, '__qualname__', '')}",
        )

    def mark_of(self, path: Path) -> str | None:
        """Return the mark of a whole file; None for half a file and for a stranger."""
        identifier = identifier_of(path) or ""
        return identifier.removeprefix(_MARK) if identifier.startswith(_MARK) else None

    def write(self, parcel: dict[str, Any], path: Path, mark: str, done: Callable[[float], None]) -> WrittenFile:
        """Write a document and return its sheets."""
        own = applying(parcel, self.sheets)
        if not own:
            raise InputError("no_sheet_applies", parcel=parcel["parcel_id"] or str(parcel["row"]))
        shown = self._editor.edited(parcel)
        with scratch_folder() as folder:
            needs_map = any(sheet in own for sheet in _MAPS)
            picture = self.options.draw(shown, folder / "map.png") if needs_map else None
            done(0.5)
            write_survey_form(
                self.record,
                shown,
                path,
                template=self._template(parcel),
                sheets=own,
                edition=self.options.edition,
                form_version=self.options.form_version,
                picture=picture,
                mark=mark,
            )
        return WrittenFile([SHEETS[sheet] for sheet in own])

    def _template(self, parcel: dict[str, Any]) -> Path:
        name = OPINION if self.sheets == [OPINION] else SURVEY_SET
        return find_template(name, self.options.folders, parcel["parcel_id"] or "")
