# SPDX-License-Identifier: GPL-2.0-or-later
"""From an old datum to CGCS2000 by the office's own seven parameters or grid."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyproj

from land_entry_plugin.errors import InputError

# The two ways in which the signs of the rotations are understood; Chinese handbooks mostly have the second.
POSITION_VECTOR, COORDINATE_FRAME = "position_vector", "coordinate_frame"
CONVENTIONS = (POSITION_VECTOR, COORDINATE_FRAME)
_GRIDS = (".gsb", ".tif", ".tiff", ".gtx")
_SHIFTS, _ROTATIONS, _COUNT = 3, slice(3, 6), 7
# What is lost when a CRS is written down and read again is below this.
_DECIMALS = 9
# More than this is no shift between Chinese datums: metres, seconds, parts in a million.
_MOST = (1000.0,) * 3 + (60.0,) * 3 + (100.0,)


@dataclass(frozen=True)
class DatumShift:
    """How coordinates come from an old datum to CGCS2000.

    Attributes
    ----------
    parameters : tuple of float
        Three shifts in metres, three rotations in seconds, the scale in parts in a million; empty for a grid.
    convention : str
        How the rotations are meant; ``position_vector`` where there are none.
    grid : str or None
        File with the differences.
    """

    parameters: tuple[float, ...] = ()
    convention: str = POSITION_VECTOR
    grid: str | None = None

    @property
    def text(self) -> str:
        """As a user writes it, and as records print it."""
        if self.grid:
            return self.grid
        return ",".join([*(f"{value:.10g}" for value in self.parameters), self.convention])

    @property
    def position_vector(self) -> tuple[float, ...]:
        """The parameters with the rotations meant as position vector."""
        if self.convention == POSITION_VECTOR:
            return self.parameters
        turned = tuple(-value for value in self.parameters[_ROTATIONS])
        return (*self.parameters[:_SHIFTS], *turned, self.parameters[-1])


def parsed_shift(text: str) -> DatumShift:
    """Return a shift as a user writes it: ``dx,dy,dz,rx,ry,rz,ppm,coordinate_frame``, or the path of a grid.

    Raises
    ------
    InputError
        When it is neither, when the grid is not there, or when rotations are given without their convention.
    """
    stripped = text.strip()
    if Path(stripped).suffix.lower() in _GRIDS:
        if not Path(stripped).is_file():
            raise InputError("missing_file", path=stripped)
        return DatumShift(grid=str(Path(stripped).resolve()))
    parts = [part for part in re.split(r"[,;，；\s]+", stripped) if part]
    convention = parts.pop() if parts and parts[-1] in CONVENTIONS else None
    try:
        values = tuple(float(part) for part in parts)
    except ValueError as error:
        raise InputError("bad_transformation", text=text) from error
    fits = len(values) == _COUNT and all(abs(value) <= most for value, most in zip(values, _MOST, strict=True))
    if not fits or not any(values):
        raise InputError("bad_transformation", text=text)
    if convention is None and any(values[_ROTATIONS]):
        raise InputError("open_rotations", text=text)
    return DatumShift(values, convention or POSITION_VECTOR)


def with_shift(crs: pyproj.CRS, shift: DatumShift) -> pyproj.CRS:
    """Return a CRS that carries a shift to CGCS2000."""
    description = _description(unshifted(crs))
    if shift.grid:
        return pyproj.CRS(f"{description} +nadgrids={shift.grid} +type=crs")
    numbers = ",".join(repr(value) for value in shift.position_vector)
    return pyproj.CRS(f"{description} +towgs84={numbers} +type=crs")


def shift_of(crs: pyproj.CRS) -> DatumShift | None:
    """Return the shift that a CRS carries, None where there is none or where it shifts nothing."""
    if not crs.is_bound or crs.coordinate_operation is None:
        return None
    operation = crs.coordinate_operation
    if operation.towgs84:
        values = tuple(round(float(value), _DECIMALS) for value in operation.towgs84)
        values = (*values, *(0.0,) * (_COUNT - len(values)))
        return DatumShift(values) if any(values) else None
    grids = [p.value for p in operation.params if "file" in p.name.lower()]
    return DatumShift(grid=str(grids[0])) if grids and grids[0] else None


def unshifted(crs: pyproj.CRS) -> pyproj.CRS:
    """Return a CRS without the shift that it carries."""
    return crs.source_crs if crs.is_bound else crs


@cache
def shifted_transformer(source: pyproj.CRS, target: pyproj.CRS) -> pyproj.Transformer:
    """Return the transformation between two CRS of which one or both carry a shift, easting or longitude first.

    Written out step by step: left to itself, PROJ drops the shift on the way to CGCS2000.
    """
    steps = [*_to_cgcs2000(source), *_inverted(_to_cgcs2000(target))]
    return pyproj.Transformer.from_pipeline("+proj=pipeline " + " ".join(f"+step {step}" for step in steps))


def _to_cgcs2000(crs: pyproj.CRS) -> list[str]:
    """Return the steps from a CRS to longitude and latitude on CGCS2000 in radians."""
    base, shift = unshifted(crs), shift_of(crs)
    description = _description(base)
    steps = ["+proj=unitconvert +xy_in=deg +xy_out=rad"] if base.is_geographic else [f"+inv {description}"]
    if shift is None:
        return steps
    if shift.grid:
        return [*steps, f"+proj=hgridshift +grids={shift.grid}"]
    ellipsoid = base.ellipsoid
    dx, dy, dz, rx, ry, rz, ppm = shift.position_vector
    return [
        *steps,
        "+proj=push +v_3",
        f"+proj=cart +a={ellipsoid.semi_major_metre!r} +rf={ellipsoid.inverse_flattening!r}",
        f"+proj=helmert +x={dx!r} +y={dy!r} +z={dz!r} +rx={rx!r} +ry={ry!r} +rz={rz!r} +s={ppm!r} "
        f"+convention={POSITION_VECTOR}",
        "+inv +proj=cart +ellps=GRS80",
        "+proj=pop +v_3",
    ]


def _inverted(steps: list[str]) -> list[str]:
    """Return steps backwards."""
    turned = []
    for step in reversed(steps):
        if step.startswith(("+proj=push", "+proj=pop")):
            turned.append(step.replace("push", "p-p").replace("pop", "push").replace("p-p", "pop"))
        else:
            turned.append(step.removeprefix("+inv ") if step.startswith("+inv ") else f"+inv {step}")
    return turned


def _description(crs: pyproj.CRS) -> str:
    """Return a CRS as the parameters of its projection and ellipsoid."""
    with warnings.catch_warnings():
        # what is lost on the way is names and axes; both are known here
        warnings.simplefilter("ignore", UserWarning)
        parameters = crs.to_dict()
    if "datum" in parameters or not {"ellps", "a"} & parameters.keys():
        parameters["ellps"] = "GRS80"
    left_out = ("type", "no_defs", "towgs84", "nadgrids", "datum")
    kept = {name: value for name, value in parameters.items() if name not in left_out}
    return " ".join(
        f"+{name}" if value is None or value is True else f"+{name}={value}" for name, value in kept.items()
    )
