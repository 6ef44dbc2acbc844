# SPDX-License-Identifier: GPL-2.0-or-later
"""``landentry:sheettemplates``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingParameterEnum, QgsProcessingParameterFolderDestination

from land_entry_plugin.bridge.wording import window_language
from land_entry_plugin.files.documents.folders import copy_templates
from land_entry_plugin.files.outputs import check_folder
from land_entry_plugin.processing.base import LandEntryAlgorithm, in_the_users_words
from land_entry_plugin.sheets.forms.book import SHEETS
from land_entry_plugin.sheets.template_export import write_templates
from land_entry_plugin.texts import render

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback


class SheetTemplates(LandEntryAlgorithm):
    """Writes layout templates of the sheets to start from."""

    def name(self) -> str:
        return "sheettemplates"

    def displayName(self) -> str:
        return self.tr("Templates of survey sheets")

    def shortDescription(self) -> str:
        return self.tr("Writes the frames of the survey sheets as layout templates.")

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        sheets = QgsProcessingParameterEnum(
            "SHEETS",
            self.tr("Sheets"),
            options=list(SHEETS),
            allowMultiple=True,
            defaultValue=list(SHEETS),
            usesStaticStrings=True,
        )
        self.addParameter(sheets)
        self.addParameter(QgsProcessingParameterFolderDestination("FOLDER", self.tr("Folder")))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        folder = Path(self.parameterAsFileOutput(parameters, "FOLDER", context))
        with in_the_users_words():
            check_folder(folder)
            written = write_templates(folder, self.parameterAsEnumStrings(parameters, "SHEETS", context))
            written += copy_templates(folder)
        feedback.pushInfo(render("note.templates_written", {"written": len(written)}, window_language()))
        return {"FOLDER": str(folder)}
