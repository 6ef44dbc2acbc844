# SPDX-License-Identifier: GPL-2.0-or-later
"""What a workbook on disk says besides its cells: the values that formulas have, and what it was made from."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from land_entry_plugin.files.outputs import VALUES_END

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal
    from pathlib import Path

    Value = float | int | Decimal | str

_PROPERTIES = "docProps/core.xml"
_IDENTIFIER = re.compile(rb"<dc:identifier[^>]*>([0-9a-f]+)</dc:identifier>")


def with_values(path: Path, values: Sequence[Mapping[str, Value]]) -> None:
    """Write the values of formulas into a workbook, so that who does not compute reads them as well.

    Parameters
    ----------
    path : Path
        A workbook of openpyxl, which writes formulas alone.
    values : sequence of mapping of cell to number or text
        By worksheet, in their order.
    """
    if not any(values):
        return
    changed = path.with_name(f"{path.name}{VALUES_END}")
    by_name = {f"xl/worksheets/sheet{number}.xml": own for number, own in enumerate(values, start=1)}
    try:
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
            for entry in source.infolist():
                content = source.read(entry)
                own = by_name.get(entry.filename)
                target.writestr(entry, _filled(content.decode("utf-8"), own).encode() if own else content)
        changed.replace(path)
    finally:
        changed.unlink(missing_ok=True)


def _filled(xml: str, values: Mapping[str, Value]) -> str:
    for cell, value in values.items():
        formula = re.compile(rf'(<c r="{cell}"[^>]*)(><f>[^<]*</f>)<v\s*(?:/>|></v>)')
        kind = ' t="str"' if isinstance(value, str) else ""
        xml = formula.sub(rf"\g<1>{kind}\g<2><v>{value}</v>", xml, count=1)
    return xml


def mark_of(path: Path) -> str | None:
    """Return what an office file says that it was made from; None where it is torn or says nothing."""
    try:
        with zipfile.ZipFile(path) as package:
            found = _IDENTIFIER.search(package.read(_PROPERTIES))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, zlib.error):
        return None
    return found[1].decode("ascii") if found else None
