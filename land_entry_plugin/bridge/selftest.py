# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether the geometry libraries work together here, before anything is computed with them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from qgis.core import Qgis

NEEDED = ("numpy", "shapely", "pyproj", "pyogrio", "yaml")
# A point of the plane EPSG:4527 and where it lies in EPSG:4490 (longitude, latitude), by EPSG's own formulas.
_PLANE_POINT = (39513297.355, 4130925.496)
_GEOGRAPHIC_POINT = (117.1500000, 37.3100000)
_TOLERANCE_DEG = 1e-7


@dataclass(frozen=True)
class SelfTest:
    """What the self-test found.

    Attributes
    ----------
    missing : tuple of str
        Packages that are not there or cannot be loaded.
    faults : tuple of str
        What does not work, in English for the log.
    versions : dict
        Library versions, as the packages and as QGIS have them.
    """

    missing: tuple[str, ...]
    faults: tuple[str, ...]
    versions: dict[str, str]

    @property
    def passed(self) -> bool:
        """Whether anything may be computed."""
        return not self.missing and not self.faults


def run_selftest() -> SelfTest:
    """Return what works: a WKB round trip, a known point, one GEOS and one PROJ in the process."""
    versions = {"qgis": Qgis.version()}
    missing, faults = [], []
    for name in NEEDED:
        fault = _import_fault(name)
        if fault is not None:
            missing.append(name)
            faults.append(fault)
    if missing:
        return SelfTest(tuple(missing), tuple(faults), versions)
    for check in (_wkb_round_trip, _known_point, _one_geos, _one_proj, _gdal):
        try:
            fault = check(versions)
        except Exception as error:
            fault = f"{check.__name__.strip('_')}: {type(error).__name__}: {error}"
        if fault:
            faults.append(fault)
    return SelfTest((), tuple(faults), versions)


def _import_fault(name: str) -> str | None:
    """Return why a package cannot be loaded: it is not there, or a library that it needs is not."""
    try:
        if find_spec(name) is None:
            return f"{name}: not found"
        import_module(name)
    except ImportError as error:
        return f"{name}: {type(error).__name__}: {error}"
    return None


def _wkb_round_trip(versions: dict[str, str]) -> str | None:
    shapely = import_module("shapely")
    versions["shapely"] = shapely.__version__
    square = shapely.box(39513297.355, 4130775.496, 39513497.355, 4130925.496)
    back = shapely.from_wkb(shapely.to_wkb(square))
    half = shapely.intersection(back, shapely.box(39513297.355, 4130775.496, 39513397.355, 4130925.496))
    return None if back.equals(square) and abs(half.area - 15000.0) < 1e-3 else "WKB does not survive a round trip"


def _known_point(versions: dict[str, str]) -> str | None:
    pyproj = import_module("pyproj")
    versions["pyproj"] = pyproj.__version__
    point = pyproj.Transformer.from_crs("EPSG:4527", "EPSG:4490", always_xy=True).transform(*_PLANE_POINT)
    off = max(abs(got - wanted) for got, wanted in zip(point, _GEOGRAPHIC_POINT, strict=True))
    return None if off < _TOLERANCE_DEG else f"a known point of EPSG:4527 comes out at {point}"


def _one_geos(versions: dict[str, str]) -> str | None:
    own, of_qgis = import_module("shapely").geos_version_string, Qgis.geosVersion().split("-")[0]
    versions["geos"] = own
    return None if own == of_qgis else f"shapely runs GEOS {own}, QGIS {of_qgis}"


def _one_proj(versions: dict[str, str]) -> str | None:
    own = import_module("pyproj").proj_version_str
    versions["proj"] = own
    # what QGIS says of PROJ is what it was built with; GDAL, which it loads, says what is there
    osr = import_module("osgeo.osr")
    of_qgis = f"{osr.GetPROJVersionMajor()}.{osr.GetPROJVersionMinor()}.{osr.GetPROJVersionMicro()}"
    return None if own == of_qgis else f"pyproj runs PROJ {own}, QGIS {of_qgis}"


def _gdal(versions: dict[str, str]) -> str | None:
    versions["gdal"] = import_module("pyogrio").__gdal_version_string__
    own = import_module("osgeo.gdal").VersionInfo("RELEASE_NAME")
    return None if versions["gdal"] == own else f"pyogrio runs GDAL {versions['gdal']}, QGIS {own}"
