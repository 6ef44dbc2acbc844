# SPDX-License-Identifier: GPL-2.0-or-later
"""Options that several sub-commands have, and what was given in them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.vector import open_layer, open_package
from land_entry_plugin.roles.catalogue import LAND_USE_HISTORY, layer_roles
from land_entry_plugin.rules.pack import DEFAULT_PACK

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Collection, Mapping

    from land_entry_plugin.files.source import Source


def add_parcels(command: ArgumentParser, *, required: bool = True) -> None:
    """Add the options that name parcels."""
    command.add_argument("--parcels", required=required, metavar="LAYER", help="candidate parcels")
    command.add_argument(
        "--parcel-id", metavar="FIELD", help="field with the parcel id (ZDDM, BDCDYH, DKBH, else the row)"
    )


def add_layers(command: ArgumentParser) -> None:
    """Add the options that name layers."""
    command.add_argument("--data", metavar="PLACE", help="folder, .gdb or .gpkg whose layers are recognised by role")
    command.add_argument(
        "--layers", action="append", default=[], metavar="LAYER", help="a layer to recognise; repeatable"
    )
    for role in layer_roles():
        option = f"--{role.replace('_', '-')}"
        if role == LAND_USE_HISTORY:
            command.add_argument(
                option, action="append", default=[], metavar="LAYER", help="an earlier land survey; repeatable"
            )
        else:
            command.add_argument(option, metavar="LAYER")


def named_layers(options: Namespace) -> dict[str, Source | tuple[Source, ...]]:
    """Return the layers that were named for a role."""
    return {role: _named(value) for role in layer_roles() if (value := getattr(options, role))}


def offered_layers(options: Namespace) -> tuple[Source, ...]:
    """Return the layers to recognise roles among."""
    return (*(open_package(options.data) if options.data else ()), *map(open_layer, options.layers))


def _named(value: str | list[str]) -> Source | tuple[Source, ...]:
    return open_layer(value) if isinstance(value, str) else tuple(map(open_layer, value))


def add_law(command: ArgumentParser) -> None:
    """Add what is taken for complete, the pack and its day."""
    command.add_argument(
        "--complete", default="", metavar="ROLES", help="roles whose completeness you state, with commas"
    )
    add_pack(command)
    add_day(command)


def add_pack(command: ArgumentParser) -> None:
    """Add the option that names a rule pack."""
    command.add_argument("--rule-pack", default=DEFAULT_PACK, metavar="PACK", help="id, or a YAML file")


def add_day(command: ArgumentParser) -> None:
    """Add the as-of date."""
    command.add_argument("--as-of", metavar="DATE", help="YYYY-MM-DD; today where not given")


def add_outputs(command: ArgumentParser, outputs: Mapping[str, tuple[str, Collection[str]]]) -> None:
    """Add an option a file that can be written: its description, and endings that it may have."""
    for name, (description, _) in outputs.items():
        command.add_argument(f"--{name}", type=Path, metavar="FILE", help=description)


def templates_of(options: Namespace) -> tuple[Path, ...]:
    """Return the folder of templates of one's own, nothing where none is named."""
    if options.templates is None:
        return ()
    if not options.templates.is_dir():
        raise InputError("missing_file", path=str(options.templates))
    return (options.templates,)


def listed(text: str) -> tuple[str, ...]:
    """Return what stands between commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())
