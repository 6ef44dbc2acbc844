# SPDX-License-Identifier: GPL-2.0-or-later
"""What right a registered parcel stands for: the code first, the kind of right otherwise, contradictions left open."""

from __future__ import annotations

import pytest

from land_entry_plugin.roles.rights import owner, use_right


def code(signs, number=1):
    return f"371126005001{signs}{number:05d}"


@pytest.mark.parametrize(
    ("parcel_code", "kind", "right"),
    [
        (code("JB"), None, "collective_construction"),
        (code("JB"), "7", "collective_construction"),
        (code("JB"), 8, "collective_construction"),
        (code("JB") + "W00000000", " ", "collective_construction"),
        (code("JC"), "5", "homestead"),
        (code("JC").lower(), 6.0, "homestead"),
        (code("GB"), "3", "state"),
        (code("GS"), None, "state"),
        (code("GB"), "24", "state"),
        (None, "5", "homestead"),
        ("", "07", "collective_construction"),
        ("JC-1", "4", "state"),
        (None, "集体建设用地使用权/房屋所有权", "collective_construction"),
        (None, "宅基地使用权", "homestead"),
        # neither tells
        (None, None, "unknown"),
        ("JB00001", None, "unknown"),
        (None, "99", "unknown"),
        # disputed, or without a kind
        (code("ZB"), "7", "unknown"),
        (code("JW"), "7", "unknown"),
        # the two contradict
        (code("JB"), "5", "unknown"),
        (code("JC"), "3", "unknown"),
        (code("GB"), "7", "unknown"),
        (code("JB"), "1", "unknown"),
        # another right, and known to be one
        (code("JA"), "1", "other"),
        (code("JD"), "9", "other"),
        (None, "19", "other"),
        # a kind that is in no table contradicts nothing
        (code("JC"), "99", "homestead"),
    ],
)
def test_use_right(parcel_code, kind, right):
    assert use_right(parcel_code, kind) == right


@pytest.mark.parametrize(
    ("parcel_code", "kind", "who"),
    [
        (code("JA"), "1", "collective"),
        (code("JA"), None, "collective"),
        (code("JA") + "W00000000", None, "collective"),
        (code("GA"), "2", "state"),
        (None, "1", "collective"),
        (None, 2, "state"),
        (None, "集体土地所有权", "collective"),
        (code("JA"), "2", "unknown"),
        (code("JA"), "7", "unknown"),
        (code("JB"), "1", "unknown"),
        (code("JB"), "7", "unknown"),
        (code("ZA"), None, "unknown"),
        (None, "5", "unknown"),
        (None, None, "unknown"),
    ],
)
def test_owner(parcel_code, kind, who):
    assert owner(parcel_code, kind) == who
