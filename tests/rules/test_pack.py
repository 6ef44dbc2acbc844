# SPDX-License-Identifier: GPL-2.0-or-later
from __future__ import annotations

import pytest

from land_entry_plugin.errors import InputError
from land_entry_plugin.rules.kinds import KINDS
from land_entry_plugin.rules.layering import load_pack
from land_entry_plugin.rules.pack_files import pack_paths


@pytest.mark.parametrize("name", sorted(pack_paths()))
def test_shipped_packs_load(name):
    pack = load_pack(name)
    assert pack.id == name
    assert len({rule.id for rule in pack.rules}) == len(pack.rules)
    assert {rule.kind for rule in pack.rules} <= set(KINDS)


@pytest.mark.parametrize(
    ("found", "planted", "line_of", "reason"),
    [
        ("    blocking: true", "    blokcing: true", "blokcing", "blokcing"),
        ("kind: zone", "kind: zoen", "zoen", "zoen"),
        ("    roles: [land_use]", "    roles: [land_usage]", "land_usage", "land_usage"),
        ("valid_from: 2021-09-01", "valid_from: 2021-13-41", "2021-13-41", "2021-13-41"),
        ("  - id: farmland", "  - id: homestead", None, "twice"),
        ("title: {zh: 宗地编号, en: Parcel id}", "title: {zh: 宗地编号, en: Parcel id", None, ""),
        ("categories: [farmland]", "categories: [farms]", "farms", "farms"),
    ],
)
def test_a_bad_pack_is_refused_with_its_line(tmp_path, root, found, planted, line_of, reason):
    text = (root / "resources" / "rule_packs" / "national.yaml").read_text()
    assert found in text
    pack = tmp_path / "mine.yaml"
    pack.write_text(text.replace(found, planted, 1))
    with pytest.raises(InputError) as raised:
        load_pack(str(pack))
    message = raised.value.user_message("en")
    assert message.startswith("Rule pack mine.yaml, line ")
    assert reason in message
    assert "\n" not in message
    if line_of:
        line = 1 + next(i for i, text in enumerate(pack.read_text().splitlines()) if line_of in text)
        assert f"line {line}:" in message


def test_unknown_names():
    with pytest.raises(InputError, match="nationl"):
        load_pack("nationl")
    with pytest.raises(InputError, match="not found"):
        load_pack("/nowhere/mine.yaml")
