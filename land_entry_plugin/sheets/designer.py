# SPDX-License-Identifier: GPL-2.0-or-later
"""The form of a parcel as a layout of the user's own project, to be changed by hand in the layout designer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication, QgsPrintLayout, QgsProject, QgsReadWriteContext
from qgis.PyQt.QtXml import QDomDocument

from land_entry_plugin.cadastre.edition import Edition
from land_entry_plugin.cadastre.sentences import SHEET_NAME
from land_entry_plugin.errors import InputError
from land_entry_plugin.sheets.forms.book import SHEETS, SUMMARY, build_set
from land_entry_plugin.sheets.forms.catalogue import FORMS

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from qgis.core import QgsMapLayer
    from qgis.PyQt.QtXml import QDomElement

    from land_entry_plugin.sheets.templates import Template

# So many are added in a few hundredths of a second.
_ITEMS_A_STEP = 12
SHEET_TITLES = {SUMMARY: SHEET_NAME} | {form.id: form.title for form in FORMS}


@dataclass(frozen=True)
class DrawnSheet:
    """A sheet that lies in no project yet.

    Attributes
    ----------
    name : str
    document : QDomDocument
        The layout as QGIS stores it.
    layers : list of QgsMapLayer
        Of its maps.
    is_whole : bool
        Whether it has to be read in one piece: items in a frame of the user's own may refer to others.
    """

    name: str
    document: QDomDocument
    layers: list[QgsMapLayer]
    is_whole: bool = False


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
    steps = laid_out(draw_sheet(record, parcel_id, form, edition=edition, templates=templates), project)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


def draw_sheet(
    record: dict[str, Any],
    parcel_id: str,
    form: str,
    *,
    edition: Edition = Edition.INTERNAL,
    templates: Mapping[str, Template] | None = None,
) -> DrawnSheet:
    """Return the sheet of a parcel that lies in no project yet, as ``open_layout`` draws it; any thread may do so."""
    parcel = next((one for one in record["parcels"] if one["parcel_id"] == parcel_id), None)
    if parcel is None:
        raise InputError("no_such_parcel", parcels=[parcel_id])
    if form not in SHEETS:
        raise InputError("no_such_sheet", sheet=form, sheets=list(SHEETS))
    project = QgsProject()
    layout = build_set(record, parcel, project, [form], edition, templates=templates)
    # the project takes the layout along when it goes
    project.layoutManager().addLayout(layout)
    document = QDomDocument()
    document.appendChild(layout.writeXml(document, QgsReadWriteContext()))
    layers = [project.takeMapLayer(layer) for layer in list(project.mapLayers().values())]
    for layer in layers:
        layer.moveToThread(QgsApplication.instance().thread())
    return DrawnSheet(f"{SHEET_TITLES[form]} {parcel_id}", document, layers, is_whole=bool(templates))


def laid_out(drawn: DrawnSheet, project: QgsProject) -> Generator[None, None, QgsPrintLayout]:
    """Yield between the steps in which a drawn sheet becomes a layout of a project, and return it at the end.

    Steps are short and for the main thread. Where they are left off, the project is as it was.
    """
    ids = [layer.id() for layer in project.addMapLayers(drawn.layers, False)]
    try:
        root = drawn.document.documentElement()
        items = [] if drawn.is_whole else _taken_out(root)
        layout = QgsPrintLayout(project)
        layout.readXml(root, drawn.document, QgsReadWriteContext())
        for first in range(0, len(items), _ITEMS_A_STEP):
            yield
            part = drawn.document.createElement(root.tagName())
            for item in items[first : first + _ITEMS_A_STEP]:
                part.appendChild(item)
            layout.addItemsFromXml(part, drawn.document, QgsReadWriteContext())
        yield
    except BaseException:
        project.removeMapLayers([layer for layer in ids if project.mapLayer(layer) is not None])
        raise
    layout.setName(_free_name(drawn.name, project))
    # the manager takes it over
    project.layoutManager().addLayout(layout)
    return layout


def _taken_out(root: QDomElement) -> list[QDomElement]:
    """Return the items of a stored layout, which are no longer in it, from the lowest to the highest."""
    items, item = [], root.firstChildElement("LayoutItem")
    while not item.isNull():
        following = item.nextSiblingElement("LayoutItem")
        items.append(root.removeChild(item).toElement())
        item = following
    # what is added lies above all that is there
    return sorted(items, key=lambda one: float(one.attribute("zValue")))


def _free_name(name: str, project: QgsProject) -> str:
    """Return a name that no layout of a project has."""
    taken = {layout.name() for layout in project.layoutManager().layouts()}
    numbers = (f"{name} ({number})" for number in range(2, len(taken) + 3))
    return next(one for one in (name, *numbers) if one not in taken)
