# SPDX-License-Identifier: GPL-2.0-or-later
"""The forms of the set, in the order in which they are bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from land_entry_plugin.sheets.forms import (
    basic_info,
    boundary_marks,
    boundary_points,
    contract_map,
    cover,
    description,
    land_classes,
    opinion,
    parcel_map,
    planning,
    review,
    shared_area,
    signatures,
)

if TYPE_CHECKING:
    from land_entry_plugin.sheets.forms.context import Form

FORMS: tuple[Form, ...] = (
    cover.FORM,
    basic_info.FORM,
    boundary_marks.FORM,
    signatures.FORM,
    parcel_map.SKETCH,
    description.FORM,
    review.FORM,
    shared_area.FORM,
    boundary_points.FORM,
    parcel_map.FORM,
    land_classes.FORM,
    contract_map.FORM,
    planning.FORM,
    opinion.FORM,
)
