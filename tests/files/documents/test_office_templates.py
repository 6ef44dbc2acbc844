# SPDX-License-Identifier: GPL-2.0-or-later
"""Templates are looked over before they are filled, and what is filled in prints as it is."""

from __future__ import annotations

import zipfile

import pytest
from docx import Document

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.documents.lint import lint_template
from land_entry_plugin.files.documents.placeholders import Placeholders, differences, placeholders_of
from land_entry_plugin.files.documents.render import render_document
from land_entry_plugin.files.documents.sandbox import literal

KNOWN = Placeholders(
    {
        "code": "宗地代码",
        "cell": {"ZL": "坐落", "items": "项"},
        "points": [{"number": "点号", "x": "X"}],
        "notes": ["说明"],
    },
    ("code",),
)
CONTEXT = {
    "code": "JB00003",
    "cell": {"ZL": "张庄村", "items": "3"},
    "points": [{"number": f"J{i}", "x": f"{i}.00"} for i in range(1, 41)],
    "notes": [],
}


def template(path, *texts, rows=(), header=""):
    document = Document()
    for text in ("{{ code }}", *texts):
        document.add_paragraph(text)
    if rows:
        table = document.add_table(0, len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    document.sections[0].header.paragraphs[0].text = header
    document.save(path)
    return path


def faults(path, known=KNOWN):
    return [fault.text("en") for fault in lint_template(path, known)]


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("{{ cdoe }}", "body, paragraph 2", 'did you mean "code"'),
        ("{{ cell.LZ }}", "body, paragraph 2", 'did you mean "cell.ZL"'),
        ("{{ ZL }}", "body, paragraph 2", 'did you mean "cell.ZL"'),
        ("{% if cdoe %}x{% endif %}", "body, paragraph 2", 'did you mean "code"'),
        ("{% for p in points %}{{ p.y }}{% endfor %}", "body, paragraph 2", "points[].y"),
        ("{{ number }}", "body, paragraph 2", "points[].number"),
        ("{% for p in points %}", "body, paragraph 2", "no end {% endfor %}"),
        ("{% if code %}", "body, paragraph 2", "no end {% endif %}"),
        ("{% endfor %}", "body, paragraph 2", "ends nothing"),
        ("{% for p in points %}{% endif %}{% endfor %}", "body, paragraph 2", "ends nothing"),
        ("a {{ code", "body, paragraph 2", "}} is missing"),
        ("{{ cell }}", "body, paragraph 2", "name one of its members"),
        ("{{ points }}", "body, paragraph 2", "use a for loop"),
        ("{% for c in code %}{% endfor %}", "body, paragraph 2", "no list"),
        ("{{ code|upper }}", "body, paragraph 2", 'no filter "upper"'),
        ("{{ 1 + }}", "body, paragraph 2", "cannot be understood"),
        ("{%tr for p in points %}", "body, paragraph 2", "belongs into a table"),
        ("{{ ''.__class__.__mro__ }}", "body, paragraph 2", "not allowed"),
        ("{{ cell.__init__.__globals__ }}", "body, paragraph 2", "not allowed"),
        ("{{ cell['__class__'] }}", "body, paragraph 2", "not allowed"),
        ("{{ code.upper() }}", "body, paragraph 2", "not allowed"),
        ("{{ 7*7 }}", "body, paragraph 2", "not allowed"),
        ("{{ 'a' * 999999999 }}", "body, paragraph 2", "not allowed"),
        ("{% for i in range(9) %}{% endfor %}", "body, paragraph 2", "not allowed"),
        ("{% set x = 1 %}", "body, paragraph 2", "not allowed"),
        ("{% include 'other' %}", "body, paragraph 2", "not allowed"),
        ("{% for a in points %}" * 4 + "{% endfor %}" * 4, "body, paragraph 2", "nested too deeply"),
        ("{{ " + "(" * 5000 + "code" + ")" * 5000 + " }}", "body, paragraph 2", "not allowed"),
        ("{{ self.__init__ }}", "body, paragraph 2", "not allowed"),
        ("{% else %}", "body, paragraph 2", "ends nothing"),
        ("{% if code %}{% elif cdoe %}{% endif %}", "body, paragraph 2", 'did you mean "code"'),
        ("{% for a, b in points %}{% endfor %}", "body, paragraph 2", "not allowed"),
        ("{% for a in points if a.x %}{% endfor %}", "body, paragraph 2", "not allowed"),
    ],
)
def test_a_fault_is_one_line_with_its_place_and_nothing_is_written(tmp_path, text, place, what):
    path = template(tmp_path / "t.docx", text)
    found = faults(path)
    assert len(found) == 1
    assert found[0].startswith(place)
    assert what in found[0]
    target = tmp_path / "o.docx"
    with pytest.raises(InputError) as error:
        render_document(path, CONTEXT, target, placeholders=KNOWN)
    for language in ("zh", "en"):
        assert "\n" not in error.value.user_message(language)
    assert list(tmp_path.iterdir()) == [path]


def test_all_faults_are_told_at_once_with_table_row_and_cell(tmp_path):
    rows = [("{%tr for p in points %}", ""), ("{{ p.number }}", "{{ p.xx }}"), ("{%tr endfor %}", "")]
    found = faults(template(tmp_path / "t.docx", "{{ cdoe }}", rows=rows, header="{{ cell.zl }}"))
    assert [one.split(":")[0] for one in found] == [
        "body, paragraph 2",
        "body, table 1, row 2, cell 2",
        "header 1, paragraph 1",
    ]


