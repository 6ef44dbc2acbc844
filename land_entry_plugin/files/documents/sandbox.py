# SPDX-License-Identifier: GPL-2.0-or-later
"""Where templates are evaluated: nothing can be called, changed or reached but the values that were given."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

# What XML cannot hold: control characters, halves of surrogate pairs, two that are no characters.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Marks that turn the direction of what follows would turn the rest of the line.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NOT_SHOWN = "□"
FILTERS = ("length", "join", "first", "last")


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment without functions, in which a dot reaches members of mappings and nothing else."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tests = {}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a member of a mapping or of ``loop``: never a method of the value itself."""
        if isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return a member of a mapping or a list."""
        if isinstance(obj, Mapping):
            return self.getattr(obj, argument)
        return super().getitem(obj, argument)

    def is_safe_callable(self, obj: Any) -> bool:
        """Return False: templates call nothing."""
        return False


# What templates are made of; all else is refused before anything is evaluated.
ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Const,
    nodes.For,
    nodes.If,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Filter,
)


def plain_text(text: str) -> str:
    """Return a text as a document can hold it: without controls and without marks that turn a line."""
    clean = _TURNS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _NO_XML.sub(_NOT_SHOWN, clean)


def literal(value: Any) -> Any:
    """Return data of a context as templates see them: texts are escaped, so that they print as they are.

    Raises
    ------
    TypeError
        For anything but mappings, lists, texts, whole numbers, truth values and None (printed as nothing).
    """
    if isinstance(value, Mapping):
        return {str(key): literal(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [literal(one) for one in value]
    if value is None:
        return ""
    if isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        # braces as references: the engine takes some of them for its own marks after it has filled them in
        return Markup(str(escape(plain_text(value))).replace("{", "&#123;").replace("}", "&#125;"))  # nosec B704 # noqa: S704
    raise TypeError(f"a document shows texts, not {type(value).__name__}: numbers are made text before")
