# SPDX-License-Identifier: GPL-2.0-or-later
"""YAML that a user wrote: data alone, as deep and as long as such files are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# No file of rules or settings comes near either.
MOST_LEVELS, MOST_CHARACTERS = 64, 5_000_000


# What libyaml and PyYAML say of what is wrong, and the reason (``packs.yaml``) that is meant; the first that fits.
_REASONS = (
    ("tab character", "yaml_tab"),
    ("'\\t'", "yaml_tab"),
    ("alias", "alias"),
    ("undefined anchor", "alias"),
    ("cannot start any token", "yaml_start"),
    ("mapping values are not allowed", "yaml_colon"),
    ("quoted scalar", "yaml_quote"),
    ("flow mapping", "yaml_bracket"),
    ("flow sequence", "yaml_bracket"),
    ("block mapping", "yaml_indent"),
    ("block collection", "yaml_indent"),
    ("block sequence", "yaml_indent"),
    ("expected ':'", "yaml_key"),
    ("constructor for the tag", "yaml_tag"),
    ("characters are not allowed", "yaml_character"),
)


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


def yaml_reason(error: Exception, path: Path) -> tuple[int, dict[str, str]]:
    """Return in which line a file is no YAML of ours, and in every language why and in which column.

    Parameters
    ----------
    error : yaml.YAMLError or ValueError
        Raised when the file was read.
    path : Path
    """
    if isinstance(error, UnicodeDecodeError):
        return error.object.count(b"\n", 0, error.start) + 1, both("pack.not_utf8", {})
    mark: Any = getattr(error, "problem_mark", None)
    if isinstance(error, TooDeepError):
        return mark.line + 1, both("pack.too_deep", {})
    said = f"{getattr(error, 'context', None) or ''} {getattr(error, 'problem', None) or error}"
    reason = next((reason for words, reason in _REASONS if words in said), "yaml_other")
    if mark is None:
        return 1, both(f"pack.{reason}", {})
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    if reason == "yaml_start" and lines[mark.line][mark.column : mark.column + 1] == "\t":
        reason = "yaml_tab"
    return mark.line + 1, both("pack.in_column", {"column": mark.column + 1, "reason": both(f"pack.{reason}", {})})


def line_of(node: yaml.Node | None, place: Sequence[Any]) -> int:
    """Return the line in which a place of a document begins."""
    line = 1
    for step in place:
        following = None
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == str(step):
                    line, following = key.start_mark.line + 1, value
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            following = node.value[step]
            line = following.start_mark.line + 1
        if following is None:
            break
        node = following
    return line
