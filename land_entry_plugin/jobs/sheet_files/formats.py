# SPDX-License-Identifier: GPL-2.0-or-later
"""The formats of survey sheets that need no QGIS, by their static strings; QGIS adds PDF."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.edition import Edition
from land_entry_plugin.cadastre.sentences import FORM_VERSION
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.coordinates.dialect import dialect_of
from land_entry_plugin.files.documents.folders import own_folders
from land_entry_plugin.files.drawing.style import style_of
from land_entry_plugin.jobs.sheet_files.dxf import DxfWriter
from land_entry_plugin.jobs.sheet_files.txt import TxtWriter
from land_entry_plugin.jobs.sheet_files.xlsx import BatchWorkbook, XlsxWriter
from land_entry_plugin.packages import DOCX as WORD
from land_entry_plugin.packages import DXF as DRAWING
from land_entry_plugin.packages import XLSX as WORKBOOK
from land_entry_plugin.packages import lack, load, need

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from land_entry_plugin.jobs.sheet_files.documents import Drawer
    from land_entry_plugin.jobs.sheet_files.writer import SheetWriter

PDF, DOCX, XLSX = "PDF", "DOCX", "XLSX"


@dataclass(frozen=True)
class FileOptions:
    """How files are written.

    Attributes
    ----------
    edition : Edition
    dialect : str or None
        Of TXT: an id, or the path of one's own.
    cad_style : str or None
        Of DXF: an id, or the path of one's own.
    sheets : tuple of str
        Of PDF and DOCX.
    form_version : str
        In the foot of DOCX.
    templates : tuple of Path
        Folders with templates of DOCX, the first to look in first; those of the user come after them.
    draw : callable or None
        Makes the picture of the parcel map in DOCX; drawn plainly where None.
    """

    edition: Edition = Edition.INTERNAL
    dialect: str | None = None
    cad_style: str | None = None
    sheets: tuple[str, ...] = ()
    form_version: str = FORM_VERSION
    templates: tuple[Path, ...] = ()
    draw: Drawer | None = None

    @property
    def folders(self) -> tuple[Path, ...]:
        """Return where templates of DOCX are looked for."""
        return (*self.templates, *own_folders())


@dataclass(frozen=True)
class Format:
    """A format: what makes its writer for a record, what says before any work that its options are good.

    ``packages`` names the packages that it needs (see ``packages``), empty for none.
    """

    make: Callable[[dict[str, Any], FileOptions], SheetWriter]
    check: Callable[[FileOptions], object] = lambda _: None
    packages: str = ""


def _documents() -> Any:
    """Return the module that writes documents, loaded where it is needed: without its packages all else works."""
    return load("land_entry_plugin.jobs.sheet_files.documents", WORD)


def _docx_writer(record: dict[str, Any], options: FileOptions) -> SheetWriter:
    documents = _documents()
    # sheets that have no form in Word are passed over, and without any all are meant
    own = documents.DocumentOptions(options.sheets, options.edition, options.form_version, options.folders)
    writer: SheetWriter = documents.DocxWriter(record, replace(own, draw=options.draw) if options.draw else own)
    return writer


WITHOUT_QGIS = {
    DOCX: Format(_docx_writer, lambda options: _documents().check_templates(options.folders), WORD),
    XLSX: Format(lambda record, options: XlsxWriter(record, options.edition), packages=WORKBOOK),
    "TXT": Format(
        lambda record, options: TxtWriter(record, options.edition, options.dialect),
        lambda options: dialect_of(options.dialect),
    ),
    "DXF": Format(
        lambda record, options: DxfWriter(record, options.edition, options.cad_style),
        lambda options: style_of(options.cad_style),
        DRAWING,
    ),
}
FORMATS = (PDF, *WITHOUT_QGIS)


def check_formats(formats: Sequence[str], options: FileOptions) -> None:
    """Say before any work is done why files of these formats could not be written.

    Raises
    ------
    InputError
        For a format that is none, and for options that are at fault.
    """
    for name in formats:
        if name not in FORMATS:
            raise InputError("no_such_format", format=name, formats=list(FORMATS))
        if name in WITHOUT_QGIS:
            if WITHOUT_QGIS[name].packages:
                need(WITHOUT_QGIS[name].packages)
            WITHOUT_QGIS[name].check(options)


def lack_of(name: str) -> InputError | None:
    """Return the error that a format raises on this machine for want of a package; None where it can be written."""
    packages = WITHOUT_QGIS[name].packages if name in WITHOUT_QGIS else ""
    return lack(packages) if packages else None


def whole_writer(record: dict[str, Any], formats: Sequence[str], options: FileOptions) -> BatchWorkbook | None:
    """Return what writes one file of all parcels besides; None where no format asks for it."""
    return BatchWorkbook(record, options.edition) if XLSX in formats else None
