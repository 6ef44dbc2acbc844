# SPDX-License-Identifier: GPL-2.0-or-later
"""The parts of an expression as a tree.

What stands on one level (``a + b - c``, ``a or b or c``, a chain of ``else if``) is one node: the tree is no deeper
than the brackets of its text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from land_entry_plugin.rules.expressions.values import Value


@dataclass(frozen=True)
class Node:
    """A part of an expression, and where it stands in the text."""

    start: int
    end: int


@dataclass(frozen=True)
class Literal(Node):
    """A number, text or date, ``true``, ``false``, ``undefined``."""

    value: Value


@dataclass(frozen=True)
class Name(Node):
    """A fact."""

    name: str


@dataclass(frozen=True)
class Minus(Node):
    """``-a``."""

    operand: Node


@dataclass(frozen=True)
class Not(Node):
    """``not a``."""

    operand: Node


@dataclass(frozen=True)
class Step:
    """What is done next in a calculation: one of ``+ - * /`` and with what."""

    operator: str
    operand: Node


@dataclass(frozen=True)
class Calculation(Node):
    """``a + b - c`` or ``a * b / c``, from left to right."""

    first: Node
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Logic(Node):
    """Conditions joined by one ``operator``, ``and`` or ``or``."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True)
class Comparison(Node):
    """``a = b`` and its like."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Membership(Node):
    """``a in ['b', 'c']``, or ``not in``."""

    subject: Node
    choices: tuple[Literal, ...]
    negated: bool


@dataclass(frozen=True)
class Branch:
    """``if condition then value``."""

    condition: Node
    value: Node


@dataclass(frozen=True)
class Conditional(Node):
    """``if a then b else if c then d else e``."""

    branches: tuple[Branch, ...]
    otherwise: Node


@dataclass(frozen=True)
class Call(Node):
    """A built-in function or, where there is none of the name, a table of the pack."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Answered(Node):
    """``answered(name)``."""

    name: str
