# SPDX-License-Identifier: GPL-2.0-or-later
"""The formats of survey sheets that need no QGIS, by their static strings; QGIS adds PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.edition import Edition
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.coordinates.dialect import dialect_of
from land_entry_plugin.files.drawing.dxf import check_package
from land_entry_plugin.files.drawing.style import style_of
from land_entry_plugin.jobs.sheet_files.dxf import DxfWriter
from land_entry_plugin.jobs.sheet_files.txt import TxtWriter
from land_entry_plugin.jobs.sheet_files.xlsx import BatchWorkbook, XlsxWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from land_entry_plugin.jobs.sheet_files.writer import SheetWriter

PDF, XLSX = "PDF", "XLSX"


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
    """

    edition: Edition = Edition.INTERNAL
    dialect: str | None = None
    cad_style: str | None = None


@dataclass(frozen=True)
class Format:
    """A format: what makes its writer for a record, and what says before any work that its options are good."""

    make: Callable[[dict[str, Any], FileOptions], SheetWriter]
    check: Callable[[FileOptions], object] = lambda _: None


def _check_drawing(options: FileOptions) -> None:
    check_package()
    style_of(options.cad_style)


WITHOUT_QGIS = {
    XLSX: Format(lambda record, options: XlsxWriter(record, options.edition)),
    "TXT": Format(
        lambda record, options: TxtWriter(record, options.edition, options.dialect),
        lambda options: dialect_of(options.dialect),
    ),
    "DXF": Format(
        lambda record, options: DxfWriter(record, options.edition, options.cad_style),
        _check_drawing,
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
            WITHOUT_QGIS[name].check(options)


def whole_writer(record: dict[str, Any], formats: Sequence[str], options: FileOptions) -> BatchWorkbook | None:
    """Return what writes one file of all parcels besides; None where no format asks for it."""
    return BatchWorkbook(record, options.edition) if XLSX in formats else None
