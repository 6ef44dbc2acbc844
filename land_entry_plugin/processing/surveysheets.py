# SPDX-License-Identifier: GPL-2.0-or-later
"""``landentry:surveysheets``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    Qgis,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterString,
)

from land_entry_plugin.bridge.profile import pack_folders
from land_entry_plugin.bridge.wording import window_language
from land_entry_plugin.cadastre.edition import Edition
from land_entry_plugin.cadastre.sentences import FORM_VERSION
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.coordinates.dialect import DEFAULT_DIALECT
from land_entry_plugin.files.drawing.style import DEFAULT_STYLE
from land_entry_plugin.files.outputs import check_folder
from land_entry_plugin.files.records import read_record
from land_entry_plugin.jobs.record import screening_record
from land_entry_plugin.jobs.screening import ScreeningRequest
from land_entry_plugin.jobs.screenparcels import screenparcels
from land_entry_plugin.jobs.sheet_files.formats import (
    DOCX,
    FORMATS,
    PDF,
    WITHOUT_QGIS,
    FileOptions,
    check_formats,
    whole_writer,
)
from land_entry_plugin.jobs.surveysheets import surveysheets
from land_entry_plugin.processing.base import (
    POLYGON,
    Feedback,
    LandEntryAlgorithm,
    in_the_users_words,
    offered_sources,
    parcel_ids_of,
    parcels_source,
    templates_of,
)
from land_entry_plugin.processing.inputs import add_templates
from land_entry_plugin.sheets.batch import PdfWriter, SetOptions
from land_entry_plugin.sheets.fonts import sheet_fonts
from land_entry_plugin.sheets.forms.book import SHEETS, SUMMARY
from land_entry_plugin.sheets.parcel_picture import draw_parcel
from land_entry_plugin.sheets.templates import read_templates
from land_entry_plugin.texts import render

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback


class SurveySheets(LandEntryAlgorithm):
    """Prints survey sheets from a record, or screens parcels first."""

    def __init__(self) -> None:
        super().__init__()
        self._record: Path | None = None
        self._request: ScreeningRequest | None = None
        self._folder = Path()
        self._templates = Path()
        self._options = SetOptions()
        self._files = FileOptions()
        self._formats: list[str] = []

    def name(self) -> str:
        return "surveysheets"

    def displayName(self) -> str:
        return self.tr("Print survey sheets")

    def shortDescription(self) -> str:
        return self.tr("Writes the survey sheets of every parcel as PDF, Word, Excel, coordinate text or drawing.")

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        optional = {"optional": True}
        self.addParameter(
            QgsProcessingParameterFile("RECORD", self.tr("Record of a screening"), extension="json", **optional)
        )
        self.addParameter(QgsProcessingParameterFeatureSource("PARCELS", self.tr("or parcels"), [POLYGON], **optional))
        folder = QgsProcessingParameterFile.Behavior.Folder
        self.addParameter(
            QgsProcessingParameterFile("DATA", self.tr("with folder, geodatabase or GeoPackage"), folder, **optional)
        )
        self.addParameter(
            QgsProcessingParameterString("PARCEL_ID", self.tr("Parcels to print (all where empty)"), **optional)
        )
        for name, title, options, usual in (
            ("SHEETS", self.tr("Sheets"), SHEETS, [SUMMARY]),
            ("FORMATS", self.tr("Formats"), FORMATS, [PDF]),
        ):
            self.addParameter(
                QgsProcessingParameterEnum(
                    name,
                    title,
                    options=list(options),
                    allowMultiple=True,
                    defaultValue=usual,
                    usesStaticStrings=True,
                )
            )
        self.addParameter(
            QgsProcessingParameterEnum(
                "EDITION",
                self.tr("Edition"),
                options=[str(edition) for edition in Edition],
                defaultValue=str(Edition.INTERNAL),
                usesStaticStrings=True,
            )
        )
        add_templates(self, self.tr("Folder of layout templates"))
        self.addParameter(
            QgsProcessingParameterString(
                "FORM_VERSION", self.tr("Version of the forms"), defaultValue=FORM_VERSION, **optional
            )
        )
        for name, title, default in (
            ("DIALECT", self.tr("Dialect of TXT (id, or a YAML file)"), DEFAULT_DIALECT),
            ("CAD_STYLE", self.tr("Layers of DXF (id, or a YAML file)"), DEFAULT_STYLE),
        ):
            self.addParameter(QgsProcessingParameterString(name, title, defaultValue=default, **optional))
        self.addParameter(QgsProcessingParameterFolderDestination("FOLDER", self.tr("Folder")))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        with in_the_users_words():
            self._folder = Path(self.parameterAsFileOutput(parameters, "FOLDER", context))
            check_folder(self._folder)
            # said before anything is read or screened
            self._formats = self.parameterAsEnumStrings(parameters, "FORMATS", context)
            self._options = self._set_options(parameters, context)
            self._files = FileOptions(
                self._options.edition,
                self.parameterAsString(parameters, "DIALECT", context) or None,
                self.parameterAsString(parameters, "CAD_STYLE", context) or None,
                self._options.sheets,
                self._options.form_version,
                (self._templates,),
                draw_parcel,
            )
            check_formats(self._formats, self._files)
            if not {PDF, DOCX}.isdisjoint(self._formats):
                sheet_fonts()
            record = self.parameterAsFile(parameters, "RECORD", context)
            if record and parameters.get("PARCELS"):
                raise InputError("record_and_parcels")
            if record:
                # read where the window does not wait for it
                self._record = Path(record)
            elif parameters.get("PARCELS"):
                self._request = ScreeningRequest(
                    parcels=parcels_source(self, parameters, context),
                    offered=tuple(offered_sources(self, parameters, context)),
                    pack_folders=pack_folders(),
                )
            else:
                raise InputError("record_or_parcels")
        return True

    def _set_options(self, parameters: dict[str, Any], context: QgsProcessingContext) -> SetOptions:
        self._templates = templates_of(self, parameters, context)
        return SetOptions(
            sheets=tuple(self.parameterAsEnumStrings(parameters, "SHEETS", context)),
            edition=Edition(self.parameterAsEnumString(parameters, "EDITION", context)),
            form_version=self.parameterAsString(parameters, "FORM_VERSION", context).strip() or FORM_VERSION,
            templates=read_templates(self._templates, SHEETS),
        )

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        with in_the_users_words():
            progress = Feedback(feedback)
            if self._record is not None:
                record = read_record(self._record)
            else:
                record = screening_record(screenparcels(self._request, progress), {"qgis": Qgis.version()})
            ids = parcel_ids_of(self, parameters, context)
            writers = [
                PdfWriter(record, self._options) if name == PDF else WITHOUT_QGIS[name].make(record, self._files)
                for name in self._formats
            ]
            whole = whole_writer(record, self._formats, self._files)
            edition = self._options.edition
            batch = surveysheets(
                record, ids, self._folder, writers, progress, edition=edition, whole=whole, path=self._record
            )
        for sheet in batch.failed:
            feedback.reportError(f"{sheet.parcel_id} {sheet.format}: {sheet.error.user_message(window_language())}")
        if batch.passed_over:
            feedback.pushWarning(render("note.sheets_renamed", {"count": batch.passed_over}, window_language()))
        for note in batch.notes:
            feedback.pushWarning(note[window_language()])
        feedback.pushInfo(render("note.sheets_written", batch.counts, window_language()))
        return {"FOLDER": str(self._folder)}
