# SPDX-License-Identifier: GPL-2.0-or-later
"""A layout as a PDF file: vectors, text that can be selected, nothing half-written under the final name."""

from __future__ import annotations

from pathlib import Path

from qgis.core import Qgis, QgsLayoutExporter, QgsLayoutItemLabel, QgsPrintLayout

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.outputs import written_whole
from land_entry_plugin.sheets.pdf_check import PdfError, checked_pdf
from land_entry_plugin.sheets.pdf_text import with_plain_characters

_MARK = b"% land-entry "
_MARK_BYTES = 64


def export_pdf(layout: QgsPrintLayout, path: Path | str, mark: str = "", *, vector: bool = True) -> Path:
    """Return the path of the PDF that was written, re-opened and found to have every page.

    Without ``vector`` a map with transparent layers becomes a picture, so that a county's patches stay a small file.
    ``mark`` is written as its last line, a comment, by which ``mark_of`` tells what a file was made from. Raises
    InputError where it cannot be written; then nothing is left behind.
    """
    path = Path(path)
    try:
        with written_whole(path) as part:
            _write(layout, part, vector)
            content = with_plain_characters(part.read_bytes(), _families(layout))
            part.write_bytes(content.rstrip(b"\n") + b"\n" + (_MARK + mark.encode("ascii") + b"\n" if mark else b""))
            # read again: what is checked is what is on the disk
            checked_pdf(part.read_bytes(), layout.pageCollection().pageCount())
    except PdfError as error:
        raise InputError("export_failed", detail=str(error), path=str(path)) from error
    return path


def mark_of(path: Path) -> str | None:
    """Return the mark in the last line of a file, which only whole ones have; None where there is none."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(size - _MARK_BYTES, 0))
            end = file.read()
    except OSError:
        return None
    last = end.rstrip(b"\n").rpartition(b"\n")[2]
    return last.removeprefix(_MARK).decode("ascii", "replace") if last.startswith(_MARK) else None


def _families(layout: QgsPrintLayout) -> set[str]:
    labels = (item for item in layout.items() if isinstance(item, QgsLayoutItemLabel))
    return {label.textFormat().font().family() for label in labels}


def _write(layout: QgsPrintLayout, path: Path, vector: bool) -> None:
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.textRenderFormat = Qgis.TextRenderFormat.AlwaysText
    settings.forceVectorOutput = vector
    settings.rasterizeWholeImage = False
    settings.appendGeoreference = False
    settings.simplifyGeometries = False
    result = QgsLayoutExporter(layout).exportToPdf(str(path), settings)
    if result != QgsLayoutExporter.ExportResult.Success:
        raise PdfError(f"QgsLayoutExporter returned {result}")
