# SPDX-License-Identifier: GPL-2.0-or-later
"""What is looked at before sheets are printed: fonts, cells to fill, the pack's standing, the folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.outputs import check_folder
from land_entry_plugin.gui.words import language, own, say
from land_entry_plugin.jobs.sheet_files.names import clean_name
from land_entry_plugin.sheets.fonts import sheet_fonts
from land_entry_plugin.sheets.forms.book import SHEETS
from land_entry_plugin.sheets.templates import read_templates

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDER, TEMPLATES, RESULTS, SCREEN, PACKAGES = "folder", "templates", "results", "screen", "packages"


@dataclass(frozen=True)
class Check:
    """One line: whose symbol it has, its sentence, and where it is mended (None where nothing is to be)."""

    kind: str
    text: str
    fix: str | None = None

    @property
    def stops(self) -> bool:
        """Whether nothing can be printed like this."""
        return self.kind == "prohibited"


def checks(
    record: dict[str, Any], parcels: list[dict[str, Any]], folder: str, formats: Sequence[str], *, is_stale: bool
) -> list[Check]:
    """Return what stands in the way of printing some parcels of a record, and what is as it should be."""
    found = [_fonts(), _to_fill(parcels), _pack(record), _folder(folder, parcels, formats)]
    if is_stale:
        found.append(Check("review", say("check_stale"), SCREEN))
    left_out = record["run"].get("not_screened", ())
    if left_out:
        found.append(Check("undetermined", say("check_not_screened", count=len(left_out)), SCREEN))
    return found


def _fonts() -> Check:
    try:
        fonts = sheet_fonts()
    except InputError as error:
        return Check("prohibited", error.user_message(language()))
    # one of the two: both take two lines of a low dock
    return Check("eligible", say("check_fonts", fonts=fonts.song))


def _to_fill(parcels: list[dict[str, Any]]) -> Check:
    count = sum(cell["count"] for parcel in parcels for cell in (parcel["cadastre"] or {}).get("to_fill", ()))
    concerned = sum(bool((parcel["cadastre"] or {}).get("to_fill")) for parcel in parcels)
    if not count:
        return Check("eligible", say("check_all_filled"))
    return Check("review", say("check_to_fill", count=count, parcels=concerned), RESULTS)


def _pack(record: dict[str, Any]) -> Check:
    banners = record["pack"]["banners"]
    if not banners:
        return Check("eligible", say("check_pack", pack=own(record["pack"]["title"])))
    return Check("review", f"{own(banners[0])}{say('check_banner')}", SCREEN)


def templates_check(folder: Path) -> Check:
    """Return whether the templates of a folder can be filled; that there are none is as it should be."""
    try:
        found = read_templates(folder, SHEETS)
    except InputError as error:
        return Check("prohibited", error.user_message(language()), TEMPLATES)
    return Check("eligible", say("check_templates", count=len(found)) if found else say("check_built_in"))


def _folder(folder: str, parcels: list[dict[str, Any]], formats: Sequence[str]) -> Check:
    if not folder:
        return Check("prohibited", say("check_no_folder"), FOLDER)
    try:
        check_folder(Path(folder))
    except InputError as error:
        return Check("prohibited", error.user_message(language()), FOLDER)
    there = {path.name for path in Path(folder).iterdir()} if Path(folder).is_dir() else set()
    same = sum(f"{clean_name(parcel['parcel_id'])}.{name.lower()}" in there for parcel in parcels for name in formats)
    if same:
        return Check("review", say("check_same_names", count=same), FOLDER)
    return Check("eligible", say("check_folder"))
