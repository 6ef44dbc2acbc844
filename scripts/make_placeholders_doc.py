# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes the tables of placeholders in ``docs/office_documents.md`` from ``resources/templates``.

Run it as ``python scripts/make_placeholders_doc.py`` after a change of these.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from land_entry_plugin.files.documents.placeholders import read_placeholders
from land_entry_plugin.paths import resource

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "office_documents.md"
BEGIN, END = "<!-- placeholders: made by scripts/make_placeholders_doc.py -->", "<!-- /placeholders -->"


def rows(known: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield names and meanings; rows of lists have ``[]``."""
    if isinstance(known, dict):
        for key, one in known.items():
            yield from rows(one, f"{name}.{key}" if name else key)
    elif isinstance(known, list):
        yield from rows(known[0], f"{name}[]")
    else:
        yield name, str(known)


def table(path: Path) -> str:
    """Return the table of a kind of template."""
    placeholders = read_placeholders(path)
    lines = [f"### {path.name}", "", "| placeholder | 含义 · meaning | |", "|---|---|---|"]
    for name, meaning in rows(placeholders.known):
        lines.append(f"| `{name}` | {meaning} | {'needed' if name in placeholders.required else ''} |")
    return "\n".join(lines)


def main() -> None:
    """Write the tables between their marks."""
    text = DOCUMENT.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    tables = "\n\n".join(table(path) for path in sorted(resource("templates").glob("*.yaml")))
    DOCUMENT.write_text(f"{before}{BEGIN}\n\n{tables}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
