# SPDX-License-Identifier: GPL-2.0-or-later
"""``landentry:overview``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
    QgsVectorLayer,
)

from land_entry_plugin.bridge.recorded_layers import recorded_layers
from land_entry_plugin.files.outputs import check_writable
from land_entry_plugin.files.records import read_record
from land_entry_plugin.processing.base import Feedback, LandEntryAlgorithm, in_the_users_words, offered_sources
from land_entry_plugin.processing.inputs import add_moved_data
from land_entry_plugin.sheets.fonts import sheet_fonts
from land_entry_plugin.sheets.overview import export_overview
from land_entry_plugin.sheets.overview_map import SHOWN_ROLES

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

FORMATS = ("PDF", "PNG")


class Overview(LandEntryAlgorithm):
    """Draws the parcels of a record on a map, a page a township."""

    def __init__(self) -> None:
        super().__init__()
        self._record: dict[str, Any] = {}
        self._layers: dict[str, QgsVectorLayer] = {}
        self._paths: list[Path] = []

    def name(self) -> str:
        return "overview"

    def displayName(self) -> str:
        return self.tr("Draw the overview")

    def shortDescription(self) -> str:
        return self.tr("Draws the parcels of a record on a map by verdict, a page a township.")

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterFile("RECORD", self.tr("Record of a screening"), extension="json"))
        add_moved_data(self)
        self.addParameter(
            QgsProcessingParameterEnum(
                "FORMATS",
                self.tr("Formats"),
                options=list(FORMATS),
                allowMultiple=True,
                defaultValue=["PDF"],
                usesStaticStrings=True,
            )
        )
        self.addParameter(QgsProcessingParameterFolderDestination("FOLDER", self.tr("Folder")))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        with in_the_users_words():
            sheet_fonts()
            self._record = read_record(Path(self.parameterAsFile(parameters, "RECORD", context)))
            folder = Path(self.parameterAsFileOutput(parameters, "FOLDER", context))
            stem = f"overview_{self._record['run']['screening_id']}"
            formats = self.parameterAsEnumStrings(parameters, "FORMATS", context)
            self._paths = [folder / f"{stem}.{name.lower()}" for name in formats]
            check_writable(folder / stem)
            self._layers = recorded_layers(self._record, SHOWN_ROLES, offered_sources(self, parameters, context))
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        with in_the_users_words():
            written = export_overview(self._record, self._layers, self._paths, progress=Feedback(feedback))
            for path in written:
                feedback.pushInfo(str(path))
        return {"FOLDER": str(self._paths[0].parent)}
