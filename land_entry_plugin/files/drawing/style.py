# SPDX-License-Identifier: GPL-2.0-or-later
"""How a drawing looks: ``resources/cad_styles/*.yaml``, and a user's own."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.settings_files import SettingsKind

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


def _bad(path: Path, reason: str | dict[str, str], detail: str = "") -> InputError:
    return InputError("bad_cad_style", detail=detail, path=str(path), reason=reason)


_STYLES = SettingsKind("cad_styles", "cad_style", DEFAULT_STYLE, _bad)


def style_ids() -> list[str]:
    """Return the ids of the styles that come with the product, the default first."""
    return _STYLES.ids()


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
        path = _STYLES.path(wanted)
    elif path.suffix.lower() not in (".yaml", ".yml"):
        raise InputError("no_such_cad_style", style=wanted, styles=style_ids())
    elif not path.is_file():
        raise InputError("missing_file", path=wanted)
    return _style(_STYLES.stated(path))


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
