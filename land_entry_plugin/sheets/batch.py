# SPDX-License-Identifier: GPL-2.0-or-later
"""The survey sheets of many parcels, a PDF each, with an index; run again, it goes on with what is missing."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsPrintLayout, QgsProject

from land_entry_plugin.errors import Cancelled, InputError, LandEntryError
from land_entry_plugin.jobs.progress import Progress, Silent
from land_entry_plugin.paths import plugin_version
from land_entry_plugin.sheets.batch_index import INDEX_NAME, IndexRow, State, read_index, write_index
from land_entry_plugin.sheets.batch_names import FolderNames
from land_entry_plugin.sheets.canvas import Canvas
from land_entry_plugin.sheets.designer import SHEET_TITLES
from land_entry_plugin.sheets.edition import Edition
from land_entry_plugin.sheets.export import export_pdf
from land_entry_plugin.sheets.fonts import Fonts, sheet_fonts
from land_entry_plugin.sheets.forms.book import SHEETS, SUMMARY, draw_set
from land_entry_plugin.sheets.page_frame import FORM_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from land_entry_plugin.sheets.templates import Template

PHASE = "sheets"
# Building the pages of a parcel takes about this part of its time, writing the file the rest.
_BUILDING = 0.7
_EDITION_WORDS = {Edition.INTERNAL: "内部版", Edition.PUBLICATION: "公示版"}
_MARK_LENGTH = 24


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


@dataclass(frozen=True)
class FailedSheet:
    """A parcel whose sheet could not be printed, and why."""

    parcel_id: str
    row: int
    error: LandEntryError


@dataclass(frozen=True)
class SheetBatch:
    """What a batch came to.

    Attributes
    ----------
    written, kept : list of Path
        New files, and those that were there and made from the same.
    failed : list of FailedSheet
    index : Path
    passed_over : int
        Files of the same name that belong to another record or to other options, and stay.
    """

    written: list[Path]
    kept: list[Path]
    failed: list[FailedSheet]
    index: Path
    passed_over: int = 0


def export_survey_sheets(
    record: dict[str, Any],
    parcel_ids: Sequence[str] | None,
    folder: Path | str,
    progress: Progress | None = None,
    options: SetOptions | None = None,
) -> SheetBatch:
    """Return what was written to ``folder``: one PDF a parcel, and an index of all of them.

    A sheet that is there and was made from the same (record, parcel, options, templates, version of the plugin) is
    kept. Any other file stays as well: the new one gets a number.

    Parameters
    ----------
    record : dict
        Of a screening, as ``json.load`` gives it.
    parcel_ids : sequence of str or None
        Which parcels; all for None. An id that two rows bear gives two sheets.
    folder : path
        Made where it does not exist.
    progress : Progress, optional
        Asked between parcels; Cancelled is raised, sheets that are written stay and the index says what is missing.
    options : SetOptions, optional
    """
    folder = Path(folder)
    options = options or SetOptions()
    parcels = _chosen(record, parcel_ids)
    fonts = sheet_fonts()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError("unwritable", detail=str(error), path=str(folder)) from error
    return _Batch(record, parcels, folder, options, fonts).run(progress or Silent())


class _Batch:
    """A batch while it runs."""

    def __init__(
        self, record: dict[str, Any], parcels: list[dict[str, Any]], folder: Path, options: SetOptions, fonts: Fonts
    ) -> None:
        self.record, self.parcels, self.options, self.fonts = record, parcels, options, fonts
        self.names = FolderNames(folder)
        self.marks = [mark(record, parcel, options) for parcel in parcels]
        self.index, before = _index_of(folder)
        self.before = {row.mark: row for row in before if row.mark}
        own = set(self.marks)
        # what the folder holds besides stays listed
        self.others = [row for row in before if row.mark not in own and row.file and (folder / row.file).is_file()]
        self.rows = [self._row(parcel) for parcel in parcels]
        self.result = SheetBatch([], [], [], self.index)

    def run(self, progress: Progress) -> SheetBatch:
        """Print parcel after parcel."""
        count = len(self.parcels)
        for i, parcel in enumerate(self.parcels):
            if progress.cancelled():
                self._write_index()
                raise Cancelled
            progress.report(PHASE, i / count)

            def sheet_done(share: float, first: int = i) -> None:
                progress.report(PHASE, (first + _BUILDING * share) / count)

            self._one(i, parcel, sheet_done)
            self._write_index()
        progress.report(PHASE, 1.0)
        self._write_index()
        return replace(self.result, passed_over=self.names.passed_over)

    def _one(self, i: int, parcel: dict[str, Any], sheet_done: Callable[[float], None]) -> None:
        there = self.names.kept(self.marks[i])
        if there is not None:
            self.result.kept.append(there)
            known = self.before.get(self.marks[i], self.rows[i])
            self.rows[i] = replace(known, state=State.KEPT, file=there.name, mark=self.marks[i], reason="")
            return
        path = self.names.claim(parcel["parcel_id"])
        try:
            printed = self._print(parcel, path, self.marks[i], sheet_done)
        except LandEntryError as error:
            self._failed(i, parcel, error)
        except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError) as error:
            # a parcel whose part of the record is broken does not stop the others
            self._failed(i, parcel, InputError("export_failed", detail=repr(error), path=str(path)))
        else:
            self.result.written.append(path)
            self.rows[i] = self._written(self.rows[i], path, self.marks[i], printed)

    def _print(
        self, parcel: dict[str, Any], path: Path, mark: str, sheet_done: Callable[[float], None]
    ) -> tuple[int, dict[str, int]]:
        """Write a PDF and return how many pages it has, and how many places are open on each of its sheets."""
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
            sheet_done=sheet_done,
        )
        _describe(project, canvas, options.edition)
        export_pdf(canvas.layout, path, mark)
        return canvas.page_count, dict(canvas.open_places)

    def _row(self, parcel: dict[str, Any]) -> IndexRow:
        return IndexRow(
            parcel["parcel_id"] or "",
            str(parcel["row"]),
            screening_id=self.record["run"]["screening_id"],
            edition=_EDITION_WORDS[self.options.edition],
        )

    def _failed(self, i: int, parcel: dict[str, Any], error: LandEntryError) -> None:
        # where it came from would keep layout and layers of the parcel alive
        error.__traceback__ = error.__context__ = error.__cause__ = None
        self.result.failed.append(FailedSheet(parcel["parcel_id"], parcel["row"], error))
        self.rows[i] = replace(self.rows[i], state=State.FAILED, reason=error.user_message("zh"))

    def _written(self, row: IndexRow, path: Path, mark: str, printed: tuple[int, dict[str, int]]) -> IndexRow:
        pages, places = printed
        open_places = {sheet: places[sheet] for sheet in SHEETS if places.get(sheet)}
        return replace(
            row,
            state=State.WRITTEN,
            file=path.name,
            sheets="、".join(SHEET_TITLES[sheet] for sheet in SHEETS if sheet in places),
            pages=str(pages),
            to_fill=str(sum(open_places.values())),
            to_fill_by_sheet="、".join(f"{SHEET_TITLES[sheet]} {count}" for sheet, count in open_places.items()),
            mark=mark,
        )

    def _write_index(self) -> None:
        write_index(self.index, [*self.rows, *self.others])


def _describe(project: QgsProject, canvas: Canvas, edition: Edition) -> None:
    """Set what the file says of itself; QGIS would name the user of this machine as author."""
    metadata = project.metadata()
    metadata.setTitle(f"{canvas.layout.name()}　{_EDITION_WORDS[edition]}")
    metadata.setAuthor("Land Entry")
    project.setMetadata(metadata)


def _index_of(folder: Path) -> tuple[Path, list[IndexRow]]:
    """Return the index of a folder and its rows; a file of that name that is none stays as it is."""
    path, number = folder / INDEX_NAME, 2
    while (rows := read_index(path)) is None:
        path, number = folder / f"index_{number}.csv", number + 1
    return path, rows


def mark(record: dict[str, Any], parcel: dict[str, Any], options: SetOptions) -> str:
    """Return the hash of all that a file is made from."""
    content = {
        "screening_id": record["run"]["screening_id"],
        "parcel": parcel,
        "sheets": sorted(options.sheets),
        "edition": str(options.edition),
        "form_version": options.form_version,
        "templates": {sheet: template.sha256 for sheet, template in sorted(options.templates.items())},
        "plugin": plugin_version(),
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:_MARK_LENGTH]


def _chosen(record: dict[str, Any], parcel_ids: Sequence[str] | None) -> list[dict[str, Any]]:
    if parcel_ids is None:
        return list(record["parcels"])
    wanted = set(parcel_ids)
    missing = sorted(wanted - {parcel["parcel_id"] for parcel in record["parcels"]})
    if missing:
        raise InputError("no_such_parcel", parcels=missing)
    return [parcel for parcel in record["parcels"] if parcel["parcel_id"] in wanted]
