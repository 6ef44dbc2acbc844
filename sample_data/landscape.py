# SPDX-License-Identifier: GPL-2.0-or-later
"""How the hand-drawn place becomes land-use patches without gap or overlap.

All boundary lines are noded on the millimetre and polygonized; every face belongs to the first claim that holds its
representative point. What is too small or too narrow for a patch goes to the neighbour it shares most boundary with.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import shapely
from drawing import Place, Settlement
from shapely import LineString, Point, Polygon
from shapely.affinity import rotate
from shapely.ops import split, substring
from shapes import (
    GRID_M,
    bent_line,
    cross_lines,
    cut,
    divide_block,
    faces,
    mean_width,
    parts,
    random_widths,
    ribbon,
    smooth_line,
)

FAR_M = 500.0
BANK_SHARES = {"1106": 0.84, "0404": 0.16}
FORELAND_SHARES = {"0301": 0.30, "0307": 0.20, "0404": 0.26, "0103": 0.12, "0305": 0.07, "1206": 0.05}
FRINGE_SHARES = {"none": 0.42, "0307": 0.2, "1201": 0.12, "0201": 0.1, "0404": 0.06, "0301": 0.1}
FIELD_SHARES = {"0102": 0.80, "0103": 0.05, "0201": 0.055, "0307": 0.04, "1202": 0.03, "0301": 0.02, "1104": 0.005}
THEME_SHARES = {"0102": 0.82, "0201": 0.10, "1202": 0.04, "0307": 0.04}


@dataclass(frozen=True)
class Claim:
    """An area that belongs to one use before anything that comes later in the list."""

    dlbm: str
    area: Polygon
    origin: str


@dataclass
class Patch:
    """A land-use patch in the making; `origin` names the claim or block that it came from."""

    area: Polygon
    dlbm: str
    origin: str
    village: str
    fixed: bool
    block: int = -1
    planting: str | None = None
    sloping: bool = False
    protected: bool = False
    values: dict[str, object] = field(default_factory=dict)


def local_random(seed: int, area: shapely.Geometry) -> np.random.Generator:
    """Return random numbers that belong to a place: what changes elsewhere leaves it as it is."""
    x, y = area.centroid.coords[0]
    return np.random.default_rng([seed, round(x / 3), round(y / 3)])


def settlement_claims(rng: np.random.Generator, settlement: Settlement) -> list[Claim]:
    """Return lanes and plots of a settlement: rows that face south, plots that differ from row to row."""
    (x0, y0), (rx, ry) = settlement.centre, settlement.half_axes
    rows = [-ry]
    while rows[-1] < ry:
        rows.append(rows[-1] + rng.uniform(48, 66))
    plots: list[Polygon] = []
    lanes: list[LineString] = []
    edges = [bent_line(rng, np.array([-rx - 60, y]), np.array([rx + 60, y + rng.normal(0, 3)]), 2.5) for y in rows]
    for number, (south, north) in enumerate(pairwise(edges)):
        position = -rx + rng.uniform(-25, 15)
        dividers = [position]
        while position < rx:
            position += rng.uniform(44, 84)
            dividers.append(position)
        band = Polygon([*south.coords, *list(north.coords)[::-1]])
        verticals = [LineString([(x, -ry - 99), (x + rng.normal(0, 2.5), ry + 199)]) for x in dividers]
        kept = [plot for plot in cut(band, verticals) if _in_blob(rng, plot, rx, ry)]
        plots += kept
        reach = shapely.union_all(kept).buffer(1.0) if kept else Polygon()
        lanes += [shapely.intersection(line, reach) for line in (verticals[number % 2 :: 2])]
        lanes += [shapely.intersection(south, reach)]
    lane_area = shapely.union_all(
        [
            line.buffer(width, cap_style="flat", join_style="mitre")
            for line, width in zip(lanes, rng.uniform(1.9, 2.9, len(lanes)), strict=True)
            if not line.is_empty
        ]
    )
    lane_area = shapely.intersection(lane_area, shapely.union_all(plots))

    def placed(area: shapely.Geometry) -> shapely.Geometry:
        turned = rotate(area, settlement.turn, origin=(0, 0))
        return shapely.set_precision(shapely.transform(turned, lambda xy: xy + np.array([x0, y0])), GRID_M)

    claims = [Claim("1004", part, f"{settlement.name} 巷道") for part in parts(placed(lane_area))]
    for plot in plots:
        for part in parts(placed(plot)):
            claims.append(Claim(_plot_use(rng, settlement, part), part, f"{settlement.name} 宅院"))
    return claims


def _in_blob(rng: np.random.Generator, plot: Polygon, rx: float, ry: float) -> bool:
    """Say whether a plot lies inside the uneven ellipse of its settlement."""
    x, y = plot.centroid.coords[0]
    return plot.area > 300 and (x / rx) ** 2 + (y / ry) ** 2 < rng.uniform(0.72, 1.12)


def _plot_use(rng: np.random.Generator, settlement: Settlement, plot: Polygon) -> str:
    """Return the class of a plot: the use drawn by hand where there is one, else mostly homestead."""
    for x, y, dlbm in settlement.uses:
        if plot.contains(Point(x, y)):
            return dlbm
    return str(rng.choice(["0702", "1201", "0307", "0201"], p=[0.93, 0.035, 0.02, 0.015]))


def river_claims(place: Place, rng: np.random.Generator) -> tuple[list[Claim], list[Claim]]:
    """Return the river, and what lies between it and the dyke roads: banks, then uneven strips of foreland."""
    axis = smooth_line(place.river_axis, 24)
    count = len(axis.coords)
    water = ribbon(axis, random_widths(rng, count, 13, 23), random_widths(rng, count, 13, 23))
    banks = ribbon(axis, random_widths(rng, count, 25, 42), random_widths(rng, count, 24, 40))
    dykes = {course.name: smooth_line(course.axis) for course in place.courses if course.name.endswith("河堤路")}
    foreland = Polygon([*dykes["北河堤路"].coords, *list(dykes["南河堤路"].coords)[::-1]])
    claims = []
    for name, area, shares, spacing in (
        ("河滩", banks, BANK_SHARES, (150, 420)),
        ("滩地", foreland, FORELAND_SHARES, (70, 190)),
    ):
        for side in split(area, axis).geoms:
            lines = cross_lines(rng, side, np.pi / 2, spacing, 5.0)
            pieces = sorted(cut(side, lines), key=lambda piece: piece.centroid.x)
            claims += [Claim(str(rng.choice(list(shares), p=list(shares.values()))), piece, name) for piece in pieces]
    return [Claim("1101", water, place.river_name)], claims


def fringe_claims(rng: np.random.Generator, name: str, plots: list[Claim]) -> list[Claim]:
    """Return groves, threshing floors and kitchen gardens along the edge of a settlement."""
    built = shapely.union_all([plot.area for plot in plots], grid_size=GRID_M)
    edge = built.buffer(24, join_style="mitre").buffer(-6, join_style="mitre")
    centre = np.array(built.centroid.coords[0])
    angles = np.sort(np.linspace(0, 2 * np.pi, 13)[:-1] + rng.uniform(-0.2, 0.2, 12))
    rays = [LineString([centre, centre + 600 * np.array([np.cos(angle), np.sin(angle)])]) for angle in angles]
    claims = []
    for piece in cut(max(parts(edge), key=lambda part: part.area), rays):
        use = str(rng.choice(list(FRINGE_SHARES), p=list(FRINGE_SHARES.values())))
        if use != "none":
            claims.append(Claim(use, piece, f"{name} 村边"))
    return claims


def belt_claims(place: Place, rng: np.random.Generator) -> list[Claim]:
    """Return tree belts in stretches along the county road and the canal."""
    claims = []
    for name, sides, belt_width in (("县道", (1, -1), 9.0), ("干渠", (1,), 10.0)):
        course = next(course for course in place.courses if course.name == name)
        axis = smooth_line(course.axis)
        for side in sides:
            reach = side * (course.width / 2 + belt_width)
            band = axis.buffer(reach, single_sided=True, join_style="mitre")
            position = rng.uniform(0, 120)
            while position < axis.length - 150:
                length = rng.uniform(160, 420)
                stretch = substring(axis, position, min(position + length, axis.length))
                area = stretch.buffer(reach, single_sided=True, join_style="mitre")
                claims.append(Claim(str(rng.choice(["0301", "0307"])), shapely.intersection(area, band), f"{name}林带"))
                position += length + rng.choice([0.0, 60.0, 140.0])
    return claims


def course_claims(place: Place) -> list[Claim]:
    """Return the areas of roads, ditches and the canal."""
    return [
        Claim(
            course.dlbm,
            smooth_line(course.axis).buffer(course.width / 2, cap_style="flat", join_style="mitre"),
            course.name,
        )
        for course in place.courses
    ]


def township_outline(place: Place, rng: np.random.Generator) -> Polygon:
    """Return the township's boundary, slightly bent between the corners drawn by hand."""
    corners = np.asarray(place.outline, dtype=float)
    ring = []
    for side, (start, end) in enumerate(zip(corners, np.roll(corners, -1, axis=0), strict=True)):
        is_straight = side in place.straight_sides
        ring += [tuple(start)] if is_straight else list(bent_line(rng, start, end, 5.0).coords)[:-1]
    return shapely.set_precision(Polygon(ring), GRID_M)


