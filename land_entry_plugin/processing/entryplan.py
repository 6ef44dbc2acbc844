# SPDX-License-Identifier: GPL-2.0-or-later
"""``landentry:entryplan``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorLayer,
)

from land_entry_plugin.bridge.profile import pack_folders
from land_entry_plugin.bridge.wording import window_language
from land_entry_plugin.files.documents.folders import own_folders
from land_entry_plugin.files.records import read_record
from land_entry_plugin.jobs.entry_plan.summary import said
from land_entry_plugin.jobs.entryplan import FORMATS, EntryPlanRequest, entryplan
from land_entry_plugin.jobs.screening import as_of_date
from land_entry_plugin.processing.base import (
    Feedback,
    LandEntryAlgorithm,
    answers_source,
    in_the_users_words,
    parcel_ids_of,
    templates_of,
)
from land_entry_plugin.processing.inputs import add_day, add_templates

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback


class EntryPlans(LandEntryAlgorithm):
    """Makes the entry plans of a record."""

    def __init__(self) -> None:
        super().__init__()
        self._request: EntryPlanRequest | None = None
        self._templates: tuple[Path, ...] = ()

    def name(self) -> str:
        return "entryplan"

    def displayName(self) -> str:
        return self.tr("Make entry plans")

    def shortDescription(self) -> str:
        return self.tr("Makes the entry plan of every parcel from the record and the officers' answers.")

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        optional = {"optional": True}
        self.addParameter(QgsProcessingParameterFile("RECORD", self.tr("Record of a screening"), extension="json"))
        table = QgsProcessing.SourceType.TypeVector
        self.addParameter(
            QgsProcessingParameterVectorLayer("ANSWERS", self.tr("Answers of officers"), [table], **optional)
        )
        self.addParameter(
            QgsProcessingParameterString("PARCEL_ID", self.tr("Parcels to plan (all where empty)"), **optional)
        )
        self.addParameter(
            QgsProcessingParameterString("RULE_PACK", self.tr("Rule pack (that of the record where empty)"), **optional)
        )
        add_day(self)
        self.addParameter(
            QgsProcessingParameterEnum(
                "FORMATS",
                self.tr("Formats"),
                options=list(FORMATS),
                allowMultiple=True,
                defaultValue=list(FORMATS),
                usesStaticStrings=True,
            )
        )
        add_templates(self, self.tr("Folder of Word templates"))
        self.addParameter(QgsProcessingParameterFolderDestination("FOLDER", self.tr("Folder")))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        with in_the_users_words():
            self._templates = (templates_of(self, parameters, context), *own_folders())
            self._request = EntryPlanRequest(
                record=read_record(Path(self.parameterAsFile(parameters, "RECORD", context))),
                answers=answers_source(self, parameters, context),
                parcel_ids=parcel_ids_of(self, parameters, context),
                rule_pack=self.parameterAsString(parameters, "RULE_PACK", context).strip() or None,
                pack_folders=pack_folders(),
                as_of=as_of_date(self.parameterAsString(parameters, "AS_OF", context)),
            )
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        folder = self.parameterAsFileOutput(parameters, "FOLDER", context)
        formats = tuple(self.parameterAsEnumStrings(parameters, "FORMATS", context))
        with in_the_users_words():
            written = entryplan(self._request, Path(folder), self._templates, formats, Feedback(feedback))
        *notices, summary = said(written, window_language())
        for text in notices:
            feedback.pushWarning(text)
        feedback.pushInfo(summary)
        return {"FOLDER": folder}
