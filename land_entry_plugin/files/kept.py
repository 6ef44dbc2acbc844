# SPDX-License-Identifier: GPL-2.0-or-later
"""How the user wants a source read: kept per layer in the user's folder, seen, and undone."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any

from land_entry_plugin.engine.crs import readable_crs
from land_entry_plugin.engine.datum_shift import parsed_shift
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.encoding import known_encoding
from land_entry_plugin.files.outputs import written_whole
from land_entry_plugin.paths import user_folder
from land_entry_plugin.roles.catalogue import roles

if TYPE_CHECKING:
    from pathlib import Path

LAYER_MARK = "|layername="
_FILE = "sources.json"


@dataclass(frozen=True)
class Wishes:
    """What the user stated of a layer; None and nothing where he leaves it to the plugin.

    Attributes
    ----------
    role : str or None
        What it is for; ``none`` for a layer that is never recognised.
    fields : dict
        Standard field name: the layer's own.
    encoding : str or None
        Of a Shapefile's table.
    crs : str or None
        Of a layer that states none, or a wrong one.
    transformation : str or None
        From an old datum: seven parameters or a grid (``engine.datum_shift``).
    """

    role: str | None = None
    fields: dict[str, str] = field(default_factory=dict)
    encoding: str | None = None
    crs: str | None = None
    transformation: str | None = None

    @property
    def stated(self) -> dict[str, Any]:
        """What is stated, by name."""
        return {name: value for name, value in asdict(self).items() if value}


NO_ROLE = "none"
NOTHING = Wishes()


def source_key(path: Path | str, layer: str) -> str:
    """Return under which name a layer of a file is kept."""
    return f"{os.path.realpath(path)}{LAYER_MARK}{layer}"


def all_kept() -> dict[str, Wishes]:
    """Return what is kept, by ``source_key``.

    Raises
    ------
    InputError
        When the file is damaged.
    """
    path = _path()
    if not path.is_file():
        return {}
    names = {one.name for one in fields(Wishes)}
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))["sources"]
        return {
            key: Wishes(**{name: value for name, value in own.items() if name in names}) for key, own in stored.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError("damaged_wishes", detail=str(error), path=str(path)) from error


def kept(key: str) -> Wishes:
    """Return what is kept of one layer."""
    return all_kept().get(key, NOTHING)


def keep(key: str, wishes: Wishes) -> None:
    """Keep what the user states of a layer, instead of what was kept.

    Raises
    ------
    InputError
        When a role, field, encoding, CRS or transformation is unknown.
    """
    if wishes.role not in (None, NO_ROLE, *roles()):
        raise InputError("no_such_role", role=wishes.role, roles=[*roles(), NO_ROLE])
    if wishes.encoding:
        known_encoding(wishes.encoding)
    if wishes.crs:
        readable_crs(wishes.crs)
    if wishes.transformation:
        parsed_shift(wishes.transformation)
    if wishes.fields and wishes.role in roles():
        unknown = [name for name in wishes.fields if name not in roles()[wishes.role].fields]
        if unknown:
            raise InputError("no_such_role_field", fields=unknown, role=wishes.role)
    _write(all_kept() | {key: wishes})


def forget(key: str) -> bool:
    """Undo what is kept of one layer; return whether there was anything."""
    sources = all_kept()
    if key not in sources:
        return False
    _write({own: wishes for own, wishes in sources.items() if own != key})
    return True


def _write(sources: dict[str, Wishes]) -> None:
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"schema": "land-entry-sources/1", "sources": {key: own.stated for key, own in sorted(sources.items())}}
    with written_whole(path) as part:
        part.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def _path() -> Path:
    return user_folder() / _FILE
