# SPDX-License-Identifier: GPL-2.0-or-later
"""Officers' answers from QGIS: a layer or table of any kind, or the file behind it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsProviderRegistry

from land_entry_plugin.bridge.qgis_source import QgisSource
from land_entry_plugin.files.answers import BOOKS, TEXTS, FileAnswers, LayerAnswers

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

    from land_entry_plugin.files.answers import AnswerSource


def answers_of(layer: QgsVectorLayer) -> AnswerSource:
    """Return the answers in a layer as it stands now, edits and filters included.

    A workbook or text file that nobody changed in QGIS is read by ourselves: GDAL guesses its heads and types.
    """
    uri = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    path = Path(uri.get("path") or "")
    as_stored = not layer.isModified() and not layer.subsetString()
    # joined and computed fields are no part of the file
    as_stored = as_stored and len(layer.fields()) == len(layer.dataProvider().fields())
    if as_stored and path.is_file() and path.suffix.lower() in (*BOOKS, *TEXTS):
        return FileAnswers(path, uri.get("layerName") or None)
    return LayerAnswers(QgisSource(layer))
