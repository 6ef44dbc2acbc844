# SPDX-License-Identifier: GPL-2.0-or-later
"""Layout templates are looked over as text: nothing in them is run or fetched, even where it is refused."""

from __future__ import annotations

import pytest

from land_entry_plugin.errors import InputError

pytestmark = pytest.mark.usefixtures("qgis_application")
COVER = "COVER"


@pytest.fixture(scope="module")
def written(qgis_application, tmp_path_factory):
    """Return the text of the plugin's own cover."""
    from land_entry_plugin.sheets.template_export import write_templates

    (path,) = write_templates(tmp_path_factory.mktemp("templates"), [COVER])
    return path.read_text(encoding="utf-8")


@pytest.fixture
def python_function(qgis_application):
    """Return what an expression function of the user's own, in Python, was called with."""
    from qgis.core import QgsExpression, qgsfunction

    called = []

    @qgsfunction(group="Custom", register=False)
    def land_entry_hostile(values):
        """Note the call."""
        called.append(values)
        return "ran"

    QgsExpression.registerFunction(land_entry_hostile)
    yield called
    QgsExpression.unregisterFunction("land_entry_hostile")


def put(text, inserted, before="</LayoutItem>"):
    assert before in text
    return text.replace(before, f"{inserted}{before}", 1)


def data_defined(expression):
    return (
        '<dataDefinedProperties><Option type="Map"><Option type="QString" name="name" value=""/>'
        '<Option type="Map" name="properties"><Option type="Map" name="dataDefinedSource">'
        '<Option type="bool" name="active" value="true"/><Option type="int" name="type" value="3"/>'
        f'<Option type="QString" name="expression" value="{expression}"/></Option></Option></Option>'
        "</dataDefinedProperties>"
    )


HOSTILE = {
    "python in a property": lambda text: put(text, data_defined("land_entry_hostile()")),
    "python in a label": lambda text: text.replace('labelText="', 'labelText="[% land_entry_hostile() %]', 1),
    "python nested": lambda text: text.replace('labelText="', 'labelText="[% upper(land_entry_hostile()) %]', 1),
    "a layer": lambda text: put(text, data_defined("load_layer('https://a.example/w','WFS')")),
    "the environment": lambda text: text.replace('labelText="', "labelText=\"[% env('HOME') %]", 1),
    "evaluated": lambda text: text.replace('labelText="', "labelText=\"[% eval('1+1') %]", 1),
    "a picture": lambda text: put(text, '<LayoutItem type="65640" file="https://a.example/x.png"/>', "<PageCollection"),
    "a path of GDAL": lambda text: put(text, '<x source="/vsicurl/https://a.example/x"/>'),
    "entities": lambda text: '<!DOCTYPE x [<!ENTITY a "b">]>\n' + text,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_template_with_a_program_is_refused_without_running_it(written, python_function, tmp_path, name):
    from land_entry_plugin.sheets.templates import read_template

    path = tmp_path / f"{COVER}.qpt"
    path.write_text(HOSTILE[name](written), encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_template(path, COVER)
    assert error.value.text_id in ("template_code", "template_remote", "template_unreadable")
    assert python_function == []


def test_custom_properties_are_kept_as_texts_and_harmless_expressions_are_good(written, python_function, tmp_path):
    from land_entry_plugin.sheets.templates import read_template

    code = "import os; os.system('touch ran')"
    text = put(
        written,
        f'<customproperties><Option type="Map"><Option name="macro" value="{code}"/></Option></customproperties>',
    )
    text = text.replace('labelText="', "labelText=\"[% @layout_page || upper('a') || now() %] land_entry_hostile() ", 1)
    path = tmp_path / f"{COVER}.qpt"
    path.write_text(text, encoding="utf-8")
    assert read_template(path, COVER).sha256
    assert python_function == []
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
