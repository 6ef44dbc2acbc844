# SPDX-License-Identifier: GPL-2.0-or-later
"""``landentry:adjustmententry``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    Qgis,
    QgsProcessingException,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
    QgsProcessingParameterVectorLayer,
)

from land_entry_plugin.bridge.qgis_source import QgisSource
from land_entry_plugin.bridge.wording import window_language
from land_entry_plugin.files.records import write_record
from land_entry_plugin.files.workbook import write_workbook
from land_entry_plugin.jobs.adjustment.outputs import check_adjustment_outputs, plots_table
from land_entry_plugin.jobs.adjustment.record import adjustment_record, cap_text
from land_entry_plugin.jobs.adjustment.workbook import adjustment_sheets
from land_entry_plugin.jobs.adjustmententry import AdjustmentRequest, adjustmententry
from land_entry_plugin.jobs.screening import as_of_date
from land_entry_plugin.processing.base import (
    POLYGON,
    Feedback,
    LandEntryAlgorithm,
    in_the_users_words,
    parcels_source,
)
from land_entry_plugin.processing.inputs import add_day
from land_entry_plugin.processing.sinks import add_record_and_table, checked_outputs, write_sink
from land_entry_plugin.texts import word

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    from land_entry_plugin.jobs.adjustmententry import AdjustmentEntry


class AdjustmentEntryBalance(LandEntryAlgorithm):
    """Balances reclaimed plots against those that enter the market for them."""

    def __init__(self) -> None:
        super().__init__()
        self._request: AdjustmentRequest | None = None

    def name(self) -> str:
        return "adjustmententry"

    def displayName(self) -> str:
        return self.tr("Balance adjusted entry")

    def shortDescription(self) -> str:
        return self.tr("Says whether reclaimed plots make up for the plots that enter the market for them.")

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterFeatureSource("RECLAIMED", self.tr("Reclaimed plots"), [POLYGON]))
        self.addParameter(
            QgsProcessingParameterFeatureSource("ENTERED", self.tr("Plots that enter the market"), [POLYGON])
        )
        self.addParameter(QgsProcessingParameterVectorLayer("LAND_USE", self.tr("Land survey (DLTB)"), [POLYGON]))
        self.addParameter(
            QgsProcessingParameterNumber(
                "SCATTERED_BELOW_M2",
                self.tr("Scattered plots are smaller than (m²)"),
                QgsProcessingParameterNumber.Type.Double,
                optional=True,
                minValue=0,
            )
        )
        add_day(self)
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", self.tr("Balanced plots"), POLYGON))
        add_record_and_table(self, self.tr("Balance sheet"))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        with in_the_users_words():
            files = {"RECORD": ".json", "TABLE": ".xlsx"}
            paths = checked_outputs(self, parameters, context, ("OUTPUT",), files)
            survey = self.parameterAsVectorLayer(parameters, "LAND_USE", context)
            if survey is None:
                raise QgsProcessingException(self.invalidSourceError(parameters, "LAND_USE"))
            below = parameters.get("SCATTERED_BELOW_M2")
            self._request = AdjustmentRequest(
                reclaimed=parcels_source(self, parameters, context, "RECLAIMED"),
                entered=parcels_source(self, parameters, context, "ENTERED"),
                land_use=QgisSource(survey),
                scattered_below_m2=None
                if below in (None, "")
                else self.parameterAsDouble(parameters, "SCATTERED_BELOW_M2", context),
                as_of=as_of_date(self.parameterAsString(parameters, "AS_OF", context)),
            )
            check_adjustment_outputs(self._request, paths)
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        with in_the_users_words():
            progress = Feedback(feedback)
            entry = adjustmententry(self._request, progress)
            progress.report("write", 0.98)
            feedback.pushInfo(word(str(entry.judged.verdict), window_language()))
            for cap in entry.judged.caps:
                feedback.pushWarning(cap_text(cap, entry)[window_language()])
            return self._write(entry, parameters, context)

    def _write(
        self, entry: AdjustmentEntry, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> dict[str, Any]:
        results: dict[str, Any] = {}
        record, table = (self.parameterAsFileOutput(parameters, name, context) for name in ("RECORD", "TABLE"))
        if record:
            write_record(adjustment_record(entry, {"qgis": Qgis.version()}), Path(record))
            results["RECORD"] = record
        if table:
            write_workbook(adjustment_sheets(entry), Path(table))
            results["TABLE"] = table
        results["OUTPUT"] = write_sink(self, parameters, context, "OUTPUT", plots_table(entry))
        return results
