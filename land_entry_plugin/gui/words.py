# SPDX-License-Identifier: GPL-2.0-or-later
"""The sentences of the window, in the language of QGIS, and figures as a screen shows them."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from land_entry_plugin.bridge.wording import window_language
from land_entry_plugin.rounding import half_up, mu
from land_entry_plugin.texts import english_name, render
from land_entry_plugin.texts import word as any_word

NOTHING = "—"
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")


@cache
def language() -> str:
    """Return the language of the window, looked up once: QGIS reads its settings for it."""
    return window_language()


def say(text_id: str, **values: Any) -> str:
    """Return a sentence of ``resources/texts/windows.yaml``."""
    return render(f"window.{text_id}", values, language())


def word(word_id: str) -> str:
    """Return one of the product's words."""
    return any_word(word_id, language())


def own(texts: dict[str, str]) -> str:
    """Return the text of the window's language, with the classes that it names."""
    text = texts[language()]
    return text if language() == "zh" else _CHINESE.sub(lambda found: english_name(found[0]), text)


# How a line of the dock stands, by the verdict whose symbol it has.
_STATES = {"prohibited": "fault", "undetermined": "not_given", "review": "look", "eligible": "fine"}


def kind_name(kind: str) -> str:
    """Return in words what a symbol beside a line says, other than that of a parcel's verdict."""
    return say(f"state_{_STATES[kind]}") if kind in _STATES else say(kind)


def named(name: str) -> str:
    """Return a name that data or packs hold in Chinese alone, as the window's language has it."""
    return name if language() == "zh" else english_name(name)


def role_title(role: str) -> str:
    """Return what a role is called, as a title."""
    title = word(f"role_{role}")
    return title[:1].upper() + title[1:]


def listed(items: list[str]) -> str:
    """Return several things in one line."""
    return ("、" if language() == "zh" else ", ").join(items)


def square_metres(area_m2: float | None) -> str:
    """Return an area without its unit, thousands apart."""
    return NOTHING if area_m2 is None else f"{half_up(area_m2):,}"


def in_mu(area_m2: float | None) -> str:
    """Return an area in mu without its unit."""
    return NOTHING if area_m2 is None else f"{mu(area_m2):,}"


def percent(share: float | None) -> str:
    """Return a share of 1 in percent without its sign."""
    return NOTHING if share is None else f"{half_up(share * 100):,}"
