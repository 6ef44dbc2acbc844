# SPDX-License-Identifier: GPL-2.0-or-later
"""What is made in turns: step by step, given up in between, all at once; and the dock that is made so."""

from __future__ import annotations

import pytest

from land_entry_plugin.gui import controller
from land_entry_plugin.gui.turns import Turns

pytestmark = pytest.mark.usefixtures("qgis_application")


def steps(seen, count, fault=None):
    for number in range(count):
        seen.append(number)
        yield
    if fault is not None:
        raise fault
    return "made"


def test_what_is_made_step_by_step_is_told_once():
    turns, seen, told = Turns(), [], []
    turns.go_through(steps(seen, 3), told.append, lambda: told.append("failed"))
    assert (seen, told) == ([], [])
    turns.finish()
    assert (seen, told, turns.is_busy) == ([0, 1, 2], ["made"], False)


def test_a_step_that_raises_is_told_and_raised():
    turns, seen, told = Turns(), [], []
    turns.go_through(steps(seen, 1, ValueError("no")), told.append, lambda: told.append("failed"))
    with pytest.raises(ValueError, match="no"):
        turns.finish()
    assert (seen, told) == ([0], ["failed"])


def test_what_is_forgotten_is_not_gone_on_with():
    turns, seen, told = Turns(), [], []
    turns.go_through(steps(seen, 3), told.append, lambda: told.append("failed"))
    turns.forget()
    turns.finish()
    assert (seen, told) == ([], [])


class Made:
    """Stands for a controller: notes what was done to it."""

    done: tuple[str, ...] = ()

    def __init__(self, *_about):
        pass

    def _begin(self):
        self.done += ("begun",)

    def close(self):
        self.done += ("closed",)


@pytest.mark.parametrize(("count", "wanted"), [(2, ()), (3, ("closed",)), (4, ("begun", "closed")), (9, ("begun",))])
def test_a_dock_that_is_given_up_while_it_is_made_is_closed(monkeypatch, count, wanted):
    def pages(_usual):
        yield

    ones = []
    monkeypatch.setattr(controller, "offer", lambda: None)
    monkeypatch.setattr(controller, "made_pages", pages)
    monkeypatch.setattr(controller, "Controller", lambda *about: ones.append(Made(*about)) or ones[-1])
    monkeypatch.setattr(controller, "pass_over", lambda: None)
    making = controller.made(None, None)
    for _ in range(count):
        next(making, None)
    making.close()
    assert [one.done for one in ones] == ([wanted] if count > 2 else [])