def test_a_loop_that_takes_its_row_stands_alone_in_it(tmp_path):
    rows = [("{%tr for p in points %}", "{{ p.number }}"), ("{%tr endfor %}", "")]
    found = faults(template(tmp_path / "t.docx", rows=rows))
    assert len(found) == 1
    assert found[0].startswith("body, table 1, row 1, cell 1: {%tr for p in points %} takes its table row away")


def test_what_has_to_be_shown_is_missed(tmp_path):
    path = tmp_path / "t.docx"
    Document().save(path)
    assert faults(path) == ['the file: the placeholder "code" (宗地代码) is missing; it has to be printed']


def test_a_tag_outside_of_the_pages_is_seen_too(tmp_path):
    path = template(tmp_path / "t.docx")
    document = Document(path)
    document.paragraphs[0].runs[0]._r.set("rsidR", "{{ code.__class__ }}")
    document.save(path)
    assert faults(path) == ["body:  is not allowed: placeholders, conditions and loops only"]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"word/vbaProject.bin": b"x"}, "macros"),
        ({"word/embeddings/a.xlsx": b"x"}, "embedded"),
        ({"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}, "no Word document"),
        ({"word/document.xml": b"<a"}, "no Word document"),
        ({"word/document.xml": "<a>字</a>".encode("utf-16")}, "no Word document"),
        ({"word/_rels/settings.xml.rels": b"<a"}, "no Word document"),
        (
            {
                "word/_rels/settings.xml.rels": b'<Relationships xmlns="r"><Relationship Id="a" TargetMode="External"'
                b' Type="x/attachedTemplate" Target="http://example.org/t.dotx"/></Relationships>'
            },
            "example.org",
        ),
    ],
)
def test_a_file_that_may_not_be_opened_is_refused(tmp_path, change, what):
    sound, path = template(tmp_path / "t.docx"), tmp_path / "u.docx"
    with zipfile.ZipFile(sound) as package, zipfile.ZipFile(path, "w") as changed:
        for name in package.namelist():
            if name not in change:
                changed.writestr(name, package.read(name))
        for name, content in change.items():
            changed.writestr(name, content)
    (found,) = faults(path)
    assert what in found


@pytest.mark.parametrize("content", [b"", b"no document", b"PK\x03\x04"])
def test_what_is_no_document_is_refused(tmp_path, content):
    path = tmp_path / "t.docx"
    path.write_bytes(content)
    assert faults(path) == ["the file: is no Word document (.docx), or is broken"]
    assert faults(tmp_path / "none.docx") == ["the file: is no Word document (.docx), or is broken"]


def test_a_broken_package_is_refused(tmp_path):
    path = template(tmp_path / "t.docx")
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        start = package.getinfo("word/document.xml").header_offset + 60
    content[start : start + 200] = bytes(200)
    path.write_bytes(content)
    assert faults(path) == ["the file: is no Word document (.docx), or is broken"]


def test_a_tag_that_word_has_cut_into_runs_is_one_tag(tmp_path):
    path = template(tmp_path / "t.docx")
    document = Document(path)
    paragraph = document.add_paragraph()
    for text in ("{", "{ ce", "ll.Z", "L }", "}"):
        paragraph.add_run(text)
    document.save(path)
    render_document(path, CONTEXT, tmp_path / "o.docx", placeholders=KNOWN)
    assert Document(tmp_path / "o.docx").paragraphs[1].text == "张庄村"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("{{ 7*7 }} {% for %} {# x #} {_{ %_}", None),
        ('=HYPERLINK("http://a")', None),
        ("<w:p>a & b</w:p>", None),
        ("../../x", None),
        ("宗" * 60, None),
        ("\U00020bb7野家", None),
        ("a\x07b\x00c\ufffe\ud800", "a□b□c□□"),
        ("\u202eabc\u202c", "abc"),
        ("一\n二", None),
        ("&lt;&#123;", None),
    ],
)
def test_a_value_prints_as_it_is(tmp_path, value, shown):
    path = template(tmp_path / "t.docx", "{{ cell.ZL }}", header="{{ cell.ZL }}")
    render_document(path, CONTEXT | {"cell": {"ZL": value, "items": ""}}, tmp_path / "o.docx", placeholders=KNOWN)
    document = Document(tmp_path / "o.docx")
    expected = value if shown is None else shown
    assert document.paragraphs[1].text == expected
    assert document.sections[0].header.paragraphs[0].text == expected


def test_tables_grow_and_equal_contexts_give_equal_files(tmp_path):
    rows = [("{%tr for p in points %}", ""), ("{{ p.number }}", "{{ p.x }} {{ loop.index }}"), ("{%tr endfor %}", "")]
    path = template(tmp_path / "t.docx", "{{ cell.items }} {% if notes %}yes{% else %}no{% endif %}", rows=rows)
    for name in ("a.docx", "b.docx"):
        render_document(path, CONTEXT, tmp_path / name, placeholders=KNOWN)
    document = Document(tmp_path / "a.docx")
    assert document.paragraphs[1].text == "3 no"
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert cells == [[f"J{i}", f"{i}.00 {i}"] for i in range(1, 41)]
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_without_a_table_of_placeholders_the_context_says_what_there_is(tmp_path):
    path = template(tmp_path / "t.docx", "{% for n in notes %}{{ n.any }}{% endfor %}{{ cell.LZ }}")
    (found,) = faults(path, placeholders_of(CONTEXT))
    assert "cell.LZ" in found


def test_a_number_is_no_text():
    with pytest.raises(TypeError, match="float"):
        literal({"a": 1.5})


def test_a_table_of_placeholders_and_a_context_are_compared():
    assert list(differences(KNOWN.known, CONTEXT)) == []
    other = CONTEXT | {"more": "", "points": [{"number": "J1"}]}
    assert list(differences(KNOWN.known, other)) == ["more", "points[].x"]
