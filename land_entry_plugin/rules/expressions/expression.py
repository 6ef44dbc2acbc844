# SPDX-License-Identifier: GPL-2.0-or-later
"""An expression as a rule pack keeps it: its text, what it names, and its tree."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from land_entry_plugin.rules.expressions.checking import Checker
from land_entry_plugin.rules.expressions.functions import FUNCTIONS
from land_entry_plugin.rules.expressions.parser import Parser
from land_entry_plugin.rules.expressions.values import Type

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from land_entry_plugin.rules.expressions.syntax import Node
    from land_entry_plugin.rules.expressions.values import TableType

_NONE: Mapping[str, Collection[str]] = MappingProxyType({})


@dataclass(frozen=True)
class Expression:
    """A condition or an amount.

    Attributes
    ----------
    text : str
        As it was written.
    root : Node
    names : frozenset of str
        Every fact it names, those of ``answered`` too.
    tables : frozenset of str
        Every table of the pack it looks something up in.
    """

    text: str
    root: Node = field(repr=False)
    names: frozenset[str]
    tables: frozenset[str]

    def check(
        self,
        names: Mapping[str, Type],
        tables: Mapping[str, TableType],
        choices: Mapping[str, Collection[str]] = _NONE,
    ) -> Type:
        """Return the type of what it gives; a number where all it says is ``undefined``.

        Parameters
        ----------
        names : mapping of name to Type
        tables : mapping of name to TableType
        choices : mapping of name to collection of str
            What may be answered, for the names of choice questions.

        Raises
        ------
        ExpressionError
            When it makes no sense: an unknown name or table, a text compared with a number ...
        """
        return Checker(self.text, names, tables, choices).type_of(self.root) or Type.NUMBER


def parse(text: str) -> Expression:
    """Return the expression that a text is.

    Raises
    ------
    ExpressionError
        When it is none.
    """
    parser = Parser(text)
    root = parser.tree()
    return Expression(text, root, frozenset(parser.names), frozenset(parser.called - set(FUNCTIONS)))
