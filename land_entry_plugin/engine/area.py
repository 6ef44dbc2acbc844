# SPDX-License-Identifier: GPL-2.0-or-later
"""Areas: on the plane, on the ellipsoid, and by the land survey's official routine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.polynomial import Polynomial

from land_entry_plugin.rounding import half_up

if TYPE_CHECKING:
    from decimal import Decimal

    from land_entry_plugin.engine.crs import Plane

# CGCS2000 (EPSG ellipsoid 1024)
SEMI_MAJOR_M = 6378137.0
INVERSE_FLATTENING = 298.257222101
_FLATTENING = 1 / INVERSE_FLATTENING
_E2 = _FLATTENING * (2 - _FLATTENING)
_E = np.sqrt(_E2)
_B2 = (SEMI_MAJOR_M * (1 - _FLATTENING)) ** 2

# Longer edges are split before they are followed over the ellipsoid: at 1000 m the cubic below is exact to 1e-5 m2.
_LONGEST_EDGE_M = 1000.0
# The land survey's routine splits at 70 m (国土调查办发〔2008〕32号, as practised).
_OFFICIAL_LONGEST_EDGE_M = 70.0
_ARC_SECONDS = np.degrees(1.0) * 3600.0


def plane_area(geometries: np.ndarray) -> np.ndarray:
    """Return plane areas.

    Parameters
    ----------
    geometries : ndarray of shapely polygons, shape (n,)
        In metres.

    Returns
    -------
    ndarray of float64, shape (n,)
        In m2; 0 for None and empty ones.
    """
    return np.nan_to_num(shapely.area(geometries))


def _cubic_line_integral() -> tuple[np.ndarray, np.ndarray]:
    """Return nodes t (4,) on [0, 1] and weights W (4, 4) with integral(q dL) = q @ W @ L for cubics q(t), L(t)."""
    nodes = np.array([0.0, (1 - 1 / np.sqrt(5)) / 2, (1 + 1 / np.sqrt(5)) / 2, 1.0])
    bases = [
        Polynomial.fromroots(np.delete(nodes, i)) / np.prod(nodes[i] - np.delete(nodes, i)) for i in range(len(nodes))
    ]
    weights = np.array([[(q * longitude.deriv()).integ()(1.0) for longitude in bases] for q in bases])
    return nodes, weights


_NODES, _WEIGHTS = _cubic_line_integral()


def _authalic(latitude: np.ndarray) -> np.ndarray:
    """Return the area in m2 between the equator and ``latitude`` (radians), per radian of longitude."""
    sine = np.sin(latitude)
    return _B2 / 2 * (sine / (1 - _E2 * sine**2) + np.arctanh(_E * sine) / _E)


def _rings(geometries: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return all rings, the index of the geometry each belongs to, and +1 for shells or -1 for holes."""
    parts, geometry_index = shapely.get_parts(geometries, return_index=True)
    rings, part_index = shapely.get_rings(parts, return_index=True)
    sign = np.where(np.diff(part_index, prepend=-1) > 0, 1.0, -1.0)
    return rings, geometry_index[part_index], sign


