# SPDX-License-Identifier: GPL-2.0-or-later
"""``landentry:checkdata``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    Qgis,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFolderDestination,
)

from land_entry_plugin.bridge.qgis_source import QgisSource
from land_entry_plugin.bridge.wording import window_language
from land_entry_plugin.bridge.written import default_style
from land_entry_plugin.files.contents import contents_of
from land_entry_plugin.files.outputs import all_or_none
from land_entry_plugin.files.records import write_record
from land_entry_plugin.files.tables import write_tables
from land_entry_plugin.files.workbook import write_workbook
from land_entry_plugin.jobs.checkdata import checkdata
from land_entry_plugin.jobs.doctor.fitness import Fitness, fitness, fixed_sentence, summary
from land_entry_plugin.jobs.doctor.outputs import (
    check_check_outputs,
    fixed_file,
    fixed_tables,
    is_changed,
    places_table,
)
from land_entry_plugin.jobs.doctor.record import check_record
from land_entry_plugin.jobs.doctor.request import CheckRequest
from land_entry_plugin.jobs.doctor.rows import PLACES_LAYER
from land_entry_plugin.jobs.doctor.workbook import check_sheets
from land_entry_plugin.jobs.screening import as_of_date
from land_entry_plugin.processing.base import (
    POLYGON,
    Feedback,
    LandEntryAlgorithm,
    id_field_of,
    in_the_users_words,
    named_sources,
    parcels_source,
)
from land_entry_plugin.processing.inputs import add_day, add_layers, add_parcels
from land_entry_plugin.processing.sinks import add_record_and_table, checked_outputs, write_sink

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    from land_entry_plugin.jobs.doctor.request import DataCheck


class CheckData(LandEntryAlgorithm):
    """Checks parcels and layers before a screening."""

    def __init__(self) -> None:
        super().__init__()
        self._request: CheckRequest | None = None

    def name(self) -> str:
        return "checkdata"

    def displayName(self) -> str:
        return self.tr("Check data")

    def shortDescription(self) -> str:
        return self.tr("Says before a screening what is wrong with its data, where, and what it costs.")

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        add_parcels(self, optional=True)
        add_layers(self)
        add_day(self)
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", self.tr("Places of faults"), POLYGON))
        add_record_and_table(self, self.tr("Workbook"))
        self.addParameter(
            QgsProcessingParameterFolderDestination("FIXED", self.tr("Folder for fixed copies"), None, True, False)
        )

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        with in_the_users_words():
            paths = checked_outputs(self, parameters, context, ("OUTPUT",), {"RECORD": ".json", "TABLE": ".xlsx"})
            self._request = self._asked(parameters, context)
            check_check_outputs(self._request, paths, self._fixed(parameters, context))
        return True

    def _fixed(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Path | None:
        """Return the GeoPackage of fixed copies, None where none is wanted."""
        if not parameters.get("FIXED"):
            return None
        return fixed_file(Path(self.parameterAsString(parameters, "FIXED", context)))

    def _asked(self, parameters: dict[str, Any], context: QgsProcessingContext) -> CheckRequest:
        """Return the request that the parameters make; layers are read from in the main thread."""
        data = self.parameterAsString(parameters, "DATA", context)
        contents = contents_of(data) if data else None
        layers = self.parameterAsLayerList(parameters, "LAYERS", context)
        return CheckRequest(
            parcels=parcels_source(self, parameters, context) if parameters.get("PARCELS") else None,
            parcel_id=id_field_of(self, parameters, context),
            named=named_sources(self, parameters, context),
            offered=(*(contents.sources if contents else ()), *(QgisSource(layer) for layer in layers)),
            not_read=contents.not_read if contents else (),
            as_of=as_of_date(self.parameterAsString(parameters, "AS_OF", context)),
            fixed=bool(parameters.get("FIXED")),
        )

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        with in_the_users_words():
            progress = Feedback(feedback)
            check = checkdata(self._request, progress)
            progress.report("write", 0.98)
            say = feedback.pushInfo if fitness(check) is Fitness.YES else feedback.pushWarning
            say(summary(check)[window_language()])
            return self._write(check, parameters, context, feedback)

    def _write(
        self,
        check: DataCheck,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        results: dict[str, Any] = {}
        record, table = (self.parameterAsFileOutput(parameters, name, context) for name in ("RECORD", "TABLE"))
        if record:
            write_record(check_record(check, {"qgis": Qgis.version()}), Path(record))
            results["RECORD"] = record
        if table:
            write_workbook(check_sheets(check), Path(table))
            results["TABLE"] = table
        fixed = self._fixed(parameters, context)
        if fixed is not None:
            if is_changed(check):
                with all_or_none([fixed]) as parts:
                    write_tables(parts[fixed], fixed_tables(check))
            results["FIXED"] = str(fixed.parent)
            feedback.pushInfo(fixed_sentence(check, str(fixed))[window_language()])
        results["OUTPUT"] = write_sink(self, parameters, context, "OUTPUT", places_table(check))
        default_style(results["OUTPUT"], PLACES_LAYER)
        return results
