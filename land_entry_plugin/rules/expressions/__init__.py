# SPDX-License-Identifier: GPL-2.0-or-later
"""The small language in which rule packs state conditions and amounts; it is never Python."""

from __future__ import annotations

from land_entry_plugin.rules.expressions.calendar import Calendar
from land_entry_plugin.rules.expressions.evaluation import Scope, evaluate
from land_entry_plugin.rules.expressions.expression import Expression, parse
from land_entry_plugin.rules.expressions.functions import add_months
from land_entry_plugin.rules.expressions.values import (
    ExpressionError,
    TableType,
    Type,
    Unanswered,
    Undefined,
    Value,
)

__all__ = [
    "Calendar",
    "Expression",
    "ExpressionError",
    "Scope",
    "TableType",
    "Type",
    "Unanswered",
    "Undefined",
    "Value",
    "add_months",
    "evaluate",
    "parse",
]
