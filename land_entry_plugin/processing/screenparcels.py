# SPDX-License-Identifier: GPL-2.0-or-later
"""``landentry:screenparcels``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from qgis.core import QgsProcessing, QgsProcessingParameterFeatureSink

from land_entry_plugin.bridge.wording import window_language
from land_entry_plugin.bridge.written import default_style
from land_entry_plugin.jobs.outputs import STYLED, check_outputs
from land_entry_plugin.jobs.readings import warnings_of
from land_entry_plugin.jobs.record import banners, seen_at_once
from land_entry_plugin.jobs.tables import own_fields
from land_entry_plugin.processing.base import (
    POLYGON,
    Feedback,
    LandEntryAlgorithm,
    in_the_users_words,
    screening_request,
)
from land_entry_plugin.processing.inputs import add_screening_inputs
from land_entry_plugin.processing.sinks import add_record_and_table, checked_outputs, write_sink
from land_entry_plugin.processing.spread import screened

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    from land_entry_plugin.bridge.qgis_source import QgisSource
    from land_entry_plugin.files.tables import Table
    from land_entry_plugin.jobs.outputs import Found
    from land_entry_plugin.jobs.screening import ScreeningRequest

_SINKS = ("OUTPUT", "OVERLAPS", "FINDINGS")
_FILES = {"RECORD": ".json", "TABLE": ".xlsx"}


class ScreenParcels(LandEntryAlgorithm):
    """Screens parcels: the parameters in, the record and its layers out."""

    def __init__(self) -> None:
        super().__init__()
        self._request: ScreeningRequest | None = None

    def name(self) -> str:
        return "screenparcels"

    def displayName(self) -> str:
        return self.tr("Screen parcels")

    def shortDescription(self) -> str:
        return self.tr("Says which parcels may enter the market, which may not, and why.")

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        add_screening_inputs(self)
        table = QgsProcessing.SourceType.TypeVector
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", self.tr("Screened parcels"), POLYGON))
        for name, title, kind in (
            ("OVERLAPS", self.tr("Overlaps"), POLYGON),
            ("FINDINGS", self.tr("Findings"), table),
        ):
            self.addParameter(QgsProcessingParameterFeatureSink(name, title, kind, None, True, False))
        add_record_and_table(self, self.tr("Workbook"))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        with in_the_users_words():
            paths = checked_outputs(self, parameters, context, _SINKS, _FILES)
            self._request = screening_request(self, parameters, context)
            check_outputs(self._request, paths)
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        with in_the_users_words():
            progress = Feedback(feedback)
            wanted = {name.lower() for name in (*_SINKS, *_FILES) if parameters.get(name) is not None}
            with screened(self._request, wanted, progress) as found:
                screening = found.screening
                for text in (*banners(screening), *seen_at_once(screening), *warnings_of(screening.inputs)):
                    feedback.pushWarning(text[window_language()])
                progress.report("write", 0.98)
                return self._write(found, parameters, context)

    def _write(self, found: Found, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        results: dict[str, Any] = {}
        for name, write in (("RECORD", found.write_record), ("TABLE", found.write_table)):
            path = self.parameterAsFileOutput(parameters, name, context)
            if path:
                write(Path(path))
                results[name] = path
        for name, make in (("OUTPUT", found.parcels), ("OVERLAPS", found.overlaps), ("FINDINGS", found.findings)):
            if parameters.get(name) is not None:
                own = own_fields(found.screening) if name == "OUTPUT" else {}
                results[name] = self._write_layer(name, make(), own, parameters, context)
        return results

    def _write_layer(
        self, name: str, table: Table, own: dict[str, str], parameters: dict[str, Any], context: QgsProcessingContext
    ) -> str:
        parcels = cast("QgisSource", self._request.parcels)
        kept = {field_name: parcels.field(stored) for field_name, stored in own.items()}
        destination = write_sink(self, parameters, context, name, table, kept)
        if table.name in STYLED:
            default_style(destination, table.name)
        return destination
