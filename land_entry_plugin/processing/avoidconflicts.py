# SPDX-License-Identifier: GPL-2.0-or-later
"""``landentry:avoidconflicts``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from qgis.core import (
    Qgis,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from land_entry_plugin.bridge.wording import window_language
from land_entry_plugin.bridge.written import default_style
from land_entry_plugin.engine.avoidance import Cutting, Keep
from land_entry_plugin.jobs.avoidance.outputs import STYLES, check_avoidance_outputs, kept_table, removed_table
from land_entry_plugin.jobs.avoidance.rows import kept_fields, told
from land_entry_plugin.jobs.avoidconflicts import AvoidanceRequest, avoidconflicts, keep_of
from land_entry_plugin.jobs.record import banners
from land_entry_plugin.processing.base import (
    POLYGON,
    Feedback,
    LandEntryAlgorithm,
    in_the_users_words,
    screening_request,
)
from land_entry_plugin.processing.inputs import add_screening_inputs
from land_entry_plugin.processing.sinks import checked_outputs, write_sink

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    from land_entry_plugin.bridge.qgis_source import QgisSource
    from land_entry_plugin.files.tables import Table
    from land_entry_plugin.jobs.avoidconflicts import AvoidedConflicts

_SINKS = ("OUTPUT", "REMOVED")


class AvoidConflicts(LandEntryAlgorithm):
    """Cuts parcels clear of conflicts and screens what stays."""

    def __init__(self) -> None:
        super().__init__()
        self._request: AvoidanceRequest | None = None

    def name(self) -> str:
        return "avoidconflicts"

    def displayName(self) -> str:
        return self.tr("Avoid conflicts")

    def shortDescription(self) -> str:
        return self.tr("Cuts the conflicting part off parcels, along the edges of the source, and screens what stays.")

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        add_screening_inputs(self)
        self.addParameter(
            QgsProcessingParameterString(
                "RULES",
                self.tr("Rules whose conflicts to avoid (ids with commas; all blocking ones where empty)"),
                optional=True,
            )
        )
        for name, title, value in (
            ("SETBACK_M", self.tr("Set-back (m)"), Cutting.setback_m),
            ("MIN_WIDTH_M", self.tr("Minimum width (m)"), Cutting.min_width_m),
            ("MIN_AREA_M2", self.tr("Minimum area (m²)"), Cutting.min_area_m2),
        ):
            number = QgsProcessingParameterNumber.Type.Double
            self.addParameter(QgsProcessingParameterNumber(name, title, number, value, minValue=0))
        self.addParameter(
            QgsProcessingParameterEnum(
                "KEEP",
                self.tr("Parts to keep"),
                options=[str(one) for one in Keep],
                defaultValue=str(Cutting.keep),
                usesStaticStrings=True,
            )
        )
        merge = QgsProcessingParameterNumber(
            "MERGE_M",
            self.tr("Merge new points nearer than (m)"),
            QgsProcessingParameterNumber.Type.Double,
            Cutting.merge_m,
            minValue=0,
        )
        merge.setFlags(merge.flags() | Qgis.ProcessingParameterFlag.Advanced)
        self.addParameter(merge)
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", self.tr("Corrected parcels"), POLYGON))
        self.addParameter(
            QgsProcessingParameterFeatureSink("REMOVED", self.tr("What was cut off"), POLYGON, None, True, False)
        )

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        with in_the_users_words():
            paths = checked_outputs(self, parameters, context, _SINKS, {})
            rules = self.parameterAsString(parameters, "RULES", context)
            setback, width, area, merge = (
                self.parameterAsDouble(parameters, name, context)
                for name in ("SETBACK_M", "MIN_WIDTH_M", "MIN_AREA_M2", "MERGE_M")
            )
            keep = keep_of(self.parameterAsEnumString(parameters, "KEEP", context))
            self._request = AvoidanceRequest(
                screening=screening_request(self, parameters, context),
                rules=tuple(rule.strip() for rule in rules.split(",") if rule.strip()),
                cutting=Cutting(setback, width, area, keep, merge),
            )
            check_avoidance_outputs(self._request, paths)
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        with in_the_users_words():
            progress = Feedback(feedback)
            run = avoidconflicts(self._request, progress)
            for text in (*banners(run.after), *told(run)):
                feedback.pushWarning(text[window_language()])
            progress.report("write", 0.98)
            return self._write(run, parameters, context)

    def _write(
        self, run: AvoidedConflicts, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> dict[str, Any]:
        parcels = cast("QgisSource", self._request.screening.parcels)
        own = {name: parcels.field(stored) for name, stored in kept_fields(run).items()}
        results: dict[str, Any] = {}

        def write(name: str, table: Table, fields: dict[str, Any]) -> None:
            if parameters.get(name) is not None:
                results[name] = write_sink(self, parameters, context, name, table, fields)
                default_style(results[name], STYLES[table.name])

        write("OUTPUT", kept_table(run), own)
        write("REMOVED", removed_table(run), {})
        return results
