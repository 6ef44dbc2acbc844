# SPDX-License-Identifier: GPL-2.0-or-later
"""Finds parcels of a screening in QGIS's locator bar: by code, holder or location."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import (
    NULL,
    QgsFeatureRequest,
    QgsLocatorFilter,
    QgsLocatorResult,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
)
from qgis.PyQt.QtGui import QIcon

from land_entry_plugin.bridge.wording import window_language
from land_entry_plugin.paths import resource
from land_entry_plugin.roles.catalogue import PARCELS, roles
from land_entry_plugin.roles.recognition import field_mapping
from land_entry_plugin.rules.verdicts import Verdict
from land_entry_plugin.texts import render, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qgis.core import QgsFeedback, QgsLocatorContext
    from qgis.gui import QgisInterface

CODE, VERDICT = "parcel_id", "verdict"
# Standard fields that tell a parcel to a person: holders, location.
_TOLD_BY = ("SYQR", "TDSYZ", "ZL")
_LEAST_LETTERS, _MOST_RESULTS = 2, 30


@dataclass(frozen=True)
class _Searched:
    """One layer, as it was when the search began."""

    layer_id: str
    features: QgsVectorLayerFeatureSource
    code: int
    verdict: int
    others: tuple[int, ...]


class ParcelLocator(QgsLocatorFilter):
    """The filter; its prefix is ``zd`` (宗地)."""

    def __init__(self, iface: QgisInterface, project: QgsProject) -> None:
        super().__init__()
        self._iface, self._project = iface, project
        self._searched: list[_Searched] = []

    def clone(self) -> ParcelLocator:
        return ParcelLocator(self._iface, self._project)

    def name(self) -> str:
        return "landentry_parcels"

    def displayName(self) -> str:
        return render("desktop.parcels", {}, window_language())

    def prefix(self) -> str:
        return "zd"

    def prepare(self, _text: str, _context: QgsLocatorContext) -> list[str]:
        """Take snapshots of the layers, in the thread that they live in."""
        self._searched = list(_searched(self._project))
        return []

    def fetchResults(self, text: str, _context: QgsLocatorContext, feedback: QgsFeedback) -> None:
        wanted = text.strip().lower()
        if len(wanted) < _LEAST_LETTERS:
            return
        found = 0
        for searched in self._searched:
            fields = [searched.code, searched.verdict, *searched.others]
            request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry).setSubsetOfAttributes(fields)
            for feature in searched.features.getFeatures(request):
                if feedback.isCanceled() or found >= _MOST_RESULTS:
                    return
                code, verdict, *others = (_text(feature.attribute(field)) for field in fields)
                if any(wanted in value.lower() for value in (code, *others)):
                    found += 1
                    self.resultFetched.emit(self._result(searched.layer_id, feature.id(), code, verdict, others))

    def triggerResult(self, result: QgsLocatorResult) -> None:
        """Zoom to a parcel and flash it."""
        layer_id, feature_id = result.userData
        layer = self._project.mapLayer(layer_id)
        if isinstance(layer, QgsVectorLayer):
            canvas = self._iface.mapCanvas()
            canvas.zoomToFeatureIds(layer, [feature_id])
            canvas.flashFeatureIds(layer, [feature_id])

    def _result(self, layer_id: str, feature_id: int, code: str, verdict: str, others: list[str]) -> QgsLocatorResult:
        known = verdict in set(Verdict)
        result = QgsLocatorResult(self, code, (layer_id, feature_id))
        told = [word(verdict, window_language()) if known else "", *others]
        result.description = " · ".join(dict.fromkeys(one for one in told if one))
        if known:
            result.icon = QIcon(str(resource("icons", f"verdict_{verdict}.svg")))
        return result


def _searched(project: QgsProject) -> Iterator[_Searched]:
    """Yield the layers with parcels that were screened."""
    for layer in project.mapLayers().values():
        if not isinstance(layer, QgsVectorLayer) or not layer.isValid():
            continue
        names = layer.fields().names()
        if not {CODE, VERDICT} <= set(names):
            continue
        own = field_mapping(roles()[PARCELS], names)
        others = tuple(names.index(own[standard]) for standard in _TOLD_BY if standard in own)
        yield _Searched(layer.id(), QgsVectorLayerFeatureSource(layer), names.index(CODE), names.index(VERDICT), others)


def _text(value: object) -> str:
    return "" if value is None or value == NULL else str(value)
