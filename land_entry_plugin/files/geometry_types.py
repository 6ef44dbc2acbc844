# SPDX-License-Identifier: GPL-2.0-or-later
"""Kinds of geometry that are made plain on reading: curves become chains, heights and measures are left out."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyogrio

from land_entry_plugin.files.geopackage import SUFFIX as GEOPACKAGE
from land_entry_plugin.files.geopackage import stated_geometry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# An arc is followed in steps of so many degrees: the chain leaves it by less than a ten-millionth of its radius,
# half a millimetre at 5 km.
ARC_STEP_DEG = 0.05
_ARC_OPTION = "OGR_ARC_STEPSIZE"
_POLYGONS = ("POLYGON", "MULTIPOLYGON", "CURVEPOLYGON", "MULTISURFACE", "UNKNOWN", "GEOMETRY", "TRIANGLE")
_MAY_BE_CURVED = ("CURVEPOLYGON", "MULTISURFACE", "UNKNOWN", "GEOMETRY")


@contextmanager
def arcs_followed() -> Iterator[None]:
    """Let GDAL follow arcs in steps of ``ARC_STEP_DEG``; its own are a hundred times as long."""
    before = pyogrio.get_gdal_config_option(_ARC_OPTION)
    pyogrio.set_gdal_config_options({_ARC_OPTION: str(ARC_STEP_DEG)})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({_ARC_OPTION: None if before is None else str(before)})


def described_geometry(name: str, path: Path | None, layer: str | None = None) -> dict[str, Any]:
    """Return what a layer's kind of geometry means for reading it: fields of ``LayerDescription``.

    Parameters
    ----------
    name : str
        As GDAL or QGIS write it (``2.5D MultiPolygon``, ``MultiPolygonZM``, ``3D Measured Curve Polygon``).
    path : Path or None
        The file behind it: polygons of a geodatabase may be curved whatever their layer says.
    layer : str, optional
        Its name in a GeoPackage, which is asked itself: GDAL calls curves plain once a library has switched them off.
    """
    squeezed = re.sub(r"[\s_]", "", name).upper()
    plain = re.sub(r"^(WKB)?(2\.5D|25D|3D)?(MEASURED)?", "", squeezed)
    kind = re.sub(r"(25D|ZM|Z|M)$", "", plain)
    has_z = squeezed != plain and ("2.5D" in squeezed or "25D" in squeezed or "3D" in squeezed)
    has_z = has_z or plain.removeprefix(kind) in ("Z", "ZM", "25D")
    has_m = "MEASURED" in squeezed or plain.removeprefix(kind) in ("M", "ZM")
    is_geodatabase = path is not None and path.suffix.lower() == ".gdb"
    is_geopackage = path is not None and layer is not None and path.suffix.lower() == GEOPACKAGE
    kinds = {kind, stated_geometry(path, layer)} if is_geopackage else {kind}
    return {
        "holds_polygons": kind in _POLYGONS,
        "left_out": "".join(letter for letter, there in (("Z", has_z), ("M", has_m)) if there),
        "may_be_curved": not kinds.isdisjoint(_MAY_BE_CURVED) or (is_geodatabase and kind in _POLYGONS),
    }
