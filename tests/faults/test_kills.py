# SPDX-License-Identifier: GPL-2.0-or-later
"""Killed at any moment: whole old files or whole new ones, nothing that stops the next run."""

from __future__ import annotations

import os
import random

import pytest
from killing import killed_again_and_again

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")

NAMES = (
    "screenparcels", "screenparcels by workers", "screenparcels of a zip", "surveysheets", "findcandidates",
    "comparescreenings", "avoidconflicts", "checkdata", "answersheet", "entryplan", "updateledger",
    "adjustmententry", "verifyscreening", "importcoordinates", "exportcoordinates", "layers keep",
)  # fmt: skip
# How often a command is killed when there is time; ``LAND_ENTRY_KILLS`` says another number.
KILLS = int(os.environ.get("LAND_ENTRY_KILLS", "30"))


@pytest.mark.parametrize("name", ["answersheet", "importcoordinates", "layers keep"])
def test_a_killed_command_leaves_old_or_new_files(commands, tmp_path, name):
    tally = killed_again_and_again(commands[name], tmp_path / "run", kills=4, seed=random.randint(0, 10**6))
    assert tally.kills


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_every_command_killed_often(commands, tmp_path, name, capsys, request):
    if name == "entryplan":
        request.getfixturevalue("planned")
    tally = killed_again_and_again(commands[name], tmp_path / "run", KILLS, seed=1)
    with capsys.disabled():
        print(f"\n{name}: {tally}")
    assert tally.kills
