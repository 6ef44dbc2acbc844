# SPDX-License-Identifier: GPL-2.0-or-later
"""Which template is used: the user's before ours, that of the county before that of all."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.outputs import written_whole
from land_entry_plugin.paths import resource, user_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SUFFIX = ".docx"
_WORD = (SUFFIX, ".docm", ".dotx", ".dotm")
# Folders for one county, or for all of a prefecture or a province, called by their codes.
_AREA = re.compile(r"\d{2}|\d{4}|\d{6}")
_COUNTY = re.compile(r"\d{6}")


def own_folders() -> tuple[Path, ...]:
    """Return where templates are looked for without QGIS; nothing needs to be there."""
    return (user_folder("templates"),)


def find_template(name: str, folders: Sequence[Path], parcel_code: str = "") -> Path:
    """Return the template that is used for a parcel.

    Parameters
    ----------
    name : str
        Of a template that comes with the plugin, without ``.docx``.
    folders : sequence of Path
        The user's, the first to look in first; they need not be there. In each, ``371126/NAME.docx`` goes before
        ``3711/NAME.docx``, ``37/NAME.docx`` and ``NAME.docx``, and any of them before the next folder.
    parcel_code : str
        Code of the parcel, which begins with that of its county; another kind of name has no county.
    """
    county = county_of(parcel_code)
    areas = [county[:length] for length in (6, 4, 2)] if county else []
    for folder in folders:
        for place in (*(folder / area for area in areas), folder):
            path = place / f"{name}{SUFFIX}"
            if path.is_file():
                return path
    return resource("templates", f"{name}{SUFFIX}")


def county_of(parcel_code: str) -> str:
    """Return the code of the county that a parcel's code begins with; nothing where it is another kind of name."""
    found = _COUNTY.match(parcel_code)
    return found[0] if found else ""


def all_templates(names: Sequence[str], folders: Sequence[Path]) -> dict[Path, str]:
    """Return every template of these names that may be used, with its name: those of all counties, and ours.

    Raises
    ------
    InputError
        Where a folder holds a document whose name is that of no template at all: a slip of the pen is noticed.
    """
    known = sorted(path.name for path in resource("templates").glob(f"*{SUFFIX}"))
    templates = {}
    for folder in folders:
        inside = sorted(folder.iterdir()) if folder.is_dir() else []
        areas = [one for one in inside if one.is_dir() and _AREA.fullmatch(one.name)]
        for path in (*inside, *(one for area in areas for one in sorted(area.iterdir()))):
            # Word keeps a hidden file beside one that is open
            if path.suffix.lower() not in _WORD or path.name.startswith(("~$", ".")):
                continue
            if path.name not in known:
                raise InputError("template_document_name", path=str(path), names=known)
            if path.stem in names:
                templates[path] = path.stem
    return templates | {resource("templates", f"{name}{SUFFIX}"): name for name in names}


def copy_templates(folder: Path) -> list[Path]:
    """Return the templates of the plugin, copied to a folder to start from; what is there already stays.

    Raises
    ------
    InputError
        Where the folder cannot be written.
    """
    copies = []
    for source in sorted(resource("templates").glob(f"*{SUFFIX}")):
        target = folder / source.name
        if not target.exists():
            with written_whole(target) as part:
                shutil.copyfile(source, part)
        copies.append(target)
    return copies
