# SPDX-License-Identifier: GPL-2.0-or-later
"""What algorithms write: files that may be asked for, tables into the sinks of Processing."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterFileDestination,
    QgsProperty,
)
from qgis.PyQt.QtCore import QMetaType

from land_entry_plugin.bridge.written import destination_file, destination_table, destination_text, is_table
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.outputs import LAYER_FORMATS, TABLE_FORMATS, check_output, written_aside

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext

    from land_entry_plugin.files.tables import Table
    from land_entry_plugin.processing.base import LandEntryAlgorithm

_TYPES = {
    str: QMetaType.Type.QString,
    float: QMetaType.Type.Double,
    int: QMetaType.Type.LongLong,
    bool: QMetaType.Type.Bool,
}
_AT_ONCE = 2000


def add_record_and_table(algorithm: LandEntryAlgorithm, table: str) -> None:
    """Add RECORD and TABLE, which nobody has to want; ``table`` is what the workbook is called."""
    for name, title, files in (("RECORD", algorithm.tr("Record"), "JSON (*.json)"), ("TABLE", table, "XLSX (*.xlsx)")):
        algorithm.addParameter(QgsProcessingParameterFileDestination(name, title, files, None, True, False))


def checked_outputs(
    algorithm: QgsProcessingAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    sinks: tuple[str, ...],
    files: Mapping[str, str],
) -> list[Path]:
    """Return the output files; say what cannot be written before anything is computed.

    Parameters
    ----------
    sinks : tuple of str
        Parameters that name layers.
    files : mapping of parameter to file ending
    """
    # the tables of each file; none for a file that is written whole
    taken: dict[Path, set[str | None]] = {}
    for name in sinks:
        value = parameters.get(name)
        path = destination_file(value, context)
        if path is None:
            continue
        if path.suffix.lower() == ".shp":
            raise InputError("shapefile_output", path=str(path))
        check_output(path, (path.suffix.lower(),))
        table, tables = destination_table(destination_text(value, context)), taken.setdefault(path, set())
        if tables and (table is None or not tables.isdisjoint({table, None})):
            raise InputError("same_output", path=str(path))
        tables.add(table)
    for name, suffix in files.items():
        text = algorithm.parameterAsFileOutput(parameters, name, context)
        if text:
            check_output(Path(text), (suffix,))
            taken[Path(text)] = {None}
    return list(taken)


def write_sink(
    algorithm: QgsProcessingAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    name: str,
    table: Table,
    own: Mapping[str, QgsField] | None = None,
) -> str:
    """Write a table to the sink of a parameter and return where it went; a file of its own appears whole.

    Parameters
    ----------
    own : mapping of field name to QgsField, optional
        Fields that keep the type which QGIS knows them by.
    """
    fields = QgsFields()
    for field_name, kind in table.columns:
        field = QgsField(own[field_name]) if own and field_name in own else QgsField("", _TYPES[kind])
        field.setName(field_name)
        fields.append(field)
    path = _plain_file(parameters[name], context)
    if path is None:
        return _written(algorithm, parameters, context, name, table, fields, own or {})
    with written_aside(path) as part:
        given = parameters | {name: _elsewhere(parameters[name], part)}
        destination = _written(algorithm, given, context, name, table, fields, own or {})
        loaded = context.layersToLoadOnCompletion()
        context.setLayersToLoadOnCompletion({_moved(one, part, path): loaded[one] for one in loaded})
    return _moved(destination, part, path)


def _plain_file(value: Any, context: QgsProcessingContext) -> Path | None:
    """Return the file that a sink is alone in; None for memory layers, databases and tables of a file."""
    path = destination_file(value, context)
    formats = LAYER_FORMATS | TABLE_FORMATS
    return path if path is not None and not is_table(value, context) and path.suffix.lower() in formats else None


def _elsewhere(value: Any, part: Path) -> Any:
    """Return a destination that differs in its file alone."""
    if not isinstance(value, QgsProcessingOutputLayerDefinition):
        return str(part)
    other = QgsProcessingOutputLayerDefinition(value)
    other.sink = QgsProperty.fromValue(str(part))
    return other


def _moved(destination: str, part: Path, path: Path) -> str:
    return destination.replace(str(part), str(path))


def _written(
    algorithm: QgsProcessingAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    name: str,
    table: Table,
    fields: QgsFields,
    own: Mapping[str, QgsField],
) -> str:
    has_shape = table.geometry is not None
    sink, destination = algorithm.parameterAsSink(
        parameters,
        name,
        context,
        fields,
        Qgis.WkbType.MultiPolygon if has_shape else Qgis.WkbType.NoGeometry,
        QgsCoordinateReferenceSystem(table.crs) if has_shape else QgsCoordinateReferenceSystem(),
    )
    if sink is None:
        raise QgsProcessingException(algorithm.invalidSinkError(parameters, name))
    features = _features(table, fields, own)
    # a loop: all features of a county at once would not fit
    while some := list(islice(features, _AT_ONCE)):
        if not sink.addFeatures(some, QgsFeatureSink.Flag.FastInsert):
            raise QgsProcessingException(algorithm.writeFeatureError(sink, parameters, name))
    # the file is renamed, and styles go into it: it has to be closed
    del sink
    return destination


def _features(table: Table, fields: QgsFields, own: Mapping[str, QgsField]) -> Iterator[QgsFeature]:
    """Yield the rows of a table as features."""
    columns = [
        _attributes(table.column(name), kind, fields.at(j), is_own=name in own)
        for j, (name, kind) in enumerate(table.columns)
    ]
    shapes = [None] * len(columns[0]) if table.geometry is None else shapely.to_wkb(table.geometry)
    # a loop: a sink takes features
    for values, shape in zip(zip(*columns, strict=True), shapes, strict=True):
        feature = QgsFeature(fields)
        feature.setAttributes(list(values))
        if shape is not None:
            geometry = QgsGeometry()
            geometry.fromWkb(shape)
            geometry.convertToMultiType()
            feature.setGeometry(geometry)
        yield feature


def _attributes(values: Sequence[Any], kind: type, field: QgsField, *, is_own: bool) -> list[Any]:
    """Return the values of a column as QGIS keeps them in a field."""
    nothing = field.convertCompatible(None)
    if not is_own and set(map(type, values)) <= {kind, type(None)}:
        return [nothing if value is None else value for value in values]
    return [field.convertCompatible(value) for value in values]
