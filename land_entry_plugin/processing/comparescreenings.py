# SPDX-License-Identifier: GPL-2.0-or-later
"""``landentry:comparescreenings``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingOutputString,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
)

from land_entry_plugin.bridge.profile import pack_folders
from land_entry_plugin.bridge.wording import window_language
from land_entry_plugin.bridge.written import default_style
from land_entry_plugin.files.records import read_record
from land_entry_plugin.files.workbook import write_workbook
from land_entry_plugin.jobs.comparescreenings import ComparisonRequest, comparescreenings
from land_entry_plugin.jobs.comparison.outputs import check_comparison_outputs
from land_entry_plugin.jobs.comparison.rows import COMPARISON_LAYER, comparison_table
from land_entry_plugin.jobs.comparison.summary import summary
from land_entry_plugin.jobs.comparison.workbook import comparison_sheets
from land_entry_plugin.processing.base import POLYGON, Feedback, LandEntryAlgorithm, in_the_users_words
from land_entry_plugin.processing.sinks import checked_outputs, write_sink

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback


class CompareScreenings(LandEntryAlgorithm):
    """Says which verdicts changed between two records, and why."""

    def __init__(self) -> None:
        super().__init__()
        self._request: ComparisonRequest | None = None

    def name(self) -> str:
        return "comparescreenings"

    def displayName(self) -> str:
        return self.tr("Compare screenings")

    def shortDescription(self) -> str:
        return self.tr("Says which verdicts changed between two screenings, why, and which sheets to print again.")

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterFile("BEFORE", self.tr("Record before"), extension="json"))
        self.addParameter(QgsProcessingParameterFile("AFTER", self.tr("Record after"), extension="json"))
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", self.tr("What changed"), POLYGON))
        self.addParameter(
            QgsProcessingParameterFileDestination("TABLE", self.tr("Workbook"), "XLSX (*.xlsx)", None, True, False)
        )
        self.addOutput(QgsProcessingOutputString("PARCEL_ID", self.tr("Parcels to print again")))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        with in_the_users_words():
            outputs = checked_outputs(self, parameters, context, ("OUTPUT",), {"TABLE": ".xlsx"})
            paths = tuple(Path(self.parameterAsFile(parameters, name, context)) for name in ("BEFORE", "AFTER"))
            records = [read_record(path) for path in paths]
            self._request = ComparisonRequest(records[0], records[1], paths, pack_folders())
            check_comparison_outputs(self._request, outputs)
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        with in_the_users_words():
            comparison = comparescreenings(self._request, Feedback(feedback))
            for text in summary(comparison):
                feedback.pushInfo(text[window_language()])
            results: dict[str, Any] = {"PARCEL_ID": ",".join(comparison.to_print)}
            table = self.parameterAsFileOutput(parameters, "TABLE", context)
            if table:
                write_workbook(comparison_sheets(comparison), Path(table))
                results["TABLE"] = table
            results["OUTPUT"] = write_sink(self, parameters, context, "OUTPUT", comparison_table(comparison))
            default_style(results["OUTPUT"], COMPARISON_LAYER)
        return results
