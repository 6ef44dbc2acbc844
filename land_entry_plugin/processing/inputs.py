# SPDX-License-Identifier: GPL-2.0-or-later
"""The parameters that every algorithm with a screening in it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterBoolean,
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


def add_parcels(algorithm: LandEntryAlgorithm, *, optional: bool = False) -> None:
    """Add PARCELS and PARCEL_ID."""
    tr = algorithm.tr
    algorithm.addParameter(QgsProcessingParameterFeatureSource("PARCELS", tr("Parcels"), [POLYGON], optional=optional))
    algorithm.addParameter(
        QgsProcessingParameterField(
            "PARCEL_ID", tr("Parcel id (ZDDM, BDCDYH or DKBH where empty)"), None, "PARCELS", optional=True
        )
    )


def add_layers(algorithm: LandEntryAlgorithm) -> None:
    """Add DATA, LAYERS and a parameter a role."""
    algorithm.addParameter(
        QgsProcessingParameterFile(
            "DATA",
            algorithm.tr("Folder, geodatabase or GeoPackage with the survey and the lines"),
            QgsProcessingParameterFile.Behavior.Folder,
            optional=True,
        )
    )
    algorithm.addParameter(
        QgsProcessingParameterMultipleLayers("LAYERS", algorithm.tr("Open layers to recognise"), POLYGON, optional=True)
    )
    for role in layer_roles():
        title = word(f"role_{role}", window_language())
        title = title[:1].upper() + title[1:]
        if role == LAND_USE_HISTORY:
            algorithm.addParameter(QgsProcessingParameterMultipleLayers(role.upper(), title, POLYGON, optional=True))
        else:
            algorithm.addParameter(QgsProcessingParameterVectorLayer(role.upper(), title, [POLYGON], optional=True))


def add_templates(algorithm: LandEntryAlgorithm, title: str) -> None:
    """Add TEMPLATES."""
    folder = QgsProcessingParameterFile.Behavior.Folder
    algorithm.addParameter(QgsProcessingParameterFile("TEMPLATES", title, folder, optional=True))


def add_moved_data(algorithm: LandEntryAlgorithm) -> None:
    """Add DATA: where the files of a record are, which may have been made on another machine."""
    title = algorithm.tr("Where its layers are now, if no longer where they were")
    folder = QgsProcessingParameterFile.Behavior.Folder
    algorithm.addParameter(QgsProcessingParameterFile("DATA", title, folder, optional=True))


def add_law(algorithm: LandEntryAlgorithm) -> None:
    """Add COMPLETE, RULE_PACK and AS_OF."""
    algorithm.addParameter(
        QgsProcessingParameterEnum(
            "COMPLETE",
            algorithm.tr("Layers stated to be complete (for a role without a layer: there is none)"),
            options=list(stateable_roles()),
            allowMultiple=True,
            usesStaticStrings=True,
            optional=True,
        )
    )
    algorithm.addParameter(
        QgsProcessingParameterString("RULE_PACK", algorithm.tr("Rule pack (id, or a YAML file)"), DEFAULT_PACK)
    )
    add_day(algorithm)


def add_day(algorithm: LandEntryAlgorithm) -> None:
    """Add AS_OF."""
    date_only = QgsProcessingParameterDateTime.Type.Date
    title = algorithm.tr("As-of date (today where empty)")
    algorithm.addParameter(QgsProcessingParameterDateTime("AS_OF", title, date_only, optional=True))


def add_screening_inputs(algorithm: LandEntryAlgorithm) -> None:
    """Add what a screening is told: parcels, layers, answers, the pack and its day, limits."""
    add_parcels(algorithm)
    add_layers(algorithm)
    tr = algorithm.tr
    table = QgsProcessing.SourceType.TypeVector
    algorithm.addParameter(
        QgsProcessingParameterVectorLayer("ANSWERS", tr("Answers of officers"), [table], optional=True)
    )
    add_law(algorithm)
    usual = preferences()
    double = QgsProcessingParameterNumber.Type.Double
    for name, title, value in (
        ("SLIVER_AREA_M2", tr("Sliver limit: area (m²)"), usual.sliver_area_m2),
        ("SLIVER_WIDTH_M", tr("Sliver limit: width (m)"), usual.sliver_width_m),
    ):
        algorithm.addParameter(QgsProcessingParameterNumber(name, title, double, value, minValue=0))
    algorithm.addParameter(
        QgsProcessingParameterBoolean("SHARED_NUMBERS", tr("One number for a boundary point that parcels share"), False)
    )
