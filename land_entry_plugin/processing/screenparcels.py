# SPDX-License-Identifier: GPL-2.0-or-later
"""``landentry:screenparcels``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorLayer,
)
from qgis.PyQt.QtCore import QMetaType

from land_entry_plugin.bridge.written import default_style, destination_file
from land_entry_plugin.engine.slivers import Limits
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.outputs import check_output
from land_entry_plugin.files.records import write_record
from land_entry_plugin.files.workbook import write_workbook
from land_entry_plugin.jobs.outputs import STYLED, check_outputs, findings_table, overlaps_table, parcels_table
from land_entry_plugin.jobs.record import screening_record
from land_entry_plugin.jobs.screenparcels import screenparcels
from land_entry_plugin.jobs.tables import own_fields
from land_entry_plugin.jobs.workbook import screening_sheets
from land_entry_plugin.processing.base import (
    POLYGON,
    Feedback,
    LandEntryAlgorithm,
    in_the_users_words,
    read_roles,
    screening_request,
)
from land_entry_plugin.roles.catalogue import stateable_roles
from land_entry_plugin.rules.pack import DEFAULT_PACK
from land_entry_plugin.texts import word

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    from land_entry_plugin.bridge.qgis_source import QgisSource
    from land_entry_plugin.files.tables import Table
    from land_entry_plugin.jobs.screening import Screening, ScreeningRequest

_TYPES = {
    str: QMetaType.Type.QString,
    float: QMetaType.Type.Double,
    int: QMetaType.Type.LongLong,
    bool: QMetaType.Type.Bool,
}


class ScreenParcels(LandEntryAlgorithm):
    """Screens parcels: the parameters in, the record and its layers out."""

    def __init__(self) -> None:
        super().__init__()
        self._request: ScreeningRequest | None = None

    def name(self) -> str:
        return "screenparcels"

    def displayName(self) -> str:
        return self.tr("Screen parcels")

    def shortDescription(self) -> str:
        return self.tr("Says which parcels may enter the market, which may not, and why.")

    def shortHelpString(self) -> str:
        return self.tr(
            "Overlays candidate parcels on the land survey (DLTB) and the three control lines and judges them by a "
            "dated rule pack.\n\nDATA alone is enough: its layers are recognised by role. A role's own parameter "
            "wins. A required layer that is missing leaves the verdict undetermined; nothing found in a line layer "
            "counts only where the layer is complete: by COMPLETE, else over the administrative area, else over the "
            "land-use layer of the same package (then at best review).\n\nSources are never changed."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        optional = {"optional": True}
        self.addParameter(QgsProcessingParameterFeatureSource("PARCELS", self.tr("Parcels"), [POLYGON]))
        self.addParameter(
            QgsProcessingParameterField(
                "PARCEL_ID", self.tr("Parcel id (ZDDM, BDCDYH or DKBH where empty)"), None, "PARCELS", **optional
            )
        )
        self.addParameter(
            QgsProcessingParameterFile(
                "DATA",
                self.tr("Folder, geodatabase or GeoPackage with the survey and the lines"),
                QgsProcessingParameterFile.Behavior.Folder,
                **optional,
            )
        )
        self.addParameter(
            QgsProcessingParameterMultipleLayers("LAYERS", self.tr("Open layers to recognise"), POLYGON, **optional)
        )
        for role in read_roles():
            title = word(f"role_{role}", "en").capitalize()
            self.addParameter(QgsProcessingParameterVectorLayer(role.upper(), self.tr(title), [POLYGON], **optional))
        table = QgsProcessing.SourceType.TypeVector
        self.addParameter(
            QgsProcessingParameterVectorLayer("ANSWERS", self.tr("Answers of officers"), [table], **optional)
        )
        self.addParameter(
            QgsProcessingParameterEnum(
                "COMPLETE",
                self.tr("Layers stated to be complete (for a role without a layer: there is none)"),
                options=list(stateable_roles()),
                allowMultiple=True,
                usesStaticStrings=True,
                **optional,
            )
        )
        self.addParameter(
            QgsProcessingParameterString("RULE_PACK", self.tr("Rule pack (id, or a YAML file)"), DEFAULT_PACK)
        )
        date_only = QgsProcessingParameterDateTime.Type.Date
        self.addParameter(
            QgsProcessingParameterDateTime("AS_OF", self.tr("As-of date (today where empty)"), date_only, **optional)
        )
        double = QgsProcessingParameterNumber.Type.Double
        for name, title, value in (
            ("SLIVER_AREA_M2", self.tr("Sliver limit: area (m²)"), Limits.sliver_area_m2),
            ("SLIVER_WIDTH_M", self.tr("Sliver limit: width (m)"), Limits.sliver_width_m),
        ):
            self.addParameter(QgsProcessingParameterNumber(name, title, double, value, minValue=0))
        table = QgsProcessing.SourceType.TypeVector
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", self.tr("Screened parcels"), POLYGON))
        for name, title, kind in (
            ("OVERLAPS", self.tr("Overlaps"), POLYGON),
            ("FINDINGS", self.tr("Findings"), table),
        ):
            self.addParameter(QgsProcessingParameterFeatureSink(name, title, kind, None, True, False))
        for name, title, files in (
            ("RECORD", self.tr("Record"), "JSON (*.json)"),
            ("TABLE", self.tr("Workbook"), "XLSX (*.xlsx)"),
        ):
            self.addParameter(QgsProcessingParameterFileDestination(name, title, files, None, True, False))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        with in_the_users_words(feedback):
            paths = self._check_outputs(parameters, context)
            self._request = screening_request(self, parameters, context)
            check_outputs(self._request, paths)
        return True

    def _check_outputs(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[Path]:
        """Return the output files; say what cannot be written before anything is computed."""
        layers: dict[Path, str] = {}
        for name in ("OUTPUT", "OVERLAPS", "FINDINGS"):
            path = destination_file(parameters.get(name), context)
            if path is None:
                continue
            if path.suffix.lower() == ".shp":
                raise InputError("shapefile_output", path=str(path))
            check_output(path, (path.suffix.lower(),))
            if path in layers and layers[path] == "whole file":
                raise InputError("same_output", path=str(path))
            layers[path] = "a table of it" if "table=" in str(parameters[name]) else "whole file"
        for name, suffix in (("RECORD", ".json"), ("TABLE", ".xlsx")):
            text = self.parameterAsFileOutput(parameters, name, context)
            if text:
                check_output(Path(text), (suffix,))
                layers[Path(text)] = "whole file"
        return list(layers)

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        with in_the_users_words(feedback):
            progress = Feedback(feedback)
            screening = screenparcels(self._request, progress)
            progress.report("write", 0.98)
            return self._write(screening, parameters, context)

    def _write(self, screening: Screening, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        results: dict[str, Any] = {}
        record, table = (self.parameterAsFileOutput(parameters, name, context) for name in ("RECORD", "TABLE"))
        if record:
            write_record(screening_record(screening, {"qgis": Qgis.version()}), Path(record))
            results["RECORD"] = record
        if table:
            write_workbook(screening_sheets(screening), Path(table))
            results["TABLE"] = table
        for name, make in (("OUTPUT", parcels_table), ("OVERLAPS", overlaps_table), ("FINDINGS", findings_table)):
            if parameters.get(name) is not None:
                own = own_fields(screening) if name == "OUTPUT" else {}
                results[name] = self._write_layer(name, make(screening), own, parameters, context)
        return results

    def _write_layer(
        self, name: str, table: Table, own: dict[str, str], parameters: dict[str, Any], context: QgsProcessingContext
    ) -> str:
        parcels = cast("QgisSource", self._request.parcels)
        fields = QgsFields()
        for field_name, kind in table.columns:
            field = QgsField(parcels.field(own[field_name])) if field_name in own else QgsField("", _TYPES[kind])
            field.setName(field_name)
            fields.append(field)
        has_shape = table.geometry is not None
        sink, destination = self.parameterAsSink(
            parameters,
            name,
            context,
            fields,
            Qgis.WkbType.MultiPolygon if has_shape else Qgis.WkbType.NoGeometry,
            QgsCoordinateReferenceSystem(table.crs) if has_shape else QgsCoordinateReferenceSystem(),
        )
        if sink is None:
            raise QgsProcessingException(self.invalidSinkError(parameters, name))
        # a loop: a sink takes features
        for i, row in enumerate(table.rows):
            feature = QgsFeature(fields)
            for j, (field_name, _) in enumerate(table.columns):
                feature.setAttribute(j, fields.at(j).convertCompatible(row.get(field_name)))
            if has_shape and table.geometry[i] is not None:
                geometry = QgsGeometry()
                geometry.fromWkb(table.geometry[i].wkb)
                geometry.convertToMultiType()
                feature.setGeometry(geometry)
            if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
                raise QgsProcessingException(self.writeFeatureError(sink, parameters, name))
        # the style goes into the file, so the file has to be closed
        del sink
        if table.name in STYLED:
            default_style(destination, table.name)
        return destination
