# SPDX-License-Identifier: GPL-2.0-or-later
"""Forty townships on which product and oracle agree: each of the first made for a fault, the others from seeds."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from oracle.model import LINES, Patch, Township, Zone, rectangle, simple
from oracle.verdicts import Judged, judge

from properties.townships import M, seeded

WIDE = rectangle(-2000 * M, -2000 * M, 4000 * M, 4000 * M)
SQUARE = rectangle(0, 0, 100 * M, 100 * M)
CLEAN = Township((SQUARE,), (Patch(WIDE, "0601"),), admin_area=WIDE)
HOLE = rectangle(20 * M, 20 * M, 40 * M, 40 * M)
L_SHAPE = simple(
    (-M, -M), (101 * M, -M), (101 * M, 20 * M), (20 * M, 20 * M), (20 * M, 101 * M), (-M, 101 * M)
)  # fmt: skip
NARROW, SMALL = rectangle(0, 0, 60 * M, 100 * M), rectangle(0, 0, 35 * M, 35 * M)
BOW_TIE = simple((0, 0), (40 * M, 90 * M), (40 * M, 0), (0, 90 * M))
_RING = ((SQUARE[0][0], HOLE[0][0]),)
_AROUND = ((WIDE[0][0], HOLE[0][0]),)


def on_workshop(*patches: Patch, **others) -> Township:
    """Return the clean township with other patches cut out of the workshop: as rectangles they leave no overlap."""
    holes = dict.fromkeys(patch.shape[0][0] for patch in patches)
    return replace(CLEAN, patches=(Patch(((WIDE[0][0], *holes),), "0601"), *patches), **others)


def strip(
    code: str | None,
    width_mm: int,
    *,
    length: int = 99,
    x: int = 500,
    owner: str | None = "30",
    kcxs: float | None = 0.0,
):
    return Patch(rectangle(x, 300, width_mm, length * M), code, owner, kcxs)


MADE: dict[str, Township] = {
    "clean": CLEAN,
    "parcel with a hole over a field": replace(on_workshop(Patch(HOLE, "0102")), parcels=(_RING,)),
    "patch with a hole": replace(CLEAN, patches=(Patch(_AROUND, "0601"), Patch(HOLE, "0301"))),
    "hole in the survey": replace(CLEAN, patches=(Patch(_AROUND, "0601"),)),
    "two parts": replace(
        on_workshop(Patch(rectangle(200 * M, 10 * M, 20 * M, 20 * M), "0102")),
        parcels=((*SQUARE, *rectangle(195 * M, 5 * M, 40 * M, 40 * M)),),
    ),
    "delivered twice": on_workshop(*[strip("0102", 700, length=90)] * 2),
    "classes on each other": replace(CLEAN, patches=(*CLEAN.patches, strip("0102", 20_000))),
    "sliver of farmland": on_workshop(strip("0103", 60)),
    "small square of farmland": on_workshop(Patch(rectangle(M, M, 900, 900), "0102")),
    "farmland above one percent": on_workshop(strip("0102", 1020)),
    "thin farmland above one percent": on_workshop(strip("0102", 900), parcels=(rectangle(0, 0, 60 * M, 100 * M),)),
    "many small squares": on_workshop(
        *[Patch(rectangle((5 + 9 * i) * M, 10 * M, 2200, 2200), "0102") for i in range(4)]
    ),
    "touching farmland": on_workshop(strip("0102", 4)),
    "deducted farmland": on_workshop(
        Patch(rectangle(M, M, 3600, 3600), "0102", "30", 0.5), parcels=(rectangle(0, 0, 35 * M, 35 * M),)
    ),
    "strange factor": on_workshop(strip("0102", 5000, kcxs=12.34)),
    "null class": on_workshop(strip(None, 5000)),
    "unknown class": on_workshop(strip("9999", 5000)),
    "class with a suffix": on_workshop(strip("0201K", 5000)),
    "homestead": on_workshop(strip("0702", 3000)),
    "bare land": on_workshop(strip("1206", 3000)),
    "farm road": on_workshop(strip("1006", 3990)),
    "farm road over the limit": on_workshop(strip("1006", 4500)),
    "other grassland of 2022": on_workshop(strip("0404", 3000), year=2022),
    "state land": on_workshop(strip("1003", 3000, owner="20")),
    "owner not stated": on_workshop(strip("1003", 3000, owner=None)),
    "basic farmland by 2 mm": replace(CLEAN, basic_farmland=(rectangle(-M, 0, M + 2, 100 * M),)),
    "red line by 2 mm": replace(CLEAN, ecological_red_line=(rectangle(-M, 0, M + 2, 100 * M),)),
    "second red line": replace(
        CLEAN, ecological_red_line=(rectangle(0, 0, 100, 100), rectangle(50 * M, 0, 9 * M, 9 * M))
    ),
    "zone by its name": replace(CLEAN, urban_boundary=(Zone(WIDE, "410", "特别用途区"),)),
    "zone of no kind": replace(CLEAN, urban_boundary=(Zone(WIDE, "999", "某区"),)),
    "straddling": replace(CLEAN, urban_boundary=(Zone(rectangle(-M, -M, 50 * M, 300 * M)),)),
    "beside the admin area": replace(CLEAN, admin_area=rectangle(-M, -M, 61 * M, 300 * M)),
    "admin area with a corner": replace(CLEAN, admin_area=L_SHAPE),
    "survey with a corner": replace(CLEAN, patches=(Patch(L_SHAPE, "0601"),)),
    "extent assumed": replace(CLEAN, admin_area=None),
    "extent stated": replace(CLEAN, admin_area=None, complete=frozenset(LINES)),
    "from elsewhere": replace(CLEAN, admin_area=None, one_package=False),
    "red line not given": replace(CLEAN, ecological_red_line=None),
    "no survey": replace(CLEAN, patches=None),
    "bow-tie": replace(CLEAN, patches=(*CLEAN.patches, Patch(BOW_TIE, "0102"))),
    "broken parcel": replace(CLEAN, parcels=(BOW_TIE, SQUARE)),
    "parcels on each other": replace(CLEAN, parcels=(SQUARE, rectangle(90 * M, 0, 50 * M, 50 * M))),
    "parcels side by side": replace(CLEAN, parcels=(SQUARE, rectangle(100 * M, 0, 50 * M, 50 * M))),
    "survey of 2024": replace(CLEAN, year=2024),
}  # fmt: skip
SEEDS = range(20)


@cache
def fixed() -> dict[str, tuple[Township, list[Judged]]]:
    """Return the fixed townships with what the oracle says of them."""
    townships = MADE | {f"seed {seed}": seeded(seed) for seed in SEEDS}
    return {name: (town, judge(town, is_strict=True)) for name, town in townships.items()}
