# SPDX-License-Identifier: GPL-2.0-or-later
"""``landentry:findcandidates``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    Qgis,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from land_entry_plugin.bridge.profile import pack_folders
from land_entry_plugin.bridge.wording import window_language
from land_entry_plugin.bridge.written import default_style
from land_entry_plugin.files.records import write_record
from land_entry_plugin.files.workbook import write_workbook
from land_entry_plugin.jobs.findcandidates import findcandidates
from land_entry_plugin.jobs.reserve.outputs import check_reserve_outputs, summary
from land_entry_plugin.jobs.reserve.record import reserve_record
from land_entry_plugin.jobs.reserve.request import MIN_AREA_M2, MIN_WIDTH_M, ReserveRequest
from land_entry_plugin.jobs.reserve.rows import CANDIDATES_LAYER, candidates_table
from land_entry_plugin.jobs.reserve.workbook import reserve_sheets
from land_entry_plugin.jobs.screening import as_of_date
from land_entry_plugin.processing.base import (
    POLYGON,
    Feedback,
    LandEntryAlgorithm,
    in_the_users_words,
    named_sources,
    offered_sources,
    stated_roles,
)
from land_entry_plugin.processing.inputs import add_law, add_layers
from land_entry_plugin.processing.sinks import add_record_and_table, checked_outputs, write_sink
from land_entry_plugin.rules.pack import DEFAULT_PACK

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    from land_entry_plugin.jobs.reserve.result import Reserve


class FindCandidates(LandEntryAlgorithm):
    """Finds the stock that could enter the market."""

    def __init__(self) -> None:
        super().__init__()
        self._request: ReserveRequest | None = None

    def name(self) -> str:
        return "findcandidates"

    def displayName(self) -> str:
        return self.tr("Find candidate sites")

    def shortDescription(self) -> str:
        return self.tr("Finds every piece of stock collective construction land that could enter the market.")

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        add_layers(self)
        double = QgsProcessingParameterNumber.Type.Double
        for name, title, value in (
            ("MIN_AREA_M2", self.tr("Smallest site (m²)"), MIN_AREA_M2),
            ("MIN_WIDTH_M", self.tr("Narrowest site (m)"), MIN_WIDTH_M),
        ):
            self.addParameter(QgsProcessingParameterNumber(name, title, double, value, minValue=0))
        self.addParameter(
            QgsProcessingParameterString(
                "CLASSES", self.tr("Classes that count as stock (05, 06, 1201 where empty)"), None, optional=True
            )
        )
        add_law(self)
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", self.tr("Candidate sites"), POLYGON))
        add_record_and_table(self, self.tr("Workbook"))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        with in_the_users_words():
            paths = checked_outputs(self, parameters, context, ("OUTPUT",), {"RECORD": ".json", "TABLE": ".xlsx"})
            classes = self.parameterAsString(parameters, "CLASSES", context)
            self._request = ReserveRequest(
                named=named_sources(self, parameters, context),
                offered=tuple(offered_sources(self, parameters, context)),
                min_area_m2=self.parameterAsDouble(parameters, "MIN_AREA_M2", context),
                min_width_m=self.parameterAsDouble(parameters, "MIN_WIDTH_M", context),
                classes=tuple(code.strip().upper() for code in classes.split(",") if code.strip()),
                complete=stated_roles(self, parameters, context),
                rule_pack=self.parameterAsString(parameters, "RULE_PACK", context) or DEFAULT_PACK,
                pack_folders=pack_folders(),
                as_of=as_of_date(self.parameterAsString(parameters, "AS_OF", context)),
            )
            check_reserve_outputs(self._request, paths)
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        with in_the_users_words():
            progress = Feedback(feedback)
            reserve = findcandidates(self._request, progress)
            progress.report("write", 0.98)
            feedback.pushInfo(summary(reserve)[window_language()])
            return self._write(reserve, parameters, context)

    def _write(self, reserve: Reserve, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        results: dict[str, Any] = {}
        record, table = (self.parameterAsFileOutput(parameters, name, context) for name in ("RECORD", "TABLE"))
        if record:
            write_record(reserve_record(reserve, {"qgis": Qgis.version()}), Path(record))
            results["RECORD"] = record
        if table:
            write_workbook(reserve_sheets(reserve), Path(table))
            results["TABLE"] = table
        results["OUTPUT"] = write_sink(self, parameters, context, "OUTPUT", candidates_table(reserve))
        default_style(results["OUTPUT"], CANDIDATES_LAYER)
        return results
