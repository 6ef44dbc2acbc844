# SPDX-License-Identifier: GPL-2.0-or-later
"""Shapefiles written byte by byte, as offices hand them over: any encoding, language byte, .cpg, cut names."""

from __future__ import annotations

import numpy as np
import pyogrio
import shapely


def write_shapefile(
    path, geometries, columns, encoding="gb18030", language=0, cpg=None, width=60, crs="EPSG:4527", widths=None
):
    """Write polygons with texts whose bytes are in an encoding; names of fields are cut at ten bytes."""
    shapes = shapely.to_wkb(np.array(geometries, dtype=object))
    numbers = np.arange(len(shapes))
    pyogrio.raw.write(
        path, geometry=shapes, field_data=[numbers], fields=["N"], geometry_type="Polygon", crs=crs,
        driver="ESRI Shapefile",
    )  # fmt: skip
    path.with_suffix(".dbf").write_bytes(table(columns, encoding, language, width, widths or {}))
    path.with_suffix(".cpg").unlink(missing_ok=True)
    if cpg is not None:
        path.with_suffix(".cpg").write_text(cpg, encoding="ascii")
    return path


def table(columns, encoding, language=0, width=60, widths=None):
    """Return the bytes of a dBASE table; values may be bytes already."""
    sizes = [(widths or {}).get(name, width) for name in columns]
    count = len(next(iter(columns.values())))
    head = bytearray(32)
    head[0:4] = b"\x03\x7e\x0b\x15"
    head[4:8] = count.to_bytes(4, "little")
    head[8:10] = (32 + 32 * len(columns) + 1).to_bytes(2, "little")
    head[10:12] = (1 + sum(sizes)).to_bytes(2, "little")
    head[29] = language
    fields = b""
    for name, size in zip(columns, sizes, strict=True):
        stored = name.encode(encoding)[:10]
        fields += stored.ljust(11, b"\0") + b"C" + bytes(4) + bytes([size]) + bytes(15)
    rows = bytearray()
    for values in zip(*columns.values(), strict=True):
        rows += b" "
        for value, size in zip(values, sizes, strict=True):
            stored = value if isinstance(value, bytes) else value.encode(encoding)
            rows += stored[:size].ljust(size)
    return bytes(head) + fields + b"\r" + bytes(rows) + b"\x1a"
