# SPDX-License-Identifier: GPL-2.0-or-later
"""The form of a parcel as a layout of the user's own project, to be changed by hand in the layout designer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from land_entry_plugin.cadastre.edition import Edition
from land_entry_plugin.cadastre.sentences import SHEET_NAME
from land_entry_plugin.errors import InputError
from land_entry_plugin.sheets.forms.book import SHEETS, SUMMARY, build_set
from land_entry_plugin.sheets.forms.catalogue import FORMS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qgis.core import QgsPrintLayout, QgsProject

    from land_entry_plugin.sheets.templates import Template

SHEET_TITLES = {SUMMARY: SHEET_NAME} | {form.id: form.title for form in FORMS}


def open_layout(
    record: dict[str, Any],
    parcel_id: str,
    form: str,
    project: QgsProject,
    *,
    edition: Edition = Edition.INTERNAL,
    templates: Mapping[str, Template] | None = None,
) -> QgsPrintLayout:
    """Return the sheet of a parcel as a new layout of a project, which ``iface.openLayoutDesigner`` shows.

    It is called by form and parcel, with a number where the project has a layout of that name: none is written over.
    Its maps show temporary layers, which are added to the project outside its layer tree.

    Parameters
    ----------
    record : dict
        Of a screening.
    parcel_id : str
        Of two rows that bear it, the first.
    form : str
        One of ``SHEETS``.
    project : QgsProject
        As a rule the one that is open.

    Raises
    ------
    InputError
        Where there is no such parcel or form, the form does not apply to it, or no Chinese font is here; then the
        project is as it was.
    """
    parcel = next((one for one in record["parcels"] if one["parcel_id"] == parcel_id), None)
    if parcel is None:
        raise InputError("no_such_parcel", parcels=[parcel_id])
    if form not in SHEETS:
        raise InputError("no_such_sheet", sheet=form, sheets=list(SHEETS))
    before = set(project.mapLayers())
    try:
        layout = build_set(record, parcel, project, [form], edition, templates=templates)
    except BaseException:
        project.removeMapLayers(list(set(project.mapLayers()) - before))
        raise
    layout.setName(_free_name(f"{SHEET_TITLES[form]} {parcel_id}", project))
    # the manager takes it over
    project.layoutManager().addLayout(layout)
    return layout


def _free_name(name: str, project: QgsProject) -> str:
    """Return a name that no layout of a project has."""
    taken = {layout.name() for layout in project.layoutManager().layouts()}
    numbers = (f"{name} ({number})" for number in range(2, len(taken) + 3))
    return next(one for one in (name, *numbers) if one not in taken)
