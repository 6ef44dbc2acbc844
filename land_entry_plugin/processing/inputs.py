# SPDX-License-Identifier: GPL-2.0-or-later
"""The parameters that every algorithm with a screening in it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorLayer,
)

from land_entry_plugin.bridge.preferences import preferences
from land_entry_plugin.bridge.wording import window_language
from land_entry_plugin.processing.base import POLYGON
from land_entry_plugin.roles.catalogue import LAND_USE_HISTORY, layer_roles, stateable_roles
from land_entry_plugin.rules.pack import DEFAULT_PACK
from land_entry_plugin.texts import word

if TYPE_CHECKING:
    from land_entry_plugin.processing.base import LandEntryAlgorithm


def add_screening_inputs(algorithm: LandEntryAlgorithm) -> None:
    """Add what a screening is told: parcels, layers, answers, the pack and its day, limits."""
    optional = {"optional": True}
    tr = algorithm.tr
    algorithm.addParameter(QgsProcessingParameterFeatureSource("PARCELS", tr("Parcels"), [POLYGON]))
    algorithm.addParameter(
        QgsProcessingParameterField(
            "PARCEL_ID", tr("Parcel id (ZDDM, BDCDYH or DKBH where empty)"), None, "PARCELS", **optional
        )
    )
    algorithm.addParameter(
        QgsProcessingParameterFile(
            "DATA",
            tr("Folder, geodatabase or GeoPackage with the survey and the lines"),
            QgsProcessingParameterFile.Behavior.Folder,
            **optional,
        )
    )
    algorithm.addParameter(
        QgsProcessingParameterMultipleLayers("LAYERS", tr("Open layers to recognise"), POLYGON, **optional)
    )
    for role in layer_roles():
        title = word(f"role_{role}", window_language())
        title = title[:1].upper() + title[1:]
        if role == LAND_USE_HISTORY:
            algorithm.addParameter(QgsProcessingParameterMultipleLayers(role.upper(), title, POLYGON, **optional))
        else:
            algorithm.addParameter(QgsProcessingParameterVectorLayer(role.upper(), title, [POLYGON], **optional))
    table = QgsProcessing.SourceType.TypeVector
    algorithm.addParameter(QgsProcessingParameterVectorLayer("ANSWERS", tr("Answers of officers"), [table], **optional))
    algorithm.addParameter(
        QgsProcessingParameterEnum(
            "COMPLETE",
            tr("Layers stated to be complete (for a role without a layer: there is none)"),
            options=list(stateable_roles()),
            allowMultiple=True,
            usesStaticStrings=True,
            **optional,
        )
    )
    algorithm.addParameter(
        QgsProcessingParameterString("RULE_PACK", tr("Rule pack (id, or a YAML file)"), DEFAULT_PACK)
    )
    date_only = QgsProcessingParameterDateTime.Type.Date
    algorithm.addParameter(
        QgsProcessingParameterDateTime("AS_OF", tr("As-of date (today where empty)"), date_only, **optional)
    )
    usual = preferences()
    double = QgsProcessingParameterNumber.Type.Double
    for name, title, value in (
        ("SLIVER_AREA_M2", tr("Sliver limit: area (m²)"), usual.sliver_area_m2),
        ("SLIVER_WIDTH_M", tr("Sliver limit: width (m)"), usual.sliver_width_m),
    ):
        algorithm.addParameter(QgsProcessingParameterNumber(name, title, double, value, minValue=0))
