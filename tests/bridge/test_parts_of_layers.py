# SPDX-License-Identifier: GPL-2.0-or-later
"""A layer of which the file does not give the same rows says why."""

from __future__ import annotations

import pytest
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
)

from land_entry_plugin.bridge.qgis_source import QgisSource


@pytest.fixture
def layer(qgis_application, township):
    return QgsVectorLayer(f"{township}|layername=parcels", "parcels", "ogr")


def test_a_whole_layer_is_no_part(layer):
    assert QgisSource(layer).describe().part is None


def test_a_filter_is_said(layer):
    assert layer.setSubsetString("fid < 3")
    assert QgisSource(layer).describe().part == "filter"


def test_a_selection_is_said_unless_it_is_all(layer):
    project, context = QgsProject(), QgsProcessingContext()
    project.addMapLayer(layer)
    context.setProject(project)
    definition = QgsProcessingFeatureSourceDefinition(layer.id(), True)
    layer.selectByIds([1])
    some = QgsProcessingUtils.variantToSource(definition, context)
    assert QgisSource(layer, some).describe().part == "selection"
    layer.selectAll()
    everything = QgsProcessingUtils.variantToSource(definition, context)
    assert QgisSource(layer, everything).describe().part is None
