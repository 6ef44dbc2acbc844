# SPDX-License-Identifier: GPL-2.0-or-later
"""An entry plan as a Word document; loaded where one is wanted, for it needs packages that may be missing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from land_entry_plugin.files.documents.faults import raise_faults
from land_entry_plugin.files.documents.folders import all_templates, find_template
from land_entry_plugin.files.documents.font_files import font_notes
from land_entry_plugin.files.documents.lint import lint_template, sha256
from land_entry_plugin.files.documents.parcel_picture import draw_parcel
from land_entry_plugin.files.documents.placeholders import load_placeholders
from land_entry_plugin.files.documents.render import identifier_of, render_document
from land_entry_plugin.files.scratch import scratch_folder
from land_entry_plugin.jobs.entry_plan.context import TEMPLATE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from land_entry_plugin.cadastre.entry_plan.plan import EntryPlan


class DocumentWriter:
    """Writes plans as documents. Raises InputError where a template is at fault: before a file is written.

    Parameters
    ----------
    folders : sequence of Path
        The user's templates, the first to look in first.

    Attributes
    ----------
    notes : tuple of dict
        What the user should know before he relies on the files, in both languages: fonts that are not here.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders
        placeholders = load_placeholders(TEMPLATE)
        templates = all_templates([TEMPLATE], folders)
        raise_faults({path: lint_template(path, placeholders) for path in templates})
        self._hashes = {path: sha256(path) for path in templates}
        self.notes = tuple(font_notes(list(templates)))

    def made_with(self, plan: EntryPlan) -> str:
        """Return the hash of the template that a plan gets."""
        return self._hashes[self._template(plan)]

    @staticmethod
    def mark_of(path: Path) -> str | None:
        """Return what a whole document was made from; None for half a file and for a stranger."""
        return identifier_of(path)

    def write(self, plan: EntryPlan, context: Mapping[str, Any], path: Path, mark: str) -> None:
        """Write the document of a plan, whole or not at all."""
        with scratch_folder() as folder:
            render_document(
                self._template(plan),
                context,
                path,
                placeholders=load_placeholders(TEMPLATE),
                pictures={"map": draw_parcel(plan.parcel, folder / "map.png")},
                title=f"入市方案 {plan.parcel_id}",
                identifier=mark,
            )

    def _template(self, plan: EntryPlan) -> Path:
        return find_template(TEMPLATE, self.folders, plan.parcel_id)
