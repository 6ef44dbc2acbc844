# SPDX-License-Identifier: GPL-2.0-or-later
"""What is wrong in a template, and where."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from land_entry_plugin.errors import InputError
from land_entry_plugin.texts import LANGUAGES, render

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Place:
    """A place in a template, counted from one; zeros do not apply, without a part it is the whole file."""

    part: str = ""
    number: int = 0
    paragraph: int = 0
    table: int = 0
    row: int = 0
    cell: int = 0

    def text(self, language: str) -> str:
        """Return the place in words."""
        if not self.part:
            return render("document.place_file", {}, language)
        words = [render(f"document.place_{self.part}", {"number": self.number or ""}, language).strip()]
        words += [
            render(f"document.place_{name}", {"number": number}, language)
            for name in ("paragraph", "table", "row", "cell")
            if (number := getattr(self, name))
        ]
        return {"zh": "", "en": ", "}[language].join(words)


@dataclass(frozen=True)
class Fault:
    """Something wrong in a template.

    Attributes
    ----------
    place : Place
    kind : str
        Id of the sentence, ``document.KIND``.
    values : Mapping
        What the sentence names.
    """

    place: Place
    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """Return place and fault in one line."""
        colon = {"zh": "：", "en": ": "}[language]
        return f"{self.place.text(language)}{colon}{render(f'document.{self.kind}', self.values, language)}"


def raise_faults(faults: Mapping[Path, Sequence[Fault]]) -> None:
    """Raise InputError, in one line, where templates have faults: all of them, file by file."""
    with_faults = {path: found for path, found in faults.items() if found}
    if not with_faults:
        return
    # both the county's and the office's may be at fault, and they are called alike
    folder = Path(os.path.commonpath([path.parent.absolute() for path in with_faults]))
    semicolon = {"zh": "；", "en": "; "}
    texts = {
        language: semicolon[language].join(
            f"{path.absolute().relative_to(folder).as_posix()} {fault.text(language)}"
            for path, found in with_faults.items()
            for fault in found
        )
        for language in LANGUAGES
    }
    count = sum(map(len, with_faults.values()))
    raise InputError("template_faults", folder=str(folder), count=count, faults=texts)
