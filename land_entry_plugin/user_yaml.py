# SPDX-License-Identifier: GPL-2.0-or-later
"""YAML that a user wrote: data alone, as deep and as long as such files are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pathlib import Path

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# No file of rules or settings comes near either.
MOST_LEVELS, MOST_CHARACTERS = 64, 5_000_000


class TooDeepError(yaml.MarkedYAMLError):
    """Blocks are nested deeper than any file of ours: what builds them would end the program, not raise an error."""


def read_user_yaml(path: Path) -> Any:
    """Return what a file states; it builds no object and refers to nothing twice.

    Raises
    ------
    OSError, UnicodeDecodeError
        When it cannot be read.
    yaml.YAMLError
        When it is no YAML, holds tags of programs or aliases, or is nested without end.
    """
    text = path.read_text(encoding="utf-8")
    check_nesting(text, with_aliases=False)
    try:
        return yaml.safe_load(text)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        # of numbers and days that are none
        raise yaml.YAMLError(str(error)) from error


def check_nesting(text: str, *, with_aliases: bool = True) -> None:
    """Look at the marks of a text before anything is built of it.

    Raises
    ------
    yaml.YAMLError
        When it is no YAML, is too long or too deep, or has aliases where there may be none.
    """
    if len(text) > MOST_CHARACTERS:
        raise yaml.YAMLError(f"more than {MOST_CHARACTERS} characters")
    level = 0
    for event in yaml.parse(text, Loader=_LOADER):
        mark: Any = event.start_mark
        if isinstance(event, yaml.CollectionStartEvent):
            level += 1
            if level > MOST_LEVELS:
                raise TooDeepError(None, None, f"more than {MOST_LEVELS} levels", mark)
        elif isinstance(event, yaml.CollectionEndEvent):
            level -= 1
        elif isinstance(event, yaml.AliasEvent) and not with_aliases:
            raise yaml.MarkedYAMLError(None, None, f"alias *{event.anchor}", mark)
