# SPDX-License-Identifier: GPL-2.0-or-later
"""What an expression is worth, exact, with what is unanswered and what is undefined.

Where a fact is unanswered or something is undefined, the value is known as far as it does not hang on it (Kleene):
``false and unanswered`` is false. Unanswered wins over undefined: first everything is asked.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol

from land_entry_plugin.rules.expressions.functions import FUNCTIONS
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
    Node,
    Not,
)
from land_entry_plugin.rules.expressions.values import (
    A_TYPE,
    ExpressionError,
    Type,
    Unanswered,
    Undefined,
    Value,
    type_of_value,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from land_entry_plugin.rules.expressions.calendar import Calendar
    from land_entry_plugin.rules.expressions.expression import Expression

_ORDER = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_ARITHMETIC = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}


class Scope(Protocol):
    """What an expression is evaluated in."""

    calendar: Calendar

    def value(self, name: str) -> Value:
        """Return a fact."""

    def lookup(self, table: str, keys: tuple[Value, ...]) -> Value:
        """Return what a table of the pack says; the keys are all answered and defined."""


def evaluate(expression: Expression, scope: Scope) -> Value:
    """Return what an expression is worth.

    Only facts that it hangs on are asked for: of ``if`` the branch that holds, of ``and`` nothing behind a false.

    Raises
    ------
    ExpressionError
        When the scope gives a value of another type than the one it was checked for.
    """
    return _value(expression.root, scope)


def _value(node: Node, scope: Scope) -> Value:
    return _EVALUATORS[type(node)](node, scope)


def _name(node: Name, scope: Scope) -> Value:
    return _known(scope.value(node.name), node, node.name)


def _answered(node: Answered, scope: Scope) -> Value:
    return not isinstance(scope.value(node.name), Unanswered)


def _minus(node: Minus, scope: Scope) -> Value:
    value = _needed(_value(node.operand, scope), Type.NUMBER, node.operand)
    return value if _is_open(value) else -value


def _not(node: Not, scope: Scope) -> Value:
    value = _needed(_value(node.operand, scope), Type.YES_NO, node.operand)
    return value if _is_open(value) else not value


def _calculation(node: Calculation, scope: Scope) -> Value:
    values = [_needed(_value(node.first, scope), Type.NUMBER, node.first)]
    for step in node.steps:
        values.append(_needed(_value(step.operand, scope), Type.NUMBER, step.operand))
    if open_value := _open(values):
        return open_value
    total: Any = values[0]
    for step, value in zip(node.steps, values[1:], strict=True):
        if step.operator == "/" and value == 0:
            return Undefined("division_by_zero")
        total = _ARITHMETIC[step.operator](total, value)
    return total


def _logic(node: Logic, scope: Scope) -> Value:
    decisive = node.operator == "or"
    doubts = []
    for operand in node.operands:
        value = _needed(_value(operand, scope), Type.YES_NO, operand)
        if value is decisive:
            return decisive
        if _is_open(value):
            doubts.append(value)
    return _open(doubts) or not decisive


def _comparison(node: Comparison, scope: Scope) -> Value:
    left: Any = _value(node.left, scope)
    right: Any = _value(node.right, scope)
    if open_value := _open((left, right)):
        return open_value
    if node.operator in ("=", "!="):
        return _equal(left, right, node.right) is (node.operator == "=")
    if type_of_value(left) not in (Type.NUMBER, Type.DATE):
        raise ExpressionError(f"'{node.operator}' compares numbers or dates", node.start)
    _needed(right, type_of_value(left), node.right)
    return _ORDER[node.operator](left, right)


def _membership(node: Membership, scope: Scope) -> Value:
    subject = _value(node.subject, scope)
    if _is_open(subject):
        return subject
    return any(_equal(subject, choice.value, choice) for choice in node.choices) is not node.negated


def _conditional(node: Conditional, scope: Scope) -> Value:
    doubts: list[Value] = []
    outcomes: list[Value] = []
    for branch in node.branches:
        condition = _needed(_value(branch.condition, scope), Type.YES_NO, branch.condition)
        if condition is False:
            continue
        outcomes.append(_value(branch.value, scope))
        if condition is True:
            break
        doubts.append(condition)
    else:
        outcomes.append(_value(node.otherwise, scope))
    first = outcomes[0]
    # whatever the open conditions turn out to be, the value is this
    if not doubts or all(first == other for other in outcomes):
        return _open([*doubts, first]) if isinstance(first, Unanswered) else first
    asked = next((doubt for doubt in doubts if isinstance(doubt, Unanswered)), None)
    # behind the first open condition others may never be needed: they are not asked yet
    return asked or _open([*doubts, *outcomes])


def _call(node: Call, scope: Scope) -> Value:
    values = []
    for argument in node.arguments:
        values.append(_value(argument, scope))
    function = FUNCTIONS.get(node.name)
    if function:
        fault = function.fault(node.name, [type_of_value(value) for value in values])
        if fault:
            raise ExpressionError(fault[1], node.start)
    if open_value := _open(values):
        return open_value
    if not function:
        return _known(scope.lookup(node.name, tuple(values)), node, node.name)
    result = function.compute(values, scope.calendar)
    return Undefined(function.lacking) if result is None else result


def _known(value: Any, node: Node, name: str) -> Value:
    """Return a value of the scope if it is of a kind that expressions know; whole numbers become exact ones."""
    if type(value) is int:
        return Fraction(value)
    if type_of_value(value) or _is_open(value):
        return value
    raise ExpressionError(f"'{name}' has a value that expressions do not know ({type(value).__name__})", node.start)


def _needed(value: Value, wanted: Type, node: Node) -> Any:
    """Return ``value`` if it is open or of the type that is wanted."""
    given = type_of_value(value)
    if given not in (None, wanted):
        raise ExpressionError(f"{A_TYPE[given]} stands where {A_TYPE[wanted]} is needed", node.start)
    return value


def _equal(left: Value, right: Value, node: Node) -> bool:
    return left == _needed(right, type_of_value(left), node)


def _is_open(value: Value) -> bool:
    return isinstance(value, Unanswered | Undefined)


def _open(values: Iterable[Value]) -> Unanswered | Undefined | None:
    """Return what keeps several values from being known together: all that is unanswered, else what is undefined."""
    values = list(values)
    names = [value.names for value in values if isinstance(value, Unanswered)]
    if names:
        return Unanswered(frozenset().union(*names))
    return next((value for value in values if isinstance(value, Undefined)), None)


_EVALUATORS: dict[type, Callable[[Any, Scope], Value]] = {
    Literal: lambda node, _: node.value,
    Name: _name,
    Answered: _answered,
    Minus: _minus,
    Not: _not,
    Calculation: _calculation,
    Logic: _logic,
    Comparison: _comparison,
    Membership: _membership,
    Conditional: _conditional,
    Call: _call,
}
