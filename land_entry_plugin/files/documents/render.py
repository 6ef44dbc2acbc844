# SPDX-License-Identifier: GPL-2.0-or-later
"""A document from a template: filled in the sandbox, written under a temporary name, opened again, then renamed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import TemplateError
from lxml import etree

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.documents.faults import Fault, Place, raise_faults
from land_entry_plugin.files.documents.lint import lint_template
from land_entry_plugin.files.documents.package import UNREADABLE
from land_entry_plugin.files.documents.placeholders import Placeholders, placeholders_of
from land_entry_plugin.files.documents.sandbox import Sandbox, literal, plain_text
from land_entry_plugin.files.outputs import written_whole

if TYPE_CHECKING:
    from pathlib import Path

    from land_entry_plugin.files.documents.picture import Picture

# A fixed time, so that equal records give equal files.
_ZIP_TIME = (2026, 1, 1, 0, 0, 0)

_CORE = "docProps/core.xml"
# Word takes no longer ones.
_LONGEST = 255


class _Template(DocxTemplate):  # type: ignore[misc]
    """A template of which pages are filled, and nothing else."""

    def render_properties(self, context: Mapping[str, Any], jinja_env: Any = None) -> None:
        """Leave author, title and so on as the template has them."""


class _Image(InlineImage):  # type: ignore[misc]
    """A picture without room around it, which some programs add where nothing is said."""

    def _insert_image(self) -> str:
        text = str(super()._insert_image())
        return text.replace("<wp:inline ", '<wp:inline distT="0" distB="0" distL="0" distR="0" ', 1)


def render_document(
    template: Path,
    context: Mapping[str, Any],
    target: Path,
    *,
    placeholders: Placeholders | None = None,
    pictures: Mapping[str, Picture | None] | None = None,
    title: str = "",
    identifier: str = "",
) -> None:
    """Write a document.

    Parameters
    ----------
    template : Path
        A ``.docx`` with placeholders.
    context : Mapping
        What stands for them: mappings, lists and texts. Numbers are made text before, by who knows their decimals.
        Texts print as they are, whatever they hold.
    target : Path
        Takes the document whole, or stays as it was.
    placeholders : Placeholders, optional
        What the template may say and has to; by default what the context fills.
    pictures : Mapping, optional
        By their names at the top of the context; None prints nothing there, so that ``{% if map %}`` can ask.

    title, identifier : str, optional
        What the file says of itself; ``identifier_of`` reads the latter again.

    Raises
    ------
    InputError
        Where the template is at fault, with every place; or the target cannot be written.
    """
    given = pictures or {}
    known = placeholders or placeholders_of(context, given)
    raise_faults({template: lint_template(template, known)})
    document = _Template(str(template))
    try:
        document.init_docx()
        values = literal(context)
        for name, picture in given.items():
            values[name] = _Image(document, str(picture.path), width=Mm(picture.width_mm)) if picture else ""
        document.render(values, Sandbox(), autoescape=True)
    except (TemplateError, etree.XMLSyntaxError, KeyError, ValueError) as error:
        fault = Fault(Place(), "syntax", {"tag": "", "reason": str(error)})
        raise_faults({template: [fault]})
    document.core_properties.title, document.core_properties.identifier = plain_text(title)[:_LONGEST], identifier
    with written_whole(target) as part:
        filled = io.BytesIO()
        document.save(filled)
        _write(filled, part)
        try:
            Document(str(part))
        except (KeyError, ValueError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
            raise InputError("document_broken", detail=str(error), path=str(template)) from error


def identifier_of(path: Path) -> str | None:
    """Return the identifier of a whole document; None for half a file, and where it has none."""
    try:
        with zipfile.ZipFile(path) as package:
            root = etree.fromstring(package.read(_CORE), etree.XMLParser(resolve_entities=False, no_network=True))
    except (*UNREADABLE, etree.XMLSyntaxError):
        return None
    return root.findtext("{http://purl.org/dc/elements/1.1/}identifier") or None


def _write(filled: io.BytesIO, path: Path) -> None:
    """Write a package with fixed times of its entries."""
    with zipfile.ZipFile(filled) as package, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        for name in package.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, package.read(name))
