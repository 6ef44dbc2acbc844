# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes the officers' answers for the sample townships: answers.csv and full_answers.csv, one row a parcel."""

from __future__ import annotations

import csv
from pathlib import Path

import pyogrio

FOLDER = Path(__file__).parent
TOWNSHIPS = {"township.gpkg": "answers.csv", "full_township.gdb": "full_answers.csv"}
# Every parcel is answered for in the way that a sound procedure would be; figures and numbers of papers are invented.
ANSWERS = {
    "planned_use_commercial": "是",
    "one_owner": "是",
    "no_other_rights": "是",
    "stock_or_approved": "是",
    "no_temporary_use": "是",
    "no_open_case": "是",
    "heritage_clear": "是",
    "no_restriction": "是",
    "not_expropriated": "是",
    "ownership_registered": "是",
    "ownership_registered_paper": "示集有〔2014〕第0001号",
    "title_clear": "是",
    "use": "工业",
    "planning_conditions_fixed": "是",
    "planning_conditions_fixed_paper": "示规条〔2026〕11号",
    "plan_kind": "村庄规划",
    "industrial_access": "是",
    "ecology_met": "是",
    "entry_way": "出让",
    "trade_form": "挂牌",
    "term_years": "50",
    "lease_years": "0",
    "notice_date": "2026-09-01",
    "meeting_date": "2026-09-20",
    "members_total": "312",
    "members_present": "260",
    "members_yes": "241",
    "stage": "摸底筛查",
}


def main() -> None:
    """Write a table for each township; a parcel that stands twice in the layer is answered for once."""
    for township, table in TOWNSHIPS.items():
        parcels = pyogrio.read_dataframe(FOLDER / township, layer="parcels", columns=["ZDDM"], read_geometry=False)
        with (FOLDER / table).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["parcel_id", *ANSWERS])
            writer.writerows([parcel_id, *ANSWERS.values()] for parcel_id in dict.fromkeys(parcels["ZDDM"]))


if __name__ == "__main__":
    main()
