# SPDX-License-Identifier: GPL-2.0-or-later
"""The parcel's code is one of the cadastre: 19 or 28 digits, the right it stands for, the county."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from land_entry_plugin.roles.parcel_codes import parcel_code
from land_entry_plugin.rules.findings import Finding, Outcome

if TYPE_CHECKING:
    from land_entry_plugin.rules.evidence import ParcelCase
    from land_entry_plugin.rules.pack import Rule

CASES = {"no_code": Outcome.REVIEW, "digits": Outcome.REVIEW, "right": Outcome.CONFLICT, "county": Outcome.REVIEW}


def check(rule: Rule, case: ParcelCase) -> Finding:
    """Return whether the id is a code of the wanted length, right and place."""
    wanted = rule.parameters
    values = {
        "code": case.parcel_id,
        "digits": wanted["digits"],
        "rights": wanted.get("rights", []),
        "county": rule.pack.jurisdiction["name"],
    }
    code = parcel_code(case.parcel_id)
    if code is None:
        case_name = "digits" if re.match(r"\d{12}", case.parcel_id) else "no_code"
        return Finding(rule, Outcome.REVIEW, f"code_pattern.{case_name}", values)
    if len(case.parcel_id) not in wanted["digits"]:
        return Finding(rule, Outcome.REVIEW, "code_pattern.digits", values)
    if wanted.get("rights") and code.right not in wanted["rights"]:
        return Finding(rule, Outcome.CONFLICT, "code_pattern.right", values | {"right": code.right})
    if wanted.get("in_jurisdiction") and not rule.pack.holds_at(code.county):
        return Finding(rule, Outcome.REVIEW, "code_pattern.county", values)
    return Finding(rule, Outcome.PASS, "code_pattern.pass", values)