def ellipsoid_area(geometries: np.ndarray, plane: Plane) -> np.ndarray:
    """Return areas on the CGCS2000 ellipsoid of polygons whose edges are straight in the plane.

    Every edge is followed over the ellipsoid (Green's theorem with the authalic function, cubic in between), so
    pieces of a polygon add up to it wherever it is cut.

    Parameters
    ----------
    geometries : ndarray of shapely polygons, shape (n,)
        In metres, in ``plane``.
    plane : Plane
        The CGCS2000 projection plane.

    Returns
    -------
    ndarray of float64, shape (n,)
        In m2; 0 for None and empty ones.
    """
    geometries = np.atleast_1d(geometries)
    result = np.zeros(len(geometries))
    rings, owner, sign = _rings(geometries)
    if not len(rings):
        return result
    rings = shapely.segmentize(rings, _LONGEST_EDGE_M)
    points, ring_index = shapely.get_coordinates(rings, return_index=True)
    starts = np.flatnonzero(ring_index[:-1] == ring_index[1:])
    edge = points[starts + 1] - points[starts]
    samples = np.concatenate([points, *(points[starts] + t * edge for t in _NODES[1:3])])
    longitude, latitude = plane.to_radians(samples)
    # relative to the ring's first point: keeps the digits that a small ring on a large ellipsoid needs
    first = np.flatnonzero(np.diff(ring_index, prepend=-1) > 0)
    longitude_0, q_0 = longitude[first], _authalic(latitude[first])
    edge_ring = ring_index[starts]
    n, m = len(points), len(starts)

    def at_nodes(values: np.ndarray) -> np.ndarray:
        return np.stack([values[starts], values[n : n + m], values[n + m :], values[starts + 1]])

    q = at_nodes(_authalic(latitude)) - q_0[edge_ring]
    lon = at_nodes(longitude) - longitude_0[edge_ring]
    ring_area = np.abs(np.bincount(edge_ring, np.einsum("ie,ij,je->e", q, _WEIGHTS, lon), minlength=len(rings)))
    np.add.at(result, owner, sign * ring_area)
    return result


def official_areas(geometries: np.ndarray, plane: Plane) -> list[Decimal]:
    """Return the ellipsoidal areas by the land survey's official routine, to its printed 0.01 m2.

    国土调查办发〔2008〕32号 formula 2, as practised: edges of at most 70 m, plane coordinates to 4 decimals, latitude
    and longitude in seconds to 6 decimals, signed trapezoids summed over every ring, the sum rounded half up.

    Parameters
    ----------
    geometries : ndarray of shapely polygons or multipolygons, shape (n,)
        In metres, in ``plane``.
    plane : Plane
        The CGCS2000 projection plane.

    Returns
    -------
    list of Decimal, n long
        In m2, two decimals.
    """
    totals = [0.0] * len(geometries)
    rings, owner, signs = _rings(geometries)
    if len(rings):
        points, ring = shapely.get_coordinates(shapely.segmentize(rings, _OFFICIAL_LONGEST_EDGE_M), return_index=True)
        angles = (np.round(angle * _ARC_SECONDS, 6) / _ARC_SECONDS for angle in plane.to_radians(np.round(points, 4)))
        longitude, latitude = angles
        ends = np.searchsorted(ring, np.arange(len(rings) + 1))
        # of each ring from its own first meridian; between rings there is no edge
        trapezoids = _trapezoids(longitude, latitude, longitude[ends[ring[:-1]]])
        spans = zip(owner.tolist(), signs.tolist(), ends[:-1].tolist(), ends[1:].tolist(), strict=True)
        for of, sign, begin, end in spans:
            totals[of] += sign * abs(float(trapezoids[begin : end - 1].sum()))
    return [half_up(area) for area in totals]


def _trapezoids(longitude: np.ndarray, latitude: np.ndarray, meridian: np.ndarray) -> np.ndarray:
    """Return the signed trapezoids (n - 1,) between the edges of a chain of n points and meridians (radians)."""
    e2, e4, e6, e8 = _E2, _E2**2, _E2**3, _E2**4
    coefficients = (
        1 + 3 / 6 * e2 + 30 / 80 * e4 + 35 / 112 * e6 + 630 / 2304 * e8,
        1 / 6 * e2 + 15 / 80 * e4 + 21 / 112 * e6 + 420 / 2304 * e8,
        3 / 80 * e4 + 7 / 112 * e6 + 180 / 2304 * e8,
        1 / 112 * e6 + 45 / 2304 * e8,
        5 / 2304 * e8,
    )
    delta = np.diff(latitude)
    middle = (latitude[1:] + latitude[:-1]) / 2
    mean_longitude = (longitude[1:] + longitude[:-1]) / 2 - meridian
    series = sum(
        (-1) ** k * coefficient * np.sin((2 * k + 1) * delta / 2) * np.cos((2 * k + 1) * middle)
        for k, coefficient in enumerate(coefficients)
    )
    return 2 * _B2 * mean_longitude * series
