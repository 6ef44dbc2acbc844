# SPDX-License-Identifier: GPL-2.0-or-later
"""The attribute form of an answer sheet as a QGIS style (QML), written without QGIS."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from land_entry_plugin.files.workbook import shown_width

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# What a value map stores for null (QgsValueMapFieldFormatter::NULL_VALUE).
_NULL = "{2839923C-8B7D-419E-B84B-CA2FE9B80EC7}"
# A failing check is shown, and nobody is kept from saving (QgsFieldConstraints).
_SOFT, _IS_EXPRESSION = "2", "4"
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_HINT_COLOUR = "#5C6570"
# In digits; a Chinese character is as wide as two.
_LINE_WIDTH = 72
_NEVER_FIRST = "，。；：、？！）》」』”’,.;:?!)]%条号"
# Words of letters and figures stay whole.
_PIECES = re.compile(r"[A-Za-z0-9.%_-]+|.", re.DOTALL)
_PARCEL_FILL, _PARCEL_EDGE = "31,111,178,40", "15,62,102,255"


@dataclass(frozen=True)
class FormField:
    """One field of the form.

    Attributes
    ----------
    name : str
    alias : str
        What stands for the name in forms and attribute tables.
    widget : str
        ``text``, ``date`` or ``choice``.
    choices : dict of str to str
        Of a choice: what is stored, and what the user sees.
    is_editable : bool
    check : str or None
        An expression that a sound entry fulfils.
    hint : str
        What to know before answering; the description of the check.
    label : str
        What stands before a field beside an answer.
    """

    name: str
    alias: str
    widget: str = "text"
    choices: Mapping[str, str] | None = None
    is_editable: bool = True
    check: str | None = None
    hint: str = ""
    label: str = ""


@dataclass(frozen=True)
class FormQuestion:
    """A question with the fields that answer it: the answer first, then what is stated beside it."""

    title: str
    hint: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True)
class Form:
    """A form: some fields on top, then a box for everyone who answers.

    Attributes
    ----------
    notice : str
        What everyone has to know, on top; may be empty.
    top : tuple of FormField
    title : str
        Over the boxes.
    boxes : tuple of (str, tuple of FormQuestion)
    bottom : tuple of FormField
    unanswered : str
        The word for null in lists.
    display : str
        Name of the field that stands for a feature.
    """

    notice: str
    top: tuple[FormField, ...]
    title: str
    boxes: tuple[tuple[str, tuple[FormQuestion, ...]], ...]
    bottom: tuple[FormField, ...]
    unanswered: str
    display: str

    @property
    def fields(self) -> tuple[FormField, ...]:
        """All fields, in their order."""
        answers = (one for _, questions in self.boxes for question in questions for one in question.fields)
        return (*self.top, *answers, *self.bottom)


def form_style(form: Form) -> str:
    """Return the QML that gives a polygon layer the form, and a plain symbol."""
    fields = form.fields
    parts = [
        _symbol(),
        _element("fieldConfiguration", {}, *(_configuration(one, form.unanswered) for one in fields)),
        _element("aliases", {}, *(_element("alias", {"field": one.name, "name": one.alias}) for one in fields)),
        _element("constraints", {}, *(_constraint(one) for one in fields if one.check)),
        _element(
            "constraintExpressions",
            {},
            *(
                _element("constraint", {"field": one.name, "exp": one.check, "desc": one.hint})
                for one in fields
                if one.check
            ),
        ),
        "<editorlayout>tablayout</editorlayout>",
        _element("attributeEditorForm", {}, *_layout(form)),
        _element(
            "editable",
            {},
            *(_element("field", {"name": one.name, "editable": str(int(one.is_editable))}) for one in fields),
        ),
        _element("previewExpression", {}, _text(f'"{form.display}"')),
        "<layerGeometryType>2</layerGeometryType>",
    ]
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + _element(
        "qgis", {"version": "3.40", "styleCategories": "Symbology|Fields|Forms|AttributeTable"}, *parts
    )


def _layout(form: Form) -> list[str]:
    """Return what stands in the form: the notice and the top fields, the boxes, the bottom fields.

    The boxes are in a tab, since only tabs scroll; a tab for everyone would leave most of them out of sight.
    """
    parts = [_shown_text("notice", f"<b>{_wrapped(form.notice)}</b>")] if form.notice else []
    parts += [_field(one, with_label=True) for one in form.top]
    # closed, all who answer are seen at once
    is_open = len(form.boxes) == 1
    boxes = [
        _container(office, "GroupBox", [part for one in questions for part in _question(one)], is_open=is_open)
        for office, questions in form.boxes
    ]
    parts += [_container(form.title, "Tab", boxes)] if boxes else []
    return [*parts, *(_field(one, with_label=True) for one in form.bottom)]


def _question(question: FormQuestion) -> list[str]:
    """Return a question: its text, which may be long and is wrapped, then the fields side by side."""
    title = f"<b>{_wrapped(question.title)}</b>"
    hint = f'<br><span style="color:{_HINT_COLOUR}">{_wrapped(question.hint)}</span>' if question.hint else ""
    answer, *beside = question.fields
    row = [_field(answer, with_label=False)]
    for one in beside:
        # the alias repeats the question, which is too long here
        row += [_shown_text(one.name, _text(one.label)), _field(one, with_label=False)]
    return [_shown_text(answer.name, title + hint), _container(answer.name, "Row", row)]


def _container(title: str, kind: str, inside: Sequence[str], *, is_open: bool = True) -> str:
    own = {
        "name": title,
        "type": kind,
        "groupBox": str(int(kind == "GroupBox")),
        "showLabel": str(int(kind != "Row")),
        "columnCount": "1",
        "collapsed": str(int(not is_open)),
    }
    return _element("attributeEditorContainer", own, *inside)


def _field(field: FormField, *, with_label: bool) -> str:
    # in a row the fields share the width; the words before them take what they need
    return _element(
        "attributeEditorField", {"name": field.name, "showLabel": str(int(with_label)), "horizontalStretch": "1"}
    )


def _shown_text(name: str, rich_text: str) -> str:
    return _element("attributeEditorTextElement", {"name": name, "showLabel": "0"}, _text(rich_text))


def _configuration(field: FormField, unanswered: str) -> str:
    """Return the widget of a field."""
    options: dict[str, Any] = {"IsMultiline": False, "UseHtml": False}
    if field.widget == "choice":
        stored = {unanswered: _NULL} | {shown: value for value, shown in (field.choices or {}).items()}
        options = {"map": [{shown: value} for shown, value in stored.items()]}
    elif field.widget == "date":
        options = {
            "allow_null": True,
            "calendar_popup": True,
            "display_format": "yyyy-MM-dd",
            "field_format": "yyyy-MM-dd",
            "field_iso_format": False,
        }
    widget = {"choice": "ValueMap", "date": "DateTime"}.get(field.widget, "TextEdit")
    config = _element("config", {}, _option(None, options))
    return _element("field", {"name": field.name}, _element("editWidget", {"type": widget}, config))


def _constraint(field: FormField) -> str:
    own = {"field": field.name, "constraints": _IS_EXPRESSION, "exp_strength": _SOFT}
    return _element("constraint", own | {"notnull_strength": "0", "unique_strength": "0"})


def _option(name: str | None, value: Any) -> str:
    """Return a value of a widget's configuration."""
    own = {} if name is None else {"name": name}
    if isinstance(value, dict):
        return _element("Option", own | {"type": "Map"}, *(_option(key, one) for key, one in value.items()))
    if isinstance(value, list):
        return _element("Option", own | {"type": "List"}, *(_option(None, one) for one in value))
    if isinstance(value, bool):
        return _element("Option", own | {"type": "bool", "value": str(value).lower()})
    return _element("Option", own | {"type": "QString", "value": str(value)})


