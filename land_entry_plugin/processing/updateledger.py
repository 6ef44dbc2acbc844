# SPDX-License-Identifier: GPL-2.0-or-later
"""``landentry:updateledger``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorLayer,
)

from land_entry_plugin.bridge.profile import pack_folders
from land_entry_plugin.bridge.wording import window_language
from land_entry_plugin.files.answers import open_answers
from land_entry_plugin.files.documents.folders import own_folders
from land_entry_plugin.files.records import read_record
from land_entry_plugin.files.vector import LAYER_MARK
from land_entry_plugin.jobs.ledger.layers import LOADED
from land_entry_plugin.jobs.ledger.outputs import LedgerOutputs, check_ledger_outputs, update_and_write
from land_entry_plugin.jobs.ledger.remarks import summary
from land_entry_plugin.jobs.screening import as_of_date
from land_entry_plugin.jobs.updateledger import LedgerRequest
from land_entry_plugin.processing.base import LandEntryAlgorithm, answers_source, in_the_users_words, templates_of
from land_entry_plugin.processing.inputs import add_day, add_templates

if TYPE_CHECKING:
    from qgis.core import QgsProcessingFeedback


class UpdateLedger(LandEntryAlgorithm):
    """Keeps the ledger over years."""

    def __init__(self) -> None:
        super().__init__()
        self._request = LedgerRequest()
        self._outputs = LedgerOutputs()

    def name(self) -> str:
        return "updateledger"

    def displayName(self) -> str:
        return self.tr("Update the ledger")

    def shortDescription(self) -> str:
        return self.tr("Keeps the ledger over years, with supply plan, public notice and supervision list.")

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        optional = {"optional": True}
        tr = self.tr
        self.addParameter(
            QgsProcessingParameterFile("RECORD", tr("Record of a screening"), extension="json", **optional)
        )
        self.addParameter(
            QgsProcessingParameterFile("LEDGER", tr("Ledger so far (none: a new one)"), extension="gpkg", **optional)
        )
        table = [QgsProcessing.SourceType.TypeVector]
        self.addParameter(QgsProcessingParameterVectorLayer("ANSWERS", tr("Answers of officers"), table, **optional))
        self.addParameter(
            QgsProcessingParameterFile(
                "PROCEDURE",
                tr("Form of the procedure, filled in"),
                fileFilter="XLSX, CSV (*.xlsx *.xlsm *.csv *.tsv *.txt)",
                **optional,
            )
        )
        integer = QgsProcessingParameterNumber.Type.Integer
        self.addParameter(
            QgsProcessingParameterNumber("PLAN_YEAR", tr("Year of the supply plan to print"), integer, **optional)
        )
        add_day(self)
        self.addParameter(
            QgsProcessingParameterBoolean("KEEP_ABSENT", tr("Parcels that the record does not hold stay"), False)
        )
        self.addParameter(
            QgsProcessingParameterString("PLACE", tr("County or township that documents name"), **optional)
        )
        add_templates(self, tr("Folder of Word templates"))
        self.addParameter(
            QgsProcessingParameterFileDestination("UPDATED_LEDGER", tr("Updated ledger"), "GeoPackage (*.gpkg)")
        )
        self.addParameter(
            QgsProcessingParameterFolderDestination(
                "FOLDER", tr("Folder for workbook, documents and form"), None, True, False
            )
        )

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        with in_the_users_words():
            templates = templates_of(self, parameters, context)
            record, ledger, procedure = (
                self.parameterAsFile(parameters, name, context) for name in ("RECORD", "LEDGER", "PROCEDURE")
            )
            year = parameters.get("PLAN_YEAR")
            self._request = LedgerRequest(
                record=read_record(Path(record)) if record else None,
                record_path=Path(record) if record else None,
                ledger=Path(ledger) if ledger else None,
                answers=answers_source(self, parameters, context),
                procedure=open_answers(procedure) if procedure else None,
                plan_year=None if year in (None, "") else self.parameterAsInt(parameters, "PLAN_YEAR", context),
                as_of=as_of_date(self.parameterAsString(parameters, "AS_OF", context)),
                keep_absent=self.parameterAsBool(parameters, "KEEP_ABSENT", context),
                place=self.parameterAsString(parameters, "PLACE", context).strip() or None,
                pack_folders=pack_folders(),
                template_folders=(templates, *own_folders()),
            )
            target = self.parameterAsFileOutput(parameters, "UPDATED_LEDGER", context)
            folder = self.parameterAsFileOutput(parameters, "FOLDER", context)
            self._outputs = LedgerOutputs(Path(target) if target else None, Path(folder) if folder else None)
            check_ledger_outputs(self._request, self._outputs)
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        with in_the_users_words():
            updated, _ = update_and_write(self._request, self._outputs)
        language = window_language()
        for remark in updated.remarks:
            feedback.pushWarning(remark.text(language))
        feedback.pushInfo(summary(updated).text(language))
        results = {}
        if self._outputs.ledger is not None:
            results["UPDATED_LEDGER"] = str(self._outputs.ledger)
            self._load(context)
        if self._outputs.folder is not None:
            results["FOLDER"] = str(self._outputs.folder)
        return results

    def _load(self, context: QgsProcessingContext) -> None:
        """Have QGIS open what is to be looked at, where it opens what algorithms make."""
        project = context.project()
        if project is None or self.provider() is None:
            return
        for name, title in LOADED.items():
            details = QgsProcessingContext.LayerDetails(self.tr(title), project, "UPDATED_LEDGER")
            context.addLayerToLoadOnCompletion(f"{self._outputs.ledger}{LAYER_MARK}{name}", details)
