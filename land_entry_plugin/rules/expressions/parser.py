# SPDX-License-Identifier: GPL-2.0-or-later
"""From tokens to a tree, by binding power."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NoReturn

from land_entry_plugin.rules.expressions.functions import ANSWERED
from land_entry_plugin.rules.expressions.syntax import (
    Answered,
    Branch,
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
    Step,
)
from land_entry_plugin.rules.expressions.tokens import Kind, tokens
from land_entry_plugin.rules.expressions.values import ExpressionError, Undefined

if TYPE_CHECKING:
    from land_entry_plugin.rules.expressions.tokens import Token
    from land_entry_plugin.rules.expressions.values import Value

MAX_NESTING = 50

_OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _MINUS = range(1, 8)
_POWERS = {
    "or": _OR,
    "and": _AND,
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">=", "in"), _COMPARE),
    **dict.fromkeys(("+", "-"), _SUM),
    **dict.fromkeys(("*", "/"), _PRODUCT),
}
_CONSTANTS: dict[str, Value] = {"true": True, "false": False, "undefined": Undefined("undefined")}


class Parser:
    """Reads one expression.

    Attributes
    ----------
    names, called : set of str
        The facts it names and the functions and tables it calls, once it is read.
    """

    def __init__(self, text: str) -> None:
        self.names: set[str] = set()
        self.called: set[str] = set()
        self._tokens = tokens(text)
        self._at = 0

    def tree(self) -> Node:
        """Return the whole expression."""
        if self._here.kind is Kind.END:
            raise ExpressionError("nothing is written here", 0)
        root = self._expression(0, 0)
        if self._here.kind is not Kind.END:
            self._refuse_what_follows()
        return root

    @property
    def _here(self) -> Token:
        return self._tokens[self._at]

    @property
    def _before(self) -> Token:
        return self._tokens[self._at - 1]

    def _is(self, text: str) -> bool:
        return self._here.kind in (Kind.SIGN, Kind.KEYWORD) and self._here.text == text

    def _take(self) -> Token:
        token = self._here
        self._at += 1
        return token

    def _taken(self, text: str) -> bool:
        """Return whether ``text`` stood here, and go past it."""
        if not self._is(text):
            return False
        self._at += 1
        return True

    def _power(self) -> int:
        """Return how strongly the operator here binds; 0 where there is none."""
        if self._is("not") and self._tokens[self._at + 1].text == "in":
            return _COMPARE
        return _POWERS.get(self._here.text, 0) if self._here.kind in (Kind.SIGN, Kind.KEYWORD) else 0

    def _expression(self, least: int, depth: int) -> Node:
        """Return what stands here, up to an operator that binds no stronger than ``least``."""
        if depth > MAX_NESTING:
            message = f"more than {MAX_NESTING} brackets or conditions stand inside one another"
            raise ExpressionError(message, self._here.position)
        start = self._here.position
        left = self._prefix(least, depth)
        while (power := self._power()) > least:
            if power == _COMPARE:
                left = self._comparison(start, left, depth)
                continue
            steps = []
            while self._power() == power:
                operator = self._take().text
                steps.append(Step(operator, self._expression(power, depth)))
            end = self._before.end
            if power in (_OR, _AND):
                left = Logic(start, end, steps[0].operator, (left, *(step.operand for step in steps)))
            else:
                left = Calculation(start, end, left, tuple(steps))
        return left

    def _comparison(self, start: int, left: Node, depth: int) -> Node:
        negated = self._taken("not")
        operator = self._take()
        compared: Node
        if operator.text == "in":
            choices = self._list()
            compared = Membership(start, self._before.end, left, choices, negated)
        else:
            right = self._expression(_COMPARE, depth)
            compared = Comparison(start, self._before.end, operator.text, left, right)
        if self._power() == _COMPARE:
            raise ExpressionError("one comparison follows another; join two with 'and'", self._here.position)
        return compared

    def _list(self) -> tuple[Literal, ...]:
        opening = self._here
        if not self._taken("["):
            raise ExpressionError("'in' needs a list such as ['a', 'b']", opening.position)
        choices: list[Literal] = []
        while True:
            token = self._take()
            if token.kind is Kind.END:
                raise ExpressionError("the list that begins here lacks its closing ]", opening.position)
            if token.kind is not Kind.LITERAL:
                raise ExpressionError("a list holds texts, numbers or dates, and at least one", token.position)
            choices.append(Literal(token.position, token.end, token.value))
            if self._taken("]"):
                return tuple(choices)
            if not self._taken(",") and self._here.kind is not Kind.END:
                raise ExpressionError("a comma is missing between two values of a list", self._here.position)

    def _prefix(self, least: int, depth: int) -> Node:
        """Return what begins here: a value, a bracket, or what stands before its operand."""
        token = self._here
        if token.kind is Kind.LITERAL:
            self._take()
            return Literal(token.position, token.end, token.value)
        if token.kind is Kind.NAME:
            self._take()
            return self._call(token, depth) if self._is("(") else self._name(token)
        if token.kind is Kind.KEYWORD and token.text in _CONSTANTS:
            self._take()
            return Literal(token.position, token.end, _CONSTANTS[token.text])
        if self._taken("("):
            inside = self._expression(0, depth + 1)
            self._close(token)
            return inside
        if self._taken("-"):
            return self._minus(token, depth)
        if self._is("not") and least <= _NOT:
            self._take()
            operand = self._expression(_NOT, depth + 1)
            return Not(token.position, self._before.end, operand)
        if self._is("if") and least == 0:
            return self._conditional(depth)
        self._refuse_where_a_value_is_due()

    def _name(self, token: Token) -> Name:
        self.names.add(token.text)
        return Name(token.position, token.end, token.text)

    def _minus(self, sign: Token, depth: int) -> Node:
        operand = self._expression(_MINUS, depth + 1)
        if isinstance(operand, Literal) and isinstance(operand.value, Fraction):
            return Literal(sign.position, self._before.end, -operand.value)
        return Minus(sign.position, self._before.end, operand)

    def _call(self, name: Token, depth: int) -> Node:
        opening = self._take()
        arguments: list[Node] = []
        if not self._taken(")"):
            arguments.append(self._expression(0, depth + 1))
            while self._taken(","):
                arguments.append(self._expression(0, depth + 1))
            self._close(opening)
        end = self._before.end
        if name.text != ANSWERED:
            self.called.add(name.text)
            return Call(name.position, end, name.text, tuple(arguments))
        if len(arguments) != 1 or not isinstance(arguments[0], Name):
            message = f"{ANSWERED} takes the name of one question, as in {ANSWERED}(meeting_date)"
            raise ExpressionError(message, name.position)
        return Answered(name.position, end, arguments[0].name)

    def _conditional(self, depth: int) -> Conditional:
        start = self._here.position
        branches = []
        while self._taken("if"):
            condition = self._expression(0, depth + 1)
            if not self._taken("then"):
                self._refuse_for_lack_of("then", "behind the condition of 'if'")
            value = self._expression(0, depth + 1)
            if not self._taken("else"):
                self._refuse_for_lack_of("else", "every 'if' says what holds otherwise")
            branches.append(Branch(condition, value))
        otherwise = self._expression(0, depth + 1)
        return Conditional(start, self._before.end, tuple(branches), otherwise)

    def _close(self, opening: Token) -> None:
        if self._here.kind is Kind.END:
            raise ExpressionError("the bracket that opens here is not closed", opening.position)
        if not self._taken(")"):
            self._refuse_what_follows()

    def _refuse_for_lack_of(self, word: str, why: str) -> NoReturn:
        raise ExpressionError(f"'{word}' is missing here: {why}", self._here.position)

    def _refuse_where_a_value_is_due(self) -> NoReturn:
        token = self._here
        if token.kind is Kind.END:
            message = f"the expression ends behind '{self._before.text}', where a value is due"
        elif token.text in ("not", "if"):
            message = f"what begins with '{token.text}' needs brackets here"
        elif token.text == "[":
            message = "a list stands only behind 'in'"
        else:
            message = f"a value is missing before '{token.text}'"
        raise ExpressionError(message, token.position)

    def _refuse_what_follows(self) -> NoReturn:
        token = self._here
        if token.text in (")", "]"):
            message = f"the {token.text} here closes nothing"
        elif token.text == ",":
            message = "a comma separates only the values of a function or list; numbers have none"
        elif token.text in ("then", "else"):
            message = f"'{token.text}' stands here without its 'if'"
        elif token.text == "[":
            message = "a list stands only behind 'in'"
        else:
            before, here = (t.text if t.text[0] in "'\"" else f"'{t.text}'" for t in (self._before, token))
            message = f"an operator such as + or = or 'and' is missing between {before} and {here}"
        raise ExpressionError(message, token.position)
