# SPDX-License-Identifier: GPL-2.0-or-later
"""``landentry:exportcoordinates``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from land_entry_plugin.bridge.wording import window_language
from land_entry_plugin.files.coordinates.dialect import DEFAULT_DIALECT
from land_entry_plugin.jobs.exportcoordinates import check_export_output, exportcoordinates, write_exported
from land_entry_plugin.processing.base import LandEntryAlgorithm, id_field_of, in_the_users_words, parcels_source
from land_entry_plugin.processing.inputs import add_parcels

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    from land_entry_plugin.bridge.qgis_source import QgisSource

_FILES = "TXT (*.txt);;CASS (*.dat);;CSV (*.csv);;XLSX (*.xlsx)"


class ExportCoordinates(LandEntryAlgorithm):
    """Writes parcels to a coordinate file."""

    def __init__(self) -> None:
        super().__init__()
        self._parcels: QgisSource | None = None

    def name(self) -> str:
        return "exportcoordinates"

    def displayName(self) -> str:
        return self.tr("Export coordinates")

    def shortDescription(self) -> str:
        return self.tr("Writes the boundary points of parcels to a coordinate file (TXT, CASS .dat, CSV, XLSX).")

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        add_parcels(self)
        self.addParameter(
            QgsProcessingParameterString(
                "DIALECT", self.tr("Dialect (id, or a YAML file)"), DEFAULT_DIALECT, optional=True
            )
        )
        self.addParameter(QgsProcessingParameterFileDestination("FILE", self.tr("Coordinate file"), _FILES))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        with in_the_users_words():
            self._parcels = parcels_source(self, parameters, context)
            check_export_output(self._parcels, Path(self.parameterAsFileOutput(parameters, "FILE", context)))
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        file = self.parameterAsFileOutput(parameters, "FILE", context)
        field = id_field_of(self, parameters, context)
        dialect = self.parameterAsString(parameters, "DIALECT", context) or None
        with in_the_users_words():
            exported = exportcoordinates(self._parcels, field, dialect)
            write_exported(exported, Path(file))
        for sentence in exported.sentences(window_language(), Path(file)):
            feedback.pushInfo(sentence)
        return {"FILE": file}
