# SPDX-License-Identifier: GPL-2.0-or-later
"""What the names in a template stand for, and which it has to show."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from jinja2 import nodes

from land_entry_plugin.files.documents.placeholders import UNKNOWN
from land_entry_plugin.files.documents.sandbox import FILTERS
from land_entry_plugin.texts import LANGUAGES, render

LOOP = dict.fromkeys(("index", "index0", "revindex", "first", "last", "length"), "")
_LIST_ONLY = ("length", "join", "first", "last")


class Refused(Exception):  # noqa: N818 told with its place by who catches it
    """An expression that templates may not use, or that names what is not there."""

    def __init__(self, kind: str, **values: Any) -> None:
        self.kind, self.values = kind, values
        super().__init__(kind)


class Scope:
    """The names that can be used at a place of a template, and those that were used.

    Parameters
    ----------
    known : Mapping
        Placeholders, as ``Placeholders.known``.
    """

    def __init__(self, known: Mapping[str, Any]) -> None:
        self.known = known
        self.rows: list[dict[str, tuple[str, Any]]] = []
        self.used: set[str] = set()

    def enter(self, name: str, path: str, row: Any) -> None:
        """Begin a loop: ``name`` stands for a row of the list ``path``."""
        self.rows.append({name: (f"{path}[]", row), "loop": ("loop", LOOP)})

    def leave(self) -> None:
        """End the innermost loop."""
        self.rows.pop()

    def value(self, expression: nodes.Node) -> None:
        """Check what a value or a condition says.

        Raises
        ------
        Refused
        """
        if isinstance(expression, nodes.Const):
            return
        if isinstance(expression, nodes.Name | nodes.Getattr | nodes.Getitem):
            path, meaning = self.resolve(expression)
            if isinstance(meaning, Mapping):
                raise Refused("group", name=path, example=f"{path}.{next(iter(meaning), '')}")
            if isinstance(meaning, list):
                raise Refused("list_as_value", name=path)
        elif isinstance(expression, nodes.Filter):
            self._filter(expression)
        elif isinstance(expression, nodes.CondExpr):
            self.condition(expression.test)
            for branch in (expression.expr1, expression.expr2):
                if branch is not None:
                    self.value(branch)
        elif isinstance(expression, nodes.Compare | nodes.And | nodes.Or | nodes.Not):
            for one in expression.iter_child_nodes():
                self.condition(one.expr if isinstance(one, nodes.Operand) else one)
        else:
            raise Refused("hostile")

    def condition(self, expression: nodes.Node) -> None:
        """Check a condition: a list may stand for whether it has rows, a group never."""
        if isinstance(expression, nodes.Name | nodes.Getattr | nodes.Getitem):
            path, meaning = self.resolve(expression)
            if isinstance(meaning, Mapping):
                raise Refused("group", name=path, example=f"{path}.{next(iter(meaning), '')}")
        else:
            self.value(expression)

    def rows_of(self, expression: nodes.Expr) -> tuple[str, Any]:
        """Return the path of a list and what its rows are."""
        if not isinstance(expression, nodes.Name | nodes.Getattr):
            raise Refused("hostile")
        path, meaning = self.resolve(expression)
        if meaning == UNKNOWN:
            return path, UNKNOWN
        if not isinstance(meaning, list):
            raise Refused("no_list", name=path)
        return path, meaning[0]

    def resolve(self, expression: nodes.Node) -> tuple[str, Any]:
        """Return the full name and the meaning of a placeholder."""
        if isinstance(expression, nodes.Name):
            return self._name(expression.name)
        if isinstance(expression, nodes.Getattr):
            return self._member(expression.node, expression.attr)
        if isinstance(expression, nodes.Getitem) and isinstance(expression.arg, nodes.Const):
            return self._member(expression.node, expression.arg.value)
        raise Refused("hostile")

    def _name(self, name: str) -> tuple[str, Any]:
        if name.startswith("_"):
            raise Refused("hostile")
        for rows in reversed(self.rows):
            if name in rows:
                return rows[name]
        if name not in self.known:
            local = [one for rows in self.rows for one in rows]
            raise unknown(name, [*self.known, *local, *leaves(self.known)])
        self.used.add(name)
        return name, self.known[name]

    def _member(self, node: nodes.Node, member: Any) -> tuple[str, Any]:
        if isinstance(member, str) and member.startswith("_"):
            raise Refused("hostile")
        path, meaning = self.resolve(node)
        if meaning == UNKNOWN:
            return f"{path}.{member}", UNKNOWN
        if isinstance(meaning, list) and isinstance(member, int):
            return f"{path}[]", meaning[0]
        if not isinstance(meaning, Mapping):
            raise unknown(f"{path}.{member}", leaves(self.known))
        if member not in meaning:
            raise unknown(f"{path}.{member}", [f"{path}.{one}" for one in meaning])
        self.used.add(f"{path}.{member}")
        return f"{path}.{member}", meaning[member]

    def _filter(self, expression: nodes.Filter) -> None:
        if expression.name not in FILTERS:
            raise Refused("bad_filter", name=expression.name, filters=list(FILTERS))
        if not all(isinstance(one, nodes.Const) for one in expression.args) or expression.kwargs:
            raise Refused("hostile")
        if expression.name in _LIST_ONLY and isinstance(expression.node, nodes.Name | nodes.Getattr | nodes.Getitem):
            path, meaning = self.resolve(expression.node)
            if isinstance(meaning, Mapping):
                raise Refused("group", name=path, example=f"{path}.{next(iter(meaning), '')}")
            return
        raise Refused("hostile")


def leaves(known: Any, name: str = "") -> list[str]:
    """Return the full names of all values; rows of lists have ``[]`` behind the name of the list."""
    if isinstance(known, Mapping):
        before = f"{name}." if name else ""
        return [leaf for key, one in known.items() for leaf in leaves(one, f"{before}{key}")]
    if isinstance(known, list):
        return [name, *(leaf for one in known for leaf in leaves(one, f"{name}[]"))]
    return [name]


def unknown(name: str, names: list[str]) -> Refused:
    """Return the fault of a name that is not there, with those that are most like it."""
    like = difflib.get_close_matches(name, list(dict.fromkeys(names)), n=2, cutoff=0.72)
    if not like:
        folded = {one.rpartition(".")[2].lower(): one for one in reversed(names)}
        last = difflib.get_close_matches(name.rpartition(".")[2].lower(), list(folded), n=1, cutoff=0.72)
        like = [folded[one] for one in last]
    hint = {language: render("document.hint", {"names": like}, language) if like else "" for language in LANGUAGES}
    return Refused("unknown_name", name=name, hint=hint)
