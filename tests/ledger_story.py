# SPDX-License-Identifier: GPL-2.0-or-later
"""Three years of five parcels: three surveys, two rule packs, one of them expired in the end."""

from __future__ import annotations

from datetime import date
from functools import cache

from support import GivenAnswers, all_layers, box, candidates, screen, survey

# The subdistrict lies in the county of the pack shanghe_2024.
A, B, C, D, D2, E, B1, B2 = (f"370126101001JB0000{i}" for i in range(1, 9))
DAYS = {2024: date(2024, 9, 30), 2025: date(2025, 9, 30), 2026: date(2026, 11, 20)}
PACKS = {2024: "national", 2025: "shanghe_2024", 2026: "shanghe_2024"}

# By year: parcels by id. Everything is construction land but for a strip of farmland.
PARCELS = {
    2024: {
        A: box(0, 0, 100, 100),
        B: box(200, 0, 100, 100),
        # 20 m of it lie on the farmland
        C: box(400, -20, 100, 120),
        D: box(600, 0, 50, 40),
    },
    2025: {
        A: box(0, 0, 100, 100),
        B: box(200, 0, 110, 100),
        C: box(400, 0, 100, 100),
        # the same land under another id
        D2: box(600, 0, 50, 40),
        E: box(800, 0, 33, 17),
    },
    2026: {
        # B is divided; A and C are not screened
        B1: box(200, 0, 60, 100),
        B2: box(260, 0, 50, 100),
        D2: box(600, 0, 50, 40),
        E: box(800, 0, 33, 17),
    },
}


@cache
def record(year: int):
    """Return the record of a year's screening."""
    parcels = PARCELS[year]
    land = survey(
        (box(-500, 0, 2000, 500), "0601", "30", 0.0, year - 1),
        (box(-500, -500, 2000, 500), "0102", "30", 0.0, year - 1),
    )
    answers = GivenAnswers(list(parcels), PACKS[year], in_supply_plan=None, deal_date=None)
    return screen(
        candidates(*parcels.values(), ids=list(parcels)),
        all_layers(land),
        as_of=DAYS[year],
        rule_pack=PACKS[year],
        answers=answers,
    )