def all_claims(place: Place, seed: int) -> list[Claim]:
    """Return every claim, the strongest first."""
    courses = course_claims(place)
    water, foreland = river_claims(place, np.random.default_rng([seed, 1]))
    belts = belt_claims(place, np.random.default_rng([seed, 2]))
    plots, fringes = [], []
    for number, settlement in enumerate(place.settlements, start=3):
        rng = np.random.default_rng([seed, number])
        built = settlement_claims(rng, settlement)
        plots += built
        fringes += fringe_claims(rng, settlement.name, built)
    roads = sorted((claim for claim in courses if claim.dlbm.startswith("10")), key=lambda claim: claim.dlbm)
    canals = [claim for claim in courses if claim.dlbm == "1107A"]
    ditches = [claim for claim in courses if claim.dlbm == "1107"]
    sites = site_claims(place, shapely.union_all([claim.area for claim in (*roads, *water, *canals)]))
    return [*roads, *water, *canals, *sites, *foreland, *plots, *ditches, *belts, *fringes]


def site_claims(place: Place, ways: shapely.Geometry) -> list[Claim]:
    """Return the compounds drawn by hand, up to the road or water that they stand at."""
    claims = []
    for site in place.sites:
        kept = max(parts(shapely.difference(Polygon(site.outline), ways, grid_size=GRID_M)), key=lambda part: part.area)
        claims.append(Claim(site.dlbm, kept, site.name))
    return claims


