# SPDX-License-Identifier: GPL-2.0-or-later
"""A document read paragraph by paragraph: each is cited by a rule, or said to state no condition."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from land_entry_plugin.rules.pack import Document, Rule
    from land_entry_plugin.rules.pack_files import PackFile


def rules_by_paragraph(document: Document, rules: Iterable[Rule]) -> dict[str, list[Rule]]:
    """Return the rules that cite each paragraph of a document, in the document's order."""
    found: dict[str, list[Rule]] = {label: [] for label in document.paragraphs}
    for rule in rules:
        for label in dict.fromkeys(basis.article for basis in rule.basis if basis.document.key == document.key):
            if label in found:
                found[label].append(rule)
    return found


def check_paragraphs(file: PackFile, documents: Mapping[str, Document], rules: Iterable[Rule]) -> None:
    """Name a paragraph that nobody accounts for, of documents whose paragraphs the file lists.

    Raises
    ------
    InputError
        When a rule cites one that is not listed or is said to state no condition, or when no rule cites one that
        states a condition: file, line and reason.
    """
    listed = {key for key, document in file.stored.get("documents", {}).items() if "paragraphs" in document}
    for i, stored in enumerate(file.stored["rules"]):
        for j, basis in enumerate(stored.get("basis", ())):
            if basis["document"] not in listed:
                continue
            paragraphs, label = documents[basis["document"]].paragraphs, basis.get("article", "—")
            if label not in paragraphs:
                raise file.fault(["rules", i, "basis", j], "no_paragraph", article=label)
            if paragraphs[label] is not None:
                raise file.fault(["rules", i, "basis", j], "paragraph_without_condition", article=label)
    everything = list(rules)
    for key in listed:
        for label, citing in rules_by_paragraph(documents[key], everything).items():
            if documents[key].paragraphs[label] is None and not citing:
                raise file.fault(["documents", key, "paragraphs", label], "paragraph_without_rule", article=label)
