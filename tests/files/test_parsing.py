# SPDX-License-Identifier: GPL-2.0-or-later
"""Records are parsed part by part, and come to what the parser makes of the whole."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from land_entry_plugin.files.parsing import parsed

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(value=VALUES, indent=st.none() | st.integers(0, 2))
def test_every_text_is_parsed_as_a_whole(value, indent):
    assert parsed(json.dumps(value, indent=indent)) == value


@settings(max_examples=300, deadline=None)
@given(at=st.integers(0, 60), sign=st.sampled_from('{}[],:" 1a\\'), count=st.integers(0, 2))
def test_a_faulty_text_is_a_fault(at, sign, count):
    text = json.dumps({"a": [1, {"x": 'y"}'}], "b": {"q": [1]}, "c": [[], [1]], "d": []})
    text = text[:at] + sign + text[at + count :]
    try:
        wanted = json.loads(text)
    except ValueError:
        with pytest.raises(ValueError, match=r"line \d"):
            parsed(text)
    else:
        assert parsed(text) == wanted
