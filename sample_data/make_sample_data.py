# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes the synthetic township: sample_data/township.gpkg. The same seed gives the same layers."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import fiona
import fiona.crs
import numpy as np
from landscape import build_patches
from layers import Layer, all_layers
from place import LIUHE_TOWN
from shapely.geometry import mapping

SEED = 371126004
WRITTEN_ON = "2026-01-01T00:00:00.000Z"


def write_layer(path: Path, layer: Layer) -> None:
    """Append a layer with its official field widths to a GeoPackage."""
    schema = {"geometry": layer.geometry_type, "properties": layer.fields}
    crs = fiona.crs.CRS.from_string(layer.crs)
    with fiona.open(path, "w", driver="GPKG", layer=layer.name, schema=schema, crs=crs) as sink:
        for area, values in layer.rows:
            properties = {name: values[name] for name in layer.fields}
            sink.write({"geometry": None if area is None else mapping(area), "properties": properties})


def main() -> None:
    """Write the GeoPackage under a temporary name, then put it in place."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=Path(__file__).with_name("township.gpkg"))
    output = parser.parse_args().output
    os.environ["OGR_CURRENT_DATE"] = WRITTEN_ON
    working = output.with_name(f"{output.stem}.part.gpkg")
    working.unlink(missing_ok=True)
    with np.errstate(invalid="ignore"):  # GEOS before 3.12 raises the flag on plain intersections
        layers = all_layers(LIUHE_TOWN, build_patches(LIUHE_TOWN, SEED), SEED)
    for layer in layers:
        write_layer(working, layer)
        print(f"{layer.name}: {len(layer.rows)}")
    working.replace(output)


if __name__ == "__main__":
    main()
