# SPDX-License-Identifier: GPL-2.0-or-later
"""Parameters that several algorithms have: layers by role, and the law they are held against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import (
    QgsProcessingParameterDateTime,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorLayer,
)

from land_entry_plugin.processing.base import POLYGON
from land_entry_plugin.roles.catalogue import LAND_USE_HISTORY, layer_roles, stateable_roles
from land_entry_plugin.rules.pack import DEFAULT_PACK
from land_entry_plugin.texts import word

if TYPE_CHECKING:
    from land_entry_plugin.processing.base import LandEntryAlgorithm


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
        title = algorithm.tr(word(f"role_{role}", "en").capitalize())
        if role == LAND_USE_HISTORY:
            algorithm.addParameter(QgsProcessingParameterMultipleLayers(role.upper(), title, POLYGON, optional=True))
        else:
            algorithm.addParameter(QgsProcessingParameterVectorLayer(role.upper(), title, [POLYGON], optional=True))


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
    date_only = QgsProcessingParameterDateTime.Type.Date
    algorithm.addParameter(
        QgsProcessingParameterDateTime(
            "AS_OF", algorithm.tr("As-of date (today where empty)"), date_only, optional=True
        )
    )
