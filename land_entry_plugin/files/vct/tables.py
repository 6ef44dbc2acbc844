# SPDX-License-Identifier: GPL-2.0-or-later
"""What a VCT file states before its objects: feature codes, and the structure of its tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from land_entry_plugin.files.vct.lines import Lines

POINT, LINE, POLYGON = "POINT", "LINE", "POLYGON"
_WHOLE = ("INT", "INTEGER", "SMALLINT", "LONG", "SHORT")
_DECIMAL = ("FLOAT", "DOUBLE", "NUMERIC", "NUMBER", "REAL", "DECIMAL")
_MOST_FIELDS = 2000
_COUNT = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True)
class FeatureCode:
    """A feature code: its name, its kind of geometry and the words behind (colours, table, extension tables)."""

    code: str
    title: str
    kind: str
    words: tuple[str, ...]

    def table(self, known: dict[str, Table]) -> str:
        """Return the name of its table: the first word that is one, else the one in the place for it."""
        found = next((word.upper() for word in self.words if word.upper() in known), None)
        # the edition of 1999 has colours before it
        return found or next((word.upper() for word in self.words if not word.isdigit()), self.code)


@dataclass(frozen=True)
class Table:
    """A table: its fields and, for each, the Python type of its values."""

    name: str
    fields: tuple[str, ...]
    kinds: tuple[type, ...]


def read_codes(lines: Lines, split: Callable[[bytes], list[str]]) -> list[FeatureCode]:
    """Return the feature codes; ``lines`` stands behind FeatureCodeEnd then."""
    codes = []
    while (line := lines.wanted()).upper() != b"FEATURECODEEND":
        words = split(line)
        if len(words) < 3:
            raise lines.fault("vct_code")
        codes.append(FeatureCode(words[0], words[1], words[2].upper(), tuple(word for word in words[3:] if word)))
    return codes


def read_tables(lines: Lines, split: Callable[[bytes], list[str]]) -> dict[str, Table]:
    """Return the structures of the tables, by name in capitals; ``lines`` stands behind TableStructureEnd then."""
    tables = {}
    while (line := lines.wanted()).upper() != b"TABLESTRUCTUREEND":
        if line == b"0":
            continue
        words = split(line)
        if len(words) < 2 or not _COUNT.fullmatch(words[1]) or int(words[1]) > _MOST_FIELDS:
            raise lines.fault("vct_table")
        fields, kinds = [], []
        for _ in range(int(words[1])):
            described = split(lines.wanted())
            if len(described) < 2 or not described[0]:
                raise lines.fault("vct_field", table=words[0])
            fields.append(described[0])
            kinds.append(_kind(described[1]))
        if len({name.upper() for name in fields}) < len(fields):
            raise lines.fault("vct_field", table=words[0])
        tables[words[0].upper()] = Table(words[0], tuple(fields), tuple(kinds))
    return tables


def _kind(word: str) -> type:
    # Int1 to Int8 by their bytes
    upper = word.upper().rstrip("0123456789")
    return int if upper in _WHOLE else float if upper in _DECIMAL else str
