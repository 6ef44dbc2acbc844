# SPDX-License-Identifier: GPL-2.0-or-later
"""``landentry:answersheet``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
    QgsProcessingParameterVectorLayer,
)

from land_entry_plugin.bridge.profile import pack_folders
from land_entry_plugin.bridge.wording import window_language
from land_entry_plugin.bridge.written import destination_file, destination_table
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.answers import ANSWERS
from land_entry_plugin.files.vector import LAYER_MARK
from land_entry_plugin.jobs.answer_sheet.outputs import FORMATS, check_sheet_outputs, write_sheet
from land_entry_plugin.jobs.answersheet import AnswerSheetRequest, answersheet
from land_entry_plugin.processing.base import (
    POLYGON,
    LandEntryAlgorithm,
    answers_source,
    id_field_of,
    in_the_users_words,
    parcels_source,
)
from land_entry_plugin.processing.inputs import add_parcels
from land_entry_plugin.rules.pack import DEFAULT_PACK

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback


class AnswerSheet(LandEntryAlgorithm):
    """Makes a sheet of what officers are asked."""

    def __init__(self) -> None:
        super().__init__()
        self._request: AnswerSheetRequest | None = None

    def name(self) -> str:
        return "answersheet"

    def displayName(self) -> str:
        return self.tr("Make an answer sheet")

    def shortDescription(self) -> str:
        return self.tr("Makes a layer with a form, and a workbook, for what officers have to answer.")

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        optional = {"optional": True}
        add_parcels(self)
        self.addParameter(
            QgsProcessingParameterString("RULE_PACK", self.tr("Rule pack (id, or a YAML file)"), DEFAULT_PACK)
        )
        table = QgsProcessing.SourceType.TypeVector
        self.addParameter(QgsProcessingParameterVectorLayer("ANSWERS", self.tr("Earlier answers"), [table], **optional))
        self.addParameter(
            QgsProcessingParameterBoolean("ENTRY_PLAN", self.tr("With what an entry plan asks"), False, **optional)
        )
        # a file always: a memory layer would lose what officers wrote
        self.addParameter(
            QgsProcessingParameterVectorDestination("OUTPUT", self.tr("Answer sheet (GeoPackage)"), POLYGON)
        )
        self.addParameter(
            QgsProcessingParameterFileDestination(
                "TABLE", self.tr("Answer sheet (workbook)"), "XLSX (*.xlsx)", None, True, False
            )
        )

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        with in_the_users_words():
            self._request = AnswerSheetRequest(
                parcels=parcels_source(self, parameters, context),
                parcel_id=id_field_of(self, parameters, context),
                answers=answers_source(self, parameters, context),
                rule_pack=self.parameterAsString(parameters, "RULE_PACK", context) or DEFAULT_PACK,
                pack_folders=pack_folders(),
                entry_plan=self.parameterAsBool(parameters, "ENTRY_PLAN", context),
            )
            table = self.parameterAsFileOutput(parameters, "TABLE", context)
            output = destination_file(parameters.get("OUTPUT"), context)
            check_sheet_outputs(self._request, output, Path(table) if table else None)
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        destination = self.parameterAsOutputLayer(parameters, "OUTPUT", context)
        output = destination_file(destination, context)
        layer = destination_table(destination) or ANSWERS
        table = self.parameterAsFileOutput(parameters, "TABLE", context)
        with in_the_users_words():
            if output is None:
                raise InputError("unknown_output_format", path=destination, formats=FORMATS["output"])
            sheet = answersheet(self._request)
            write_sheet(sheet, output, Path(table) if table else None, layer)
        for text in sheet.said(window_language()):
            feedback.pushWarning(text)
        results = {"OUTPUT": f"{output}{LAYER_MARK}{layer}"}
        _load_as(results["OUTPUT"], destination, context)
        return results | ({"TABLE": table} if table else {})


def _load_as(source: str, destination: str, context: QgsProcessingContext) -> None:
    """Have QGIS open the layer that was written, not the first of the file."""
    waiting = context.layersToLoadOnCompletion()
    if destination in waiting:
        waiting[source] = waiting.pop(destination)
        context.setLayersToLoadOnCompletion(waiting)
