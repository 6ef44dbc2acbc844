# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether an expression makes sense, before any parcel is looked at."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, NoReturn

from land_entry_plugin.rules.expressions.functions import ANSWERED, FUNCTIONS
from land_entry_plugin.rules.expressions.syntax import (
    Answered,
    Calculation,
    Call,
    Comparison,
    Conditional,
    Literal,
    Logic,
    Membership,
    Minus,
    Name,
    Not,
)
from land_entry_plugin.rules.expressions.tokens import tokens
from land_entry_plugin.rules.expressions.values import A_TYPE, ExpressionError, Type, type_of_value

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from land_entry_plugin.rules.expressions.syntax import Node
    from land_entry_plugin.rules.expressions.values import TableType

_LONGEST_QUOTE = 40
_DATE_HINTS = {
    "+": "; a date is moved by add_days(date, number)",
    "-": "; the days between two dates are days(from, until)",
}


class Checker:
    """Finds the type of each part of an expression; None for what is undefined and so of any type.

    Parameters
    ----------
    text : str
        The expression, quoted in messages.
    names, tables
        What the pack knows.
    choices
        What may be answered, by the name of a choice question.
    """

    def __init__(
        self,
        text: str,
        names: Mapping[str, Type],
        tables: Mapping[str, TableType],
        choices: Mapping[str, Collection[str]],
    ) -> None:
        self._text = text
        self._names = names
        self._tables = tables
        self._choices = choices
        self._checks = {
            Literal: lambda node: type_of_value(node.value),
            Name: self._name,
            Minus: self._minus,
            Not: self._not,
            Calculation: self._calculation,
            Logic: self._logic,
            Comparison: self._comparison,
            Membership: self._membership,
            Conditional: self._conditional,
            Call: self._call,
            Answered: self._answered,
        }

    def type_of(self, node: Node) -> Type | None:
        """Return the type of a part.

        Raises
        ------
        ExpressionError
            When it makes no sense.
        """
        return self._checks[type(node)](node)

    def _name(self, node: Name | Answered) -> Type:
        if node.name in self._names:
            return self._names[node.name]
        if node.name in FUNCTIONS or node.name in self._tables:
            what = "function" if node.name in FUNCTIONS else "table"
            self._refuse(node, f"'{node.name}' is a {what}; write {node.name}(...)")
        self._refuse(node, f"'{node.name}' is not known here{_nearest(node.name, self._names)}")

    def _answered(self, node: Answered) -> Type:
        self._name(node)
        return Type.YES_NO

    def _minus(self, node: Minus) -> Type:
        self._need_number(node.operand, self.type_of(node.operand), "-")
        return Type.NUMBER

    def _not(self, node: Not) -> Type:
        self._need_condition(node.operand, self.type_of(node.operand), "'not' needs a condition")
        return Type.YES_NO

    def _calculation(self, node: Calculation) -> Type:
        self._need_number(node.first, self.type_of(node.first), node.steps[0].operator)
        for step in node.steps:
            self._need_number(step.operand, self.type_of(step.operand), step.operator)
        return Type.NUMBER

    def _logic(self, node: Logic) -> Type:
        for operand in node.operands:
            hint = ""
            if isinstance(operand, Literal) and isinstance(operand.value, str):
                hint = "; for one of several texts write: name in ['a', 'b']"
            self._need_condition(operand, self.type_of(operand), f"'{node.operator}' joins conditions{hint}")
        return Type.YES_NO

    def _comparison(self, node: Comparison) -> Type:
        left, right = self.type_of(node.left), self.type_of(node.right)
        self._need_one_type(node.left, left, node.right, right)
        kind = left or right
        if node.operator not in ("=", "!=") and kind in (Type.TEXT, Type.YES_NO):
            what = "texts have" if kind is Type.TEXT else "yes and no have"
            self._refuse(node, f"{what} no order; '{node.operator}' compares numbers or dates")
        self._need_choice(node.left, node.right)
        self._need_choice(node.right, node.left)
        return Type.YES_NO

    def _membership(self, node: Membership) -> Type:
        subject = self.type_of(node.subject)
        for choice in node.choices:
            self._need_one_type(node.subject, subject, choice, self.type_of(choice))
            self._need_one_type(node.choices[0], self.type_of(node.choices[0]), choice, self.type_of(choice))
            self._need_choice(node.subject, choice)
        return Type.YES_NO

    def _conditional(self, node: Conditional) -> Type | None:
        given: Type | None = None
        for branch in node.branches:
            self._need_condition(branch.condition, self.type_of(branch.condition), "'if' needs a condition")
            given = self._need_same(given, branch.value, self.type_of(branch.value))
        return self._need_same(given, node.otherwise, self.type_of(node.otherwise))

    def _call(self, node: Call) -> Type | None:
        types = [self.type_of(argument) for argument in node.arguments]
        if node.name in FUNCTIONS:
            function = FUNCTIONS[node.name]
            fault = function.fault(node.name, types)
            if fault:
                i, message = fault
                if i is None:
                    self._refuse(node, message)
                self._refuse_type(node.arguments[i], types[i], message)
            return function.gives or next((type_ for type_ in types if type_), None)
        if node.name not in self._tables:
            self._refuse_call(node)
        keys = self._tables[node.name].keys
        if len(types) != len(keys):
            words = "1 key" if len(keys) == 1 else f"{len(keys)} keys"
            self._refuse(node, f"table {node.name} takes {words}, not {len(types)}")
        for i, (wanted, given) in enumerate(zip(keys, types, strict=True)):
            if given not in (None, wanted):
                message = f"table {node.name} needs {A_TYPE[wanted]} as key {i + 1}"
                self._refuse_type(node.arguments[i], given, message)
        return self._tables[node.name].value

    def _refuse_call(self, node: Call) -> NoReturn:
        if node.name in self._names:
            self._refuse(node, f"'{node.name}' is no function or table but a fact; write it without brackets")
        near = _nearest(node.name, [*self._tables, *FUNCTIONS, ANSWERED])
        self._refuse(node, f"'{node.name}' is no function and no table of the pack{near}")

    # the type of a part comes as an argument: looked up further down it would deepen the stack

    def _need_number(self, node: Node, given: Type | None, operator: str) -> None:
        if given not in (None, Type.NUMBER):
            hint = _DATE_HINTS.get(operator, "") if given is Type.DATE else ""
            self._refuse_type(node, given, f"'{operator}' needs numbers{hint}")

    def _need_condition(self, node: Node, given: Type | None, message: str) -> None:
        if given not in (None, Type.YES_NO):
            self._refuse_type(node, given, message)

    def _need_same(self, given: Type | None, node: Node, this: Type | None) -> Type | None:
        """Return the type of all branches so far."""
        if given and this and given is not this:
            self._refuse_type(node, this, f"the branch before gives {A_TYPE[given]}; all must give the same")
        return given or this

    def _need_one_type(self, left: Node, left_type: Type | None, right: Node, right_type: Type | None) -> None:
        if None in (left_type, right_type) or left_type is right_type:
            return
        message = f"{self._quote(left)} is {A_TYPE[left_type]} and {self._quote(right)} is {A_TYPE[right_type]}"
        hint = _hint(left, left_type, right_type) or _hint(right, right_type, left_type)
        condition = left if left_type is Type.YES_NO else right
        if not hint and isinstance(condition, Name) and Type.YES_NO in (left_type, right_type):
            hint = f"; write {condition.name} or not {condition.name}, alone"
        self._refuse(right, f"{message}; they cannot be compared{hint}")

    def _need_choice(self, named: Node, literal: Node) -> None:
        if not (isinstance(named, Name) and isinstance(literal, Literal) and isinstance(literal.value, str)):
            return
        choices = self._choices.get(named.name)
        if choices is not None and literal.value not in choices:
            listed = ", ".join(sorted(choices) if isinstance(choices, set | frozenset) else choices)
            self._refuse(literal, f"'{literal.value}' is no choice of {named.name} ({listed})")

    def _quote(self, node: Node) -> str:
        quote = " ".join(self._text[node.start : node.end].split())
        if len(quote) > _LONGEST_QUOTE:
            quote = quote[: _LONGEST_QUOTE - 3] + "..."
        return quote if isinstance(node, Literal) and isinstance(node.value, str) else f"'{quote}'"

    def _refuse_type(self, node: Node, given: Type, message: str) -> NoReturn:
        self._refuse(node, f"{self._quote(node)} is {A_TYPE[given]}; {message}")

    def _refuse(self, node: Node, message: str) -> NoReturn:
        raise ExpressionError(message, node.start)


def _hint(literal: Node, given: Type, wanted: Type) -> str:
    """Return what to write where a literal lacks its quotes or has needless ones."""
    if not isinstance(literal, Literal):
        return ""
    if given is Type.TEXT and _reads_as(str(literal.value), wanted):
        return f"; write {literal.value} without quotes"
    if wanted is Type.TEXT:
        return "; a text stands in quotes"
    return ""


def _reads_as(text: str, wanted: Type) -> bool:
    try:
        first, *rest = tokens(text)
    except ExpressionError:
        return False
    return len(rest) == 1 and type_of_value(first.value) is wanted


def _nearest(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""
