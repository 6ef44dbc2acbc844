# SPDX-License-Identifier: GPL-2.0-or-later
"""Default styles: the QML files in ``resources/styles``, and how a GeoPackage carries them to QGIS."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

from land_entry_plugin.errors import InputError
from land_entry_plugin.paths import resource

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

STYLES_TABLE = "layer_styles"
# As QGIS 3.40 and 4 create it (QgsOgrProviderUtils, through GDAL).
_CREATE_TABLE = """
CREATE TABLE layer_styles (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  "f_table_catalog" TEXT(256), "f_table_schema" TEXT(256), "f_table_name" TEXT(256), "f_geometry_column" TEXT(256),
  "styleName" TEXT(30), "styleQML" TEXT, "styleSLD" TEXT, "useAsDefault" BOOLEAN, "description" TEXT,
  "owner" TEXT(30), "ui" TEXT(30), "update_time" DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
)"""
# A table that is not in gpkg_contents is none of the GeoPackage's (clause 1.1.3).
_REGISTER = """
INSERT INTO gpkg_contents (table_name, data_type, identifier, description)
VALUES (?, 'attributes', ?, '')"""
# GDAL would show a count that nobody keeps; without a number it counts when asked.
_REGISTER_COUNT = "INSERT OR REPLACE INTO gpkg_ogr_contents (table_name, feature_count) VALUES (?, NULL)"
# Catalog and schema are empty texts, not null: QGIS asks for them that way.
_INSERT = """
INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column,
                              styleName, styleQML, styleSLD, useAsDefault, description, owner)
VALUES ('', '', ?, ?, ?, ?, '', 1, ?, '')"""

_DELETE = "DELETE FROM layer_styles WHERE f_table_name = ? AND f_geometry_column = ? AND useAsDefault"


@cache
def colours() -> dict[str, Any]:
    """Return the colours and line widths of maps, sheets and legends."""
    return yaml.safe_load(resource("styles", "colours.yaml").read_text(encoding="utf-8"))


def style_path(style: str, folders: Sequence[Path] = ()) -> Path:
    """Return the path of a style's QML file: in the first of an office's folders that has it, else our own."""
    name = f"{style}.qml"
    return next((folder / name for folder in folders if (folder / name).is_file()), resource("styles", name))


def write_default_style(
    gpkg: Path, table: str, geometry_column: str, style: str, description: str = "", folders: Sequence[Path] = ()
) -> None:
    """Make a style (named without its ending) the one with which QGIS opens a layer.

    Raises
    ------
    InputError
        When the file is locked, no GeoPackage, or cannot be written.
    """
    write_style(
        gpkg, table, geometry_column, style, style_path(style, folders).read_text(encoding="utf-8"), description
    )


def write_style(gpkg: Path, table: str, geometry_column: str, style: str, qml: str, description: str = "") -> None:
    """Make a style the one with which QGIS opens a layer of a GeoPackage.

    Parameters
    ----------
    gpkg : Path
        An existing GeoPackage; no other program may be writing it.
    table, geometry_column : str
        The layer, as ``gpkg_geometry_columns`` names it.
    style, qml, description : str
        Its name, its content, and what the style manager of QGIS shows beside it.

    Raises
    ------
    InputError
        When the file is locked, no GeoPackage, or cannot be written.
    """
    try:
        # mode=rw: a file that is not there is an error, not a new database
        with closing(sqlite3.connect(f"{gpkg.resolve().as_uri()}?mode=rw", uri=True)) as connection, connection:
            connection.execute("BEGIN IMMEDIATE")
            _ensure_table(connection)
            of_table = (table, geometry_column)
            connection.execute(_DELETE, of_table)
            connection.execute(_INSERT, (*of_table, style, qml, description))
    except sqlite3.Error as error:
        raise InputError("unwritable", detail=str(error), path=str(gpkg)) from error


def _ensure_table(connection: sqlite3.Connection) -> None:
    if not _has_table(connection, STYLES_TABLE):
        connection.execute(_CREATE_TABLE)
    if not connection.execute("SELECT 1 FROM gpkg_contents WHERE table_name = ?", (STYLES_TABLE,)).fetchone():
        connection.execute(_REGISTER, (STYLES_TABLE, STYLES_TABLE))
        if _has_table(connection, "gpkg_ogr_contents"):
            connection.execute(_REGISTER_COUNT, (STYLES_TABLE,))


def _has_table(connection: sqlite3.Connection, name: str) -> bool:
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (name,))
    return found.fetchone() is not None
