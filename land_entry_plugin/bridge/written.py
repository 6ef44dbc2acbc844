# SPDX-License-Identifier: GPL-2.0-or-later
"""Files behind Processing parameters: where outputs go, and what they must not write over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsDataSourceUri,
    QgsProcessing,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingUtils,
    QgsProviderRegistry,
)

from land_entry_plugin.bridge.profile import style_folders
from land_entry_plugin.files.styles import write_default_style

if TYPE_CHECKING:
    from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext, QgsVectorLayer

_OGR = "ogr:"


def destination_file(value: Any, context: QgsProcessingContext) -> Path | None:
    """Return the file that a sink parameter names, None for memory layers, databases and what is not wanted."""
    text = destination_text(value, context)
    if text in ("", "None", QgsProcessing.TEMPORARY_OUTPUT) or text.startswith("memory:"):
        return None
    if text.startswith(_OGR) and (database := _uri(text).database()):
        return Path(database)
    if ":" in text.split("/", 1)[0][2:]:
        # another provider's destination (postgres:...)
        return None
    return Path(text)


def is_table(value: Any, context: QgsProcessingContext) -> bool:
    """Return whether a sink parameter names a table of a file or of a database."""
    return destination_text(value, context).startswith(_OGR)


def destination_text(value: Any, context: QgsProcessingContext) -> str:
    """Return a sink parameter's destination as QGIS writes it; its dialogs give more than a text."""
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value, _ = value.sink.valueAsString(context.expressionContext())
    return str(value or "")


def destination_table(text: str) -> str | None:
    """Return the table that a destination (``ogr:dbname='FILE' table="NAME" (geom)``) names, None where it does not."""
    return (_uri(text).table() or None) if text.startswith(_OGR) else None


def _uri(text: str) -> QgsDataSourceUri:
    """Return a destination taken apart as QGIS does it: quotes in paths and names are written with a backslash."""
    return QgsDataSourceUri(text.removeprefix(_OGR))


def source_layer(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], name: str, context: QgsProcessingContext
) -> QgsVectorLayer | None:
    """Return the layer that a source parameter names, with or without "selected features only"."""
    value = parameters.get(name)
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        text, _ = value.source.valueAsString(context.expressionContext())
        return QgsProcessingUtils.mapLayerFromString(text, context)
    return algorithm.parameterAsVectorLayer(parameters, name, context) if value else None


def default_style(destination: str, style: str) -> None:
    """Write a default style into the GeoPackage that a sink wrote; other formats have none."""
    uri = QgsProviderRegistry.instance().decodeUri("ogr", destination)
    path = Path(uri.get("path", ""))
    if path.suffix.lower() != ".gpkg" or not path.is_file():
        return
    table = str(uri.get("layerName") or path.stem)
    write_default_style(path, table, "geom", style, "Land Entry", style_folders())
