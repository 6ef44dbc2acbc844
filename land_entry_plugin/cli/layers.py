# SPDX-License-Identifier: GPL-2.0-or-later
"""``layers`` on the command line: what the plugin makes of a delivery, and what the user keeps or undoes of that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.kept import Wishes, all_kept, forget, keep, kept
from land_entry_plugin.files.vector import open_layer, open_package
from land_entry_plugin.jobs.layer_listing import listed
from land_entry_plugin.texts import render, user_language, word

if TYPE_CHECKING:
    from argparse import Namespace, _SubParsersAction

    from land_entry_plugin.jobs.layer_listing import ListedLayer


def add_to(commands: _SubParsersAction) -> None:
    """Add the sub-command with its own sub-commands."""
    description = "A LAYER is FILE or FILE|layername=NAME, a PLACE a folder, .gdb, .gpkg or .zip."
    command = commands.add_parser("layers", help="layers: show, keep, kept, forget", description=description)
    does = command.add_subparsers(dest="does", required=True, metavar="show|keep|kept|forget")
    show = does.add_parser("show", help="what each layer of a place is taken for, and why")
    show.add_argument("place", metavar="PLACE")
    show.set_defaults(run=_show)
    own = does.add_parser("keep", help="keep how a layer is read, for this source, in QGIS too")
    own.add_argument("layer", metavar="LAYER")
    own.add_argument("--role", metavar="ROLE", help="what it is for; none for nothing")
    own.add_argument(
        "--field", action="append", default=[], metavar="STANDARD=OWN", help="a field of the role; repeatable"
    )
    own.add_argument("--encoding", metavar="NAME", help="of a Shapefile's table: UTF-8, GBK, GB18030 ...")
    own.add_argument("--crs", metavar="EPSG:...", help="of a layer without one, or with a wrong one")
    own.add_argument(
        "--transformation",
        metavar="PARAMETERS",
        help="from Xian 80 or Beijing 54: dx,dy,dz,rx,ry,rz,ppm,coordinate_frame (or position_vector), or a grid",
    )
    own.set_defaults(run=_keep)
    does.add_parser("kept", help="all that is kept").set_defaults(run=_kept)
    gone = does.add_parser("forget", help="undo what is kept of a layer")
    gone.add_argument("layer", metavar="LAYER")
    gone.set_defaults(run=_forget)


def _say(text_id: str, **values: object) -> str:
    return render(f"listing.{text_id}", values, user_language())


def _show(options: Namespace) -> None:
    for layer in listed(open_package(options.place)):
        for line in _lines(layer):
            print(line)


def _lines(layer: ListedLayer) -> list[str]:
    """Return what is said of one layer."""
    own, language = layer.description, user_language()
    name = f"{own.dataset}/{own.name}" if own.dataset else own.name
    lines = [_say("layer", layer=name, count=own.feature_count, crs=own.crs)]
    if layer.recognised is None:
        lines.append(_say("no_role"))
    else:
        found = layer.recognised
        lines.append(
            _say(
                "role",
                role=word(f"role_{found.role}", language),
                confidence=_say(f"confidence.{found.confidence}"),
                reason=_say(f"reason.{found.reason}", by=found.by),
            )
        )
    if own.encoding is not None:
        encoding = own.encoding
        by = "content_against" if encoding.by == "content" and encoding.stated else encoding.by
        lines.append(_say("encoding", encoding=encoding.name, by=_say(f"by.{by}", stated=encoding.stated)))
    if layer.fault is not None:
        lines.append(_say("fault", fault=layer.fault[language]))
    return lines


def _keep(options: Namespace) -> None:
    fields = {}
    for text in options.field:
        standard, equals, field = text.partition("=")
        if not equals:
            raise InputError("no_such_role_field", fields=[text], role=options.role)
        fields[standard.strip().upper()] = field.strip()
    source = open_layer(options.layer)
    before = kept(source.key)
    keep(
        source.key,
        Wishes(
            role=options.role or before.role,
            fields=before.fields | fields,
            encoding=options.encoding or before.encoding,
            crs=options.crs or before.crs,
            transformation=options.transformation or before.transformation,
        ),
    )
    print(_say("kept", key=source.key))


def _kept(_: Namespace) -> None:
    for key, wishes in sorted(all_kept().items()):
        print(key)
        for name, value in wishes.stated.items():
            stated = ", ".join(f"{standard}={own}" for standard, own in value.items()) if name == "fields" else value
            print(f"  {name}: {stated}")


def _forget(options: Namespace) -> None:
    key = options.layer if options.layer in all_kept() else open_layer(options.layer).key
    print(_say("forgotten" if forget(key) else "nothing_kept", key=key))
