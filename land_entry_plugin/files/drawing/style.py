# SPDX-License-Identifier: GPL-2.0-or-later
"""How a drawing looks: ``resources/cad_styles/*.yaml``, and a user's own."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from land_entry_plugin.errors import InputError
from land_entry_plugin.paths import resource
from land_entry_plugin.schemas import schema, schema_errors, worst_error
from land_entry_plugin.user_yaml import read_user_yaml

DEFAULT_STYLE = "cass"
WITH, WITHOUT = "with", "without"


@dataclass(frozen=True)
class Layer:
    """A layer of the drawing."""

    name: str
    colour: int
    weight: int


@dataclass(frozen=True)
class CadStyle:
    """A style; see ``resources/cad_styles/cass.yaml``."""

    id: str
    version: str
    zone_prefix: str
    font_file: str
    font_family: str
    text_mm: dict[str, float]
    point_mm: float
    frame: bool
    layers: dict[str, Layer]

    def as_data(self) -> dict[str, Any]:
        """Return the style as plain data."""
        return asdict(self)


def style_ids() -> list[str]:
    """Return the ids of the styles that come with the product, the default first."""
    found = sorted(path.stem for path in resource("cad_styles").glob("*.yaml"))
    return sorted(found, key=lambda style: style != DEFAULT_STYLE)


def style_of(text: str | None) -> CadStyle:
    """Return the style that a user named: an id, or the path of a YAML file; the default where none is.

    Raises
    ------
    InputError
        When there is none of that name, or the file is no style.
    """
    wanted = (text or DEFAULT_STYLE).strip()
    path = Path(wanted)
    if wanted in style_ids():
        path = _path(wanted)
    elif path.suffix.lower() not in (".yaml", ".yml"):
        raise InputError("no_such_cad_style", style=wanted, styles=style_ids())
    elif not path.is_file():
        raise InputError("missing_file", path=wanted)
    return _style(_merged(path))


def _path(style_id: str) -> Path:
    return resource("cad_styles", f"{style_id}.yaml")


def _merged(path: Path, seen: tuple[Path, ...] = ()) -> dict[str, Any]:
    """Return what a style states, over what the one that it extends states."""
    own = _read(path)
    base = own.get("extends", None if path == _path(DEFAULT_STYLE) else DEFAULT_STYLE)
    if base is None:
        return own
    if not _path(base).is_file() or _path(base) in seen:
        raise InputError("bad_cad_style", path=str(path), reason=f"extends: {base}")
    return _over(_merged(_path(base), (*seen, path)), own)


def _over(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    result = dict(base)
    for key, value in own.items():
        is_nested = isinstance(value, dict) and isinstance(base.get(key), dict)
        result[key] = _over(base[key], value) if is_nested else value
    return result


def _read(path: Path) -> dict[str, Any]:
    try:
        stated = read_user_yaml(path)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        place = getattr(error, "problem_mark", None)
        reason = f"YAML, line {place.line + 1}" if place else "YAML (UTF-8)"
        raise InputError("bad_cad_style", detail=str(error), path=str(path), reason=reason) from error
    fault = worst_error(schema_errors(stated, schema("cad_style"), path))
    if fault is not None:
        place = ".".join(str(step) for step in fault.absolute_path)
        raise InputError(
            "bad_cad_style", path=str(path), reason=f"{place}: {fault.message}" if place else fault.message
        )
    return stated


def _style(stated: dict[str, Any]) -> CadStyle:
    return CadStyle(
        id=stated["id"],
        version=stated["version"],
        zone_prefix=stated["zone_prefix"],
        font_file=stated["font"]["file"],
        font_family=stated["font"]["family"],
        text_mm={kind: float(height) for kind, height in stated["text_mm"].items()},
        point_mm=float(stated["point_mm"]),
        frame=stated["frame"],
        layers={kind: Layer(**layer) for kind, layer in stated["layers"].items()},
    )