def open_blocks(place: Place, township: Polygon, claims: list[Claim]) -> list[Polygon]:
    """Return the farmland between roads and waters, block by block."""
    names = place.site_names
    taken = shapely.union_all([claim.area for claim in claims if claim.origin not in names], grid_size=GRID_M)
    return [part for part in parts(shapely.difference(township, taken, grid_size=GRID_M)) if part.area > 400]


def owners(found: list[Polygon], areas: list[Polygon]) -> np.ndarray:
    """Return for every face the number of the first area that holds its representative point, or -1."""
    points = shapely.point_on_surface(found)
    holder, which = shapely.STRtree(points).query(areas, predicate="contains")
    result = np.full(len(found), -1)
    order = np.lexsort((holder, which))
    first = np.unique(which[order], return_index=True)[1]
    result[which[order][first]] = holder[order][first]
    return result


def village_areas(place: Place) -> dict[str, Polygon]:
    """Return the areas of the villages as roads divide them; the main village has what is left."""
    axes = {course.name: smooth_line(course.axis) for course in place.courses}
    rest = shapely.box(-FAR_M, -FAR_M, 20 * FAR_M, 20 * FAR_M)
    areas = {}
    for divide in place.divides:
        line = axes[divide.course].offset_curve(divide.offset)
        if divide.side == "south":
            edge = sorted(line.coords)
            area = Polygon([*edge, (edge[-1][0], -FAR_M), (edge[0][0], -FAR_M)])
        else:
            edge = sorted(line.coords, key=lambda xy: -xy[1])
            far = -FAR_M if divide.side == "west" else 20 * FAR_M
            area = Polygon([*edge, (edge[-1][0], -FAR_M), (far, -FAR_M), (far, edge[0][1])])
        for earlier in areas.values():
            area = area.difference(earlier)
        areas[divide.village] = area
        rest = rest.difference(area)
    areas[place.main_village] = rest
    return dict(sorted(areas.items()))


def raw_patches(place: Place, seed: int) -> list[Patch]:
    """Return the faces of all boundary lines with the use that each belongs to."""
    township = township_outline(place, np.random.default_rng([seed, 0]))
    claims, villages = all_claims(place, seed), village_areas(place)
    blocks = open_blocks(place, township, claims)
    crossing = shapely.union_all([claim.area for claim in claims if claim.origin in place.crossings]).buffer(0.5)
    lines = [
        township.boundary,
        *(shapely.intersection(area.boundary, crossing) for area in villages.values()),
        *(shapely.intersection(claim.area.boundary, township) for claim in claims),
    ]
    for block in blocks:  # each block has a direction and a rhythm of its own
        lines += divide_block(local_random(seed, block), block)
    found = [face for face in faces(lines) if township.contains(face.representative_point())]
    homes = owners(found, list(villages.values()))
    claimed, blocked = owners(found, [claim.area for claim in claims]), owners(found, blocks)
    return claimed_patches(place, found, claims, claimed, homes) + field_patches(
        place,
        seed,
        [(found[index], int(blocked[index]), int(homes[index])) for index in np.flatnonzero(claimed < 0)],
        blocks,
    )


