# SPDX-License-Identifier: GPL-2.0-or-later
"""The request of a recorded run, made again from what the record says of its sources; or why it cannot be."""

from __future__ import annotations

from datetime import date
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.answers import open_answers
from land_entry_plugin.files.vector import LAYER_MARK, open_again
from land_entry_plugin.jobs.parcels import ROW_NUMBER
from land_entry_plugin.jobs.screening import ScreeningRequest
from land_entry_plugin.roles.catalogue import LAND_USE_HISTORY, PARCELS
from land_entry_plugin.rules.layering import load_pack
from land_entry_plugin.texts import LANGUAGES, both

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.files.source import Source

# Ids of the sentences that say why a source is not found again.
MEMORY, PART, GONE, NOT_STATED = "memory", "part", "gone", "not_stated"


class Obstacles:
    """Why a recorded run cannot be repeated, one sentence a source; ``moved_to`` is where its files are now."""

    def __init__(self, moved_to: Path | None = None) -> None:
        self.found: list[dict[str, Any]] = []
        self._moved_to = moved_to

    def add(self, kind: str, role: str, **values: Any) -> None:
        """Take note of one."""
        texts = both(f"verification.obstacle_{kind}", values | {"role": role_title(role)})
        self.found.append({"id": kind, "role": role, "texts": texts} | {k: v for k, v in values.items() if k != "why"})

    def add_error(self, error: InputError) -> None:
        """Take note of a run that ended in an error."""
        self.found.append({"id": "run", "role": PARCELS, "texts": _words(error)})

    def layer(self, role: str, where: dict[str, Any]) -> Source | None:
        """Return a layer of the recorded run, None where the file does not give its rows again."""
        if where["path"] is None:
            self.add(MEMORY, role, layer=where["layer"])
        elif where.get("part"):
            self.add(PART, role, layer=where["layer"], why=both(f"verification.part_{where['part']}", {}))
        else:
            try:
                path, package = place_now(where, self._moved_to)
                source = open_again(path, where["layer"], package)
                source.describe()
            except InputError as error:
                self.add(GONE, role, layer=where["layer"], why=_words(error))
            else:
                return source
        return None


def place_now(where: dict[str, Any], moved_to: Path | None) -> tuple[str, str | None]:
    """Return path and package of a recorded layer: under ``moved_to`` where its file is there, else as recorded.

    The file is looked for where it was in its package, then by its name; ``moved_to`` may also be the file itself.
    """
    recorded, package = _parts(where["path"]), where["package"] and _parts(where["package"])
    if moved_to is None:
        return where["path"], where["package"]
    if moved_to.name == recorded[-1]:
        return str(moved_to), str(moved_to) if package == recorded else where["package"]
    inside = recorded[len(package) :] if package and recorded[: len(package)] == package else ()
    for below in (inside, recorded[-1:]):
        path = moved_to.joinpath(*below)
        if below and path.exists():
            return str(path), str(path if package == recorded else moved_to)
    return where["path"], where["package"]


def _parts(path: str) -> tuple[str, ...]:
    """Return the parts of a path of any machine."""
    return (PureWindowsPath(path) if "\\" in path else PurePosixPath(path)).parts


def request_again(
    record: dict[str, Any], pack_folders: Sequence[Path], moved_to: Path | None = None
) -> tuple[ScreeningRequest | None, Obstacles]:
    """Return the request that a record states, None where something stands in the way.

    ``moved_to`` is a folder, .gdb or .gpkg where its files are now.
    """
    obstacles, run, options = Obstacles(moved_to), record["run"], record["options"]
    stated = run.get("sources")
    if not isinstance(stated, dict):
        obstacles.add(NOT_STATED, PARCELS)
        return None, obstacles
    parcels = obstacles.layer(PARCELS, stated["parcels"])
    named = {role: tuple(obstacles.layer(role, one) for one in of_role) for role, of_role in stated["named"].items()}
    # a layer that serves no role says nothing: that it is open without a file stands in nobody's way
    serving = {entry["layer"]: role.split("[")[0] for role, entry in record["inputs"].items()}
    offered = [
        obstacles.layer(serving.get(one["layer"], "other_layers"), one)
        for one in stated["offered"]
        if one["path"] is not None or one["layer"] in serving
    ]
    answers = None
    if stated["answers"] is not None:
        answers = _answers(stated["answers"], obstacles, moved_to)
    try:
        load_pack(run["rule_pack"], tuple(pack_folders))
    except InputError as error:
        obstacles.add(GONE, "rules", layer=run["rule_pack"], why=_words(error))
    if obstacles.found or parcels is None:
        return None, obstacles
    return ScreeningRequest(
        parcels=parcels,
        parcel_id=_id_field(options["parcel_id"]),
        named={
            role: of_role if role == LAND_USE_HISTORY or len(of_role) > 1 else of_role[0]
            for role, of_role in named.items()
        },
        offered=tuple(offered),
        complete=tuple(options["complete"]),
        answers=answers,
        rule_pack=run["rule_pack"],
        pack_folders=tuple(pack_folders),
        as_of=date.fromisoformat(options["as_of"]),
        sliver_area_m2=options["sliver_area_m2"],
        sliver_width_m=options["sliver_width_m"],
        shared_numbers=options.get("shared_numbers", False),
    ), obstacles


def role_title(role: str) -> dict[str, str]:
    """Return what a role, or ``answers`` and ``rules``, is called."""
    return both(f"word.role_{role}", {})


def _id_field(stated: dict[str, Any]) -> str | None:
    return stated["field"] if stated["named"] and stated["field"] != ROW_NUMBER else None


def _answers(where: dict[str, Any], obstacles: Obstacles, moved_to: Path | None) -> Any:
    if where["path"] is None:
        return obstacles.add(MEMORY, "answers", layer=where["layer"])
    if where["part"]:
        return obstacles.add(PART, "answers", layer=where["layer"], why=both(f"verification.part_{where['part']}", {}))
    try:
        path, _package = place_now(where | {"package": None}, moved_to)
        return open_answers(path + (f"{LAYER_MARK}{where['layer']}" if where["layer"] else ""))
    except InputError as error:
        return obstacles.add(GONE, "answers", layer=Path(where["path"]).name, why=_words(error))


def _words(error: InputError) -> dict[str, str]:
    return {language: error.user_message(language) for language in LANGUAGES}
