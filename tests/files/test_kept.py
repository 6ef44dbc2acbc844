# SPDX-License-Identifier: GPL-2.0-or-later
"""What the user states of his layers is kept as he said it, or refused by name."""

from __future__ import annotations

import pytest

from land_entry_plugin.errors import InputError
from land_entry_plugin.files import kept
from land_entry_plugin.files.kept import NO_ROLE, NOTHING, Wishes, all_kept, keep


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("LAND_ENTRY_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("wishes", "named"),
    [
        (Wishes(role="farmland"), "farmland"),
        (Wishes(encoding="GBQ"), "GBQ"),
        (Wishes(crs="EPSG:999999"), "EPSG:999999"),
        (Wishes(role="land_use", fields={"DLBN": "地类"}), "DLBN"),
        (Wishes(transformation="1,2"), "1,2"),
    ],
)
def test_what_nobody_knows_is_not_kept(wishes, named):
    with pytest.raises(InputError) as caught:
        keep("a", wishes)
    assert all(named in caught.value.user_message(language) for language in ("zh", "en"))
    assert all_kept() == {}


def test_what_is_stated_is_kept_and_what_a_later_release_kept_is_passed_over():
    own = Wishes(role="land_use", fields={"DLBM": "地类"}, encoding="GBK", crs="EPSG:4527")
    keep("a", own)
    keep("b", Wishes(role=NO_ROLE))
    path = kept._path()
    path.write_text(path.read_text(encoding="utf-8").replace('"encoding"', '"later": 1, "encoding"'), encoding="utf-8")
    assert all_kept() == {"a": own, "b": Wishes(role=NO_ROLE)}
    assert kept.kept("c") == NOTHING


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"sources": []}', '{"sources": {"a": 3}}', "\udcff"])
def test_a_damaged_file_is_said_rather_than_forgotten(content):
    path = kept._path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(InputError) as caught:
        kept.kept("a")
    assert caught.value.text_id == "damaged_wishes"
    assert str(path) in caught.value.user_message("zh")
