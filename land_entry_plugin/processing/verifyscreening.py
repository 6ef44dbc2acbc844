# SPDX-License-Identifier: GPL-2.0-or-later
"""``landentry:verifyscreening``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingParameterFile, QgsProcessingParameterFileDestination

from land_entry_plugin.bridge.profile import pack_folders
from land_entry_plugin.bridge.wording import window_language
from land_entry_plugin.files.outputs import check_not_input
from land_entry_plugin.files.records import read_record, write_record
from land_entry_plugin.jobs.verifyscreening import VerificationRequest, verifyscreening
from land_entry_plugin.processing.base import Feedback, LandEntryAlgorithm, in_the_users_words
from land_entry_plugin.processing.inputs import add_moved_data
from land_entry_plugin.processing.sinks import checked_outputs

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback


class VerifyScreening(LandEntryAlgorithm):
    """Runs a record again from its inputs."""

    def __init__(self) -> None:
        super().__init__()
        self._request: VerificationRequest | None = None

    def name(self) -> str:
        return "verifyscreening"

    def displayName(self) -> str:
        return self.tr("Verify a screening")

    def shortDescription(self) -> str:
        return self.tr("Runs a record again from its inputs and says whether it holds.")

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterFile("RECORD", self.tr("Record of a screening"), extension="json"))
        add_moved_data(self)
        self.addParameter(QgsProcessingParameterFileDestination("RESULT", self.tr("Result"), "JSON (*.json)"))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        with in_the_users_words():
            outputs = checked_outputs(self, parameters, context, (), {"RESULT": ".json"})
            path = Path(self.parameterAsFile(parameters, "RECORD", context))
            for output in outputs:
                check_not_input(output, [path.resolve()])
            data = self.parameterAsString(parameters, "DATA", context)
            moved_to = Path(data) if data else None
            self._request = VerificationRequest(read_record(path), path, pack_folders(), moved_to)
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        with in_the_users_words():
            result = verifyscreening(self._request, Feedback(feedback))
            for text in result["texts"]:
                show = feedback.pushInfo if result["holds"] else feedback.pushWarning
                show(text[window_language()])
            path = self.parameterAsFileOutput(parameters, "RESULT", context)
            write_record(result, Path(path))
        return {"RESULT": path}
