# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes the full synthetic township: sample_data/full_township.gdb. The same seed gives the same features."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from drawing import Place
from full_faults import with_faults
from full_history import planned_use, survey_2009, survey_2019
from full_place import SHIQIAO_TOWN, TOWNSHIP_SITES
from full_records import record_layers
from full_rights import ownership, use_rights
from landscape import Patch, build_patches
from layers import Layer, all_layers, as_multi

SEED = 371126005
ALIASES = {
    "DLTB": "地类图斑", "DLTB_2019": "地类图斑2019", "DLTB_2009": "地类图斑2009（二调）", "GHYDTB": "规划用地图斑",
    "YJJBNTBHTB": "永久基本农田保护图斑", "STBHHX": "生态保护红线", "CZKFBJ": "城镇开发边界", "XZQ": "行政区",
    "JTTDSYQ": "集体土地所有权", "ZDJBXX": "宗地基本信息", "PZWJSTD": "批准未建设土地", "LSYD": "临时用地",
    "WFDK": "违法地块", "LSWHBHX": "历史文化保护线", "CFDJ": "查封登记", "CPKF": "成片开发范围",
    "parcels": "拟入市宗地",
}  # fmt: skip
# Coordinates are kept as whole millimetres, or as whole 1e-10 degrees, from zero.
GRIDS = {"EPSG:4527": "1000", "EPSG:4490": "10000000000"}


def full_layers(place: Place, patches: list[Patch], seed: int) -> list[Layer]:
    """Return all layers of the full township."""
    survey, *lines, parcels = all_layers(place, patches, seed)
    for patch in patches:
        if patch.origin in TOWNSHIP_SITES:
            patch.values.update({"QSDWDM": f"{place.code}0000000000", "QSDWMC": f"{place.name}农民集体"})
    history = [survey_2019(place, patches, seed), survey_2009(place, patches, seed), planned_use(place, patches)]
    rights = [ownership(place, patches), use_rights(place, patches, seed)]
    return [with_faults(place, survey, patches), *history, *lines, *rights, *record_layers(place), parcels]


def column(layer: Layer, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the values of a field in its official width, and where they are null."""
    kind, _, width = layer.fields[name].partition(":")
    values = [row[name] for _, row in layer.rows]
    is_null = np.array([value is None for value in values])
    if kind == "str":
        texts = ["" if value is None else str(value) for value in values]
        too_long = [text for text in texts if len(text) > int(width)]
        if too_long:
            raise ValueError(f"{layer.name}.{name} holds {width} characters: {too_long[0]}")
        return np.array(texts, dtype=f"U{width}"), is_null
    numbers = [0 if value is None else value for value in values]
    return np.array(numbers, dtype="int32" if kind == "int32" else "float64"), is_null


def write_layer(path: Path, layer: Layer) -> None:
    """Append a layer to a File Geodatabase."""
    shapes = [None if area is None else shapely.to_wkb(as_multi(area)) for area, _ in layer.rows]
    columns = [column(layer, name) for name in layer.fields]
    pyogrio.raw.write(
        path,
        np.array(shapes, dtype=object),
        [values for values, _ in columns],
        np.array(list(layer.fields), dtype=object),
        field_mask=[is_null if is_null.any() else None for _, is_null in columns],
        layer=layer.name,
        driver="OpenFileGDB",
        geometry_type="MultiPolygon",
        crs=layer.crs,
        layer_options={
            "XORIGIN": "0",
            "YORIGIN": "0",
            "XYSCALE": GRIDS[layer.crs],
            "LAYER_ALIAS": ALIASES[layer.name],
        },
    )


def main() -> None:
    """Write the geodatabase under a temporary name, then put it in place."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=Path(__file__).with_name("full_township.gdb"))
    output = parser.parse_args().output
    working = output.with_name(f"{output.stem}.part.gdb")
    shutil.rmtree(working, ignore_errors=True)
    with np.errstate(invalid="ignore"):  # GEOS before 3.12 raises the flag on plain intersections
        layers = full_layers(SHIQIAO_TOWN, build_patches(SHIQIAO_TOWN, SEED), SEED)
    for layer in layers:
        write_layer(working, layer)
        print(f"{layer.name}: {len(layer.rows)}")
    shutil.rmtree(output, ignore_errors=True)
    working.rename(output)


if __name__ == "__main__":
    main()
