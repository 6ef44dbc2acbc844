# SPDX-License-Identifier: GPL-2.0-or-later
"""``landentry:importcoordinates``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingParameterCrs,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from land_entry_plugin.bridge.wording import window_language
from land_entry_plugin.files.outputs import check_not_input
from land_entry_plugin.jobs.importcoordinates import importcoordinates
from land_entry_plugin.processing.base import POLYGON, LandEntryAlgorithm, in_the_users_words
from land_entry_plugin.processing.sinks import checked_outputs, write_sink

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

_FILES = "(*.txt *.TXT *.dat *.DAT *.csv *.CSV *.xlsx *.XLSX *.kml *.KML *.kmz *.KMZ *.dxf *.DXF)"


class ImportCoordinates(LandEntryAlgorithm):
    """Reads parcels from a coordinate file."""

    def name(self) -> str:
        return "importcoordinates"

    def displayName(self) -> str:
        return self.tr("Import coordinates")

    def shortDescription(self) -> str:
        return self.tr("Reads parcels from a coordinate file (TXT, CASS .dat, CSV, XLSX, KML, DXF).")

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        optional = {"optional": True}
        files = f"{self.tr('Coordinate files')} {_FILES};;{self.tr('All files')} (*)"
        self.addParameter(QgsProcessingParameterFile("FILE", self.tr("Coordinate file"), fileFilter=files))
        self.addParameter(
            QgsProcessingParameterString("DIALECT", self.tr("Dialect (id, or a YAML file; found out)"), **optional)
        )
        self.addParameter(
            QgsProcessingParameterCrs("CRS", self.tr("CRS of the coordinates, where the file does not say"), **optional)
        )
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", self.tr("Parcels"), POLYGON))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        with in_the_users_words():
            file = Path(self.parameterAsFile(parameters, "FILE", context))
            for output in checked_outputs(self, parameters, context, ("OUTPUT",), {}):
                check_not_input(output, [file.resolve()])
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        file = Path(self.parameterAsFile(parameters, "FILE", context))
        dialect = self.parameterAsString(parameters, "DIALECT", context) or None
        crs = self.parameterAsCrs(parameters, "CRS", context)
        # codes of a user's own are known to QGIS alone
        is_known = crs.isValid() and crs.authid() and not crs.authid().startswith("USER:")
        stated = crs.authid() if is_known else crs.toWkt() or None
        with in_the_users_words():
            imported = importcoordinates(file, dialect, stated)
            for sentence in imported.sentences(window_language()):
                feedback.pushInfo(sentence)
            return {"OUTPUT": write_sink(self, parameters, context, "OUTPUT", imported.table)}
