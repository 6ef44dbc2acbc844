# SPDX-License-Identifier: GPL-2.0-or-later
"""Which land is stock, and what a survey says of its use, from ``resources/reserve.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import yaml

from land_entry_plugin.paths import resource
from land_entry_plugin.roles.land_classes import class_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

IDLE, NOT_STATED = "idle", "not_stated"


@dataclass(frozen=True)
class StockTerms:
    """What counts as stock and how its surroundings are read.

    Attributes
    ----------
    stock_classes, idle_classes, road_classes : dict of class system to tuple of str
        A code stands for all that begin with it.
    road_touches_m, road_search_m : float
    fields : dict
        Standard field name: names met in deliveries, best first.
    words_of_use : dict
        Use to the words that say so.
    removable_roles, cut_roles : tuple of str
    """

    stock_classes: Mapping[str, tuple[str, ...]]
    idle_classes: Mapping[str, tuple[str, ...]]
    road_classes: Mapping[str, tuple[str, ...]]
    road_touches_m: float
    road_search_m: float
    fields: Mapping[str, tuple[str, ...]]
    words_of_use: Mapping[str, tuple[str, ...]]
    removable_roles: tuple[str, ...]
    cut_roles: tuple[str, ...]

    def use_of(self, code: object, texts: Iterable[object], system: str | None) -> str:
        """Return what a survey says of the use of a patch: ``idle``, ``abandoned``, ``low_use`` or ``not_stated``."""
        said = " ".join(str(text) for text in texts if text)
        for use, words in self.words_of_use.items():
            if any(word in said for word in words):
                return use
        return IDLE if is_among(code, self.idle_classes, system) else NOT_STATED


def is_among(code: object, classes: Mapping[str, Iterable[str]], system: str | None) -> bool:
    """Return whether a class is among some; in an open system, whether it is in any."""
    return any(
        class_code(code, own).startswith(tuple(prefixes))
        for own, prefixes in classes.items()
        if system in (None, own) and class_code(code, own)
    )


@cache
def stock_terms() -> StockTerms:
    """Return the terms that come with the plugin."""
    stored = yaml.safe_load(resource("reserve.yaml").read_text(encoding="utf-8"))

    def lists(name: str) -> dict[str, tuple[str, ...]]:
        return {key: tuple(values) for key, values in stored[name].items()}

    return StockTerms(
        stock_classes=lists("stock_classes"),
        idle_classes=lists("idle_classes"),
        road_classes=lists("road_classes"),
        road_touches_m=stored["road_touches_m"],
        road_search_m=stored["road_search_m"],
        fields=lists("fields"),
        words_of_use=lists("words_of_use"),
        removable_roles=tuple(stored["removable_roles"]),
        cut_roles=tuple(stored["cut_roles"]),
    )
