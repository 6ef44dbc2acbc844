# SPDX-License-Identifier: GPL-2.0-or-later
"""Sentences by id, in Chinese and English, from ``resources/texts``."""

from __future__ import annotations

import json
import locale
import os
import string
from collections.abc import Mapping
from functools import cache
from typing import Any

from land_entry_plugin.paths import read_resource, resource
from land_entry_plugin.rounding import half_up, mu, on_its_side, stated

LANGUAGES = ("zh", "en")
_LIST_COMMA = {"zh": "、", "en": ", "}
_UNITS = {"m2": "m²", "metres": "m"}
# ``{area_m2:m2 against limit_m2}``: a figure that the sentence holds against a limit.
_AGAINST = " against "
# ``{parts:counted part}``: so many things, in English with their plural.
_COUNTED = "counted "


class _Formatter(string.Formatter):
    """Formats the values of a sentence: ``{area_m2:m2}``, ``{share:percent}``, lists joined, None as a dash.

    A limit (``{least_m2:m2_limit}``) loses no digit.
    """

    def __init__(self, language: str) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if value is None:
            return "—"
        if format_spec in _UNITS:
            return f"{half_up(value)} {_UNITS[format_spec]}"
        if (unit := format_spec.removesuffix("_limit")) in _UNITS:
            return f"{stated(value)} {_UNITS[unit]}"
        if format_spec == "mu":
            return f"{mu(value)} {word('mu', self.language)}"
        if format_spec == "percent":
            return f"{half_up(value * 100)} %"
        if format_spec == "word":
            return word(str(value), self.language)
        if isinstance(value, Mapping) and set(value) == set(LANGUAGES):
            return self.format_field(value[self.language], format_spec)
        if format_spec.startswith(_COUNTED):
            return f"{value} {format_spec.removeprefix(_COUNTED)}{'' if value == 1 else 's'}"
        if isinstance(value, list | tuple):
            return _LIST_COMMA[self.language].join(str(item) for item in value)
        return super().format_field(value, format_spec)


_FORMATTERS = {language: _Formatter(language) for language in LANGUAGES}


@cache
def _sentences() -> dict[str, dict[str, str]]:
    sentences: dict[str, dict[str, str]] = {}
    try:
        for path in sorted(resource("texts").glob("*.yaml")):
            for key, translations in read_resource("texts", path.name).items():
                sentences[f"{path.stem.removesuffix('s')}.{key}"] = translations
    except ImportError:
        # without PyYAML the dock still says what is missing
        return json.loads(resource("texts", "bare.json").read_text(encoding="utf-8"))
    return sentences


def has_text(text_id: str) -> bool:
    """Return whether a sentence of this id exists."""
    return text_id in _sentences()


@cache
def by_english(kind: str) -> dict[str, str]:
    """Return the Chinese of all texts of a kind (``title``) by their English."""
    start = f"{kind}."
    return {one["en"]: one["zh"] for text_id, one in _sentences().items() if text_id.startswith(start)}


@cache
def _english_names() -> dict[str, str]:
    return {one["zh"]: one["en"] for text_id, one in _sentences().items() if text_id.startswith("name.")}


def english_name(name: str) -> str:
    """Return what a class or statute is called in English; its own name where there is none."""
    return _english_names().get(name, name)


def render(text_id: str, values: Mapping[str, Any], language: str) -> str:
    """Return the sentence ``text_id`` with its values, in ``"zh"`` or ``"en"``."""
    formatter, parts = _FORMATTERS[language], _parts(text_id, language)
    return "".join(
        literal if name is None else literal + _formatted(formatter, values, name, spec)
        for literal, name, spec in parts
    )


def _formatted(formatter: _Formatter, values: Mapping[str, Any], name: str, spec: str) -> str:
    unit, against, limit = spec.partition(_AGAINST)
    if against:
        return f"{on_its_side(values[name], values[limit])} {_UNITS[unit]}"
    return formatter.format_field(values[name], spec)


@cache
def _parts(text_id: str, language: str) -> tuple[tuple[str, str | None, str], ...]:
    """Return a sentence cut at its place holders: literal text, name and format of the value behind it."""
    parsed = string.Formatter().parse(_sentences()[text_id][language])
    return tuple((literal, name, spec or "") for literal, name, spec, _ in parsed)


def word(word_id: str, language: str) -> str:
    """Return one of the product's words (DESIGN: one word for a thing everywhere)."""
    return _sentences()[f"word.{word_id}"][language]


def both(text_id: str, values: Mapping[str, Any]) -> dict[str, str]:
    """Return the sentence in every language, as records keep it."""
    return {language: render(text_id, values, language) for language in LANGUAGES}


def user_language() -> str:
    """Return the language of the surroundings of a program without a window: ``"zh"`` or ``"en"``."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "zh" if os.environ[name].lower().startswith("zh") else "en"
    return "zh" if (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"
