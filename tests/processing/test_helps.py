# SPDX-License-Identifier: GPL-2.0-or-later
"""Every algorithm and every parameter explains itself, in the user's language."""

from __future__ import annotations

import re

import pytest
from qgis.core import QgsApplication, QgsProcessingParameterFile

from land_entry_plugin.processing import base, inputs
from land_entry_plugin.processing.provider import LandEntryProvider

pytestmark = pytest.mark.usefixtures("qgis_application")


@pytest.fixture(scope="module")
def provider(qgis_application):
    made = LandEntryProvider()
    QgsApplication.processingRegistry().addProvider(made)
    yield made
    QgsApplication.processingRegistry().removeProvider(made)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_algorithm_and_parameter_has_help(provider, language, monkeypatch):
    monkeypatch.setattr(base, "window_language", lambda: language)
    without = []
    for algorithm in provider.algorithms():
        made = algorithm.create()
        if made.shortHelpString() == made.shortDescription():
            without.append(made.name())
        without += [
            f"{made.name()}.{parameter.name()}" for parameter in made.parameterDefinitions() if not parameter.help()
        ]
    assert not without
    screening = provider.algorithm("screenparcels").create()
    assert ("宗地" in screening.parameterDefinition("PARCELS").help()) == (language == "zh")


def test_names_are_chinese_in_a_chinese_window(provider, monkeypatch):
    for module in (base, inputs):
        monkeypatch.setattr(module, "window_language", lambda: "zh")
    english = []
    for algorithm in provider.algorithms():
        made = algorithm.create()
        names = [
            made.displayName(),
            made.shortDescription(),
            *(one.description() for one in made.parameterDefinitions()),
        ]
        english += [name for name in names if not re.search("[\u4e00-\u9fff]", name)]
        files = {one.fileFilter() for one in made.parameterDefinitions() if one.type() == "file"}
        # what QGIS says where nothing is said is in its own language
        files -= {QgsProcessingParameterFile("FILE").fileFilter()}
        english += [one for one in files if re.search("[a-z]{3,}", re.sub(r"\(.*?\)", "", one))]
    assert not english


def test_numbers_and_choices_have_defaults_that_are_allowed(provider):
    for algorithm in provider.algorithms():
        made = algorithm.create()
        for parameter in made.parameterDefinitions():
            if parameter.defaultValue() is not None:
                assert parameter.checkValueIsAcceptable(parameter.defaultValue()), parameter.name()
