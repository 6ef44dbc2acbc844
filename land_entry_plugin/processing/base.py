# SPDX-License-Identifier: GPL-2.0-or-later
"""What the algorithms have in common: progress, errors in the user's words, sources from parameters."""

from __future__ import annotations

import logging
from abc import abstractmethod
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessing, QgsProcessingAlgorithm, QgsProcessingContext, QgsProcessingException
from qgis.PyQt.QtCore import QCoreApplication, QThread
from qgis.PyQt.QtGui import QIcon

from land_entry_plugin.bridge.answers import answers_of
from land_entry_plugin.bridge.profile import pack_folders, template_folder
from land_entry_plugin.bridge.qgis_source import QgisSource
from land_entry_plugin.bridge.threads import in_own_thread, is_main_thread
from land_entry_plugin.bridge.wording import window_language
from land_entry_plugin.bridge.written import source_layer
from land_entry_plugin.errors import Cancelled, InputError, LandEntryError
from land_entry_plugin.files.answers import open_answers
from land_entry_plugin.files.faults import system_fault
from land_entry_plugin.files.vector import LAYER_MARK, VCT, open_layer, open_package
from land_entry_plugin.jobs.screening import ScreeningRequest, as_of_date
from land_entry_plugin.paths import resource
from land_entry_plugin.roles.catalogue import LAND_USE_HISTORY, layer_roles, stateable_roles
from land_entry_plugin.rules.pack import DEFAULT_PACK
from land_entry_plugin.texts import by_english, has_text, render, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qgis.core import (
        QgsProcessingFeedback,
        QgsProcessingParameterDefinition,
        QgsVectorLayer,
    )

    from land_entry_plugin.files.answers import AnswerSource
    from land_entry_plugin.files.source import Source

POLYGON = QgsProcessing.SourceType.TypeVectorPolygon


class Feedback:
    """A job's progress, shown by QGIS."""

    def __init__(self, feedback: QgsProcessingFeedback) -> None:
        self._feedback = feedback
        self._phase = ""

    def report(self, phase: str, fraction: float) -> None:
        """Show how much is done, and the phase when it changes."""
        self._feedback.setProgress(100 * fraction)
        if phase != self._phase:
            self._phase = phase
            self._feedback.setProgressText(word(f"phase_{phase}", window_language()))

    def cancelled(self) -> bool:
        """Return whether the user cancelled."""
        return self._feedback.isCanceled()


@contextmanager
def in_the_users_words() -> Iterator[None]:
    """Turn our errors into one sentence; a cancelled run ends as QGIS expects."""
    try:
        yield
    except LandEntryError as error:
        if error.detail:
            logging.getLogger("land_entry").info("%s: %s", error.text_id, error.detail)
        raise QgsProcessingException(error.user_message(window_language())) from error
    except (OSError, MemoryError) as error:
        logging.getLogger("land_entry").warning("%r", error)
        raise QgsProcessingException(system_fault(error).user_message(window_language())) from error
    except Cancelled as error:
        raise QgsProcessingException(render("error.cancelled", {}, window_language())) from error


class LandEntryAlgorithm(QgsProcessingAlgorithm):
    """An algorithm of this provider."""

    def createInstance(self) -> LandEntryAlgorithm:
        return type(self)()

    def icon(self) -> QIcon:
        return QIcon(str(resource("icons", "land_entry.svg")))

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        # QGIS would refuse a layer that only this plugin can open
        known = {name: value for name, value in parameters.items() if not is_vct(value)}
        return super().checkParameterValues(known if len(known) < len(parameters) else parameters, context)

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        if is_main_thread():
            return self.compute(parameters, context, feedback)
        home = QThread.currentThread()

        def apart() -> tuple[dict[str, Any], QgsProcessingContext]:
            # a layer belongs to the thread that makes it: a context of that thread holds it until it is handed over
            own = QgsProcessingContext()
            own.copyThreadSafeSettings(context)
            try:
                return self.compute(parameters, own, feedback), own
            finally:
                own.pushToThread(home)

        results, own = in_own_thread(apart)
        context.takeResultsFrom(own)
        return results

    @abstractmethod
    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Do what is prepared and return the results."""

    def shortHelpString(self) -> str:
        return self._help(self.name()) or self.shortDescription()

    def addParameter(self, parameter: QgsProcessingParameterDefinition, createOutput: bool = True) -> bool:
        """Add a parameter with its help, in the user's language."""
        name = parameter.name()
        if not parameter.help():
            parameter.setHelp(self._help(f"{self.name()}.{name}") or self._help(f"parameter.{name}"))
        return super().addParameter(parameter, createOutput)

    @staticmethod
    def _help(text_id: str) -> str:
        """Return a text of ``resources/texts/helps.yaml``; empty where there is none."""
        text_id = f"help.{text_id}"
        return render(text_id, {}, window_language()) if has_text(text_id) else ""

    @staticmethod
    def tr(text: str) -> str:
        """Return a window text in the user's language."""
        translated = QCoreApplication.translate("LandEntry", text)
        return by_english("title").get(text, translated) if window_language() == "zh" else translated


