# SPDX-License-Identifier: GPL-2.0-or-later
"""The Processing provider."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from land_entry_plugin.paths import plugin_version, resource
from land_entry_plugin.processing.adjustmententry import AdjustmentEntryBalance
from land_entry_plugin.processing.answersheet import AnswerSheet
from land_entry_plugin.processing.avoidconflicts import AvoidConflicts
from land_entry_plugin.processing.checkdata import CheckData
from land_entry_plugin.processing.comparescreenings import CompareScreenings
from land_entry_plugin.processing.entryplan import EntryPlans
from land_entry_plugin.processing.exportcoordinates import ExportCoordinates
from land_entry_plugin.processing.findcandidates import FindCandidates
from land_entry_plugin.processing.importcoordinates import ImportCoordinates
from land_entry_plugin.processing.overview import Overview
from land_entry_plugin.processing.screenparcels import ScreenParcels
from land_entry_plugin.processing.sheettemplates import SheetTemplates
from land_entry_plugin.processing.surveysheets import SurveySheets
from land_entry_plugin.processing.updateledger import UpdateLedger
from land_entry_plugin.processing.verifyscreening import VerifyScreening


class LandEntryProvider(QgsProcessingProvider):
    """Offers the jobs as Processing algorithms."""

    def id(self) -> str:
        return "landentry"

    def name(self) -> str:
        return "Land Entry (入市筛查)"

    def icon(self) -> QIcon:
        return QIcon(str(resource("icons", "land_entry.svg")))

    def versionInfo(self) -> str:
        return plugin_version()

    def loadAlgorithms(self) -> None:
        for algorithm in (
            CheckData,
            ScreenParcels,
            AnswerSheet,
            SurveySheets,
            EntryPlans,
            SheetTemplates,
            Overview,
            AvoidConflicts,
            FindCandidates,
            AdjustmentEntryBalance,
            CompareScreenings,
            VerifyScreening,
            UpdateLedger,
            ImportCoordinates,
            ExportCoordinates,
        ):
            self.addAlgorithm(algorithm())
