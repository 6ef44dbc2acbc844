# SPDX-License-Identifier: GPL-2.0-or-later
"""Step 2 before the run: what the form offers, the pack's banner, and what the user should know."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsFeatureRequest, QgsProviderRegistry, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog

from land_entry_plugin.files.vector import LAYER_MARK
from land_entry_plugin.gui import layers
from land_entry_plugin.gui.steps.screen import FILE, Options
from land_entry_plugin.gui.widgets.basics import Note
from land_entry_plugin.gui.words import own, say
from land_entry_plugin.roles.catalogue import PARCELS
from land_entry_plugin.roles.parcel_codes import parcel_code
from land_entry_plugin.rules.standing import banner

if TYPE_CHECKING:
    from land_entry_plugin.gui.data_flow import DataFlow
    from land_entry_plugin.gui.data_view import RoleRow
    from land_entry_plugin.gui.session import Session
    from land_entry_plugin.gui.steps.screen import ScreenPage
    from land_entry_plugin.rules.pack import PackHead

_MOST_NOTES = 3


class ScreenForm(QObject):
    """The form; ``changed`` says that the user changed it, ``data_asked`` that he wants to see the data."""

    changed = pyqtSignal()
    data_asked = pyqtSignal()

    def __init__(self, session: Session, data: DataFlow, page: ScreenPage) -> None:
        super().__init__()
        self._session, self._data, self._page = session, data, page
        self._packs: list[tuple[str, PackHead]] = []
        self._rows: list[RoleRow] = []
        page.changed.connect(self._page_changed)
        page.answers_asked.connect(self._ask_answers)

    def show(self) -> None:
        """Show the state of the project."""
        self._offer()
        state = self._session.state
        self._page.show_options(
            Options(
                state.parcels,
                state.selected_only,
                state.rule_pack,
                date.fromisoformat(state.as_of) if _is_date(state.as_of) else date.today(),
                state.sliver_area_m2,
                state.sliver_width_m,
                state.answers,
            )
        )
        self.show_scope()
        self._show_advice()

    @property
    def has_packs(self) -> bool:
        """Whether the rule packs have been read."""
        return bool(self._packs)

    def take_packs(self, packs: list[tuple[str, PackHead]]) -> None:
        """Offer the rule packs that were found."""
        self._packs = packs
        self.show()

    def show_layers(self, rows: list[RoleRow]) -> None:
        """Show what is known of the layers."""
        self._rows = rows
        self.show()

    def show_scope(self) -> None:
        """Show how many parcels there are, and how many are selected."""
        layer = self._data.parcel_layer()
        count, selected = (layer.featureCount(), layer.selectedFeatureCount()) if layer else (0, 0)
        self._page.show_scope(count, selected)
        self._page.show_ready(self._why_not())

    def _offer(self) -> None:
        page, state = self._page, self._session.state
        there = layers.polygon_layers(self._session.project)
        page.offer(
            page.parcels,
            [(say("layer_with_count", layer=layer.name(), count=layer.featureCount()), layer.id()) for layer in there],
        )
        page.offer_packs(self._packs)
        answers = [(say("no_answers"), "")]
        if state.answers:
            answers.append((Path(state.answers.partition(LAYER_MARK)[0]).name, state.answers))
        answers += [(name, path) for name, path in self._tables() if path != state.answers]
        page.offer(page.answers, [*answers, (say("choose_file"), FILE)])

    def _tables(self) -> list[tuple[str, str]]:
        """Return the tables of the project that lie in files: they may hold answers."""
        tables = []
        for layer in self._session.project.mapLayers().values():
            if not isinstance(layer, QgsVectorLayer) or layer.geometryType() != Qgis.GeometryType.Null:
                continue
            path = str(QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source()).get("path") or "")
            if Path(path).is_file() and not layer.customProperty(layers.RESULT):
                tables.append((layer.name(), path))
        return tables

    def _page_changed(self) -> None:
        state, options = self._session.state, self._page.options()
        if options.parcels and options.parcels != state.parcels:
            state.parcels = options.parcels
            self._data.look()
        state.selected_only = options.selected_only
        state.rule_pack = options.rule_pack or state.rule_pack
        state.as_of = "" if options.as_of == date.today() else options.as_of.isoformat()
        state.sliver_area_m2, state.sliver_width_m = options.sliver_area_m2, options.sliver_width_m
        state.answers = options.answers
        self._session.keep()
        self.show_scope()
        self._show_advice()
        self.changed.emit()

    def _ask_answers(self) -> None:
        kinds = f"{say('answer_files')} (*.xlsx *.csv *.txt *.ods *.gpkg)"
        path, _ = QFileDialog.getOpenFileName(self._session.window, say("form_answers").replace("&", ""), "", kinds)
        if path:
            self._session.state.answers = path
            self._session.keep()
        self.show()

    def _why_not(self) -> str:
        """Return why nothing can be screened; empty where it can."""
        layer = self._data.parcel_layer()
        if layer is None:
            return say("parcels_first")
        if not self._packs:
            return say("reading_packs")
        faulty = next((row for row in self._rows if row.role == PARCELS and row.kind == "prohibited"), None)
        return faulty.detail if faulty else ""

    def _show_advice(self) -> None:
        """Show the banner of a pack that is not law on the day, and what will stay open."""
        options = self._page.options()
        head = next((head for name, head in self._packs if name == options.rule_pack), None)
        warning = banner(head, options.as_of) if head else None
        self._page.banner.show_texts([own(warning), say("still_screens")] if warning else [])
        notes = [
            Note(row.kind, f"{row.title}{say('colon')}{row.detail}", say("look_there"), self.data_asked.emit)
            for row in self._rows
            if row.kind == "prohibited"
        ]
        missing = [row for row in self._rows if not row.is_given and row.kind == "undetermined"]
        if missing:
            titles = [row.title for row in missing]
            text = say("missing_named", roles=titles) if len(missing) <= 2 else say("missing_count", count=len(missing))
            notes.append(Note("undetermined", text, say("look_there"), self.data_asked.emit))
        wanted = self._session.state.rule_pack
        if head and options.rule_pack != wanted:
            notes.insert(0, Note("review", say("pack_gone", pack=wanted, instead=own(head.title))))
        local = self._local_packs(head)
        if local:
            notes.append(Note("review", say("local_pack", packs=local)))
        if not options.answers:
            notes.append(Note("review", say("nothing_answered")))
        self._page.show_notes(notes[:_MOST_NOTES])

    def _local_packs(self, chosen: PackHead | None) -> list[str]:
        """Return the packs for the county of the first parcel that are not chosen."""
        layer = self._data.parcel_layer()
        if layer is None or chosen is None or not layers.has_parcel_ids(layer.fields().names()):
            return []
        field = next(name for name in layer.fields().names() if layers.has_parcel_ids([name]))
        wanted = QgsFeatureRequest().setLimit(1).setFlags(QgsFeatureRequest.Flag.NoGeometry)
        first = next(layer.getFeatures(wanted.setSubsetOfAttributes([field], layer.fields())), None)
        code = parcel_code(str(first[field])) if first is not None else None
        if code is None:
            return []
        heads = [head for _, head in self._packs if head.jurisdiction["codes"] and head.holds_at(code.county)]
        return [own(head.title) for head in heads if head.id != chosen.id]


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