def claimed_patches(
    place: Place, found: list[Polygon], claims: list[Claim], claimed: np.ndarray, homes: np.ndarray
) -> list[Patch]:
    """Return the faces of each claim put together again, village by village."""
    codes, patches = list(place.villages), []
    for number, village in sorted(set(zip(claimed.tolist(), homes.tolist(), strict=True))):
        if number < 0:
            continue
        chosen = [found[index] for index in np.flatnonzero((claimed == number) & (homes == village))]
        for part in parts(shapely.coverage_union_all(chosen)):
            patches.append(Patch(part, claims[number].dlbm, claims[number].origin, codes[village], fixed=True))
    return patches


def field_patches(
    place: Place, seed: int, fields: list[tuple[Polygon, int, int]], blocks: list[Polygon]
) -> list[Patch]:
    """Return fields with a use each, drawn from what their block leans to."""
    codes = list(place.villages)
    themes = [field_theme(local_random(seed, block)) for block in blocks]
    patches = []
    for area, block, village in fields:
        theme = themes[block] if block >= 0 else FIELD_SHARES
        use = str(local_random(seed, area).choice(list(theme), p=list(theme.values())))
        patches.append(Patch(area, use, "田块", codes[village], fixed=False, block=block))
    return patches


def field_theme(rng: np.random.Generator) -> dict[str, float]:
    """Return the shares of field uses in a block: mostly grain, here and there orchards, greenhouses or poplars."""
    leaning = str(rng.choice(list(THEME_SHARES), p=list(THEME_SHARES.values())))
    theme = {code: share * 0.55 for code, share in FIELD_SHARES.items()}
    theme[leaning] += 0.45
    return FIELD_SHARES if leaning == "0102" else theme


def too_small(patch: Patch) -> bool:
    """Say whether a patch is too small or too narrow to be mapped."""
    if patch.fixed:
        return patch.area.area < 100 or mean_width(patch.area) < 2.2
    return patch.area.area < 1200 or mean_width(patch.area) < 9


def merge_small(patches: list[Patch], site_names: frozenset[str]) -> list[Patch]:
    """Return the patches with every too small one given to its best neighbour, the smallest first."""
    boxes = shapely.bounds([patch.area for patch in patches])
    alive = np.ones(len(patches), dtype=bool)
    waiting = {number for number, patch in enumerate(patches) if too_small(patch)}
    while waiting:
        number = min(waiting, key=lambda candidate: (patches[candidate].area.area, patches[candidate].area.bounds))
        waiting.discard(number)
        x0, y0, x1, y1 = boxes[number]
        meets = (boxes[:, 0] <= x1) & (boxes[:, 2] >= x0) & (boxes[:, 1] <= y1) & (boxes[:, 3] >= y0)
        near = [int(other) for other in np.flatnonzero(alive & meets) if other != number]
        best = best_neighbour(patches[number], [patches[other] for other in near], site_names)
        if best is None:
            continue
        taker = near[best]
        alive[number] = False
        patches[taker].area = shapely.coverage_union(patches[taker].area, patches[number].area)
        boxes[taker] = patches[taker].area.bounds
        if taker in waiting and not too_small(patches[taker]):
            waiting.discard(taker)
    return [patch for number, patch in enumerate(patches) if alive[number]]


def best_neighbour(patch: Patch, near: list[Patch], site_names: frozenset[str]) -> int | None:
    """Return which neighbour may take a patch: its own kind first, then farmland, by shared length."""
    ranked = []
    for number, other in enumerate(near):
        if other.origin in site_names or not other.area.intersects(patch.area):
            continue
        shared = shapely.intersection(patch.area.boundary, other.area.boundary).length
        if shared <= 0 or shapely.coverage_union(other.area, patch.area).geom_type != "Polygon":
            continue
        kind = 2 if other.origin == patch.origin else 1 if not other.fixed else 0
        ranked.append(((kind if shared > 1.0 else -1, shared), -number))
    return -max(ranked)[1] if ranked else None


def build_patches(place: Place, seed: int) -> list[Patch]:
    """Return the land-use patches of the township in metres from the origin."""
    return merge_small(raw_patches(place, seed), place.site_names)