def _symbol() -> str:
    """Return the parcels' symbol: an edge, and a fill that lets the map through."""
    options = {
        "color": _PARCEL_FILL,
        "outline_color": _PARCEL_EDGE,
        "outline_style": "solid",
        "outline_width": "0.5",
        "outline_width_unit": "MM",
        "style": "solid",
    }
    layer = _element(
        "layer", {"class": "SimpleFill", "enabled": "1", "pass": "0", "locked": "0"}, _option(None, options)
    )
    symbol = _element("symbol", {"name": "0", "type": "fill", "alpha": "1", "clip_to_extent": "1"}, layer)
    return _element("renderer-v2", {"type": "singleSymbol"}, _element("symbols", {}, symbol))


def _wrapped(text: str) -> str:
    """Return a text as rich text in lines that fit: QGIS does not wrap the texts of a form."""
    lines, width = [""], 0
    for piece in _PIECES.findall(text):
        width += shown_width(piece)
        if width > _LINE_WIDTH and piece not in _NEVER_FIRST:
            lines.append("")
            width = shown_width(piece)
        lines[-1] += piece
    return "<br>".join(map(_text, lines))


def _element(tag: str, attributes: Mapping[str, str | None], *inside: str) -> str:
    own = "".join(f' {name}="{_text(value or "")}"' for name, value in attributes.items())
    return f"<{tag}{own}>{''.join(inside)}</{tag}>" if inside else f"<{tag}{own}/>"


def _text(text: str) -> str:
    """Return a text as XML holds it."""
    return html.escape(_NO_XML.sub("", text), quote=True)