def is_vct(value: object) -> bool:
    """Return whether a parameter names a VCT file or one of its layers."""
    return isinstance(value, str) and Path(value.partition(LAYER_MARK)[0]).suffix.lower() == VCT


def parcels_source(
    algorithm: QgsProcessingAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    name: str = "PARCELS",
) -> QgisSource:
    """Return the parcels of a parameter, only the selected ones where the user asked for those."""
    layer = source_layer(algorithm, parameters, name, context)
    source = algorithm.parameterAsSource(parameters, name, context)
    if source is None or layer is None:
        raise QgsProcessingException(algorithm.invalidSourceError(parameters, name))
    return QgisSource(layer, source)


def offered_sources(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> list[Any]:
    """Return the layers of DATA and LAYERS."""
    data = algorithm.parameterAsString(parameters, "DATA", context)
    layers: list[QgsVectorLayer] = []
    if algorithm.parameterDefinition("LAYERS") is not None:
        layers = algorithm.parameterAsLayerList(parameters, "LAYERS", context)
    return [*(open_package(data) if data else []), *(QgisSource(layer) for layer in layers)]


def templates_of(algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext) -> Path:
    """Return the folder of TEMPLATES; the one in the user's profile where none is named."""
    named = algorithm.parameterAsString(parameters, "TEMPLATES", context)
    if named and not Path(named).is_dir():
        raise InputError("missing_file", path=named)
    return Path(named) if named else template_folder()


def id_field_of(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> str | None:
    """Return the field that PARCEL_ID names where an algorithm reads parcels, None where it names none."""
    return algorithm.parameterAsString(parameters, "PARCEL_ID", context) or None


def parcel_ids_of(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> tuple[str, ...] | None:
    """Return the parcels that PARCEL_ID lists where an algorithm reads a record, None for all."""
    listed = algorithm.parameterAsString(parameters, "PARCEL_ID", context).split(",")
    return tuple(text.strip() for text in listed if text.strip()) or None


def answers_source(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> AnswerSource | None:
    """Return the answers: a layer that is open, or a file by its path, read as the command line reads it."""
    value = parameters.get("ANSWERS")
    if not value:
        return None
    if isinstance(value, str) and Path(value.partition(LAYER_MARK)[0]).exists():
        return open_answers(value)
    layer = algorithm.parameterAsVectorLayer(parameters, "ANSWERS", context)
    if layer is None:
        raise QgsProcessingException(algorithm.invalidSourceError(parameters, "ANSWERS"))
    return answers_of(layer)


def named_sources(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> dict[str, Source | tuple[Source, ...]]:
    """Return the layers that were named for a role; read from in the main thread."""
    named: dict[str, Source | tuple[Source, ...]] = {}
    for role in layer_roles():
        parameter = role.upper()
        if not parameters.get(parameter):
            continue
        if is_vct(parameters[parameter]):
            named[role] = open_layer(parameters[parameter])
            continue
        if role == LAND_USE_HISTORY:
            named[role] = tuple(map(QgisSource, algorithm.parameterAsLayerList(parameters, parameter, context)))
            continue
        layer = algorithm.parameterAsVectorLayer(parameters, parameter, context)
        if layer is None:
            raise QgsProcessingException(algorithm.invalidSourceError(parameters, parameter))
        named[role] = QgisSource(layer)
    return named


def stated_roles(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> tuple[str, ...]:
    """Return the roles whose completeness the user states."""
    complete = algorithm.parameterAsEnumStrings(parameters, "COMPLETE", context)
    return tuple(role.lower() for role in complete if role in stateable_roles())


def screening_request(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> ScreeningRequest:
    """Return the request that the parameters of a screening make."""
    as_of = algorithm.parameterAsString(parameters, "AS_OF", context)
    return ScreeningRequest(
        parcels=parcels_source(algorithm, parameters, context),
        parcel_id=id_field_of(algorithm, parameters, context),
        named=named_sources(algorithm, parameters, context),
        offered=tuple(offered_sources(algorithm, parameters, context)),
        complete=stated_roles(algorithm, parameters, context),
        answers=answers_source(algorithm, parameters, context),
        rule_pack=algorithm.parameterAsString(parameters, "RULE_PACK", context) or DEFAULT_PACK,
        pack_folders=pack_folders(),
        as_of=as_of_date(as_of),
        sliver_area_m2=algorithm.parameterAsDouble(parameters, "SLIVER_AREA_M2", context),
        sliver_width_m=algorithm.parameterAsDouble(parameters, "SLIVER_WIDTH_M", context),
        shared_numbers=algorithm.parameterAsBool(parameters, "SHARED_NUMBERS", context),
    )
