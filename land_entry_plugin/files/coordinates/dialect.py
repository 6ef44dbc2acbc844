# SPDX-License-Identifier: GPL-2.0-or-later
"""Dialects of coordinate text files: ``resources/dialects/*.yaml``, and a user's own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.coordinates.model import KIND
from land_entry_plugin.files.settings_files import SettingsKind

DEFAULT_DIALECT = "national"
BLANK_FIELD = "_"
POINT, RING, NORTH, EAST = "point", "ring", "north", "east"
_ENCODING_NAMES = {"gbk": "GBK", "gb18030": "GB18030", "utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16"}
_RESERVED = ("fid", "geom", "geometry")


@dataclass(frozen=True)
class Writing:
    """How a dialect is written; see ``resources/dialects/national.yaml``."""

    header: tuple[str, ...]
    values: dict[str, str]
    encoding: str
    line_end: str
    decimals: int
    zone_prefix: bool
    close_rings: bool
    count_closing_points: bool
    area_unit: str
    area_decimals: int
    after_end_mark: str
    leave_blank: tuple[str, ...]
    fields: dict[str, tuple[str, ...]]

    @property
    def encoding_name(self) -> str:
        """The encoding as people call it."""
        return _ENCODING_NAMES[self.encoding]


@dataclass(frozen=True)
class Dialect:
    """A dialect; see ``resources/dialects/national.yaml``."""

    id: str
    title: dict[str, str]
    detect: bool
    header_section: str
    parcels_section: str
    end_mark: str
    parcel: tuple[str, ...]
    points: tuple[tuple[str, ...], ...]
    header: dict[str, tuple[str, ...]]
    unfilled: frozenset[str]
    write: Writing

    @property
    def kind_position(self) -> int | None:
        """Where in a parcel's line 面, 线 or 点 stands."""
        return self.parcel.index(KIND) if KIND in self.parcel else None


def _bad(path: Path, reason: str | dict[str, str], detail: str = "") -> InputError:
    return InputError("bad_dialect", detail=detail, path=str(path), reason=reason)


_DIALECTS = SettingsKind("dialects", "dialect", DEFAULT_DIALECT, _bad, not_inherited=("detect",))


def shipped_ids() -> list[str]:
    """Return the ids of the dialects that come with the product, the default first."""
    return _DIALECTS.ids()


@cache
def shipped() -> tuple[Dialect, ...]:
    """Return the dialects that come with the product, the default first."""
    return tuple(_dialect(_DIALECTS.path(name)) for name in shipped_ids())


def dialect_of(text: str | None) -> Dialect:
    """Return the dialect that a user named: an id, or the path of a YAML file; the default where none is.

    Raises
    ------
    InputError
        When there is none of that name, or the file is no dialect.
    """
    wanted = (text or DEFAULT_DIALECT).strip()
    for dialect in shipped():
        if wanted == dialect.id or wanted in dialect.title.values():
            return dialect
    path = Path(wanted)
    if path.suffix.lower() not in (".yaml", ".yml"):
        raise InputError("no_such_dialect", dialect=wanted, dialects=shipped_ids())
    if not path.is_file():
        raise InputError("missing_file", path=wanted)
    return _dialect(path)


def _dialect(path: Path) -> Dialect:
    stated = _DIALECTS.stated(path)
    write = stated["write"]
    names = [field.lower() for field in stated["parcel"] if field != BLANK_FIELD]
    twice = sorted({name for name in names if names.count(name) > 1 or name in _RESERVED})
    unknown = sorted({*write["header"], *write["values"]} - set(stated["header"]))
    for reason, found in (("parcel", twice), ("write", unknown)):
        if found:
            raise _bad(path, f"{reason}: {', '.join(found)}")
    return Dialect(
        id=stated["id"],
        title=stated["title"],
        detect=stated.get("detect", True),
        header_section=stated["sections"]["header"],
        parcels_section=stated["sections"]["parcels"],
        end_mark=stated["end_mark"],
        parcel=tuple(stated["parcel"]),
        points=tuple(tuple(layout) for layout in stated["points"]),
        header={fact: tuple(keys) for fact, keys in stated["header"].items()},
        unfilled=frozenset(stated["unfilled"]),
        write=Writing(
            header=tuple(write["header"]),
            values={fact: str(value) for fact, value in write["values"].items()},
            encoding=write["encoding"],
            line_end={"crlf": "\r\n", "lf": "\n"}[write["line_end"]],
            decimals=write["decimals"],
            zone_prefix=write["zone_prefix"],
            close_rings=write["close_rings"],
            count_closing_points=write["count_closing_points"],
            area_unit=write["area_unit"],
            area_decimals=write["area_decimals"],
            after_end_mark=write["after_end_mark"],
            leave_blank=tuple(write["leave_blank"]),
            fields={field: tuple(names) for field, names in write["fields"].items()},
        ),
    )
