# SPDX-License-Identifier: GPL-2.0-or-later
"""The placeholders that a kind of template may use: their names and what each stands for, kept as data.

``resources/templates/KIND.yaml``::

    required: [parcel_code]          # what every template of the kind has to show
    placeholders:
      parcel_code: 宗地代码 · Parcel code
      cell:                          # a group: {{ cell.ZL }}
        ZL: 坐落 · Location
      points:                        # a list: {%tr for point in points %} ... {{ point.number }} ... {%tr endfor %}
        - number: 点号 · Number
      notes:                         # a list of texts: {%p for note in notes %}{{ note }}
        - 说明 · Notes
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from land_entry_plugin.paths import resource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

# A list whose rows are not known, as it is derived from an empty list.
UNKNOWN = "?"


@dataclass(frozen=True, eq=False)
class Placeholders:
    """What templates of a kind may say.

    Attributes
    ----------
    known : Mapping
        Meanings by name: a text is a value, a mapping a group, a list with one member a list of such.
    required : tuple of str
        Names, with dots, that a template has to show or to ask for.
    """

    known: Mapping[str, Any]
    required: tuple[str, ...] = ()


@functools.cache
def load_placeholders(kind: str) -> Placeholders:
    """Return the placeholders of a kind of template that comes with the plugin.

    Parameters
    ----------
    kind : str
        Name of the table in ``resources/templates``, without ``.yaml``.
    """
    return read_placeholders(resource("templates", f"{kind}.yaml"))


def read_placeholders(path: Path) -> Placeholders:
    """Return the placeholders that a table names."""
    table = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Placeholders(table["placeholders"], tuple(table.get("required", ())))


def placeholders_of(context: Mapping[str, Any], pictures: Iterable[str] = ()) -> Placeholders:
    """Return the placeholders that a context fills, for templates of which no table is kept."""
    return Placeholders({**{name: "" for name in pictures}, **_shape(context)})


def _shape(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _shape(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_shape(value[0])] if value else [UNKNOWN]
    return ""


def differences(known: Any, context: Any, name: str = "") -> Iterator[str]:
    """Yield the names of which a table and a context do not say the same; rows of an empty list cannot differ."""
    if isinstance(known, Mapping) and isinstance(context, Mapping):
        before = f"{name}." if name else ""
        yield from (f"{before}{one}" for one in sorted(set(known) ^ set(context)))
        for one in sorted(set(known) & set(context)):
            yield from differences(known[one], context[one], f"{before}{one}")
    elif isinstance(known, list) and isinstance(context, list | tuple):
        for row in context:
            yield from differences(known[0], row, f"{name}[]")
    elif isinstance(known, Mapping | list) or isinstance(context, Mapping | list | tuple):
        yield name
