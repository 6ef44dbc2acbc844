# SPDX-License-Identifier: GPL-2.0-or-later
"""A layer in a PostGIS database that the user names; of it only rows near what is wanted are fetched."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from land_entry_plugin.engine.crs import crs_code
from land_entry_plugin.errors import InputError
from land_entry_plugin.files.geometry_types import arcs_followed, described_geometry
from land_entry_plugin.files.kept import LAYER_MARK, NOTHING, Wishes
from land_entry_plugin.files.source import LayerDescription, Rows, near, together, windows
from land_entry_plugin.files.values import with_none

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PREFIX = "PG:"
_SECRET = re.compile(r"\bpassword\s*=", re.IGNORECASE)


def is_database(text: str) -> bool:
    """Return whether a user's text names a database, as GDAL writes it (``PG:service=survey``)."""
    return text.upper().startswith(PREFIX)


class PostgisSource:
    """One table or view of a PostGIS database."""

    def __init__(self, connection: str, layer: str, wishes: Wishes | None = None) -> None:
        """Take a connection without its password and a table, with its schema where it is not the usual one.

        Raises
        ------
        InputError
            When the connection holds a password: it would stand in records.
        """
        if _SECRET.search(connection):
            raise InputError("password_in_connection", layer=layer)
        self._connection, self._layer = connection, layer
        self._wishes = NOTHING if wishes is None else wishes

    @property
    def key(self) -> str:
        """Under which name what the user wishes of the layer is kept."""
        return f"{self._connection}{LAYER_MARK}{self._layer}"

    def describe(self) -> LayerDescription:
        return self._description

    @cached_property
    def _description(self) -> LayerDescription:
        info = self._info
        bounds = info["total_bounds"]
        return LayerDescription(
            # a layer is called as its table, whatever its schema
            name=self._layer.rpartition(".")[2],
            crs=crs_code(self._wishes.crs or info["crs"]),
            fields=tuple(str(name) for name in info["fields"]),
            feature_count=int(info["features"]),
            package=self._connection,
            extent=None if bounds is None else tuple(float(value) for value in bounds),
            wishes=self._wishes,
            **described_geometry(str(info["geometry_type"] or ""), None),
        )

    def rows(self, fields: Sequence[str], boxes: np.ndarray | None = None) -> Rows:
        if boxes is None:
            return self._read(fields, None)
        if not len(boxes):
            return self.first_row(fields).taken(np.arange(0))
        read = [self._read(fields, tuple(window)) for window in windows(boxes, separate=True)]
        return near(together(read), boxes)

    def batches(self, fields: Sequence[str], size: int) -> Iterator[Rows]:
        """Yield all rows, ``size`` at a time."""
        for start in range(0, self._info["features"], size):
            yield self._read(fields, None, skip_features=start, max_features=size)

    def first_row(self, fields: Sequence[str]) -> Rows:
        """Return the first row, without its shape: enough to see what a code looks like."""
        return self._read(fields, None, max_features=1)

    @cached_property
    def _info(self) -> dict[str, Any]:
        try:
            return pyogrio.read_info(
                self._connection, layer=self._layer, force_feature_count=True, force_total_bounds=True
            )
        except (DataSourceError, DataLayerError) as error:
            raise self._unreadable(error) from error

    def _read(self, fields: Sequence[str], window: tuple[float, ...] | None, **span: int) -> Rows:
        try:
            with arcs_followed():
                meta, ids, wkb, values = pyogrio.raw.read(
                    self._connection,
                    layer=self._layer,
                    columns=list(fields),
                    bbox=window,
                    return_fids=True,
                    force_2d=True,
                    **span,
                )
        except (DataSourceError, DataLayerError) as error:
            raise self._unreadable(error) from error
        columns = {str(name): with_none(array) for name, array in zip(meta["fields"], values, strict=True)}
        geometry = wkb if wkb is not None else np.full(len(ids), None, dtype=object)
        return Rows(np.asarray(ids), geometry, {name: columns[name] for name in fields})

    def _unreadable(self, error: Exception) -> InputError:
        return InputError("unreadable_database", detail=str(error), layer=self._layer, connection=self._connection)


def layers_of_database(connection: str) -> list[str]:
    """Return the names of the layers of a database.

    Raises
    ------
    InputError
        When it does not answer.
    """
    try:
        return [str(name) for name in pyogrio.list_layers(connection)[:, 0]]
    except DataSourceError as error:
        raise InputError("unreadable_database", detail=str(error), layer="*", connection=connection) from error
