# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes the tables of placeholders in ``docs/office_documents.md``, and in Chinese, from ``resources/templates``.

Run it as ``python scripts/make_placeholders_doc.py [FOLDER]`` after a change of these.
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

DOCS = Path(__file__).resolve().parents[1] / "docs"
# The pages: heads of their tables, and what stands beside a placeholder that every template has to show.
PAGES = {
    "office_documents.md": ("| placeholder | 含义 · meaning | |", "needed"),
    "office_documents.zh.md": ("| 占位符 | 含义 | |", "必需"),
}
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


def table(path: Path, page: str) -> str:
    """Return the table of a kind of template for a page; the one in Chinese has the Chinese half of a meaning."""
    placeholders = read_placeholders(path)
    head, needed = PAGES[page]
    lines = [f"### {path.name}", "", head, "|---|---|---|"]
    for name, meaning in rows(placeholders.known):
        told = meaning.partition(" · ")[0] if page.endswith(".zh.md") else meaning
        lines.append(f"| `{name}` | {told} | {needed if name in placeholders.required else ''} |")
    return "\n".join(lines)


def main(folder: Path = DOCS) -> None:
    """Write the pages with the tables between their marks."""
    for page in PAGES:
        before, rest = (DOCS / page).read_text(encoding="utf-8").split(BEGIN)
        after = rest.split(END)[1]
        tables = "\n\n".join(table(path, page) for path in sorted(resource("templates").glob("*.yaml")))
        (folder / page).write_text(f"{before}{BEGIN}\n\n{tables}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
