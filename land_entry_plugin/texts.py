# SPDX-License-Identifier: GPL-2.0-or-later
"""Sentences by id, in Chinese and English, from ``resources/texts``."""

from __future__ import annotations

import locale
import os
import string
from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from land_entry_plugin.paths import resource
from land_entry_plugin.rounding import half_up, mu

LANGUAGES = ("zh", "en")
_LIST_COMMA = {"zh": "、", "en": ", "}


class _Formatter(string.Formatter):
    """Formats the values of a sentence: ``{area_m2:m2}``, ``{share:percent}``, lists joined, None as a dash."""

    def __init__(self, language: str) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if value is None:
            return "—"
        if format_spec == "m2":
            return f"{half_up(value)} m²"
        if format_spec == "mu":
            return f"{mu(value)} {word('mu', self.language)}"
        if format_spec == "metres":
            return f"{half_up(value)} m"
        if format_spec == "percent":
            return f"{half_up(value * 100)} %"
        if format_spec == "word":
            return word(str(value), self.language)
        if isinstance(value, Mapping) and set(value) == set(LANGUAGES):
            return self.format_field(value[self.language], format_spec)
        if isinstance(value, list | tuple):
            return _LIST_COMMA[self.language].join(str(item) for item in value)
        return super().format_field(value, format_spec)


@cache
def _sentences() -> dict[str, dict[str, str]]:
    sentences: dict[str, dict[str, str]] = {}
    for path in sorted(resource("texts").glob("*.yaml")):
        for key, translations in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            sentences[f"{path.stem.removesuffix('s')}.{key}"] = translations
    return sentences


def has_text(text_id: str) -> bool:
    """Return whether a sentence of this id exists."""
    return text_id in _sentences()


@cache
def by_english(kind: str) -> dict[str, str]:
    """Return the Chinese of all texts of a kind (``title``) by their English."""
    start = f"{kind}."
    return {one["en"]: one["zh"] for text_id, one in _sentences().items() if text_id.startswith(start)}


def render(text_id: str, values: Mapping[str, Any], language: str) -> str:
    """Return the sentence ``text_id`` with its values, in ``"zh"`` or ``"en"``."""
    return _Formatter(language).vformat(_sentences()[text_id][language], (), values)


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
